// TemplateObject: a Go value with fields and methods, as a template sees it: .Files, .Capabilities, a time, a
// version.
//
//     class Time final : public TemplateObject {
//         std::string_view go_type() const override { return "time.Time"; }
//         const Function* method(std::string_view name) const override { return find_in(kTimeMethods, name);
//         }
//         ...
//     };
//     Result<Value> year(Call&, std::span<const Value> args) {
//         return Value::of_int(static_cast<const Time&>(args[0].as_host()).year());
//     }
//     constexpr Function kYear{"Year", year};  // now.Year
//
// A method is called like a field when it has no parameters, and with its arguments behind it otherwise
// (`.Files.Get "a"`, `now.Format "2006"`, also as the end of a pipeline: `"a" | .Files.Get`).
#pragma once

#include <optional>
#include <string_view>

#include "yare/data/value.h"
#include "yare/templates/function.h"

namespace yare::templates {

class TemplateObject : public HostObject {
  public:
    // A field of the struct, or the entry of a map type under that name (its zero value where there is none);
    // nothing when there is no such field: "can't evaluate field x in type T".
    virtual std::optional<Value> field(std::string_view name, Document& document) const {
        (void)name, (void)document;
        return std::nullopt;
    }
    // Looked for before `field`. Null when there is none. Its `params` are what stands behind the name; the
    // body gets the object before them, as args[0].
    virtual const Function* method(std::string_view name) const {
        (void)name;
        return nullptr;
    }

    // Go: the methods belong to the type's pointer. A value that went through a function is a copy, which has
    // no pointer, and so neither the methods nor what they print.
    virtual bool pointer_methods() const { return false; }
    // What an action prints of a pointer, or of what was reached through one.
    virtual Value print_pointed(Document& document) const { return print(document); }

  protected:
    ~TemplateObject() = default;
};

}  // namespace yare::templates
