// Assertions about single values: equal, matchRegex, isType, isNullOrEmpty, exists, and comparisons by size.
#include <re2/re2.h>

#include <algorithm>

#include "check_walk.h"
#include "checks.h"
#include "difference.h"
#include "parameters.h"
#include "yare/data/base64.h"
#include "yare/data/go_regex.h"

namespace yare::unittest {

std::string uniform(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '\n') {
            out += text[at];
            continue;
        }
        // Blanks before a line feed go, and with them a carriage return between.
        std::size_t end = out.size();
        if (end > 1 && out[end - 1] == '\r' && out[end - 2] == ' ') --end;
        if (end > 0 && out[end - 1] == ' ') {
            while (end > 0 && out[end - 1] == ' ') --end;
            out.resize(end);
        }
        out += '\n';
    }
    return out.substr(std::min(out.size(), out.find_first_not_of('\n')));
}

Result<std::shared_ptr<const re2::RE2>> compiled_pattern(std::string_view pattern) {
    std::unique_ptr<re2::RE2> compiled = YARE_TRY(compile_go_regex(pattern));
    return std::shared_ptr<const re2::RE2>(std::move(compiled));
}

namespace {

Value uniform_value(const Value& value, Document& document) {
    if (value.is_string()) {
        const std::string_view text = value.as_string();
        return text.find('\n') == std::string_view::npos ? value : document.string(uniform(text));
    }
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) items.push_back(uniform_value(item, document));
        return document.make_list(items);
    }
    const Map* map = value.map_or_null();
    if (!map) return value;
    Map* out = document.make_map();
    for (const Entry& entry : *map) out->set(map->key_text(entry), uniform_value(entry.value, document));
    return out;
}

ValueVerdict not_base64(std::string_view text, FoundAt at) {
    return {false, error_lines(at, "unable to decode base64 expected content " + std::string(text))};
}

class Equal final : public Check {
  public:
    Equal(Places places, Value wanted, bool decode)
        : places_(std::move(places)), wanted_(wanted), decode_(decode) {}

    Verdict check(const CheckContext& context) const override {
        return walk(
            places_, context, [&](const Value& value, FoundAt at) { return one(value, at, context); },
            [&] { return lines({}, Value::of_view(kNoManifest), false); });
    }

  private:
    ValueVerdict one(const Value& found, FoundAt at, const CheckContext& context) const {
        Value actual = found;
        if (decode_ && found.is_string()) {
            const std::optional<std::string> bytes = decode_base64(found.as_string());
            if (!bytes) return not_base64(found.as_string(), at);
            actual = context.document.string(*bytes);
        }
        actual = uniform_value(actual, context.document);
        if (deep_equal(wanted_, actual) != context.negative) return {true, {}};
        return {false, lines(at, actual, context.negative)};
    }

    Lines lines(FoundAt at, const Value& actual, bool negative) const {
        const std::string wanted = shown_yaml(wanted_);
        if (negative) return failure_lines(at, true, " to equal", Shown::Path, {places_.text(), wanted});
        const std::string shown = shown_yaml(actual);
        return failure_lines(at, false, " to equal", Shown::Path | Shown::Actual | Shown::Difference,
                             {places_.text(), wanted, shown, difference(wanted, shown)});
    }

    Places places_;
    Value wanted_;
    bool decode_;
};

class Compared final : public Check {
  public:
    Compared(Places places, Value wanted, bool greater)
        : places_(std::move(places)), wanted_(wanted), greater_(greater) {}

    Verdict check(const CheckContext& context) const override {
        return walk(
            places_, context,
            [&](const Value& value, FoundAt at) { return one(value, at, context.negative); },
            [&] { return lines({}, "no manifests found", false); }, Unknown{"unknown path '", "'"});
    }

  private:
    std::string word() const { return greater_ ? "greater" : "less"; }
    Lines lines(FoundAt at, std::string_view message, bool negative) const {
        return failure_lines(at, negative, " to be " + word() + " then or equal to, got", Shown::Path,
                             {places_.text(), message});
    }
    static std::string type_text(const Value& value) {
        return value.is_nil() ? "%!s(<nil>)" : std::string(go_type_of(value));
    }

    ValueVerdict one(const Value& actual, FoundAt at, bool negative) const {
        if (go_type_of(actual) != go_type_of(wanted_)) {
            return {false,
                    error_lines(at, "actual '" + type_text(actual) + "' and expected '" + type_text(wanted_) +
                                        "' types do not match"),
                    false};
        }
        const std::optional<bool> reached = holds(actual);
        if (!reached) {
            const std::string type = wanted_.is_nil() ? "<nil>" : std::string(go_type_of(wanted_));
            return {false, lines(at, "unsupported type '" + type + "'", negative)};
        }
        // helm-unittest: "not greater or equal" holds of whatever there is.
        if (greater_ ? *reached || negative : *reached != negative) return {true, {}};
        return {false, lines(at,
                             "the actual '" + go_text_of(actual) + "' is not " + word() +
                                 " or equal to the expected '" + go_text_of(wanted_) + "'",
                             negative)};
    }

    std::optional<bool> holds(const Value& actual) const {
        const auto compare = [this](const auto& a, const auto& b) { return greater_ ? a >= b : a <= b; };
        if (wanted_.is_string()) return compare(actual.as_string(), wanted_.as_string());
        if (wanted_.is_integer() && wanted_.go_type() != GoType::Uint64)
            return compare(actual.as_integer(), wanted_.as_integer());
        if (wanted_.is_float()) return compare(actual.as_float(), wanted_.as_float());
        return std::nullopt;
    }

    Places places_;
    Value wanted_;
    bool greater_;
};

