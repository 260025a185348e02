// Addresses of machines, their names, and mail addresses.
#include <algorithm>
#include <utility>

#include "format_parts.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::schema {

Problem ipv4_problem(std::string_view text) {
    const auto groups = split(text, '.');
    if (groups.size() != 4) return "expected four decimals";
    for (const std::string_view group : groups) {
        if (group.size() > 1 && group[0] == '0') return "leading zeros";
        const Parsed<std::int64_t> number = parse_int(group, 10);
        if (!number) {
            return "strconv.Atoi: parsing " + go_quote(group) + ": " +
                   (number.status == Parse::Range ? "value out of range" : "invalid syntax");
        }
        if (number.value < 0 || number.value > 255) return "decimal must be between 0 and 255";
    }
    return std::nullopt;
}

namespace {

// Reads an address as Go's netip does, for its words about what is wrong.
class AddressReader {
  public:
    explicit AddressReader(std::string_view text) : text_(text) {}

    Problem problem() {
        const std::size_t first = text_.find_first_of(".:%");
        if (text_[first] == '.') return ipv4(0, text_.size());
        if (text_[first] == '%') return wrong("missing IPv6 address");
        const std::size_t zone = text_.find('%');
        if (zone + 1 == text_.size()) return wrong("zone must be a non-empty string");
        end_ = std::min(zone, text_.size());
        return ipv6();
    }
    bool has_zone() const { return end_ < text_.size(); }

  private:
    std::string wrong(std::string_view why) const {
        return "ParseAddr(" + go_quote(text_) + "): " + std::string(why);
    }
    std::string wrong(std::string_view why, std::size_t at, std::size_t end) const {
        return wrong(why) + " (at " + go_quote(text_.substr(at, end - at)) + ")";
    }

    Problem ipv4(std::size_t from, std::size_t end) const;
    // One group of hexadecimal digits, or the four bytes that may end an address.
    Problem group();
    Problem ipv6();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    int bytes_ = 0;
    int gap_ = -1;  // where "::" stands
};

Problem AddressReader::ipv4(std::size_t from, std::size_t end) const {
    int value = 0;
    int dots = 0;
    int digits = 0;
    for (std::size_t i = from; i < end; ++i) {
        const char c = text_[i];
        if (is_digit(char32_t(c))) {
            if (digits == 1 && value == 0) return wrong("IPv4 field has octet with leading zero");
            value = value * 10 + (c - '0');
            ++digits;
            if (value > 255) return wrong("IPv4 field has value >255");
        } else if (c == '.') {
            if (i == from || i + 1 == end || text_[i - 1] == '.')
                return wrong("IPv4 field must have at least one digit", i, end);
            if (dots == 3) return wrong("IPv4 address too long");
            ++dots;
            value = digits = 0;
        } else {
            return wrong("unexpected character", i, end);
        }
    }
    if (dots < 3) return wrong("IPv4 address too short");
    return std::nullopt;
}

Problem AddressReader::group() {
    std::size_t behind = at_;
    const auto is_hex = [](char c) {
        return is_digit(char32_t(c)) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    for (; behind < end_ && is_hex(text_[behind]); ++behind) {
        if (behind - at_ > 3) return wrong("each group must have 4 or less digits", at_, end_);
    }
    if (behind == at_) return wrong("each colon-separated field must have at least one digit", at_, end_);
    if (behind < end_ && text_[behind] == '.') {
        if (gap_ < 0 && bytes_ != 12)
            return wrong("embedded IPv4 address must replace the final 2 fields of the address", at_, end_);
        if (bytes_ + 4 > 16)
            return wrong("too many hex fields to fit an embedded IPv4 at the end of the address", at_, end_);
        bytes_ += 4;
        const std::size_t from = std::exchange(at_, end_);
        return ipv4(from, end_);
    }
    bytes_ += 2;
    at_ = behind;
    if (at_ == end_) return std::nullopt;
    if (text_[at_] != ':') return wrong("unexpected character, want colon", at_, end_);
    if (at_ + 1 == end_) return wrong("colon must be followed by more characters", at_, end_);
    ++at_;
    if (text_[at_] != ':') return std::nullopt;
    if (gap_ >= 0) return wrong("multiple :: in address", at_, end_);
    gap_ = bytes_;
    ++at_;
    return std::nullopt;
}

Problem AddressReader::ipv6() {
    if (text_.substr(0, end_).starts_with("::")) {
        gap_ = 0;
        at_ = 2;
        if (at_ == end_) return std::nullopt;
    }
    while (bytes_ < 16 && at_ < end_) {
        if (Problem problem = group()) return problem;
    }
    if (bytes_ == 0 && gap_ < 0) return group();
    if (at_ < end_) return wrong("trailing garbage after address", at_, end_);
    if (bytes_ < 16 && gap_ < 0) return wrong("address string too short");
    if (bytes_ == 16 && gap_ >= 0) return wrong("the :: must expand to at least one field of zeros");
    return std::nullopt;
}

}  // namespace

Problem ipv6_problem(std::string_view text) {
    if (text.find(':') == std::string_view::npos) return "missing colon";
    AddressReader reader(text);
    if (Problem problem = reader.problem()) return problem;
    if (reader.has_zone()) return "zone id is not a part of ipv6 address";
    return std::nullopt;
}

Problem hostname_problem(std::string_view text) {
    if (text.ends_with('.')) text.remove_suffix(1);
    if (text.size() > 253) return "more than 253 characters long";
    for (const std::string_view label : split(text, '.')) {
        if (label.empty() || label.size() > 63) return "label must be 1 to 63 characters long";
        if (label.starts_with('-')) return "label starts with hyphen";
        if (label.ends_with('-')) return "label ends with hyphen";
        const auto other = first_other(
            label, [](char32_t rune) { return is_letter(rune) || is_digit(rune) || rune == '-'; });
        if (other) return "invalid character " + quoted_rune(*other);
    }
    return std::nullopt;
}

namespace {

Problem quoted_name_problem(std::string_view inner) {
    if (inner.find_first_of("\\\"") != std::string_view::npos)
        return "backslash and quote are not allowed within quoted local part";
    return std::nullopt;
}

Problem name_problem(std::string_view name) {
    if (name.size() > 1 && name.starts_with('"') && name.ends_with('"'))
        return quoted_name_problem(name.substr(1, name.size() - 2));
    if (name.starts_with('.')) return "starts with dot";
    if (name.ends_with('.')) return "ends with dot";
    if (name.find("..") != std::string_view::npos) return "consecutive dots";
    const auto other = first_other(name, [](char32_t rune) {
        return is_letter(rune) || is_digit(rune) ||
               (rune < 0x80 &&
                std::string_view(".!#$%&'*+-/=?^_`{|}~").find(char(rune)) != std::string_view::npos);
    });
    if (other) return "invalid character " + quoted_rune(*other);
    return std::nullopt;
}

}  // namespace

Problem email_problem(std::string_view text) {
    if (text.size() > 254) return "more than 255 characters long";
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos) return "missing @";
    const std::string_view name = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    if (name.size() > 64) return "local part more than 64 characters long";
    if (Problem problem = name_problem(name)) return problem;
    if (!domain.starts_with('[') || !domain.ends_with(']'))
        return within("invalid domain", hostname_problem(domain));
    const std::string_view address = domain.substr(1, domain.size() - 2);
    if (address.starts_with("IPv6:")) return within("invalid ipv6 address", ipv6_problem(address.substr(5)));
    return within("invalid ipv4 address", ipv4_problem(address));
}

}  // namespace yare::schema
