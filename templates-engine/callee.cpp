#include "callee.h"

#include <algorithm>
#include <array>
#include <vector>

#include "builtins.h"
#include "yare/base/assert.h"

namespace yare::templates {

namespace {

// The parser asks for every name that it meets, so all are in one table with open addressing.
class CalleeTable {
  public:
    CalleeTable() {
        for (const BuiltinEntry& entry : all_builtins()) add({&entry.function, entry.builtin});
        for (const Function* function : all_functions()) add({function, Builtin::None});
        YARE_ASSERT(callees_.size() < places_.size() / 2, "the table of functions has room");
    }

    Callee find(std::string_view name) const {
        const std::size_t place = place_of(name);
        return places_[place] == 0 ? Callee{} : callees_[places_[place] - 1U];
    }

  private:
    static constexpr std::size_t kPlaces = 1024;

    // Of the name, or the free one where it would be.
    std::size_t place_of(std::string_view name) const {
        std::uint32_t hash = std::uint32_t(name.size());
        for (const char c : name) hash = hash * 33 + std::uint8_t(c);
        std::size_t place = (hash ^ hash >> 15) % kPlaces;
        while (places_[place] != 0 && callees_[places_[place] - 1U].function->name != name) {
            place = (place + 1) % kPlaces;
        }
        return place;
    }

    // The first of a name stays: a builtin.
    void add(const Callee& callee) {
        const std::size_t place = place_of(callee.function->name);
        if (places_[place] != 0) return;
        callees_.push_back(callee);
        places_[place] = std::uint16_t(callees_.size());
    }

    std::vector<Callee> callees_;
    std::array<std::uint16_t, kPlaces> places_{};  // in callees_, plus 1; 0 is free
};

bool is_of_go(Builtin builtin) {
    return builtin != Builtin::None && builtin != Builtin::Include && builtin != Builtin::Tpl &&
           builtin != Builtin::Required && builtin != Builtin::Fail;
}

// What Helm adds to sprig's functions.
bool is_of_helm(std::string_view name) {
    constexpr std::array<std::string_view, 24> kNames{"durationDays",
                                                      "durationHours",
                                                      "durationMicroseconds",
                                                      "durationMilliseconds",
                                                      "durationMinutes",
                                                      "durationNanoseconds",
                                                      "durationRoundTo",
                                                      "durationSeconds",
                                                      "durationTruncateTo",
                                                      "durationWeeks",
                                                      "fromJsonArray",
                                                      "fromToml",
                                                      "fromYaml",
                                                      "fromYamlArray",
                                                      "include",
                                                      "lookup",
                                                      "mustToDuration",
                                                      "mustToToml",
                                                      "mustToYaml",
                                                      "required",
                                                      "toToml",
                                                      "toYaml",
                                                      "toYamlPretty",
                                                      "tpl"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

}  // namespace

Callee find_callee(std::string_view name, Dialect dialect) {
    static const CalleeTable table;
    const Callee known = table.find(name);
    if (dialect == Dialect::Chart || is_of_go(known.builtin)) return known;
    if (dialect == Dialect::Go) return {find_go_function(name), Builtin::None};
    if (const Function* own = find_sprig_function(name)) return {own, Builtin::None};
    return is_of_helm(name) ? Callee{} : known;
}

}  // namespace yare::templates
