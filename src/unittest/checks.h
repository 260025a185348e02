// The makers of checks, for the table of kinds.
#pragma once

#include <memory>

#include "check.h"

namespace re2 {
class RE2;
}

namespace yare::unittest {

using MadeCheck = Result<std::shared_ptr<const Check>>;

// checks_values.cpp
MadeCheck make_equal(const Value& parameters);
MadeCheck make_greater_or_equal(const Value& parameters);
MadeCheck make_less_or_equal(const Value& parameters);
MadeCheck make_match_regex(const Value& parameters);
MadeCheck make_is_type(const Value& parameters);
MadeCheck make_is_empty(const Value& parameters);
MadeCheck make_exists(const Value& parameters);
// checks_collections.cpp
MadeCheck make_contains(const Value& parameters);
MadeCheck make_is_subset(const Value& parameters);
MadeCheck make_length_equal(const Value& parameters);
// checks_documents.cpp
MadeCheck make_is_kind(const Value& parameters);
MadeCheck make_is_api_version(const Value& parameters);
MadeCheck make_has_documents(const Value& parameters);
MadeCheck make_contains_document(const Value& parameters);
// checks_raw.cpp
MadeCheck make_equal_raw(const Value& parameters);
MadeCheck make_match_regex_raw(const Value& parameters);
MadeCheck make_failed_template(const Value& parameters);
// checks_snapshot.cpp
MadeCheck make_match_snapshot(const Value& parameters);
MadeCheck make_match_snapshot_raw(const Value& parameters);

// A text as it is compared: without the line feeds it begins with, and the blanks its lines end with.
std::string uniform(std::string_view text);
// The raw text of a document, "<nil>" where it has none.
std::string raw_text(const Manifest& manifest);

Result<std::shared_ptr<const re2::RE2>> compiled_pattern(std::string_view pattern);

template <typename T>
MadeCheck made(T check) {
    return std::shared_ptr<const Check>(std::make_shared<const T>(std::move(check)));
}

}  // namespace yare::unittest
