// Functions on regular expressions. Those without "must" panic on a bad one, which adds Go's words for that.
#include <string>
#include <vector>

#include "call.h"
#include "pattern.h"
#include "yare/data/go_text.h"
#include "yare/data/limits.h"

namespace yare::templates {

namespace {

using P = Param;

// How Go names an expression: in backquotes, where these can hold it.
std::string named(std::string_view expression) {
    bool plain = true;
    for (const char letter : expression) {
        plain = plain && letter != '`' && letter != '\x7F' && (letter == '\t' || letter < 0 || letter >= ' ');
    }
    return plain ? "`" + std::string(expression) + "`" : go_quote(expression);
}

using Compile = Result<const Pattern*> (*)(const Value&);

Result<const Pattern*> compile(const Value& expression) { return Pattern::compile(expression.as_string()); }

Result<const Pattern*> must_compile(const Value& expression) {
    Result<const Pattern*> pattern = compile(expression);
    if (pattern) return pattern;
    return failure("regexp: Compile(" + named(expression.as_string()) + "): " + pattern.error().text());
}

// Helm: a bad expression matches nothing.
Result<Value> match(Call&, Args args) {
    const Result<const Pattern*> pattern = compile(args[0]);
    return Value::of_bool(pattern && (*pattern)->matches(args[1].as_string()));
}

Result<Value> must_match(Call&, Args args) {
    const Pattern* pattern = YARE_TRY(compile(args[0]));
    return Value::of_bool(pattern->matches(args[1].as_string()));
}

template <Compile kCompile>
Result<Value> find(Call&, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(args[0]));
    const std::string_view text = args[1].as_string();
    Pattern::Match found;
    if (!pattern->find(text, found)) return Value::of_view("");
    return Value::of_view(text.substr(found.begin, found.end - found.begin));
}

template <Compile kCompile>
Result<Value> find_all(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(args[0]));
    const std::string_view text = args[1].as_string();
    YARE_TRY(call.budget.reserve(text.size()));
    const std::vector<Pattern::Match> found = pattern->find_all(text, args[2].as_integer());
    NewList list = YARE_TRY(NewList::make(call, found.size()));
    for (const auto& [begin, end] : found) list.add(Value::of_view(text.substr(begin, end - begin)));
    return list.finish(found.empty() ? GoType::NilStrings : GoType::Strings);
}

Result<Value> replaced(Call& call, const Pattern& pattern, Args args, bool literal) {
    constexpr std::size_t kMost = limits::kRenderBytes;
    const auto text = pattern.replace_all(args[1].as_string(), args[2].as_string(), literal, kMost);
    if (!text) return call.budget.error();
    return new_string(call, *text);
}

template <Compile kCompile>
Result<Value> replace_all(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(args[0]));
    return replaced(call, *pattern, args, false);
}

template <Compile kCompile>
Result<Value> replace_all_literal(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(args[0]));
    return replaced(call, *pattern, args, true);
}

template <Compile kCompile>
Result<Value> split(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(args[0]));
    const std::vector<std::string_view> parts = pattern->split(args[1].as_string(), args[2].as_integer());
    NewList list = YARE_TRY(NewList::make(call, parts.size()));
    for (std::string_view part : parts) list.add(Value::of_view(part));
    return list.finish(args[2].as_integer() == 0 ? GoType::NilStrings : GoType::Strings);
}

Result<Value> quote_meta(Call& call, Args args) {
    return new_string(call, quote_pattern(args[0].as_string()));
}

constexpr Function kFunctions[] = {
    {"regexMatch", match, {P::String, P::String}},
    {"mustRegexMatch", must_match, {P::String, P::String}},
    {"regexFind", find<must_compile>, {P::String, P::String}},
    {"mustRegexFind", find<compile>, {P::String, P::String}},
    {"regexFindAll", find_all<must_compile>, {P::String, P::String, P::Int}},
    {"mustRegexFindAll", find_all<compile>, {P::String, P::String, P::Int}},
    {"regexReplaceAll", replace_all<must_compile>, {P::String, P::String, P::String}},
    {"mustRegexReplaceAll", replace_all<compile>, {P::String, P::String, P::String}},
    {"regexReplaceAllLiteral", replace_all_literal<must_compile>, {P::String, P::String, P::String}},
    {"mustRegexReplaceAllLiteral", replace_all_literal<compile>, {P::String, P::String, P::String}},
    {"regexSplit", split<must_compile>, {P::String, P::String, P::Int}},
    {"mustRegexSplit", split<compile>, {P::String, P::String, P::Int}},
    {"regexQuoteMeta", quote_meta, {P::String}},
};

}  // namespace

std::span<const Function> regex_functions() { return kFunctions; }

}  // namespace yare::templates
