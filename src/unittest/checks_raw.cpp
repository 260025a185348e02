// Assertions about texts: equalRaw and matchRegexRaw of notes, failedTemplate of why a template failed.
#include <re2/re2.h>

#include "check_walk.h"
#include "checks.h"
#include "difference.h"
#include "parameters.h"
#include "yare/data/go_regex.h"

namespace yare::unittest {

std::string raw_text(const Manifest& manifest) {
    const Value* raw = manifest.value.find(kRaw);
    return uniform(go_text_of(raw ? *raw : Value()));
}

namespace {

class EqualRaw final : public Check {
  public:
    explicit EqualRaw(std::string wanted) : wanted_(std::move(wanted)) {}

    Verdict check(const CheckContext& context) const override {
        return walk_manifests(
            context,
            [&](const Manifest& manifest, int) -> Verdict {
                const std::string actual = raw_text(manifest);
                if ((actual == wanted_) != context.negative) return {true, {}};
                return {false, lines(actual, context.negative)};
            },
            [&] { return lines(kNoManifest, false); });
    }

  private:
    Lines lines(std::string_view actual, bool negative) const {
        const std::string wanted = shown_yaml(Value::of_view(wanted_));
        if (negative) return failure_lines({}, true, " to equal", Shown::Expected, {wanted});
        const std::string shown = shown_yaml(Value::of_view(actual));
        return failure_lines({}, false, " to equal", Shown::Actual | Shown::Difference,
                             {wanted, shown, difference(wanted, shown)});
    }

    std::string wanted_;
};

class MatchRegexRaw final : public Check {
  public:
    explicit MatchRegexRaw(std::string pattern)
        : pattern_(std::move(pattern)), compiled_(compiled_pattern(pattern_)) {}

    Verdict check(const CheckContext& context) const override {
        if (pattern_.empty()) return {false, error_lines({}, "expected field 'pattern' to be filled")};
        if (!compiled_ && !context.selected.empty())
            return {false, error_lines({}, compiled_.error().text())};
        return walk_manifests(
            context,
            [&](const Manifest& manifest, int) -> Verdict {
                const std::string actual = raw_text(manifest);
                if (re2::RE2::PartialMatch(actual, **compiled_) != context.negative) return {true, {}};
                return {false, lines(actual, context.negative)};
            },
            [&] { return lines(kNoManifest, false); });
    }

  private:
    Lines lines(std::string_view actual, bool negative) const {
        return failure_lines({}, negative, " to match", Shown::Actual, {pattern_, actual});
    }

    std::string pattern_;
    Result<std::shared_ptr<const re2::RE2>> compiled_;
};

class FailedTemplate final : public Check {
  public:
    FailedTemplate(std::string message, std::string pattern)
        : message_(std::move(message)), pattern_(std::move(pattern)) {}

    Verdict check(const CheckContext& context) const override {
        if (!message_.empty() && !pattern_.empty()) {
            return {false,
                    error_lines(
                        {}, "single attribute 'errorMessage' or 'errorPattern' supported at the same time")};
        }
        const bool wants_any = message_.empty() && pattern_.empty();
        if (context.render_error) {
            if (wants_any) return {true, {}};
            const Value error = Value::of_view(*context.render_error);
            return one(&error, {}, context.negative);
        }
        Tally tally(true);
        int index = -1;
        for (const Manifest& manifest : context.selected) {
            ++index;
            if (wants_any && !context.negative) continue;
            Verdict verdict =
                wants_any ? Verdict{true, {}} : one(manifest.value.find(kRaw), {index, -1}, context.negative);
            tally.add(verdict.passed, std::move(verdict.lines));
            if (!tally.passed() && context.fail_fast) break;
        }
        if (context.selected.empty() && !context.negative)
            tally.add(false, lines({}, "No failed document", false));
        return std::move(tally).verdict();
    }

  private:
    Lines lines(FoundAt at, std::string_view actual, bool negative) const {
        const std::string_view what = pattern_.empty() ? " to equal" : " to match";
        const std::string& wanted = message_.empty() ? pattern_ : message_;
        if (negative) return failure_lines(at, true, what, Shown::Expected, {wanted});
        return failure_lines(at, false, what, Shown::Actual, {wanted, actual});
    }

    Verdict one(const Value* actual, FoundAt at, bool negative) const {
        const bool there = actual && actual->is_string();
        const std::string text = there ? std::string(actual->as_string()) : "%!s(<nil>)";
        if (pattern_.empty()) {
            if ((there && text == message_) != negative) return {true, {}};
            return {false, lines(at, text, negative)};
        }
        if (!there || matches(text, pattern_) != negative) return {true, {}};
        // helm-unittest: what has characters of patterns in it may have been meant as it stands.
        const bool meant_as_it_stands = pattern_.find_first_of("\\.+*?()|[]{}^$") != std::string::npos &&
                                        matches(text, re2::RE2::QuoteMeta(pattern_)) != negative;
        if (meant_as_it_stands) return {true, {}};
        return {false, lines(at, text, negative)};
    }

    // A pattern that is none is taken as it stands.
    static bool matches(const std::string& text, const std::string& pattern) {
        const Result<std::unique_ptr<re2::RE2>> compiled = compile_go_regex(pattern);
        if (compiled) return re2::RE2::PartialMatch(text, **compiled);
        return text.find(pattern) != std::string::npos;
    }

    std::string message_;
    std::string pattern_;
};

}  // namespace

MadeCheck make_equal_raw(const Value& given) {
    Parameters parameters(given);
    std::string wanted = parameters.text("Value");
    YARE_TRY(parameters.finish());
    return made(EqualRaw(std::move(wanted)));
}

MadeCheck make_match_regex_raw(const Value& given) {
    Parameters parameters(given);
    std::string pattern = parameters.text("Pattern");
    YARE_TRY(parameters.finish());
    return made(MatchRegexRaw(std::move(pattern)));
}

MadeCheck make_failed_template(const Value& given) {
    Parameters parameters(given);
    std::string message = parameters.text("ErrorMessage");
    std::string pattern = parameters.text("ErrorPattern");
    YARE_TRY(parameters.finish());
    return made(FailedTemplate(std::move(message), std::move(pattern)));
}

}  // namespace yare::unittest
