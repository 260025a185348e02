// Ranges of versions: read into parts of which all in a group have to match, and judged part by part.
#include <algorithm>
#include <optional>
#include <utility>

#include "version_shape.h"
#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/semver.h"

namespace yare::inline data {

namespace {

using namespace version;
using Operator = VersionRange::Operator;
using Part = VersionRange::Part;

constexpr std::size_t kRangeBytes = 512;
constexpr std::size_t kRangeGroups = 32;

Error invalid(std::string message) { return Error(ErrorCode::Invalid, std::move(message)); }

// What Go's regular expressions call \s.
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }
bool in_range_number(char c) { return ascii::is_digit(c) || c == '|' || c == 'x' || c == 'X' || c == '*'; }
bool is_open(std::string_view number) {
    return number.empty() || number == "x" || number == "X" || number == "*";
}
std::size_t skip_blanks(std::string_view text, std::size_t at) {
    while (at < text.size() && is_blank(text[at])) ++at;
    return at;
}

// "1.2 - 2.3", wherever it stands, is written as ">= 1.2, <= 2.3 ".
std::string rewrite_hyphens(std::string_view text) {
    std::string out(text);
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t low_at = skip_blanks(text, at);
        const std::optional<Shape> low = Scanner(text, low_at).shape(in_range_number);
        const std::size_t low_end = low ? low_at + low->length : 0;
        const std::size_t dash = low ? skip_blanks(text, low_end) : 0;
        const bool dashed = low && dash > low_end && dash < text.size() && text[dash] == '-';
        const std::size_t high_at = dashed ? skip_blanks(text, dash + 1) : 0;
        const std::optional<Shape> high =
            dashed && high_at > dash + 1 ? Scanner(text, high_at).shape(in_range_number) : std::nullopt;
        if (!high) {
            ++at;
            continue;
        }
        const std::size_t end = skip_blanks(text, high_at + high->length);
        const std::string_view whole = text.substr(at, end - at);
        const std::string written = ">= " + std::string(text.substr(low_at, low->length)) +
                                    ", <= " + std::string(text.substr(high_at, high->length)) + " ";
        out.replace(out.find(whole), whole.size(), written);
        at = end;
    }
    return out;
}

std::optional<Operator> find_operator(std::string_view text) {
    if (text.empty() || text == "=") return Operator::TildeOrEqual;
    if (text == "!=") return Operator::NotEqual;
    if (text == ">") return Operator::Greater;
    if (text == "<") return Operator::Less;
    if (text == ">=" || text == "=>") return Operator::GreaterEqual;
    if (text == "<=" || text == "=<") return Operator::LessEqual;
    if (text == "~" || text == "~>") return Operator::Tilde;
    if (text == "^") return Operator::Caret;
    return std::nullopt;
}

Result<Part> make_part(Operator relation, const Shape& shape, std::string_view original) {
    Part part;
    part.relation = relation;
    part.original = original;
    const std::string tail = shape.prerelease.empty() ? std::string() : "-" + std::string(shape.prerelease);
    std::string version(original);
    if (is_open(shape.numbers[0])) {
        part.open = true;
        version = "0.0.0" + tail;
    } else if (is_open(shape.numbers[1])) {
        part.open = part.minor_open = true;
        version = std::string(shape.numbers[0]) + ".0.0" + tail;
    } else if (is_open(shape.numbers[2])) {
        part.open = part.patch_open = true;
        version = std::string(shape.numbers[0]) + "." + std::string(shape.numbers[1]) + ".0" + tail;
    }
    Result<SemanticVersion> parsed = parse_version(version);
    if (!parsed) return invalid("constraint parser error");
    part.version = *std::move(parsed);
    return part;
}

