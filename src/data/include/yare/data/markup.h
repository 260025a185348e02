// What HTML and XML have in common.
#pragma once

#include <string_view>

namespace yare::inline data {

// What a character is written as, in attributes too, where it does not stand for itself; else empty. Go's
// choice among the ways that there are.
constexpr std::string_view markup_entity(char c) {
    switch (c) {
        case '"':
            return "&#34;";
        case '\'':
            return "&#39;";
        case '&':
            return "&amp;";
        case '<':
            return "&lt;";
        case '>':
            return "&gt;";
        default:
            return {};
    }
}

}  // namespace yare::inline data
