// Functions on slash-separated paths. The os* ones are the same: Helm's templates run on Unix here.
#include "yare/base/paths.h"

#include "call.h"

namespace yare::templates {

namespace {

using P = Param;

Result<Value> clean(Call& call, Args args) { return new_string(call, clean_path(args[0].as_string())); }
Result<Value> base(Call&, Args args) { return Value::of_view(base_name(args[0].as_string())); }
Result<Value> dir(Call& call, Args args) { return new_string(call, dir_name(args[0].as_string())); }
Result<Value> ext(Call&, Args args) { return Value::of_view(extension(args[0].as_string())); }
Result<Value> is_abs(Call&, Args args) { return Value::of_bool(args[0].as_string().starts_with('/')); }

constexpr Function kFunctions[] = {
    {"base", base, {P::String}},      {"dir", dir, {P::String}},       {"clean", clean, {P::String}},
    {"ext", ext, {P::String}},        {"isAbs", is_abs, {P::String}},  {"osBase", base, {P::String}},
    {"osDir", dir, {P::String}},      {"osClean", clean, {P::String}}, {"osExt", ext, {P::String}},
    {"osIsAbs", is_abs, {P::String}},
};

}  // namespace

std::span<const Function> path_functions() { return kFunctions; }

}  // namespace yare::templates
