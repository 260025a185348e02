// time.Duration: reading, printing, rounding.
#include <array>
#include <limits>

#include "time_layout.h"
#include "yare/base/ascii.h"
#include "yare/data/go_time.h"
#include "yare/data/numbers.h"

namespace yare::inline data {

namespace {

constexpr std::uint64_t kMost = std::uint64_t{1} << 63;

struct Unit {
    std::string_view name;
    std::uint64_t nanoseconds;
};
constexpr std::array<Unit, 8> kUnits = {{{"ns", 1},
                                         {"us", 1'000},
                                         {"\xC2\xB5s", 1'000},
                                         {"\xCE\xBCs", 1'000},
                                         {"ms", 1'000'000},
                                         {"s", 1'000'000'000},
                                         {"m", 60'000'000'000},
                                         {"h", 3'600'000'000'000}}};

// Reads "1h", "1.5s", one after the other.
class DurationReader {
  public:
    explicit DurationReader(std::string_view text) : whole_(text), text_(text) {}

    Result<std::int64_t> read() {
        const bool negative = text_.starts_with('-');
        if (negative || text_.starts_with('+')) text_.remove_prefix(1);
        if (text_ == "0") return 0;
        if (text_.empty()) return bad("invalid duration ");
        std::uint64_t sum = 0;
        while (!text_.empty()) {
            const std::uint64_t part = YARE_TRY(read_part());
            sum += part;
            if (sum > kMost) return bad("invalid duration ");
        }
        if (negative) return std::int64_t(0 - sum);
        if (sum == kMost) return bad("invalid duration ");
        return std::int64_t(sum);
    }

  private:
    Error bad(std::string what) const {
        return Error(ErrorCode::Invalid, "time: " + std::move(what) + time_quoted(whole_));
    }

    Result<std::uint64_t> read_part() {
        if (text_.front() != '.' && !ascii::is_digit(text_.front())) return bad("invalid duration ");
        std::uint64_t whole = 0;
        std::size_t digits = 0;
        for (; !text_.empty() && ascii::is_digit(text_.front()); ++digits, text_.remove_prefix(1)) {
            if (whole > kMost / 10) return bad("invalid duration ");
            whole = whole * 10 + std::uint64_t(text_.front() - '0');
            if (whole > kMost) return bad("invalid duration ");
        }
        std::uint64_t fraction = 0;
        double scale = 1;
        if (text_.starts_with('.')) digits += read_fraction(fraction, scale);
        if (digits == 0) return bad("invalid duration ");
        const std::uint64_t unit = YARE_TRY(read_unit());
        if (whole > kMost / unit) return bad("invalid duration ");
        whole *= unit;
        if (fraction > 0) whole += std::uint64_t(double(fraction) * (double(unit) / scale));
        if (whole > kMost) return bad("invalid duration ");
        return whole;
    }

    // Digits that no longer fit are passed over.
    std::size_t read_fraction(std::uint64_t& fraction, double& scale) {
        text_.remove_prefix(1);
        std::size_t digits = 0;
        bool full = false;
        for (; !text_.empty() && ascii::is_digit(text_.front()); ++digits, text_.remove_prefix(1)) {
            full = full || fraction > (kMost - 1) / 10;
            if (full) continue;
            const std::uint64_t next = fraction * 10 + std::uint64_t(text_.front() - '0');
            full = next > kMost;
            if (full) continue;
            fraction = next;
            scale *= 10;
        }
        return digits;
    }

    Result<std::uint64_t> read_unit() {
        std::size_t size = 0;
        while (size < text_.size() && text_[size] != '.' && !ascii::is_digit(text_[size])) ++size;
        if (size == 0) return bad("missing unit in duration ");
        const std::string_view name = text_.substr(0, size);
        text_.remove_prefix(size);
        for (const Unit& unit : kUnits) {
            if (unit.name == name) return unit.nanoseconds;
        }
        return bad("unknown unit " + time_quoted(name) + " in duration ");
    }

    std::string_view whole_;
    std::string_view text_;
};

// "1.5" for 1500 with 3 places; no point where nothing is behind it.
void append_places(std::string& out, std::uint64_t number, int places) {
    std::uint64_t scale = 1;
    for (int i = 0; i < places; ++i) scale *= 10;
    append_unsigned(out, number / scale);
    std::uint64_t rest = number % scale;
    if (rest == 0) return;
    out += '.';
    for (scale /= 10; rest > 0; scale /= 10) {
        out += char('0' + rest / scale);
        rest %= scale;
    }
}

}  // namespace

Result<std::int64_t> parse_duration(std::string_view text) { return DurationReader(text).read(); }

std::string duration_text(std::int64_t nanoseconds) {
    std::string out = nanoseconds < 0 ? "-" : "";
    const std::uint64_t size = nanoseconds < 0 ? 0 - std::uint64_t(nanoseconds) : std::uint64_t(nanoseconds);
    if (size == 0) return "0s";
    if (size < kSecond) {
        const int places = size < kMicrosecond ? 0 : size < kMillisecond ? 3 : 6;
        append_places(out, size, places);
        return out + (places == 0 ? "ns" : places == 3 ? "\xC2\xB5s" : "ms");
    }
    const std::uint64_t minutes = size / kMinute;
    if (minutes >= 60) {
        append_unsigned(out, minutes / 60);
        out += 'h';
    }
    if (minutes > 0) {
        append_unsigned(out, minutes % 60);
        out += 'm';
    }
    append_places(out, size % kMinute, 9);
    return out + 's';
}

std::int64_t truncate_duration(std::int64_t nanoseconds, std::int64_t unit) {
    return unit <= 0 ? nanoseconds : nanoseconds - nanoseconds % unit;
}

double duration_in(std::int64_t nanoseconds, std::int64_t unit) {
    const std::int64_t whole = nanoseconds / unit;
    return double(whole) + double(nanoseconds % unit) / double(unit);
}

std::int64_t round_duration(std::int64_t nanoseconds, std::int64_t unit) {
    if (unit <= 0) return nanoseconds;
    const std::int64_t rest = nanoseconds % unit;
    const std::uint64_t size = rest < 0 ? 0 - std::uint64_t(rest) : std::uint64_t(rest);
    const std::int64_t down = nanoseconds - rest;
    if (size * 2 < std::uint64_t(unit)) return down;
    std::int64_t away = 0;
    if (nanoseconds < 0) {
        return __builtin_sub_overflow(down, unit, &away) ? std::numeric_limits<std::int64_t>::min() : away;
    }
    return __builtin_add_overflow(down, unit, &away) ? std::numeric_limits<std::int64_t>::max() : away;
}

}  // namespace yare::inline data
