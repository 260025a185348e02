#include "time_object.h"

#include <algorithm>
#include <string>

namespace yare::templates {

namespace {

using P = Param;

// time.Month and time.Weekday: numbers that print as names.
class NamedNumber final : public TemplateObject {
  public:
    NamedNumber(std::string_view type, std::string_view name, int number)
        : type_(type), name_(name), number_(number) {}

    std::string_view go_type() const override { return type_; }
    std::string_view go_kind() const override { return "int"; }
    Value print(Document&) const override { return Value::of_view(name_); }
    Value plain(Document&) const override { return Value::of_int(number_); }
    bool truth() const override { return number_ != 0; }
    const Function* method(std::string_view name) const override;

    std::string_view name() const { return name_; }

  private:
    std::string_view type_;
    std::string_view name_;
    int number_;
};

Result<Value> name_of(Call&, Args args) {
    return Value::of_view(static_cast<const NamedNumber&>(args[0].as_host()).name());
}

// *time.Location, of which a template can see the name.
class LocationObject final : public TemplateObject {
  public:
    explicit LocationObject(std::string_view name) : name_(name) {}

    std::string_view go_type() const override { return "*time.Location"; }
    std::string_view go_kind() const override { return "ptr"; }
    Value print(Document&) const override { return Value::of_view(name_); }
    Value plain(Document& document) const override { return Value(document.make_map()); }
    const Function* method(std::string_view name) const override;

    std::string_view name() const { return name_; }

  private:
    std::string_view name_;
};

Result<Value> location_name(Call&, Args args) {
    return Value::of_view(static_cast<const LocationObject&>(args[0].as_host()).name());
}

constexpr Function kNameOf{"String", name_of};
constexpr Function kLocationName{"String", location_name};

const GoTime& self(Args args) { return static_cast<const TimeObject&>(args[0].as_host()).time; }

Value named(Call& call, std::string_view type, const char* layout, Args args, int number) {
    const std::string_view name = call.document.arena().copy(self(args).format(layout));
    return Value(call.document.arena().make<NamedNumber>(type, name, number));
}

Result<Value> month(Call& call, Args args) {
    return named(call, "time.Month", "January", args, self(args).civil().month);
}
Result<Value> weekday(Call& call, Args args) {
    return named(call, "time.Weekday", "Monday", args, self(args).civil().weekday);
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

Result<Value> location(Call& call, Args args) {
    const TimeZone& zone = self(args).zone();
    const std::string_view name = zone.is_utc() ? "UTC" : zone.name();
    return Value(call.document.arena().make<LocationObject>(call.document.arena().copy(name)));
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

constexpr Function kMethods[] = {
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

const Function* NamedNumber::method(std::string_view name) const {
    return name == "String" ? &kNameOf : nullptr;
}

const Function* LocationObject::method(std::string_view name) const {
    return name == "String" ? &kLocationName : nullptr;
}

}  // namespace

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