// One group of parts, which blanks or commas separate; nothing when the text is no such group.
std::optional<std::vector<std::pair<Operator, Shape>>> split_group(std::string_view text) {
    std::vector<std::pair<Operator, Shape>> out;
    std::size_t at = skip_blanks(text, 0);
    for (;;) {
        const std::size_t operator_at = at;
        while (at < text.size() && std::string_view("=!<>~^").find(text[at]) != std::string_view::npos) ++at;
        const std::optional<Operator> relation = find_operator(text.substr(operator_at, at - operator_at));
        at = skip_blanks(text, at);
        const std::optional<Shape> shape = Scanner(text, at).shape(in_range_number);
        if (!relation || !shape) return std::nullopt;
        out.emplace_back(*relation, *shape);
        at += shape->length;
        const std::size_t next = skip_blanks(text, at);
        if (next == text.size()) return out;
        if (text[next] == ',') {
            at = skip_blanks(text, next + 1);
        } else if (next > at) {
            at = next;
        } else {
            return std::nullopt;
        }
    }
}

// Why `version` does not fit, or nothing. Quoting as in Helm's messages.
std::string against(const SemanticVersion& version, const Part& part, std::string_view words,
                    std::string_view more = {}) {
    return go_quote(version.text()) + " " + std::string(words) + " " + go_quote(part.original) +
           std::string(more);
}

std::string check_not_equal(const SemanticVersion& version, const Part& part) {
    const SemanticVersion& wanted = part.version;
    if (part.open) {
        if (wanted.major != version.major) return {};
        if (part.minor_open) return against(version, part, "is equal to");
        if (wanted.minor != version.minor) return {};
        if (part.patch_open) {
            const bool differ = (!version.prerelease.empty() || !wanted.prerelease.empty()) &&
                                compare_prereleases(version.prerelease, wanted.prerelease) != 0;
            return differ ? std::string() : against(version, part, "is equal to");
        }
    }
    return compare_versions(version, wanted) == 0 ? against(version, part, "is equal to") : std::string();
}

std::string check_greater(const SemanticVersion& version, const Part& part) {
    const SemanticVersion& wanted = part.version;
    bool greater = compare_versions(version, wanted) > 0;
    if (part.open && version.major != wanted.major) {
        greater = version.major > wanted.major;
    } else if (part.minor_open) {
        greater = false;  // nothing in 11.x is greater than 11
    } else if (part.patch_open) {
        greater = version.minor > wanted.minor;
    }
    return greater ? std::string() : against(version, part, "is less than or equal to");
}

std::string check_less_equal(const SemanticVersion& version, const Part& part) {
    const SemanticVersion& wanted = part.version;
    bool fits = compare_versions(version, wanted) <= 0;
    if (part.open) {
        fits = version.major <= wanted.major &&
               !(version.major == wanted.major && version.minor > wanted.minor && !part.minor_open);
    }
    return fits ? std::string() : against(version, part, "is greater than");
}

std::string check_tilde(const SemanticVersion& version, const Part& part) {
    const SemanticVersion& wanted = part.version;
    if (compare_versions(version, wanted) < 0) return against(version, part, "is less than");
    if (wanted.major == 0 && wanted.minor == 0 && wanted.patch == 0 && !part.minor_open && !part.patch_open)
        return {};
    if (version.major != wanted.major) return against(version, part, "does not have same major version as");
    if (version.minor != wanted.minor && !part.minor_open) {
        return against(version, part, "does not have same major and minor version as");
    }
    return {};
}

std::string check_caret(const SemanticVersion& version, const Part& part) {
    const SemanticVersion& wanted = part.version;
    if (compare_versions(version, wanted) < 0) return against(version, part, "is less than");
    if (version.major != wanted.major) return against(version, part, "does not have same major version as");
    if (wanted.major > 0 || part.minor_open) return {};
    if (wanted.minor > 0 || part.patch_open) {
        if (version.minor == wanted.minor) return {};
        return against(version, part, "does not have same minor version as",
                       ". Expected minor versions to match when constraint major version is 0");
    }
    if (version.minor > 0) return against(version, part, "does not have same minor version as");
    if (version.patch == wanted.patch) return {};
    return against(version, part, "does not equal",
                   ". Expect version and constraint to equal when major and minor versions are 0");
}

