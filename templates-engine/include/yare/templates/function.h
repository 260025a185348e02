// A template function: its Go signature, which the engine checks the call against, and its body.
//
//     Result<Value> trunc(Call& call, std::span<const Value> args);
//     constexpr Function kTrunc{"trunc", trunc, {Param::Int, Param::String}};
//
// The engine has already checked the number of arguments and that each may stand where it stands (Go's
// text/template: "wrong number of args for trunc: want 2 got 1", "wrong type for value; expected int; got
// string"), so a body reads its arguments without asking. An Error that a body returns becomes "error calling
// trunc: <text>".
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::templates {

// Go parameter types. An argument of another type than Any must have just that type, as in Go: no number is
// converted (a literal 3 is an int, and stands for int64 or float64 only where it is a constant in the
// template). common.Values may stand for Map. Time, Certificate and Version are host objects whose go_type()
// is "time.Time", "sprig.certificate",
// "*semver.Version".
//
// Go: a nil that comes out of a pipeline may stand for a Map, List, Strings or Bytes, as that type's nil. The
// body then gets an empty one; a nil map is frozen, so what writes into a map first asks frozen() and fails
// with "assignment to entry in nil map".
enum class Param : std::uint8_t {
    None,
    Any,
    Bool,
    Int,
    Int64,
    Float64,
    String,
    Strings,
    List,
    Map,
    Duration,
    Time,
    Bytes,
    Certificate,
    Version,  // *semver.Version
    Uint32,
    Writer  // io.Writer, which no value is
};

class Budget;

// What functions need from outside; `render` supplies it. Each has an answer for a plain text without a
// chart.
class Environment {
  public:
    virtual ~Environment() = default;
    virtual Clock& clock() = 0;
    virtual Random& random() = 0;
    virtual Diagnostics& diagnostics() = 0;
    // The object or list as `lookup` gives it: a map, empty when there is nothing or no cluster.
    virtual Result<Value> lookup(Document& document, std::string_view api_version, std::string_view kind,
                                 std::string_view namespace_name, std::string_view name) = 0;
    // The first address of a host, "" where name look-ups are not allowed (Helm's default).
    virtual std::string resolve_host(std::string_view host) = 0;
    // What an environment variable is set to; charts cannot ask.
    virtual std::string variable(std::string_view) { return {}; }
    // Helm's lint mode: required and fail only log.
    virtual bool lint() const { return false; }
};

// One call under way.
struct Call {
    Document& document;  // where new values go
    Budget& budget;
    Environment& environment;
    // The engine running this call: include and tpl go back into it.
    class Executor* executor = nullptr;
};

using FunctionBody = Result<Value> (*)(Call& call, std::span<const Value> args);

struct Function {
    static constexpr std::size_t kMostParams = 8;
    std::string_view name;
    FunctionBody body = nullptr;
    std::array<Param, kMostParams> params{};  // up to the first None
    bool variadic = false;       // the last parameter may be there any number of times, or not at all
    std::string_view refusal{};  // why a template cannot call this method; it has no body then
};

// Whose functions a text may call. Charts have sprig's without those that read the environment, and
// Helm's own. A flag that is a template has either sprig's, or those alone that Go's text/template knows.
enum class Dialect : std::uint8_t { Chart, Sprig, Go };

// All functions that Helm gives its templates, by name; built once, constant.
const Function* find_function(std::string_view name);
std::span<const Function* const> all_functions();
// What Dialect::Sprig has besides, or in another way.
const Function* find_sprig_function(std::string_view name);
// What Dialect::Go has besides those that the engine runs itself.
const Function* find_go_function(std::string_view name);
// Go's own (`printf`, `eq`), `include`, `tpl`, `required` and `fail`, which the engine runs itself: without a
// body.
std::vector<const Function*> builtin_functions();

}  // namespace yare::templates
