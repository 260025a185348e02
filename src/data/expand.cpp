#include "yare/data/expand.h"

#include "yare/base/ascii.h"

namespace yare::inline data {

namespace {

// The name behind the $ at `at`, which is moved behind all of it. Empty where there is none; then what is
// left of the text is in `instead`.
std::string_view read_name(std::string_view text, std::size_t& at, std::string_view& instead) {
    if (text[at + 1] == '{') {
        const std::size_t end = text.find('}', at);
        const bool closed = end != std::string_view::npos;
        // Go: what is no name is left out.
        const std::string_view name = closed ? text.substr(at + 2, end - at - 2) : std::string_view();
        at = closed ? end + 1 : at + 2;
        return name;
    }
    std::size_t end = at + 1;
    const bool special = std::string_view("*#$@!?-0123456789").find(text[end]) != std::string_view::npos;
    if (special)
        ++end;
    else
        while (end < text.size() && ascii::is_word(text[end])) ++end;
    const std::string_view name = text.substr(at + 1, end - at - 1);
    if (name.empty()) instead = "$";
    at = end;
    return name;
}

}  // namespace

std::string expand_variables(std::string_view text,
                             const std::function<std::string(std::string_view)>& value) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '$' || at + 1 == text.size()) {
            out += text[at++];
            continue;
        }
        std::string_view instead;
        const std::string_view name = read_name(text, at, instead);
        out += name.empty() ? std::string(instead) : value(name);
    }
    return out;
}

}  // namespace yare::inline data
