// quote, squote, cat, toString: values as text.
#include <string>

#include "call.h"
#include "runes.h"
#include "yare/data/go_text.h"

namespace yare::templates {

namespace {

using enum Param;

bool stands_in_quotes(std::string_view text) {
    for (const char byte : text) {
        if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\') return false;
    }
    return true;
}

Result<Value> quote_function(Call& call, Args args) {
    if (args.size() == 1) {
        if (args[0].is_nil()) return Value::of_view("");
        const std::string_view text = to_text(call, args[0]);
        if (stands_in_quotes(text)) return join_text(call, {"\"", text, "\""});
        return new_string(call, go_quote(text));
    }
    std::string out;
    for (const Value& arg : args) {
        if (arg.is_nil()) continue;
        if (!out.empty()) out += ' ';
        out += go_quote(to_text(call, arg));
    }
    return new_string(call, out);
}

// Helm: no quote inside is escaped, and bytes print as Go prints a list of them.
Result<Value> squote(Call& call, Args args) {
    if (args.size() == 1 && args[0].is_string()) return join_text(call, {"'", args[0].as_string(), "'"});
    std::string out;
    for (const Value& arg : args) {
        if (arg.is_nil()) continue;
        if (!out.empty()) out += ' ';
        out += '\'';
        append_print(out, arg, call.document);
        out += '\'';
    }
    return new_string(call, out);
}

Result<Value> cat(Call& call, Args args) {
    std::string out;
    bool first = true;
    for (const Value& arg : args) {
        if (arg.is_nil()) continue;
        if (!first) out += ' ';
        first = false;
        append_print(out, arg, call.document);
        YARE_TRY(call.budget.reserve(out.size()));
    }
    return new_string(call, out);
}

Result<Value> to_string(Call& call, Args args) { return Value::of_view(to_text(call, args[0])); }

constexpr Function kFunctions[] = {
    {"quote", quote_function, {Any}, true},
    {"squote", squote, {Any}, true},
    {"cat", cat, {Any}, true},
    {"toString", to_string, {Any}},
};

}  // namespace

std::span<const Function> quote_functions() { return kFunctions; }

}  // namespace yare::templates