class MatchRegex final : public Check {
  public:
    MatchRegex(Places places, std::string pattern, bool decode)
        : places_(std::move(places)),
          pattern_(std::move(pattern)),
          decode_(decode),
          compiled_(compiled_pattern(pattern_)) {}

    Verdict check(const CheckContext& context) const override {
        if (pattern_.empty()) return {false, error_lines({}, "expected field 'pattern' to be filled")};
        return walk_manifests(
            context,
            [&](const Manifest& manifest, int index) {
                const bool path_reads = places_.find(manifest, context.document).ok();
                if (path_reads && !compiled_)
                    return Verdict{false, error_lines({}, compiled_.error().text())};
                return walk_values(places_, manifest, index, context, [&](const Value& value, FoundAt at) {
                    return one(value, at, context.negative);
                });
            },
            [&] { return lines({}, kNoManifest, false); });
    }

  private:
    Lines lines(FoundAt at, std::string_view actual, bool negative) const {
        return failure_lines(at, negative, " to match", Shown::Path | Shown::Actual,
                             {places_.text(), pattern_, actual});
    }

    ValueVerdict one(const Value& value, FoundAt at, bool negative) const {
        if (!value.is_string()) {
            return {false, error_lines(at, "expect '" + places_.text() + "' to be a string, got:\n" +
                                               shown_yaml(value))};
        }
        std::string text(value.as_string());
        if (decode_) {
            const std::optional<std::string> bytes = decode_base64(text);
            if (!bytes) return not_base64(text, at);
            text = *bytes;
        }
        if (re2::RE2::PartialMatch(text, **compiled_) != negative) return {true, {}};
        return {false, lines(at, text, negative)};
    }

    Places places_;
    std::string pattern_;
    bool decode_;
    Result<std::shared_ptr<const re2::RE2>> compiled_;
};

class IsType final : public Check {
  public:
    IsType(Places places, std::string type) : places_(std::move(places)), type_(std::move(type)) {}

    Verdict check(const CheckContext& context) const override {
        const auto lines = [&](FoundAt at, std::string_view actual, bool negative) {
            return failure_lines(at, negative, " to be of type", Shown::Path | Shown::Actual,
                                 {places_.text(), type_, actual});
        };
        const auto one = [&](const Value& value, FoundAt at) -> ValueVerdict {
            const std::string_view actual = go_type_of(value);
            if ((actual == type_) != context.negative) return {true, {}};
            return {false, lines(at, actual, context.negative)};
        };
        return walk(places_, context, one, [&] { return lines({}, kNoManifest, false); });
    }

  private:
    Places places_;
    std::string type_;
};

class IsEmpty final : public Check {
  public:
    explicit IsEmpty(Places places) : places_(std::move(places)) {}

    Verdict check(const CheckContext& context) const override {
        const auto lines = [&](FoundAt at, const Value& actual, bool negative) {
            return failure_lines(at, negative, " to be null or empty, got", Shown::Path,
                                 {places_.text(), shown_yaml(actual)});
        };
        const auto one = [&](const Value& value, FoundAt at) -> ValueVerdict {
            if (is_empty(value) != context.negative) return {true, {}};
            return {false, lines(at, value, context.negative)};
        };
        return walk(places_, context, one, [&] { return lines({}, Value::of_view(kNoManifest), false); });
    }

  private:
    Places places_;
};

class Exists final : public Check {
  public:
    explicit Exists(Places places) : places_(std::move(places)) {}

    Verdict check(const CheckContext& context) const override {
        Tally tally(context.selected.empty() && context.negative);
        int index = -1;
        for (const Manifest& manifest : context.selected) {
            ++index;
            const Result<std::vector<Value>> found = places_.find(manifest, context.document);
            if (!found) {
                tally.add(false, error_lines({index, -1}, found.error().text()));
                if (context.fail_fast) break;
                continue;
            }
            const bool passed = found->empty() == context.negative;
            tally.add(passed, passed ? Lines() : lines({index, -1}, context.negative));
        }
        if (context.selected.empty() && !context.negative) tally.append(lines({}, false));
        return std::move(tally).verdict();
    }

  private:
    Lines lines(FoundAt at, bool negative) const {
        return laid_out(
            at, "Path:" + indented(places_.text()) + " expected to " + (negative ? "NOT " : "") + "exists");
    }

    Places places_;
};

MadeCheck make_compared(const Value& given, bool greater) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    YARE_TRY(parameters.finish());
    return made(Compared(std::move(places), parameters.any("Value"), greater));
}

}  // namespace

MadeCheck make_equal(const Value& given) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    const bool decode = parameters.truth("DecodeBase64");
    YARE_TRY(parameters.finish());
    return made(Equal(std::move(places), parameters.any("Value"), decode));
}

MadeCheck make_greater_or_equal(const Value& given) { return make_compared(given, true); }
MadeCheck make_less_or_equal(const Value& given) { return make_compared(given, false); }

MadeCheck make_match_regex(const Value& given) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    std::string pattern = parameters.text("Pattern");
    const bool decode = parameters.truth("DecodeBase64");
    YARE_TRY(parameters.finish());
    return made(MatchRegex(std::move(places), std::move(pattern), decode));
}

MadeCheck make_is_type(const Value& given) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    std::string type = parameters.text("Type");
    YARE_TRY(parameters.finish());
    return made(IsType(std::move(places), std::move(type)));
}

MadeCheck make_is_empty(const Value& given) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    YARE_TRY(parameters.finish());
    return made(IsEmpty(std::move(places)));
}

MadeCheck make_exists(const Value& given) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    YARE_TRY(parameters.finish());
    return made(Exists(std::move(places)));
}

}  // namespace yare::unittest
