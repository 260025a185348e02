#include "yare/data/time_zone.h"

#include <algorithm>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <vector>

#include "yare/base/ascii.h"

namespace yare::inline data {

namespace {

constexpr std::string_view kDatabase = "/usr/share/zoneinfo/";
constexpr std::int64_t kDay = 86400;

struct ZoneType {
    std::int32_t offset = 0;
    bool daylight = false;
    std::string abbreviation;
};

struct Transition {
    std::int64_t at = 0;
    std::size_t type = 0;
};

std::int64_t days_before_year(std::int64_t year) {
    const std::int64_t before = year - 1;
    return before * 365 + before / 4 - before / 100 + before / 400;
}

bool is_leap(std::int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

// 1970 to what a rule is asked for; years before are in the table.
std::int64_t year_of(std::int64_t unix_seconds) {
    const std::int64_t days = unix_seconds / kDay + days_before_year(1970);
    std::int64_t year = days * 400 / 146097 + 1;
    while (days_before_year(year) > days) --year;
    while (days_before_year(year + 1) <= days) ++year;
    return year;
}

// When a change happens within a year: "M3.5.0/2" (month, week, weekday), "J60" (day, never February 29th) or
// "60".
struct Change {
    char form = 'M';
    int month = 0;
    int week = 0;
    int day = 0;
    std::int32_t time = 7200;

    // Seconds after the year's beginning.
    std::int64_t in_year(std::int64_t year) const {
        constexpr int kBefore[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
        const bool leap = is_leap(year);
        if (form == 'J') return (day - 1 + (leap && day >= 60 ? 1 : 0)) * kDay + time;
        if (form == 'D') return day * kDay + time;
        const auto before = [&](int of) { return kBefore[of] + (leap && of >= 2 ? 1 : 0); };
        const std::int64_t first = before(month - 1);
        const auto weekday = int((days_before_year(year) + first + 1) % 7);  // 0001-01-01 was a Monday
        std::int64_t at = (day - weekday + 7) % 7;
        const std::int64_t length = before(month) - first;
        for (int i = 1; i < week && at + 7 < length; ++i) at += 7;
        return (first + at) * kDay + time;
    }
};

// The rule for all times behind a table: "CET-1CEST,M3.5.0,M10.5.0/3".
struct Rule {
    std::string standard;
    std::string daylight;
    std::int32_t standard_offset = 0;
    std::int32_t daylight_offset = 0;
    Change begin;
    Change end;

    TimeZone::At at(std::int64_t unix_seconds) const {
        if (daylight.empty()) return {standard_offset, standard};
        const std::int64_t year = year_of(unix_seconds);
        const std::int64_t second = unix_seconds - (days_before_year(year) - days_before_year(1970)) * kDay;
        const std::int64_t from = begin.in_year(year) - standard_offset;
        const std::int64_t to = end.in_year(year) - daylight_offset;
        const bool inside = from < to ? second >= from && second < to : second < to || second >= from;
        if (inside) return {daylight_offset, daylight, true};
        return {standard_offset, standard};
    }
};

class RuleReader {
  public:
    explicit RuleReader(std::string_view text) : text_(text) {}

    std::optional<Rule> read() {
        Rule rule;
        rule.standard = name();
        if (rule.standard.empty() || text_.empty()) return std::nullopt;
        rule.standard_offset = -time();
        if (text_.empty()) return rule;
        rule.daylight = name();
        if (rule.daylight.empty()) return std::nullopt;
        rule.daylight_offset = rule.standard_offset + 3600;
        if (!text_.empty() && text_.front() != ',') rule.daylight_offset = -time();
        if (!change(rule.begin) || !change(rule.end)) return std::nullopt;
        return rule;
    }

  private:
    bool take(char c) {
        if (text_.empty() || text_.front() != c) return false;
        text_.remove_prefix(1);
        return true;
    }

    std::string name() {
        const bool quoted = take('<');
        std::size_t size = 0;
        while (size < text_.size()) {
            const char c = text_[size];
            if (quoted ? c == '>' : c == ',' || c == '-' || c == '+' || ascii::is_digit(c)) break;
            ++size;
        }
        std::string out(text_.substr(0, size));
        text_.remove_prefix(size);
        if (quoted) take('>');
        return out;
    }

    int number() {
        int value = 0;
        while (!text_.empty() && ascii::is_digit(text_.front()) && value < 10000) {
            value = value * 10 + (text_.front() - '0');
            text_.remove_prefix(1);
        }
        return value;
    }

    std::int32_t time() {
        const bool negative = take('-');
        if (!negative) take('+');
        std::int32_t seconds = number() * 3600;
        if (take(':')) seconds += number() * 60;
        if (take(':')) seconds += number();
        return negative ? -seconds : seconds;
    }

    bool change(Change& out) {
        if (!take(',')) return false;
        if (take('M')) {
            out.month = number();
            if (!take('.')) return false;
            out.week = number();
            if (!take('.')) return false;
            out.day = number();
            if (out.month < 1 || out.month > 12 || out.week < 1 || out.week > 5 || out.day > 6) return false;
        } else {
            out.form = take('J') ? 'J' : 'D';
            out.day = number();
        }
        if (take('/')) out.time = time();
        return true;
    }

    std::string_view text_;
};

// Numbers of a TZif file: big-endian, of 4 or 8 bytes.
class Bytes {
  public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

    std::int64_t number(std::size_t size) {
        if (!has(size)) return 0;
        std::uint64_t value = static_cast<signed char>(bytes_.front()) < 0 ? ~std::uint64_t{0} : 0;
        for (std::size_t i = 0; i < size; ++i) value = (value << 8) | static_cast<unsigned char>(bytes_[i]);
        bytes_.remove_prefix(size);
        return std::int64_t(value);
    }
    std::string_view take(std::size_t size) {
        if (!has(size)) return {};
        const std::string_view out = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return out;
    }
    bool ok() const { return ok_; }
    std::string_view rest() const { return bytes_; }

  private:
    bool has(std::size_t size) {
        ok_ = ok_ && bytes_.size() >= size;
        return ok_;
    }
    std::string_view bytes_;
    bool ok_ = true;
};

}  // namespace

// One zone of the database, as its TZif file says (RFC 8536).
class ZoneTable {
  public:
    static std::unique_ptr<ZoneTable> parse(std::string_view text) {
        auto table = std::make_unique<ZoneTable>();
        Bytes bytes(text);
        const char version = text.size() > 4 ? text[4] : '\0';
        if (!table->read_block(bytes, 4)) return nullptr;
        if (version >= '2') {  // all once more, with 8 bytes to a time, and the rule for later ones
            *table = ZoneTable();
            if (!table->read_block(bytes, 8)) return nullptr;
            std::string_view rule = bytes.rest();
            if (rule.size() >= 2) table->rule_ = RuleReader(rule.substr(1, rule.rfind('\n') - 1)).read();
        }
        return table;
    }

    TimeZone::At at(std::int64_t unix_seconds) const {
        if (transitions_.empty() || unix_seconds < transitions_.front().at) {
            if (transitions_.empty() && rule_) return rule_->at(unix_seconds);
            return of(first_type());
        }
        if (rule_ && unix_seconds >= transitions_.back().at) return rule_->at(unix_seconds);
        const auto after = std::upper_bound(
            transitions_.begin(), transitions_.end(), unix_seconds,
            [](std::int64_t seconds, const Transition& transition) { return seconds < transition.at; });
        return of(types_[std::prev(after)->type]);
    }

    const std::vector<ZoneType>& types() const { return types_; }
    const std::string& name() const { return name_; }
    void set_name(std::string_view name) { name_ = name; }

  private:
    static TimeZone::At of(const ZoneType& type) { return {type.offset, type.abbreviation, type.daylight}; }

    // What was in force before the first change: standard time.
    const ZoneType& first_type() const {
        const bool used = std::any_of(transitions_.begin(), transitions_.end(),
                                      [](const Transition& transition) { return transition.type == 0; });
        if (!used) return types_.front();
        if (!transitions_.empty() && types_[transitions_.front().type].daylight) {
            for (std::size_t i = transitions_.front().type; i > 0; --i) {
                if (!types_[i - 1].daylight) return types_[i - 1];
            }
        }
        for (const ZoneType& type : types_) {
            if (!type.daylight) return type;
        }
        return types_.front();
    }

    bool read_block(Bytes& bytes, std::size_t time_size) {
        if (bytes.take(4) != "TZif") return false;
        bytes.take(16);
        std::size_t counts[6] = {};
        for (std::size_t& count : counts) count = std::size_t(bytes.number(4));
        const auto& [utc_marks, standard_marks, leaps, times, type_count, name_size] = counts;
        if (!bytes.ok() || times > 100000 || type_count > 256 || type_count == 0) return false;
        for (std::size_t i = 0; i < times; ++i) transitions_.push_back({bytes.number(time_size), 0});
        for (Transition& transition : transitions_) {
            transition.type = std::size_t(bytes.number(1)) & 0xFF;
            if (transition.type >= type_count) return false;
        }
        std::vector<std::size_t> names;
        for (std::size_t i = 0; i < type_count; ++i) {
            ZoneType type;
            type.offset = std::int32_t(bytes.number(4));
            type.daylight = bytes.number(1) != 0;
            names.push_back(std::size_t(bytes.number(1)) & 0xFF);
            types_.push_back(std::move(type));
        }
        const std::string_view abbreviations = bytes.take(name_size);
        for (std::size_t i = 0; i < type_count; ++i) {
            if (names[i] >= abbreviations.size()) return false;
            const std::string_view name = abbreviations.substr(names[i]);
            types_[i].abbreviation = name.substr(0, name.find('\0'));
        }
        bytes.take(leaps * (time_size + 4) + standard_marks + utc_marks);
        return bytes.ok();
    }

    std::string name_;
    std::vector<ZoneType> types_;
    std::vector<Transition> transitions_;
    std::optional<Rule> rule_;
};

namespace {

// Tables are kept for good: what points to them are small values that anybody may hold.
const ZoneTable* find_table(std::string_view name) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<ZoneTable>, std::less<>> tables;
    const std::lock_guard lock(mutex);
    if (const auto found = tables.find(name); found != tables.end()) return found->second.get();
    const std::string path = std::string(kDatabase) + std::string(name);
    std::error_code failed;
    // What is no file is not kept: a hostile text could name any number of them.
    if (!std::filesystem::is_regular_file(path, failed)) return nullptr;
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::unique_ptr<ZoneTable> table = ZoneTable::parse(text);
    if (table) table->set_name(name);
    return tables.emplace(std::string(name), std::move(table)).first->second.get();
}

TimeZone::At local_at(std::int64_t unix_seconds) {
    static std::once_flag once;
    std::call_once(once, tzset);
    const auto time = std::time_t(unix_seconds);
    std::tm parts{};
    if (!localtime_r(&time, &parts)) return {0, "UTC"};
    // The C library keeps the names for as long as the zone does not change, which it does not.
    return {std::int32_t(parts.tm_gmtoff), parts.tm_zone ? parts.tm_zone : "", parts.tm_isdst > 0};
}

}  // namespace

TimeZone TimeZone::local() {
    TimeZone zone;
    zone.kind_ = Kind::Local;
    return zone;
}

TimeZone TimeZone::fixed(std::string_view name, std::int32_t offset) {
    TimeZone zone;
    zone.kind_ = Kind::Fixed;
    zone.offset_ = offset;
    zone.name_size_ = std::uint8_t(std::min(name.size(), zone.name_.size()));
    if (zone.name_size_ > 0) std::memcpy(zone.name_.data(), name.data(), zone.name_size_);
    return zone;
}

std::optional<TimeZone> TimeZone::load(std::string_view name) {
    if (name.empty() || name == "UTC") return TimeZone();
    if (name == "Local") return local();
    if (name.front() == '/' || name.find("..") != std::string_view::npos ||
        name.find('\\') != std::string_view::npos || name.find('\0') != std::string_view::npos) {
        return std::nullopt;
    }
    TimeZone zone;
    zone.kind_ = Kind::Table;
    zone.table_ = find_table(name);
    if (!zone.table_) return std::nullopt;
    return zone;
}

TimeZone::At TimeZone::at(std::int64_t unix_seconds) const {
    switch (kind_) {
        case Kind::Utc:
            return {0, "UTC"};
        case Kind::Local:
            return local_at(unix_seconds);
        case Kind::Fixed:
            return {offset_, {name_.data(), name_size_}};
        case Kind::Table:
            return table_->at(unix_seconds);
    }
    return {};
}

std::string_view TimeZone::name() const {
    switch (kind_) {
        case Kind::Utc:
            return "UTC";
        case Kind::Local: {
            // Go: a machine whose zone is UTC, or is not known, has that.
            const At now = at(0);
            return now.offset == 0 && now.abbreviation == "UTC" ? "UTC" : "Local";
        }
        case Kind::Fixed:
            return {name_.data(), name_size_};
        case Kind::Table:
            return table_->name();
    }
    return {};
}

std::optional<std::int32_t> TimeZone::offset_named(std::string_view abbreviation,
                                                   std::int64_t clock_seconds) const {
    if (kind_ == Kind::Table) {
        for (const ZoneType& type : table_->types()) {
            if (type.abbreviation != abbreviation) continue;
            const At then = at(clock_seconds - type.offset);
            if (then.abbreviation == abbreviation) return then.offset;
        }
        for (const ZoneType& type : table_->types()) {
            if (type.abbreviation == abbreviation) return type.offset;
        }
        return std::nullopt;
    }
    // The others have one name, or (the C library's) the two of the half years around.
    for (const std::int64_t around : {std::int64_t{0}, -182 * kDay, 182 * kDay}) {
        const At then = at(clock_seconds + around);
        if (then.abbreviation == abbreviation) return then.offset;
    }
    return std::nullopt;
}

}  // namespace yare::inline data
