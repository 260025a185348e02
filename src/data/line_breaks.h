// The line breaks of YAML 1.1.
#pragma once

#include <cstddef>
#include <string_view>

namespace yare::inline data::yaml {

// "Next line", and the separators of lines and paragraphs; in bytes, 0 where there is none.
inline std::size_t wide_break(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at, 3);
    if (rest.starts_with("\xC2\x85")) return 2;
    if (rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9") return 3;
    return 0;
}

// The same of any kind, each byte of "\r\n" by itself.
inline std::size_t any_break(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    if (text[at] == '\n' || text[at] == '\r') return 1;
    return wide_break(text, at);
}

}  // namespace yare::inline data::yaml
