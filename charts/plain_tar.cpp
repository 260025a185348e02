#include "plain_tar.h"

#include <algorithm>
#include <array>

namespace yare::charts {

namespace {

constexpr std::size_t kBlock = 512;
constexpr std::size_t kChecksumAt = 148;
constexpr std::string_view kMagic{
    "ustar\0"
    "00",
    8};

bool is_zero(std::string_view block) {
    return std::ranges::all_of(block, [](char c) { return c == '\0'; });
}

// A text that ends at a NUL or fills its field; other formats' meanings of bytes from 0x80 on are not for
// here.
std::optional<std::string_view> text_field(std::string_view field) {
    field = field.substr(0, field.find('\0'));
    const bool ascii = std::ranges::all_of(field, [](char c) { return static_cast<signed char>(c) > 0; });
    return ascii ? std::optional(field) : std::nullopt;
}

// Digits and then nothing but NULs and blanks, as every writer in use has it.
std::optional<std::uint64_t> octal_field(std::string_view field) {
    std::uint64_t number = 0;
    std::size_t at = 0;
    for (; at < field.size() && field[at] >= '0' && field[at] <= '7'; ++at)
        number = number * 8 + std::uint64_t(field[at] - '0');
    const bool ends = std::ranges::all_of(field.substr(at), [](char c) { return c == '\0' || c == ' '; });
    return at > 0 && ends ? std::optional(number) : std::nullopt;
}

// The sum of the header's bytes, with blanks in the place of the sum.
bool checksum_holds(std::string_view header) {
    const std::optional<std::uint64_t> said = octal_field(header.substr(kChecksumAt, 8));
    std::uint64_t sum = 8 * ' ';
    for (std::size_t i = 0; i < kBlock; ++i) {
        if (i < kChecksumAt || i >= kChecksumAt + 8) sum += static_cast<unsigned char>(header[i]);
    }
    return said == sum;
}

std::optional<std::string> member_name(std::string_view header) {
    const std::optional<std::string_view> name = text_field(header.substr(0, 100));
    const std::optional<std::string_view> prefix = text_field(header.substr(345, 155));
    if (!name || !prefix || name->empty() || prefix->ends_with('/')) return std::nullopt;
    return prefix->empty() ? std::string(*name) : std::string(*prefix).append("/").append(*name);
}

// The member whose header is at the front of `tar`, which must hold all of it; moves `tar` behind it.
std::optional<TarMember> take_member(std::string_view& tar) {
    const std::string_view header = tar.substr(0, kBlock);
    const char type = header[156];
    const bool known = type == '0' || type == '\0' || type == '5';
    if (!known || header.substr(257, 8) != kMagic || !checksum_holds(header)) return std::nullopt;
    const std::optional<std::uint64_t> size = octal_field(header.substr(124, 12));
    const std::optional<std::uint64_t> modified = octal_field(header.substr(136, 12));
    std::optional<std::string> name = member_name(header);
    if (!size || !modified || !name) return std::nullopt;
    const bool folder = type == '5' || name->ends_with('/');
    if (folder && *size != 0) return std::nullopt;
    tar.remove_prefix(kBlock);
    const std::uint64_t padded = (*size + kBlock - 1) / kBlock * kBlock;
    if (padded > tar.size()) return std::nullopt;
    TarMember out{*std::move(name), folder, tar.substr(0, *size), std::int64_t(*modified)};
    tar.remove_prefix(padded);
    return out;
}

}  // namespace

std::optional<std::vector<TarMember>> read_plain_tar(std::string_view tar) {
    std::vector<TarMember> out;
    while (tar.size() >= 2 * kBlock) {
        if (tar[0] == '\0') {  // no name: only the end, two blocks of zeros, begins so
            return is_zero(tar.substr(0, 2 * kBlock)) ? std::optional(std::move(out)) : std::nullopt;
        }
        std::optional<TarMember> member = take_member(tar);
        if (!member) return std::nullopt;
        out.push_back(*std::move(member));
    }
    return std::nullopt;
}

}  // namespace yare::charts
