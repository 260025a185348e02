// The pieces of the JSON Schema validator: a parsed schema, and what is wrong with a value as a tree.
#pragma once

#include <re2/re2.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/schema/json_schema.h"

namespace yare::schema {

// One thing that is wrong. Printed as "- at 'LOCATION': MESSAGE" with its causes indented below it.
struct Violation {
    std::string location;  // a JSON pointer into the value
    std::string message;
    // Of a $ref: with a single cause it is not printed, its cause takes its place.
    bool reference = false;
    // Stands for several at once; whoever wraps it takes its causes instead.
    bool group = false;
    std::vector<Violation> causes;
    std::vector<std::string> keys;  // of the object there: those that are too many or not there
};

void append_violation(std::string& out, const Violation& violation, std::size_t indent);

// 'text', with Go's escapes.
std::string quoted(std::string_view text);
// 'a', 'b'
std::string quoted_list(const std::vector<std::string_view>& texts);
// A number as messages show it: 65,535.
std::string grouped(double number);
// A scalar as messages show it: quoted text, plain numbers.
std::string shown(const Value& value);

struct JsonSchema::Parts {
    Document document;
    int draft = 2020;
    // What a $ref leads to, resolved once when the schema is read.
    std::map<std::string, const Value*, std::less<>> references;
    mutable std::map<std::string, std::unique_ptr<re2::RE2>, std::less<>> patterns;

    const re2::RE2& pattern(std::string_view text) const;
};

}  // namespace yare::schema
