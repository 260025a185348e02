// What the checks of formats share. Each check says what is wrong with a text, or nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yare::schema {

using Problem = std::optional<std::string>;

// Cut at each `separator`; at least one part.
std::vector<std::string_view> split(std::string_view text, char separator);
std::size_t leading_digits(std::string_view text);
// 'x', as "%q" prints a character.
std::string quoted_rune(char32_t rune);
// "PREFIX: PROBLEM", or nothing where there is none.
Problem within(std::string_view prefix, Problem problem);
// The first character of a text that `allowed` does not take.
template <typename Allowed>
std::optional<char32_t> first_other(std::string_view text, Allowed&& allowed);

Problem date_problem(std::string_view text);
Problem time_problem(std::string_view text);
Problem date_time_problem(std::string_view text);
Problem duration_problem(std::string_view text);
Problem period_problem(std::string_view text);

Problem ipv4_problem(std::string_view text);
Problem ipv6_problem(std::string_view text);
Problem hostname_problem(std::string_view text);
Problem email_problem(std::string_view text);

}  // namespace yare::schema

#include "yare/data/utf8.h"

namespace yare::schema {

template <typename Allowed>
std::optional<char32_t> first_other(std::string_view text, Allowed&& allowed) {
    for (std::size_t at = 0; at < text.size();) {
        const char32_t rune = utf8::next(text, at);
        if (!allowed(rune)) return rune;
    }
    return std::nullopt;
}

}  // namespace yare::schema
