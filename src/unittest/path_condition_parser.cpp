// The conditions in "[?(...)]" of paths.
#include <re2/re2.h>

#include "path_parser.h"
#include "yare/data/go_regex.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::unittest {

namespace {

std::shared_ptr<const Filter> joined(Filter::Kind kind, std::shared_ptr<const Filter> first,
                                     std::shared_ptr<const Filter> second) {
    auto out = std::make_shared<Filter>();
    out->kind = kind;
    out->first = std::move(first);
    out->second = std::move(second);
    return out;
}

}  // namespace

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

}  // namespace yare::unittest
