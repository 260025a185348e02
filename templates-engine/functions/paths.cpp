// Functions on slash-separated paths. The os* ones are the same: Helm's templates run on Unix here.
#include <string>

#include "call.h"

namespace yare::templates {

namespace {

using P = Param;

// The shortest path that means the same, by its text alone: "a//b/../c/." is "a/c"; nothing is ".".
std::string cleaned(std::string_view path) {
    if (path.empty()) return ".";
    const bool rooted = path.front() == '/';
    std::string out(rooted ? "/" : "");
    const std::size_t root = out.size();
    std::size_t fixed = root;  // what ".." cannot take back: the root, and ".." themselves
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        const std::string_view part = path.substr(0, slash);
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
        if (part.empty() || part == ".") continue;
        if (part == "..") {
            if (out.size() > fixed) {
                const std::size_t before = out.rfind('/');
                out.resize(before == std::string::npos || before < fixed ? fixed : before);
            } else if (!rooted) {
                if (!out.empty()) out += '/';
                out += "..";
                fixed = out.size();
            }
            continue;
        }
        if (out.size() > root) out += '/';
        out += part;
    }
    return out.empty() ? "." : out;
}

Result<Value> clean(Call& call, Args args) { return new_string(call, cleaned(args[0].as_string())); }

Result<Value> base(Call&, Args args) {
    std::string_view path = args[0].as_string();
    if (path.empty()) return Value::of_view(".");
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.empty()) return Value::of_view("/");
    const std::size_t slash = path.rfind('/');
    return Value::of_view(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

Result<Value> dir(Call& call, Args args) {
    const std::string_view path = args[0].as_string();
    const std::size_t slash = path.rfind('/');
    return new_string(call, cleaned(slash == std::string_view::npos ? "" : path.substr(0, slash + 1)));
}

Result<Value> ext(Call&, Args args) {
    const std::string_view path = args[0].as_string();
    const std::size_t at = path.find_last_of("./");
    if (at == std::string_view::npos || path[at] == '/') return Value::of_view("");
    return Value::of_view(path.substr(at));
}

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
