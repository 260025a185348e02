#include "toml_read.h"

#include <string>
#include <vector>

#include "time_object.h"

// The one file that reads TOML by toml++, which takes seconds to compile.
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <toml++/toml.h>
#pragma GCC diagnostic pop

namespace yare::templates {

namespace {

CivilTime civil_of(const toml::date& date, const toml::time& time) {
    CivilTime civil;
    civil.year = date.year;
    civil.month = date.month;
    civil.day = date.day;
    civil.hour = time.hour;
    civil.minute = time.minute;
    civil.second = time.second;
    civil.nanosecond = std::int32_t(time.nanosecond);
    return civil;
}

class Converter {
  public:
    explicit Converter(Call& call) : call_(call) {}

    Map* map(const toml::table& table) {
        Map* out = call_.document.make_map();
        SymbolTable& symbols = call_.document.symbols();
        for (const auto& [key, node] : table) out->append(symbols.intern(key.str()), value(node));
        out->finish();
        return out;
    }

  private:
    Value value(const toml::node& node) {
        if (const auto* table = node.as_table()) return map(*table);
        if (const auto* array = node.as_array()) return list(*array);
        if (const auto* text = node.as_string()) return call_.document.string(text->get());
        if (const auto* number = node.as_integer()) return Value::of_int64(number->get());
        if (const auto* number = node.as_floating_point()) return Value::of_float(number->get());
        if (const auto* truth = node.as_boolean()) return Value::of_bool(truth->get());
        return time(node);
    }

    // Helm: local dates and times have zones of their own, named after what they are.
    Value time(const toml::node& node) {
        if (const auto* date = node.as_date()) {
            return make_time(call_, GoTime::of(civil_of(date->get(), {}), TimeZone::fixed("date-local", 0)));
        }
        if (const auto* local = node.as_time()) {
            CivilTime civil = civil_of({}, local->get());
            civil.year = 0;
            civil.month = civil.day = 1;
            return make_time(call_, GoTime::of(civil, TimeZone::fixed("time-local", 0)));
        }
        const toml::date_time& both = node.as_date_time()->get();
        const CivilTime civil = civil_of(both.date, both.time);
        if (!both.offset) return make_time(call_, GoTime::of(civil, TimeZone::fixed("datetime-local", 0)));
        const int seconds = both.offset->minutes * 60;
        if (seconds == 0) return make_time(call_, GoTime::of(civil, TimeZone()));
        return make_time(call_, GoTime::of(civil, TimeZone::fixed("", seconds)));
    }

    Value list(const toml::array& array) {
        std::vector<Value> items;
        items.reserve(array.size());
        bool written_as_tables = !array.empty();
        for (const toml::node& node : array) {
            const auto* table = node.as_table();
            written_as_tables = written_as_tables && table && !table->is_inline();
            items.push_back(value(node));
        }
        return call_.document.make_list(items, written_as_tables ? GoType::Maps : GoType::Usual);
    }

    Call& call_;
};

}  // namespace

Result<Map*> read_toml(Call& call, std::string_view text) {
    YARE_TRY(call.budget.reserve(text.size()));
    const toml::parse_result result = toml::parse(text);
    if (!result) {
        return failure("toml: line " + std::to_string(result.error().source().begin.line) + ": " +
                       std::string(result.error().description()));
    }
    return Converter(call).map(result.table());
}

}  // namespace yare::templates
