#include "yare/data/ip_address.h"

#include <algorithm>
#include <utility>

#include "yare/base/ascii.h"
#include "yare/data/go_text.h"

namespace yare::inline data {

namespace {

// Reads an address as Go's netip does, for its words about what is wrong.
class AddressReader {
  public:
    explicit AddressReader(std::string_view text) : text_(text) {}

    std::optional<std::string> problem() {
        const std::size_t first = text_.find_first_of(".:%");
        if (first == std::string_view::npos) return wrong("unable to parse IP");
        if (text_[first] == '.') return ipv4(0, text_.size());
        if (text_[first] == '%') return wrong("missing IPv6 address");
        const std::size_t zone = text_.find('%');
        if (zone + 1 == text_.size()) return wrong("zone must be a non-empty string");
        end_ = std::min(zone, text_.size());
        return ipv6();
    }

  private:
    std::string wrong(std::string_view why) const {
        return "ParseAddr(" + go_quote(text_) + "): " + std::string(why);
    }
    std::string wrong(std::string_view why, std::size_t at, std::size_t end) const {
        return wrong(why) + " (at " + go_quote(text_.substr(at, end - at)) + ")";
    }

    std::optional<std::string> ipv4(std::size_t from, std::size_t end) const;
    // One group of hexadecimal digits, or the four bytes that may end an address.
    std::optional<std::string> group();
    std::optional<std::string> ipv6();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t end_ = 0;
    int bytes_ = 0;
    int gap_ = -1;  // where "::" stands
};

std::optional<std::string> AddressReader::ipv4(std::size_t from, std::size_t end) const {
    int value = 0;
    int dots = 0;
    int digits = 0;
    for (std::size_t i = from; i < end; ++i) {
        const char c = text_[i];
        if (ascii::is_digit(c)) {
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

std::optional<std::string> AddressReader::group() {
    std::size_t behind = at_;
    for (; behind < end_ && ascii::is_hex_digit(text_[behind]); ++behind) {
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

std::optional<std::string> AddressReader::ipv6() {
    if (text_.substr(0, end_).starts_with("::")) {
        gap_ = 0;
        at_ = 2;
        if (at_ == end_) return std::nullopt;
    }
    while (bytes_ < 16 && at_ < end_) {
        if (auto problem = group()) return problem;
    }
    if (bytes_ == 0 && gap_ < 0) return group();
    if (at_ < end_) return wrong("trailing garbage after address", at_, end_);
    if (bytes_ < 16 && gap_ < 0) return wrong("address string too short");
    if (bytes_ == 16 && gap_ >= 0) return wrong("the :: must expand to at least one field of zeros");
    return std::nullopt;
}

}  // namespace

std::optional<std::string> ip_address_problem(std::string_view text) { return AddressReader(text).problem(); }

}  // namespace yare::inline data
