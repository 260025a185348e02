// Semantic versions and ranges, as Helm reads them (HELM.md 6.4): lenient ("v1.2" is 1.2.0) and strict,
// ordering, and ranges like ">=1.2, <2 || ~3.1.x" in which pre-releases match only where the range names one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"

namespace yare::inline data {

struct SemanticVersion {
    std::uint64_t major = 0;
    std::uint64_t minor = 0;
    std::uint64_t patch = 0;
    std::string prerelease;  // "rc.1"
    std::string metadata;    // "build.5"
    std::string original;    // as it was written

    // "1.2.3-rc.1+build.5", whatever was written.
    std::string text() const;
};

// Lenient: a leading v, missing parts and leading zeros are accepted. "invalid semantic version".
Result<SemanticVersion> parse_version(std::string_view text);
// "invalid characters in version", "version segment starts with 0", ...
Result<SemanticVersion> parse_strict_version(std::string_view text);

// -1, 0 or 1; build metadata does not count.
int compare_versions(const SemanticVersion& left, const SemanticVersion& right);

class VersionRange {
  public:
    // `improper constraint: "=>x.y.z.w"`.
    static Result<VersionRange> parse(std::string_view text);
    bool matches(const SemanticVersion& version) const;
    // Why a version is not in the range, one text for each part of it that says no; empty when it is.
    std::vector<std::string> reasons_against(const SemanticVersion& version) const;

    enum class Operator { TildeOrEqual, NotEqual, Greater, Less, GreaterEqual, LessEqual, Tilde, Caret };
    struct Part {
        Operator relation = Operator::TildeOrEqual;
        SemanticVersion version;  // with 0 for what was left open
        std::string original;     // "4.x"
        // What was left open: "4.x" leaves the minor version, "4.1.x" the patch.
        bool open = false;
        bool minor_open = false;
        bool patch_open = false;
    };

  private:
    struct Group {  // all of its parts have to match
        std::vector<Part> parts;
        bool names_prerelease = false;
    };
    std::vector<Group> groups_;  // any of them
};

// Whether a version is in a range; false too when either of them does not parse (Helm's IsCompatibleRange).
bool is_compatible(std::string_view range, std::string_view version);

}  // namespace yare::inline data
