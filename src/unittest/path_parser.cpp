// From the text of a path to its steps. Errors say where reading stopped and what was read last, so the
// parser keeps the place of its last piece.
#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "path.h"
#include "yare/data/go_regex.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::unittest {

namespace {

constexpr std::string_view kEndsDotted = ".[) &|=!><~";
constexpr std::string_view kEndsUndotted = ".[]) &|=!><~";
constexpr std::string_view kEndsOperand = " &|=!><";

// One level of backslashes less.
std::string unescaped(std::string_view text) {
    std::string out;
    bool escaped = false;
    for (const char c : text) {
        if (c == '\\') {
            if (escaped) out += c;
            escaped = !escaped;
            continue;
        }
        escaped = false;
        out += c;
    }
    return out;
}

class PathParser {
  public:
    explicit PathParser(std::string_view text) : text_(text) {}

    Result<Path> path() {
        if (take("$")) emit();
        std::vector<PathStep> steps = YARE_TRY(sub_path(false));
        return Path(std::move(steps));
    }

  private:
    using Steps = std::vector<PathStep>;

    bool done() const { return at_ >= text_.size(); }
    std::string_view rest() const { return text_.substr(std::min(at_, text_.size())); }
    bool sees(std::string_view token) const { return rest().starts_with(token); }
    bool take(std::string_view token) {
        if (!sees(token)) return false;
        at_ += token.size();
        return true;
    }
    void skip_blanks() {
        bool valid = true;
        for (std::size_t next = at_; next < text_.size() && is_space(next_rune(text_, next, valid));)
            at_ = next;
    }
    bool sees_after_blanks(std::string_view token) const {
        PathParser ahead(*this);
        ahead.skip_blanks();
        return ahead.sees(token);
    }
    std::string_view piece() const { return text_.substr(from_, at_ - from_); }
    void emit() {
        last_from_ = from_;
        from_ = at_;
        anything_ = true;
    }
    Error error(const std::string& what) const {
        return Error(ErrorCode::Invalid, what + " at position " + std::to_string(at_) + ", following " +
                                             go_quote(text_.substr(last_from_, at_ - last_from_)));
    }
    static Error raw_error(std::string what) { return Error(ErrorCode::Invalid, std::move(what)); }
    std::string_view name(std::string_view ends) {
        const std::size_t begin = at_;
        at_ = std::min(text_.size(), text_.find_first_of(ends, at_));
        return text_.substr(begin, at_ - begin);
    }

