#include "number.h"

#include <cmath>

#include "yare/data/go_text.h"
#include "yare/data/numbers.h"
#include "yare/templates/literals.h"

namespace yare::templates {

namespace {

// A float64 that is a whole number of int64 is one too.
void fit_integers(NumberNode& node) {
    constexpr double kTwo63 = 9223372036854775808.0;
    const double number = node.number;
    if (!node.is_int && number >= -kTwo63 && number < kTwo63 && std::trunc(number) == number) {
        node.is_int = true;
        node.integer = std::int64_t(number);
    }
    if (number >= 0 && number < kTwo63 * 2 && std::trunc(number) == number) node.is_unsigned = true;
}

std::string read_character(NumberNode& node) {
    std::string_view body = node.text.substr(1);
    const auto rune = unquote_rune(body, '\'');
    if (!rune) return "invalid syntax";
    if (body != "'") return "malformed character constant: " + std::string(node.text);
    node.integer = rune->code;
    node.number = rune->code;
    node.is_int = node.is_unsigned = node.is_float = true;
    return {};
}

// A complex constant without an imaginary part is a float64 and maybe an integer too.
std::string read_complex(NumberNode& node) {
    const std::size_t split = node.text.find_last_of("+-");
    const auto real = parse_float(node.text.substr(0, split));
    const auto imaginary = parse_float(node.text.substr(split, node.text.size() - split - 1));
    if (!real || !imaginary) return "syntax error scanning complex number";
    node.is_complex = true;
    node.number = real.value;
    node.imaginary = imaginary.value;
    node.is_float = imaginary.value == 0;
    if (node.is_float) fit_integers(node);
    return {};
}

std::string read_plain(NumberNode& node) {
    const std::string_view text = node.text;
    if (text.ends_with('i')) {
        if (const auto imaginary = parse_float(text.substr(0, text.size() - 1))) {
            node.is_complex = true;
            node.imaginary = imaginary.value;
            node.is_float = imaginary.value == 0;
            if (node.is_float) fit_integers(node);
            return {};
        }
    }
    if (const auto integer = parse_int(text, 0)) {
        node.is_int = true;
        node.integer = integer.value;
        node.number = double(integer.value);
    }
    if (const auto integer = parse_uint(text, 0)) {
        node.is_unsigned = true;
        if (!node.is_int) node.number = double(integer.value);
    }
    node.is_float = node.is_int || node.is_unsigned;
    if (node.is_float) return {};
    const auto number = parse_float(text);
    if (!number) return "illegal number syntax: " + go_quote(text);
    if (text.find_first_of(".eEpP") == std::string_view::npos) return "integer overflow: " + go_quote(text);
    node.is_float = true;
    node.number = number.value;
    fit_integers(node);
    return {};
}

bool hexadecimal_integer(std::string_view text) {
    return text.size() > 2 && text[0] == '0' && (text[1] | 0x20) == 'x' &&
           text.find_first_of("pP") == std::string_view::npos;
}

}  // namespace

std::string read_number(NumberNode& node, TokenType type) {
    std::string problem = type == TokenType::CharConstant ? read_character(node)
                          : type == TokenType::Complex    ? read_complex(node)
                                                          : read_plain(node);
    node.looks_float = type == TokenType::Number && node.is_float && !hexadecimal_integer(node.text) &&
                       node.text.find_first_of(".eEpP") != std::string_view::npos;
    return problem;
}

}  // namespace yare::templates
