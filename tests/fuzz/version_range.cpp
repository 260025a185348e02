// A version and a range, parted by a line feed. What parses prints as something that parses to the same,
// order is total, and a version is in a range exactly when there is no reason against it.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "yare/data/semver.h"

using namespace yare;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t feed = text.find('\n');
    const std::string_view first = text.substr(0, feed);
    const std::string_view second =
        feed == std::string_view::npos ? std::string_view() : text.substr(feed + 1);
    const auto version = parse_version(first);
    const auto strict = parse_strict_version(first);
    if (strict && (!version || strict->text() != version->text())) std::abort();
    const auto range = VersionRange::parse(second);
    if (!version) return 0;
    const auto again = parse_version(version->text());
    if (!again) {
        if (version->text().size() <= 256) std::abort();
        return 0;
    }
    if (compare_versions(*version, *again) != 0) std::abort();
    if (const auto other = parse_version(second)) {
        if (compare_versions(*version, *other) != -compare_versions(*other, *version)) std::abort();
    }
    if (range && range->matches(*version) != range->reasons_against(*version).empty()) std::abort();
    return 0;
}
