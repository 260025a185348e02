#include "time_object.h"

#include <algorithm>
#include <array>
#include <string>

#include "yare/data/go_text.h"

namespace yare::templates {

namespace {

using P = Param;

// *time.Location, of which a template can see the name.
class LocationObject final : public TemplateObject {
  public:
    LocationObject(std::string_view name, const TimeZone& zone) : name_(name), zone_(zone) {}

    std::string_view go_type() const override { return "*time.Location"; }
    std::string_view go_kind() const override { return "ptr"; }
    Value print(Document&) const override { return Value::of_view(name_); }
    Value plain(Document& document) const override { return Value(document.make_map()); }
    // A zone's name and its tables, which are empty here.
    GoParts parts(Document& document) const override {
        const Value none = document.make_list({});
        const Value zero = Value::of_int64(0);
        const std::array<GoField, 7> fields{{{"name", Value::of_view(name_)},
                                             {"zone", none},
                                             {"tx", none},
                                             {"extend", Value::of_view("")},
                                             {"cacheStart", zero},
                                             {"cacheEnd", zero},
                                             {"cacheZone", Value()}}};
        return {GoParts::Shape::Pointer, true, document.arena().copy(std::span<const GoField>(fields))};
    }
    const Function* method(std::string_view name) const override;

    std::string_view name() const { return name_; }
    const TimeZone& zone() const { return zone_; }

