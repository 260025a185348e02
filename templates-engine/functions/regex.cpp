// Functions on regular expressions. Those without "must" panic on a bad one, which adds Go's words for that.
#include <time.h>

#include <algorithm>
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

using Compile = Result<const Pattern*> (*)(Call&, const Value&);

// Parsing and compiling, as far as it can be told before and after.
Result<const Pattern*> compile(Call& call, const Value& expression) {
    constexpr std::size_t kParsedByte = 100;       // memory that RE2 takes for a byte of an expression
    constexpr std::uint64_t kRefused = 4'000'000;  // compiling until it is too large
    constexpr std::uint64_t kInstruction = 12;
    constexpr std::uint64_t kWrong = 40;
    const std::string_view text = expression.as_string();
    YARE_TRY(call.budget.reserve(text.size() * kParsedByte));
    bool is_new = false;
    Result<const Pattern*> pattern = Pattern::compile(text, is_new);
    const bool too_large = !pattern && pattern.error().code() == ErrorCode::TooLarge;
    const std::uint64_t cost = pattern ? (*pattern)->size() * kInstruction : too_large ? kRefused : kWrong;
    if ((is_new || !pattern) && !call.budget.spend(cost)) return call.budget.error();
    return pattern;
}

Result<const Pattern*> must_compile(Call& call, const Value& expression) {
    Result<const Pattern*> pattern = compile(call, expression);
    if (pattern || call.budget.spent() != Limit::None) return pattern;
    return failure("regexp: Compile(" + named(expression.as_string()) + "): " + pattern.error().text());
}

// One look over the text (a plain expression is searched for as such), each byte at the worst price: RE2
// falls back to it when its automata grow too large.
std::uint64_t price(const Pattern& pattern, const Value& expression, std::string_view text) {
    const bool plain = expression.as_string().find_first_of("\\.+*?()|[]{}^$") == std::string_view::npos;
    return plain ? text.size() / 16 : text.size() * pattern.size() / 8 + 1;
}

// A loop over matches may look at the whole rest of the text for each, and RE2 does not tell. So what takes
// longer than any honest expression is measured, and counted as if it were steps.
class Loop final : public Pattern::Watch {
  public:
    Loop(Budget& budget, std::uint64_t price_of_a_match)
        : budget_(budget), began_(now()), every_(price_of_a_match > kDear ? 1 : 64) {}

    bool go_on() override {
        if (!budget_.spend(kMatch)) return false;
        if (++matches_ % every_ != 0) return true;
        const std::uint64_t steps = (now() - began_) / kStep;
        if (steps <= kFree) return true;
        const std::uint64_t more = steps - std::max(kFree, counted_);
        counted_ = steps;
        return budget_.spend(more);
    }

  private:
    static constexpr std::uint64_t kMatch = 16;        // to begin a search, and to end it
    static constexpr std::uint64_t kDear = 10'000;     // steps that take longer than to look at the clock
    static constexpr std::uint64_t kStep = 20;         // nanoseconds
    static constexpr std::uint64_t kFree = 2'500'000;  // 50 ms

    static std::uint64_t now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return std::uint64_t(time.tv_sec) * 1'000'000'000 + std::uint64_t(time.tv_nsec);
    }

    Budget& budget_;
    std::uint64_t began_;
    std::uint64_t every_;
    std::uint64_t matches_ = 0;
    std::uint64_t counted_ = 0;
};

// Helm: a bad expression matches nothing.
Result<Value> match(Call& call, Args args) {
    const Result<const Pattern*> pattern = compile(call, args[0]);
    if (!pattern)
        return call.budget.spent() == Limit::None ? Result<Value>(Value::of_bool(false))
                                                  : call.budget.error();
    YARE_TRY(pay(call, price(**pattern, args[0], args[1].as_string())));
    return Value::of_bool((*pattern)->matches(args[1].as_string()));
}

Result<Value> must_match(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(compile(call, args[0]));
    YARE_TRY(pay(call, price(*pattern, args[0], args[1].as_string())));
    return Value::of_bool(pattern->matches(args[1].as_string()));
}

template <Compile kCompile>
Result<Value> find(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(call, args[0]));
    const std::string_view text = args[1].as_string();
    YARE_TRY(pay(call, price(*pattern, args[0], text)));
    Pattern::Match found;
    if (!pattern->find(text, found)) return Value::of_view("");
    return Value::of_view(text.substr(found.begin, found.end - found.begin));
}

template <Compile kCompile>
Result<Value> find_all(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(call, args[0]));
    const std::string_view text = args[1].as_string();
    const std::uint64_t look = price(*pattern, args[0], text);
    YARE_TRY(pay(call, look));
    YARE_TRY(call.budget.reserve(text.size() * sizeof(Pattern::Match)));
    Loop loop(call.budget, look);
    const std::vector<Pattern::Match> found = pattern->find_all(text, args[2].as_integer(), loop);
    NewList list = YARE_TRY(NewList::make(call, found.size()));
    for (const auto& [begin, end] : found) list.add(Value::of_view(text.substr(begin, end - begin)));
    return list.finish(found.empty() ? GoType::NilStrings : GoType::Strings);
}

Result<Value> replaced(Call& call, const Pattern& pattern, Args args, bool literal) {
    const std::uint64_t groups = literal ? 0 : pattern.groups();
    const std::uint64_t look = price(pattern, args[0], args[1].as_string()) * (1 + groups / 4);
    YARE_TRY(pay(call, look));
    Loop loop(call.budget, look);
    const auto text = pattern.replace_all(args[1].as_string(), args[2].as_string(), literal,
                                          longest_text(call.document), loop);
    if (!text) {
        call.budget.refuse(Limit::Memory);
        return call.budget.error();
    }
    return new_string(call, *text);
}

template <Compile kCompile>
Result<Value> replace_all(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(call, args[0]));
    return replaced(call, *pattern, args, false);
}

template <Compile kCompile>
Result<Value> replace_all_literal(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(call, args[0]));
    return replaced(call, *pattern, args, true);
}

template <Compile kCompile>
Result<Value> split(Call& call, Args args) {
    const Pattern* pattern = YARE_TRY(kCompile(call, args[0]));
    const std::string_view text = args[1].as_string();
    const std::uint64_t look = price(*pattern, args[0], text);
    YARE_TRY(pay(call, look));
    YARE_TRY(call.budget.reserve(text.size() * sizeof(Pattern::Match)));
    Loop loop(call.budget, look);
    const std::vector<std::string_view> parts = pattern->split(text, args[2].as_integer(), loop);
    NewList list = YARE_TRY(NewList::make(call, parts.size()));
    for (std::string_view part : parts) list.add(Value::of_view(part));
    return list.finish(args[2].as_integer() == 0 ? GoType::NilStrings : GoType::Strings);
}

Result<Value> quote_meta(Call& call, Args args) {
    YARE_TRY(call.budget.reserve(args[0].as_string().size() * 4));
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
