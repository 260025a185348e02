// The rules for texts and numbers.
#include <algorithm>

#include "checker.h"

namespace yare::schema {

namespace {

std::size_t rune_count(std::string_view text) {
    return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string_view name_of(RuleKind kind) {
    switch (kind) {
        case RuleKind::Minimum:
            return "minimum";
        case RuleKind::Maximum:
            return "maximum";
        case RuleKind::ExclusiveMinimum:
            return "exclusiveMinimum";
        case RuleKind::ExclusiveMaximum:
            return "exclusiveMaximum";
        default:
            return "multipleOf";
    }
}

}  // namespace

void Checker::check_text(Question& question, const Rule& rule, std::string_view text) {
    if (!spend(text.size() / 16)) return;
    if (rule.kind == RuleKind::Pattern) {
        if (rule.regex->matches(text)) return;
        add(question, [&] { return quoted(text) + " does not match pattern " + quoted(rule.regex->text()); });
        return;
    }
    const auto length = std::int64_t(rune_count(text));
    const bool is_least = rule.kind == RuleKind::MinLength;
    if (is_least ? length >= rule.count : length <= rule.count) return;
    add(question, [&] {
        return std::string(is_least ? "minLength" : "maxLength") + ": got " + grouped(length) + ", want " +
               grouped(rule.count);
    });
}

void Checker::check_number(Question& question, const Rule& rule) {
    const std::optional<Decimal> number = Decimal::read(question.value);
    if (!number) return;
    const int order = rule.kind == RuleKind::MultipleOf ? 0 : number->compare(*rule.number);
    bool fits = true;
    switch (rule.kind) {
        case RuleKind::Minimum:
            fits = order >= 0;
            break;
        case RuleKind::Maximum:
            fits = order <= 0;
            break;
        case RuleKind::ExclusiveMinimum:
            fits = order > 0;
            break;
        case RuleKind::ExclusiveMaximum:
            fits = order < 0;
            break;
        default:
            fits = number->is_multiple_of(*rule.number, steps_);
            if (!spend(1)) return;
    }
    if (fits) return;
    add(question, [&] {
        return std::string(name_of(rule.kind)) + ": got " + shown(*number) + ", want " + shown(*rule.number);
    });
}

}  // namespace yare::schema
