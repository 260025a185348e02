#include "yaml_key_order.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "yare/data/go_text.h"
#include "yare/data/utf8.h"
#include "yare/data/yaml_order.h"

namespace yare::inline data::yaml {

namespace {

char32_t rune_at(std::string_view text, std::size_t at) { return utf8::decode(text, at).code; }

// Where the rune before `at` begins.
std::size_t back(std::string_view text, std::size_t at) {
    do {
        --at;
    } while (at > 0 && utf8::is_continuation(text[at]));
    return at;
}

// The digits from `at` on as a number, wrapping around as Go's does; `at` moves behind them.
std::uint64_t number_at(std::string_view text, std::size_t& at, std::uint64_t start) {
    std::uint64_t number = start;
    while (at < text.size()) {
        const utf8::Rune rune = utf8::decode(text, at);
        if (!is_digit(rune.code)) break;
        number = number * 10 + std::uint64_t(rune.code) - '0';
        at += rune.width;
    }
    return number;
}

// Whether digits other than 0 stand right before `at`: then a 0 there is part of a larger number.
bool follows_number(std::string_view text, std::size_t at) {
    while (at > 0) {
        at = back(text, at);
        const char32_t rune = rune_at(text, at);
        if (!is_digit(rune)) return false;
        if (rune != '0') return true;
    }
    return false;
}

enum class Version { Two, Three };

bool less(std::string_view left, std::string_view right, Version version) {
    const auto differs = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    auto at = std::size_t(differs.first - left.begin());
    if (at == left.size() || at == right.size()) return left.size() < right.size();
    // The bytes may differ inside a rune.
    while (at > 0 && (utf8::is_continuation(left[at]) || utf8::is_continuation(right[at]))) --at;
    const char32_t a = rune_at(left, at);
    const char32_t b = rune_at(right, at);
    // Bytes that are no UTF-8 are all written as one and the same character.
    if (a == b) return less(utf8::sanitized(left), utf8::sanitized(right), version);
    const bool a_letter = is_letter(a);
    const bool b_letter = is_letter(b);
    if (a_letter && b_letter) return a < b;
    if (a_letter || b_letter) {
        const bool after_digit =
            version == Version::Three && at > 0 && is_digit(rune_at(left, back(left, at)));
        return after_digit ? a_letter : b_letter;
    }
    const std::uint64_t start = (a == '0' || b == '0') && follows_number(left, at) ? 1 : 0;
    std::size_t a_end = at;
    std::size_t b_end = at;
    const auto a_number = std::int64_t(number_at(left, a_end, start));
    const auto b_number = std::int64_t(number_at(right, b_end, start));
    if (a_number != b_number) return a_number < b_number;
    if (a_end != b_end) return a_end < b_end;
    return a < b;
}

}  // namespace

bool natural_less(std::string_view left, std::string_view right) { return less(left, right, Version::Two); }
bool natural_less_v3(std::string_view left, std::string_view right) {
    return less(left, right, Version::Three);
}

}  // namespace yare::inline data::yaml

namespace yare::inline data {

bool pretty_key_before(std::string_view left, std::string_view right) {
    return yaml::natural_less_v3(left, right);
}

}  // namespace yare::inline data