  private:
    std::string_view name_;
    TimeZone zone_;
};

Result<Value> location_name(Call&, Args args) {
    return Value::of_view(static_cast<const LocationObject&>(args[0].as_host()).name());
}

constexpr Function kLocationName{"String", location_name};

const GoTime& self(Args args) { return static_cast<const TimeObject&>(args[0].as_host()).time; }

Result<Value> month(Call&, Args args) { return Value::of_int64(self(args).civil().month, GoType::Month); }
Result<Value> weekday(Call&, Args args) {
    return Value::of_int64(self(args).civil().weekday, GoType::Weekday);
}

template <auto kPart>
Result<Value> part(Call&, Args args) {
    return Value::of_int(self(args).civil().*kPart);
}

template <std::int64_t kUnit>
Result<Value> unix_time(Call&, Args args) {
    const GoTime& time = self(args);
    const std::uint64_t units = std::uint64_t(time.unix_seconds()) * std::uint64_t(kSecond / kUnit);
    return Value::of_int64(std::int64_t(units + std::uint64_t(time.nanoseconds() / kUnit)));
}

Result<Value> format(Call& call, Args args) {
    return new_string(call, self(args).format(args[1].as_string()));
}
Result<Value> text(Call& call, Args args) { return new_string(call, self(args).text()); }
Result<Value> is_zero(Call&, Args args) { return Value::of_bool(self(args).is_zero()); }
Result<Value> utc(Call& call, Args args) { return make_time(call, self(args).in(TimeZone())); }
Result<Value> local(Call& call, Args args) { return make_time(call, self(args).in(TimeZone::local())); }

std::string_view zone_name(const TimeZone& zone) { return zone.is_utc() ? "UTC" : zone.name(); }

LocationObject* make_location(Document& document, const TimeZone& zone) {
    return document.arena().make<LocationObject>(document.arena().copy(zone_name(zone)), zone);
}

Result<Value> location(Call& call, Args args) {
    return Value(make_location(call.document, self(args).zone()));
}

Result<Value> in_location(Call& call, Args args) {
    const auto* location =
        args[1].is_host() ? dynamic_cast<const LocationObject*>(&args[1].as_host()) : nullptr;
    if (!location) return failure("time: missing Location in call to Time.In");
    return make_time(call, self(args).in(location->zone()));
}

Result<Value> add(Call& call, Args args) { return make_time(call, self(args).plus(args[1].as_integer())); }

Result<Value> add_date(Call& call, Args args) {
    CivilTime civil = self(args).civil();
    const auto limited = [](const Value& value) {
        return int(std::clamp<std::int64_t>(value.as_integer(), -10'000'000, 10'000'000));
    };
    civil.year += limited(args[1]);
    civil.month += limited(args[2]);
    civil.day += limited(args[3]);
    return make_time(call, GoTime::of(civil, self(args).zone()));
}

// Durations and differences; the other time is known to be one by the method's parameters.
Result<Value> sub(Call&, Args args) {
    return Value::of_int64(self(args).since(*time_of(args[1])), GoType::Duration);
}
Result<Value> before(Call&, Args args) { return Value::of_bool(self(args) < *time_of(args[1])); }
Result<Value> after(Call&, Args args) { return Value::of_bool(*time_of(args[1]) < self(args)); }
Result<Value> equal(Call&, Args args) { return Value::of_bool(self(args) == *time_of(args[1])); }
Result<Value> compare(Call&, Args args) {
    const GoTime& other = *time_of(args[1]);
    return Value::of_int(self(args) < other ? -1 : other < self(args) ? 1 : 0);
}

// Multiples count from Go's zero time.
std::int64_t rest_of(const GoTime& time, std::int64_t unit) {
    __extension__ using Wide = __int128;
    const Wide since = Wide(time.unix_seconds() - GoTime().unix_seconds()) * kSecond + time.nanoseconds();
    return std::int64_t((since % unit + unit) % unit);
}
Result<Value> truncate(Call& call, Args args) {
    const std::int64_t unit = args[1].as_integer();
    return make_time(call, unit <= 0 ? self(args) : self(args).plus(-rest_of(self(args), unit)));
}
Result<Value> round(Call& call, Args args) {
    const std::int64_t unit = args[1].as_integer();
    if (unit <= 0) return make_time(call, self(args));
    const std::int64_t rest = rest_of(self(args), unit);
    return make_time(call, self(args).plus(rest < unit - rest ? -rest : unit - rest));
}

Result<Value> go_string(Call& call, Args args) {
    return new_string(call, static_cast<const TimeObject&>(args[0].as_host()).go_syntax());
}
Result<std::string> strict_text(Args args, const char* method) {
    if (static_cast<const TimeObject&>(args[0].as_host()).has_json()) return self(args).json();
    return failure("Time." + std::string(method) + ": year outside of range [0,9999]");
}

Result<Value> json(Call& call, Args args) {
    const std::string text = YARE_TRY(strict_text(args, "MarshalJSON"));
    return call.document.bytes("\"" + text + "\"");
}
Result<Value> as_bytes(Call& call, Args args) {
    const std::string text = YARE_TRY(strict_text(args, "MarshalText"));
    return call.document.bytes(text);
}
Result<Value> append_text(Call& call, Args args) {
    const std::string text = YARE_TRY(strict_text(args, "AppendText"));
    return call.document.bytes(std::string(args[1].as_bytes()) + text);
}

// Go's binary form: a version, seconds since its zero time, nanoseconds, and minutes east of UTC, -1 for UTC
// itself. Version 2 has the seconds of an odd zone behind them.
std::string binary(const GoTime& time) {
    const auto put = [](std::string& out, std::uint64_t number, int bytes) {
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += char(number >> shift & 0xFF);
    };
    const std::int32_t offset = time.zone().at(time.unix_seconds()).offset;
    const bool odd = !time.zone().is_utc() && offset % 60 != 0;
    std::string out(1, odd ? '\2' : '\1');
    put(out, std::uint64_t(time.unix_seconds() - GoTime().unix_seconds()), 8);
    put(out, std::uint64_t(time.nanoseconds()), 4);
    put(out, std::uint64_t(time.zone().is_utc() ? -1 : offset / 60), 2);
    if (odd) put(out, std::uint64_t(offset % 60), 1);
    return out;
}

Result<Value> as_binary(Call& call, Args args) { return call.document.bytes(binary(self(args))); }
Result<Value> append_binary(Call& call, Args args) {
    return call.document.bytes(std::string(args[1].as_bytes()) + binary(self(args)));
}
Result<Value> append_format(Call& call, Args args) {
    return call.document.bytes(std::string(args[1].as_bytes()) + self(args).format(args[2].as_string()));
}
Result<Value> is_summer_time(Call&, Args args) {
    return Value::of_bool(self(args).zone().at(self(args).unix_seconds()).is_dst);
}

// Methods that Go's templates refuse, with the reason.
constexpr Function kMethods[] = {
    {"AppendBinary", append_binary, {P::Bytes}},
    {"AppendText", append_text, {P::Bytes}},
    {"GobEncode", as_binary},
    {"MarshalBinary", as_binary},
    {"AppendFormat", append_format, {P::Bytes, P::String}},
    {"Clock", nullptr, {}, false, "function Clock has 3 return values; should be 1 or 2"},
    {"Date", nullptr, {}, false, "function Date has 3 return values; should be 1 or 2"},
    {"GoString", go_string},
    {"ISOWeek",
     nullptr,
     {},
     false,
     "invalid function signature for ISOWeek: second return value should be error; is int"},
    {"IsDST", is_summer_time},
    {"MarshalJSON", json},
    {"MarshalText", as_bytes},
    {"Zone",
     nullptr,
     {},
     false,
     "invalid function signature for Zone: second return value should be error; is int"},
    {"ZoneBounds",
     nullptr,
     {},
     false,
     "invalid function signature for ZoneBounds: second return value should be error; is time.Time"},
    {"Year", part<&CivilTime::year>},
    {"Month", month},
    {"Day", part<&CivilTime::day>},
    {"Hour", part<&CivilTime::hour>},
    {"Minute", part<&CivilTime::minute>},
    {"Second", part<&CivilTime::second>},
    {"Nanosecond", part<&CivilTime::nanosecond>},
    {"Weekday", weekday},
    {"YearDay", part<&CivilTime::year_day>},
    {"Unix", unix_time<kSecond>},
    {"UnixMilli", unix_time<kMillisecond>},
    {"UnixMicro", unix_time<kMicrosecond>},
    {"UnixNano", unix_time<1>},
    {"Format", format, {P::String}},
    {"String", text},
    {"IsZero", is_zero},
    {"UTC", utc},
    {"Local", local},
    {"Location", location},
    {"In", in_location, {P::Any}},
    {"Add", add, {P::Duration}},
    {"AddDate", add_date, {P::Int, P::Int, P::Int}},
    {"Sub", sub, {P::Time}},
    {"Before", before, {P::Time}},
    {"After", after, {P::Time}},
    {"Equal", equal, {P::Time}},
    {"Compare", compare, {P::Time}},
    {"Truncate", truncate, {P::Duration}},
    {"Round", round, {P::Duration}},
};

const Function* LocationObject::method(std::string_view name) const {
    return name == "String" ? &kLocationName : nullptr;
}

}  // namespace

// Go's struct: nanoseconds, seconds since its zero time, zone.
GoParts TimeObject::parts(Document& document) const {
    const std::int64_t seconds = time.unix_seconds() - GoTime().unix_seconds();
    const Value zone = Value(make_location(document, time.zone()));
    const std::array<GoField, 3> fields{{{"wall", Value::of_int64(time.nanoseconds(), GoType::Uint64)},
                                         {"ext", Value::of_int64(seconds)},
                                         {"loc", zone}}};
    return {GoParts::Shape::Struct, true, document.arena().copy(std::span<const GoField>(fields))};
}

std::string TimeObject::go_syntax() const {
    const CivilTime civil = time.civil();
    const TimeZone& zone = time.zone();
    const std::string_view name = zone.is_utc() ? "UTC" : zone.is_local() ? "Local" : zone.name();
    std::string out =
        "time.Date(" + std::to_string(civil.year) + ", time." + std::string(kMonths[civil.month - 1]);
    for (const int part : {civil.day, civil.hour, civil.minute, civil.second, int(civil.nanosecond)})
        out += ", " + std::to_string(part);
    if (name == "UTC" || name == "Local") return out + ", time." + std::string(name) + ")";
    return out + ", time.Location(" + go_quote(name) + "))";
}

// Go compares where the zones lie in memory, and only these two lie in one place.
bool TimeObject::same_as(const HostObject& other) const {
    if (this == &other) return true;
    const bool one_place = time.zone().is_utc() || time.zone().is_local();
    return one_place && equals(other);
}

bool TimeObject::equals(const HostObject& other) const {
    const auto* object = dynamic_cast<const TimeObject*>(&other);
    return object && object->time == time && object->time.zone() == time.zone();
}

const Function* TimeObject::method(std::string_view name) const {
    const auto* found = std::find_if(std::begin(kMethods), std::end(kMethods),
                                     [&](const Function& function) { return function.name == name; });
    return found == std::end(kMethods) ? nullptr : found;
}

Value make_time(Call& call, const GoTime& time) {
    return Value(call.document.arena().make<TimeObject>(time));
}

const GoTime* time_of(const Value& value) {
    if (!value.is_host()) return nullptr;
    const auto* object = dynamic_cast<const TimeObject*>(&value.as_host());
    return object ? &object->time : nullptr;
}

GoTime now_of(Call& call) { return GoTime::of(call.environment.clock().now()); }

}  // namespace yare::templates
