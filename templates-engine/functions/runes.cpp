#include "runes.h"

#include <utf8proc.h>

#include "yare/base/ascii.h"

namespace yare::templates {

namespace {

utf8proc_category_t category(std::uint32_t code) { return utf8proc_category(utf8proc_int32_t(code)); }

}  // namespace

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
