// What is wrong with a value: a tree, and the text that Helm makes of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "decimal.h"
#include "yare/data/value.h"

namespace yare::schema {

struct Violation {
    enum class Shape : std::uint8_t {
        Plain,
        Group,      // several at once; whoever wraps it takes its causes instead
        Reference,  // of a $ref; with a single cause that one takes its place
    };
    std::string location;  // a JSON pointer into the value
    std::string message;
    Shape shape = Shape::Plain;
    std::vector<Violation> causes = {};
    std::vector<std::string> keys = {};  // of the object there: those that are too many or not there
};

// "- at 'LOCATION': MESSAGE", its causes indented below it. Each line has a line feed before it, but for the
// first of an empty text.
void append_violation(std::string& out, const Violation& violation, std::size_t indent = 0);

// 'text', with Go's escapes.
std::string quoted(std::string_view text);
// 'a', 'b'
std::string quoted_list(const std::vector<std::string_view>& texts);
// 65,535
std::string grouped(std::int64_t number);
// 65,535, 1.5, 1×10⁰⁶
std::string shown(const Decimal& number);
// A value of a schema within a message: quoted text, numbers as they were written.
std::string shown(const Value& value);

}  // namespace yare::schema
