// Every name of an assertion.
#include <algorithm>

#include "checks.h"

namespace yare::unittest {

namespace {

constexpr CheckKind kKinds[] = {
    {"matchSnapshot", false, true, make_match_snapshot},
    {"matchSnapshotRaw", false, true, make_match_snapshot_raw},
    {"equal", false, true, make_equal},
    {"notEqual", true, true, make_equal},
    {"greaterOrEqual", false, true, make_greater_or_equal},
    {"notGreaterOrEqual", true, true, make_greater_or_equal},
    {"lessOrEqual", false, true, make_less_or_equal},
    {"notLessOrEqual", true, true, make_less_or_equal},
    {"equalRaw", false, true, make_equal_raw},
    {"notEqualRaw", true, true, make_equal_raw},
    {"exists", false, true, make_exists},
    {"notExists", true, true, make_exists},
    {"isNull", true, true, make_exists},
    {"isNotNull", false, true, make_exists},
    {"matchRegex", false, true, make_match_regex},
    {"notMatchRegex", true, true, make_match_regex},
    {"matchRegexRaw", false, true, make_match_regex_raw},
    {"notMatchRegexRaw", true, true, make_match_regex_raw},
    {"contains", false, true, make_contains},
    {"notContains", true, true, make_contains},
    {"isKind", false, true, make_is_kind},
    {"isAPIVersion", false, true, make_is_api_version},
    {"hasDocuments", false, true, make_has_documents},
    {"isSubset", false, true, make_is_subset},
    {"isNotSubset", true, true, make_is_subset},
    {"isNullOrEmpty", false, true, make_is_empty},
    {"isNotNullOrEmpty", true, true, make_is_empty},
    {"isEmpty", false, true, make_is_empty},
    {"isNotEmpty", true, true, make_is_empty},
    {"failedTemplate", false, false, make_failed_template},
    {"notFailedTemplate", true, true, make_failed_template},
    {"containsDocument", false, true, make_contains_document},
    {"lengthEqual", false, true, make_length_equal},
    {"notLengthEqual", true, true, make_length_equal},
    {"isType", false, true, make_is_type},
    {"isNotType", true, true, make_is_type},
};

}  // namespace

const CheckKind* find_check(std::string_view name) {
    const auto* found = std::ranges::find(kKinds, name, &CheckKind::name);
    return found == std::end(kKinds) ? nullptr : found;
}

}  // namespace yare::unittest
