// Time zones: names and offsets from UTC, out of the machine's tz database. A TimeZone is a small value; the
// tables behind it are read once and live as long as the program.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace yare::inline data {

class ZoneTable;

class TimeZone {
  public:
    struct At {
        std::int32_t offset = 0;  // seconds east of UTC
        std::string_view abbreviation;
        bool is_dst = false;
    };

    constexpr TimeZone() = default;  // UTC
    // The machine's own, as the C library has it (TZ, /etc/localtime).
    static TimeZone local();
    // One offset all year; "" when it has no name of its own.
    static TimeZone fixed(std::string_view name, std::int32_t offset);
    // "Europe/Vienna"; also "UTC", "" (UTC too) and "Local". Nothing when the database has no such zone.
    static std::optional<TimeZone> load(std::string_view name);

    // At a second since 1970.
    At at(std::int64_t unix_seconds) const;
    // The offset that an abbreviation ("CEST") has in this zone, if it has one; where it has several, the one
    // that was in force at that time of the clock.
    std::optional<std::int32_t> offset_named(std::string_view abbreviation, std::int64_t clock_seconds) const;
    friend bool operator==(const TimeZone&, const TimeZone&) = default;
    bool is_utc() const { return kind_ == Kind::Utc; }
    bool is_local() const { return kind_ == Kind::Local; }
    // "UTC", "Local", "Europe/Vienna", or the name that a fixed zone was given.
    std::string_view name() const;

  private:
    enum class Kind : std::uint8_t { Utc, Local, Fixed, Table };
    Kind kind_ = Kind::Utc;
    std::uint8_t name_size_ = 0;
    std::array<char, 14> name_{};
    std::int32_t offset_ = 0;
    const ZoneTable* table_ = nullptr;
};

}  // namespace yare::inline data
