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

}  // namespace

std::optional<TarMember> PlainTar::member(std::string_view tar) {
    const std::string_view rest = tar.substr(at_);
    const std::string_view header = rest.substr(0, kBlock);
    state_ = State::NotPlain;  // unless all is well
    const char type = header[156];
    const bool known = type == '0' || type == '\0' || type == '5';
    if (!known || header.substr(257, 8) != kMagic || !checksum_holds(header)) return std::nullopt;
    const std::optional<std::uint64_t> size = octal_field(header.substr(124, 12));
    const std::optional<std::uint64_t> modified = octal_field(header.substr(136, 12));
    std::optional<std::string> name = member_name(header);
    if (!size || !modified || !name) return std::nullopt;
    const bool folder = type == '5' || name->ends_with('/');
    if (folder && *size != 0) return std::nullopt;
    state_ = State::Reading;
    const std::uint64_t padded = (*size + kBlock - 1) / kBlock * kBlock;
    if (padded > rest.size() - kBlock) return std::nullopt;
    at_ += kBlock + padded;
    return TarMember{*std::move(name), folder, rest.substr(kBlock, *size), std::int64_t(*modified)};
}

void PlainTar::read(std::string_view tar, const OnMember& on_member) {
    while (state_ == State::Reading && tar.size() - at_ >= 2 * kBlock) {
        if (tar[at_] == '\0') {  // no name: only the end, two blocks of zeros, begins so
            state_ = is_zero(tar.substr(at_, 2 * kBlock)) ? State::Ended : State::NotPlain;
            return;
        }
        std::optional<TarMember> next = member(tar);
        if (!next) return;
        members_.push_back(*std::move(next));
        on_member(members_.back());
    }
}

std::optional<std::vector<TarMember>> PlainTar::take() && {
    return state_ == State::Ended ? std::optional(std::move(members_)) : std::nullopt;
}

}  // namespace yare::charts
