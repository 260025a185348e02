// How Go's fmt writes values: what `print`, `printf`, `typeOf` and an action's output are made of.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::templates {

struct Call;
enum class Param : std::uint8_t;

// "%v": 1e+06, [1 2], map[a:1 b:<nil>], <nil>. A text stands as it is. `document` is where a host object may
// put the pieces that it prints from. False when it stopped because the text grew too large or the value is
// nested too deeply (a map may hold itself); the budget is then spent, so that the render fails.
bool append_print(std::string& out, const Value& value, Document& document);
// `out` may become `most` bytes long.
bool append_print(std::string& out, const Value& value, Document& document, std::size_t most);
// How long a text that is on its way into the document may become: it is there twice for a moment.
std::size_t longest_text(Document& document);

// fmt.Sprint: spaces only between two operands of which neither is a text. fmt.Sprintln: always, and a line
// feed.
std::string sprint(std::span<const Value> args, Document& document);
std::string sprintln(std::span<const Value> args, Document& document);

// fmt.Sprintf with Go's verbs and flags, and Go's texts for what does not fit ("%!d(string=x)", "%!s(<nil>)",
// "%!v(MISSING)", "%!(EXTRA int=1)"). Fails only when the result would be larger than the budget has left.
Result<Value> sprintf(Call& call, std::string_view format, std::span<const Value> args);

// "%T": "map[string]interface {}", "common.Values", "[]interface {}", "float64", "*semver.Version"; nil is
// "<nil>".
std::string_view type_name(const Value& value);
// reflect's kind: "map", "slice", "string", "float64", "bool", "int", "int64", "struct", "ptr"; nil is
// "invalid".
std::string_view kind_name(const Value& value);
// A parameter's type as messages name it: "map[string]interface {}", "string".
std::string_view param_name(Param param);

// What `if`, `not`, `and`, `or` make of a value: false for nil, false, 0, "" and what is empty.
inline bool truth(const Value& value) { return !is_empty(value); }

}  // namespace yare::templates