std::string prerelease_unwanted(const SemanticVersion& version) {
    return go_quote(version.text()) +
           " is a prerelease version and the constraint is only looking for release versions";
}

std::string check_part(const SemanticVersion& version, const Part& part) {
    switch (part.relation) {
        case Operator::TildeOrEqual:
            if (part.open) return check_tilde(version, part);
            return compare_versions(version, part.version) == 0 ? std::string()
                                                                : against(version, part, "is not equal to");
        case Operator::NotEqual:
            return check_not_equal(version, part);
        case Operator::Greater:
            return check_greater(version, part);
        case Operator::Less:
            return compare_versions(version, part.version) < 0
                       ? std::string()
                       : against(version, part, "is greater than or equal to");
        case Operator::GreaterEqual:
            return compare_versions(version, part.version) >= 0 ? std::string()
                                                                : against(version, part, "is less than");
        case Operator::LessEqual:
            return check_less_equal(version, part);
        case Operator::Tilde:
            return check_tilde(version, part);
        case Operator::Caret:
            return check_caret(version, part);
    }
    return {};
}

}  // namespace

Result<VersionRange> VersionRange::parse(std::string_view text) {
    if (text.size() > kRangeBytes) return invalid("constraint string is too long (max 512 bytes)");
    const std::string rewritten = rewrite_hyphens(text);
    std::vector<std::string_view> groups;
    for (std::string_view rest = rewritten;;) {
        const std::size_t bars = rest.find("||");
        groups.push_back(rest.substr(0, bars));
        if (bars == std::string_view::npos) break;
        rest.remove_prefix(bars + 2);
    }
    if (groups.size() > kRangeGroups) return invalid("too many constraint groups (max 32)");
    VersionRange out;
    for (const std::string_view group : groups) {
        const auto pieces = split_group(group);
        if (!pieces) return invalid("improper constraint: " + go_quote(group));
        Group& parsed = out.groups_.emplace_back();
        for (const auto& [relation, shape] : *pieces) {
            const char* begin = shape.numbers[0].data();
            if (begin != group.data() && begin[-1] == 'v') --begin;
            Part part = YARE_TRY(make_part(relation, shape, std::string_view(begin, shape.length)));
            parsed.names_prerelease |= !part.version.prerelease.empty();
            parsed.parts.push_back(std::move(part));
        }
    }
    return out;
}

bool VersionRange::matches(const SemanticVersion& version) const {
    return std::ranges::any_of(groups_, [&](const Group& group) {
        if (!version.prerelease.empty() && !group.names_prerelease) return false;
        return std::ranges::all_of(group.parts,
                                   [&](const Part& part) { return check_part(version, part).empty(); });
    });
}

std::vector<std::string> VersionRange::reasons_against(const SemanticVersion& version) const {
    std::vector<std::string> reasons;
    bool told_prerelease = false;
    for (const Group& group : groups_) {
        if (!version.prerelease.empty() && !group.names_prerelease) {
            // Helm: said once, however many groups there are.
            if (!std::exchange(told_prerelease, true)) reasons.push_back(prerelease_unwanted(version));
            continue;
        }
        bool fits = true;
        for (const Part& part : group.parts) {
            std::string reason = check_part(version, part);
            if (reason.empty()) continue;
            fits = false;
            reasons.push_back(std::move(reason));
        }
        if (fits) return {};
    }
    return reasons;
}

bool is_compatible(std::string_view range, std::string_view version) {
    const Result<SemanticVersion> parsed = parse_version(version);
    if (!parsed) return false;
    const Result<VersionRange> wanted = VersionRange::parse(range);
    return wanted && wanted->matches(*parsed);
}

}  // namespace yare::inline data
