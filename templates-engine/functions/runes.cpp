#include "runes.h"

#include <utf8proc.h>

#include "yare/base/ascii.h"

namespace yare::templates {

namespace {

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

utf8proc_category_t category(std::uint32_t code) { return utf8proc_category(utf8proc_int32_t(code)); }

}  // namespace

Rune decode_last_rune(std::string_view text) {
    if (text.empty()) return {kRuneError, 0};
    for (std::size_t size = 1; size <= 4 && size <= text.size(); ++size) {
        const std::string_view tail = text.substr(text.size() - size);
        if (size < 4 && continues(tail.front())) continue;
        const Rune rune = decode_rune(tail);
        if (rune.width == size) return rune;
        break;
    }
    return {kRuneError, 1};
}

std::size_t count_runes(std::string_view text) {
    std::size_t count = 0;
    for (; !text.empty(); ++count) text.remove_prefix(decode_rune(text).width);
    return count;
}

bool is_upper(std::uint32_t code) {
    if (code < 0x80) return ascii::is_upper(code);
    return category(code) == UTF8PROC_CATEGORY_LU;
}

bool is_lower(std::uint32_t code) {
    if (code < 0x80) return ascii::is_lower(code);
    return category(code) == UTF8PROC_CATEGORY_LL;
}

bool is_title(std::uint32_t code) { return code >= 0x80 && category(code) == UTF8PROC_CATEGORY_LT; }

bool is_number(std::uint32_t code) {
    if (code < 0x80) return ascii::is_digit(code);
    const auto kind = category(code);
    return kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO;
}

bool is_punct(std::uint32_t code) {
    const auto kind = category(code);
    return kind >= UTF8PROC_CATEGORY_PC && kind <= UTF8PROC_CATEGORY_PO;
}

std::uint32_t to_upper(std::uint32_t code) {
    if (code < 0x80) return ascii::upper(code);
    if (code == 0xDF) return code;  // utf8proc knows a capital of it, which Unicode does not map it to
    return std::uint32_t(utf8proc_toupper(utf8proc_int32_t(code)));
}

std::uint32_t to_lower(std::uint32_t code) {
    if (code < 0x80) return ascii::lower(code);
    return std::uint32_t(utf8proc_tolower(utf8proc_int32_t(code)));
}

std::uint32_t to_title(std::uint32_t code) {
    if (code < 0x80) return to_upper(code);
    if (code == 0xDF) return code;
    return std::uint32_t(utf8proc_totitle(utf8proc_int32_t(code)));
}

}  // namespace yare::templates
