#include "yare/data/semver.h"

#include <fstream>
#include <string>
#include <vector>

#include "yare/test/catch.h"

using namespace yare;

namespace {

// One recorded answer: tab-separated, with \t and \n written as such.
std::vector<std::string> columns(const std::string& line) {
    std::vector<std::string> out(1);
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] == '\t') {
            out.emplace_back();
        } else if (line[at] == '\\' && at + 1 < line.size() && (line[at + 1] == 't' || line[at + 1] == 'n')) {
            out.back() += line[++at] == 't' ? '\t' : '\n';
        } else {
            out.back() += line[at];
        }
    }
    return out;
}

std::string lenient(const std::string& text) {
    const auto version = parse_version(text);
    if (!version) return "E:" + version.error().text();
    return version->text() + "|" + std::to_string(version->major) + "|" + std::to_string(version->minor) +
           "|" + std::to_string(version->patch) + "|" + version->prerelease + "|" + version->metadata;
}

std::string strict(const std::string& text) {
    const auto version = parse_strict_version(text);
    return version ? version->text() : "E:" + version.error().text();
}

std::string join(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
    return out;
}

}  // namespace

TEST_CASE("versions and ranges read, compare and complain as the reference does", "[semver][oracle]") {
    std::ifstream file(YARE_ORACLE "/semver.txt");
    std::size_t rows = 0;
    for (std::string line; std::getline(file, line); ++rows) {
        // Error texts quote their input, so only the inputs of a row are unescaped.
        const std::size_t first = line.find('\t');
        const std::string kind = line.substr(0, first);
        const auto cells = columns(line.substr(first + 1));
        INFO(line);
        if (kind == "version") {
            CHECK(lenient(cells[0]) == cells[1]);
            CHECK(strict(cells[0]) == cells[2]);
        } else if (kind == "compare") {
            CHECK(std::to_string(compare_versions(*parse_version(cells[0]), *parse_version(cells[1]))) ==
                  cells[2]);
        } else if (kind == "range") {
            const auto range = VersionRange::parse(cells[0]);
            REQUIRE_FALSE(range);
            CHECK("E:" + range.error().text() == line.substr(line.find('\t', first + 1) + 1));
        } else {
            const auto range = VersionRange::parse(cells[0]);
            REQUIRE(range);
            const auto version = parse_version(cells[1]);
            CHECK(range->matches(*version) == (cells[2] == "true"));
            CHECK(join(range->reasons_against(*version)) == cells[3]);
        }
    }
    CHECK(rows > 2000);
}

TEST_CASE("a version keeps what was written", "[semver]") {
    CHECK(parse_version("v01.2")->original == "v01.2");
    CHECK(parse_version("v01.2")->text() == "1.2.0");
}

TEST_CASE("compatibility is false for what does not parse", "[semver]") {
    CHECK(is_compatible("^1.2", "1.3.0"));
    CHECK_FALSE(is_compatible("^1.2", "2.0.0"));
    CHECK_FALSE(is_compatible("", "2.0.0"));
    CHECK_FALSE(is_compatible("latest", "2.0.0"));
    CHECK_FALSE(is_compatible("*", "latest"));
}

TEST_CASE("texts of versions and ranges have limits", "[semver]") {
    CHECK(parse_version("1." + std::string(254, '0')));
    CHECK(parse_version("1." + std::string(255, '0')).error().text() ==
          "version string is too long (max 256 bytes)");
    CHECK(VersionRange::parse("1" + std::string(511, ' ')));
    CHECK(VersionRange::parse("1" + std::string(512, ' ')).error().text() ==
          "constraint string is too long (max 512 bytes)");
    std::string groups = "1";
    for (int index = 1; index < 32; ++index) groups += "||1";
    CHECK(VersionRange::parse(groups));
    CHECK(VersionRange::parse(groups + "||1").error().text() == "too many constraint groups (max 32)");
}