    Result<Steps> sub_path(bool in_filter);
    Result<bool> step(Steps& steps, bool in_filter);
    Result<void> descent(Steps& steps);
    Result<bool> child(Steps& steps, std::string_view ends, bool in_filter);
    Result<bool> bracket_child(Steps& steps, bool in_filter);
    Result<bool> subscript(Steps& steps, bool in_filter);
    Result<void> filter(Steps& steps);
    Result<bool> goes_on(bool in_filter);
    Result<std::shared_ptr<const Filter>> any_of();
    Result<std::shared_ptr<const Filter>> all_of();
    Result<std::shared_ptr<const Filter>> basic();
    Result<std::shared_ptr<const Filter>> term();
    Result<std::optional<Filter::Operand>> literal();
    Result<Filter::Operand> operand(bool first);
    Result<std::string> quoted_names(Steps& steps);
    Result<void> regular_expression(Filter& filter);

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t from_ = 0;       // of the piece that is being read
    std::size_t last_from_ = 0;  // of the one before
    bool anything_ = false;
    bool descended_ = false;  // the last piece was ".."
    std::size_t depth_ = 0;
};

constexpr std::size_t kDeepest = 200;

Result<std::vector<PathStep>> PathParser::sub_path(bool in_filter) {
    Steps steps;
    while (true) {
        const bool more = YARE_TRY(step(steps, in_filter));
        if (!more) return steps;
    }
}

// One step; false behind the last.
Result<bool> PathParser::step(Steps& steps, bool in_filter) {
    if (sees(")")) {
        if (in_filter) return false;
        return error("syntax error");
    }
    if (done()) return false;
    const bool descended = std::exchange(descended_, false);
    if (sees("..")) {
        YARE_TRY(descent(steps));
        return true;
    }
    if (take(".")) return child(steps, kEndsDotted, in_filter);
    PathParser ahead(*this);
    ahead.skip_blanks();
    if (ahead.take("[") && (ahead.sees_after_blanks("'") || ahead.sees_after_blanks("\"")))
        return bracket_child(steps, in_filter);
    if (take("[?(")) {
        descended_ = descended;
        YARE_TRY(filter(steps));
        return true;
    }
    if (sees("[")) return subscript(steps, in_filter);
    if (!anything_ && !in_filter) return child(steps, kEndsUndotted, in_filter);
    return error("invalid path syntax");
}

Result<void> PathParser::descent(Steps& steps) {
    at_ += 2;
    const std::string_view child = name(".[");
    if (child.empty() && !sees("["))
        return error("child name or array access or filter missing after recursive descent");
    emit();
    steps.push_back({PathStep::Kind::Descend, {}, {}, {}});
    if (child == "*") {
        steps.push_back({PathStep::Kind::All, {}, {}, {}});
    } else if (!child.empty()) {
        steps.push_back({PathStep::Kind::Children, {unescaped(child)}, {}, {}});
    }
    descended_ = true;
    return {};
}

Result<bool> PathParser::child(Steps& steps, std::string_view ends, bool in_filter) {
    const std::string_view found = name(ends);
    if (found.empty()) return error("child name missing");
    if (take("~")) {
        if (!done()) return error("property name operator may only be used on last child in path");
        emit();
        steps.push_back({PathStep::Kind::Names, {unescaped(found)}, {}, {}});
        return true;
    }
    emit();
    if (found == "*") {
        steps.push_back({PathStep::Kind::All, {}, {}, {}});
    } else {
        steps.push_back({PathStep::Kind::Children, {unescaped(found)}, {}, {}});
    }
    if (sees("[") && !sees("['") && !sees("[\"") && !sees("[?(")) return subscript(steps, in_filter);
    return goes_on(in_filter);
}

// The names between the quotes of a bracket, up to its end.
Result<bool> PathParser::bracket_child(Steps& steps, bool in_filter) {
    skip_blanks();
    take("[");
    std::vector<std::string> names;
    while (true) {
        skip_blanks();
        const char quote = text_[at_++];
        const std::string shown = quote == '\'' ? "\"'\"" : "'\"'";
        const std::size_t begin = at_;
        while (!done() && text_[at_] != quote) {
            if (text_[at_] == '\\') {
                if (at_ + 1 >= text_.size() || (text_[at_ + 1] != quote && text_[at_ + 1] != '\\'))
                    return error(std::string("unsupported escape sequence inside ") + quote + quote);
                ++at_;
            }
            ++at_;
        }
        if (done()) return error("unmatched " + shown);
        names.push_back(unescaped(text_.substr(begin, at_ - begin)));
        ++at_;
        if (!sees_after_blanks(",")) break;
        skip_blanks();
        take(",");
        if (!sees_after_blanks("'") && !sees_after_blanks("\"")) return error("missing \"'\" or '\"'");
    }
    if (!sees_after_blanks("]")) return error("missing \"]\" or \",\"");
    skip_blanks();
    take("]");
    if (take("~")) {
        emit();
        if (!done()) return error("property name operator may only be used on last child in path");
        steps.push_back({PathStep::Kind::Names, std::move(names), {}, {}});
        return true;
    }
    emit();
    steps.push_back({PathStep::Kind::Children, std::move(names), {}, {}});
    if (sees("[") && !sees("['") && !sees("[\"") && !sees("[?(")) return subscript(steps, in_filter);
    return goes_on(in_filter);
}

Result<bool> PathParser::subscript(Steps& steps, bool in_filter) {
    const std::size_t close = text_.find(']', at_);
    if (close == std::string_view::npos) {
        at_ = text_.size();
        return error("unmatched [");
    }
    const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
    at_ = close + 1;
    if (inside.empty()) return raw_error("subscript missing from [] before position " + std::to_string(at_));
    if (const auto valid = subscript_items(inside, 0); !valid) {
        return raw_error("invalid array index " + std::string(piece()) + " before position " +
                         std::to_string(at_) + ": " + valid.error().text());
    }
    if (take("~")) {
        if (!done()) return error("property name operator can only be used on last item in path");
        if (inside != "*") return error("property name operator can only be used on map nodes");
        emit();
        steps.push_back({PathStep::Kind::AllNames, {}, {}, {}});
        return true;
    }
    emit();
    steps.push_back({PathStep::Kind::Subscript, {}, std::string(inside), {}});
    return goes_on(in_filter);
}

// Whether the path goes on behind a child or a subscript.
Result<bool> PathParser::goes_on(bool in_filter) {
    if (done() || kEndsOperand.find(text_[at_]) == std::string_view::npos) return true;
    if (in_filter) return false;
    return error(std::string("invalid character '") + text_[at_] + "'");
}

Result<void> PathParser::filter(Steps& steps) {
    const auto kind = std::exchange(descended_, false) ? PathStep::Kind::NodeFilter : PathStep::Kind::Filter;
    emit();
    skip_blanks();
    if (sees(")]")) return error("missing filter");
    if (++depth_ > kDeepest) return error("invalid filter expression");
    std::shared_ptr<const Filter> condition = YARE_TRY(any_of());
    --depth_;
    skip_blanks();
    if (done()) return error("missing end of filter");
    if (!take(")]")) return error("invalid filter expression");
    emit();
    steps.push_back({kind, {}, {}, std::move(condition)});
    return {};
}

std::shared_ptr<const Filter> joined(Filter::Kind kind, std::shared_ptr<const Filter> first,
                                     std::shared_ptr<const Filter> second) {
    auto out = std::make_shared<Filter>();
    out->kind = kind;
    out->first = std::move(first);
    out->second = std::move(second);
    return out;
}

Result<std::shared_ptr<const Filter>> PathParser::any_of() {
    std::shared_ptr<const Filter> out = YARE_TRY(all_of());
    while (skip_blanks(), take("||")) {
        emit();
        std::shared_ptr<const Filter> next = YARE_TRY(all_of());
        out = joined(Filter::Kind::Or, std::move(out), std::move(next));
    }
    return out;
}

Result<std::shared_ptr<const Filter>> PathParser::all_of() {
    std::shared_ptr<const Filter> out = YARE_TRY(basic());
    while (skip_blanks(), take("&&")) {
        emit();
        std::shared_ptr<const Filter> next = YARE_TRY(basic());
        out = joined(Filter::Kind::And, std::move(out), std::move(next));
    }
    return out;
}

Result<std::shared_ptr<const Filter>> PathParser::basic() {
    skip_blanks();
    from_ = at_;
    for (const std::string_view binary : {"!=", "&&", "||", "==", ">=", ">", "<=", "<"}) {
        if (sees(binary)) return error("missing first operand for binary operator " + std::string(binary));
    }
    if (++depth_ > kDeepest) return error("invalid filter expression");
    if (take("!")) {
        emit();
        std::shared_ptr<const Filter> inner = YARE_TRY(basic());
        --depth_;
        return joined(Filter::Kind::Not, std::move(inner), nullptr);
    }
    if (take("(")) {
        emit();
        std::shared_ptr<const Filter> inner = YARE_TRY(any_of());
        --depth_;
        skip_blanks();
        if (!take(")")) return error(done() ? "missing end of filter" : "invalid filter expression");
        emit();
        return inner;
    }
    --depth_;
    return term();
}

// An operand alone, or compared with another.
Result<std::shared_ptr<const Filter>> PathParser::term() {
    auto out = std::make_shared<Filter>();
    out->left = YARE_TRY(operand(true));
    const bool text = out->left.literal && out->left.scalar.type == Filter::Type::String;
    skip_blanks();
    from_ = at_;
    if (take("=~")) {
        const Filter::Type type = out->left.scalar.type;
        if (out->left.literal && (text || type == Filter::Type::Int || type == Filter::Type::Float)) {
            at_ -= 2;
            return error("literal cannot be matched using =~");
        }
        emit();
        YARE_TRY(regular_expression(*out));
        return std::shared_ptr<const Filter>(std::move(out));
    }
    for (const std::string_view comparison : {"==", "!=", ">=", ">", "<=", "<"}) {
        if (!sees(comparison)) continue;
        const bool ordered = comparison[0] == '<' || comparison[0] == '>';
        const std::string refusal = "strings cannot be compared using " + std::string(comparison);
        if (ordered && text) return error(refusal);
        take(comparison);
        emit();
        skip_blanks();
        if (ordered && sees("'")) return error(refusal);
        out->kind = Filter::Kind::Compare;
        out->comparison = comparison;
        out->right = YARE_TRY(operand(false));
        return std::shared_ptr<const Filter>(std::move(out));
    }
    if (!out->left.literal) {
        out->kind = Filter::Kind::Exists;
    } else if (out->left.scalar.type == Filter::Type::Bool) {
        out->kind = Filter::Kind::Truth;
        out->truth = out->left.scalar.text == "true";
    }
    return std::shared_ptr<const Filter>(std::move(out));
}

Result<std::optional<Filter::Operand>> PathParser::literal() {
    using Type = Filter::Type;
    const auto made = [this](Type type, std::string_view text) {
        Filter::Operand out;
        out.literal = true;
        out.scalar = {type, std::string(text)};
        emit();
        return std::optional<Filter::Operand>(std::move(out));
    };
    for (const std::string_view word : {"true", "false", "null"}) {
        if (take(word)) return made(word == "null" ? Type::Null : Type::Bool, word);
    }
    if (sees("'") || sees("\"")) {
        const char quote = text_[at_];
        const std::size_t close = text_.find(quote, at_ + 1);
        if (close == std::string_view::npos) {
            return raw_error(std::string("unmatched string delimiter ") + quote + " at position " +
                             std::to_string(at_) + ", following " +
                             go_quote(text_.substr(last_from_, at_ - last_from_)));
        }
        const std::string_view inside = text_.substr(at_ + 1, close - at_ - 1);
        at_ = close + 1;
        return made(Type::String, inside);
    }
    constexpr std::string_view kDigits = "0123456789";
    if (done() ||
        (text_[at_] != '.' && text_[at_] != '-' && kDigits.find(text_[at_]) == std::string_view::npos))
        return std::optional<Filter::Operand>();
    const std::size_t end = std::min(text_.size(), text_.find_first_not_of("0123456789.eE-", at_ + 1));
    const std::string_view number = text_.substr(at_, end - at_);
    at_ = end;
    const bool whole = number[0] != '.' && number.find_first_of(".eE-", 1) == std::string_view::npos;
    const bool reads = whole ? bool(parse_int(number, 10)) : bool(parse_float(number));
    if (reads) return made(whole ? Type::Int : Type::Float, number);
    return raw_error(std::string("invalid ") + (whole ? "integer" : "float") + " literal " +
                     go_quote(number) + ": strconv." + (whole ? "Atoi" : "ParseFloat") + ": parsing " +
                     go_quote(number) + ": invalid syntax before position " + std::to_string(at_));
}

Result<Filter::Operand> PathParser::operand(bool first) {
    skip_blanks();
    from_ = at_;
    std::optional<Filter::Operand> constant = YARE_TRY(literal());
    if (constant) return std::move(*constant);
    Filter::Operand out;
    if (take("@")) {
        out.from_root = false;
    } else if (take("$")) {
        out.from_root = true;
    } else {
        return error(done()  ? "missing end of filter"
                     : first ? "invalid filter expression"
                             : "invalid filter term");
    }
    emit();
    Steps steps;
    const bool ends = done() || kEndsOperand.find(text_[at_]) != std::string_view::npos;
    if (!ends) steps = YARE_TRY(sub_path(true));
    out.path = std::make_shared<const Path>(std::move(steps));
    return out;
}

Result<void> PathParser::regular_expression(Filter& filter) {
    skip_blanks();
    if (!sees("/")) return error("regular expression does not start with /");
    const std::string following = " at position " + std::to_string(at_) + ", following " +
                                  go_quote(text_.substr(last_from_, at_ - last_from_));
    std::string pattern;
    std::size_t end = at_ + 1;
    for (; end < text_.size() && text_[end] != '/'; ++end) {
        if (text_[end] == '\\' && end + 1 < text_.size() && text_[end + 1] == '/')
            ++end;
        else if (text_[end] == '\\' && end + 1 < text_.size())
            pattern += text_[end++];
        pattern += text_[end];
    }
    if (end >= text_.size()) return raw_error("unmatched regular expression delimiter /" + following);
    at_ = end + 1;
    Result<std::unique_ptr<re2::RE2>> compiled = compile_go_regex(pattern);
    if (!compiled)
        return raw_error("invalid regular expression" + following + ": " + compiled.error().text());
    filter.kind = Filter::Kind::Match;
    filter.pattern = std::move(*compiled);
    emit();
    return {};
}

}  // namespace

Result<Path> Path::compile(std::string_view text) { return PathParser(text).path(); }

}  // namespace yare::unittest
