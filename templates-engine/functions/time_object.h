// A time as templates see it: time.Time, with the methods that Go gives it.
#pragma once

#include "call.h"
#include "yare/data/go_time.h"
#include "yare/templates/host.h"

namespace yare::templates {

class TimeObject final : public TemplateObject {
  public:
    explicit TimeObject(const GoTime& given) : time(given) {}

    std::string_view go_type() const override { return "time.Time"; }
    std::string_view go_kind() const override { return "struct"; }
    Value print(Document& document) const override { return document.string(time.text()); }
    // Go: none where the year has more or less than four digits.
    Value plain(Document& document) const override {
        if (has_json()) return document.string(time.json());
        return const_cast<TimeObject*>(this);
    }
    bool has_json() const {
        const std::int64_t year = time.civil().year;
        return year >= 0 && year <= 9999;
    }
    GoParts parts(Document& document) const override;
    std::string go_syntax() const override;
    bool same_as(const HostObject& other) const override;
    bool equals(const HostObject& other) const override;
    const Function* method(std::string_view name) const override;

    GoTime time;
};

Value make_time(Call& call, const GoTime& time);
// The time that a value is, or null.
const GoTime* time_of(const Value& value);
GoTime now_of(Call& call);

}  // namespace yare::templates
