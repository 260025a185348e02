// Assertions about lists and maps: contains, isSubset, lengthEqual.
#include <algorithm>
#include <map>

#include "check_walk.h"
#include "checks.h"
#include "parameters.h"

namespace yare::unittest {

namespace {

// Every entry of `part` is in `whole` as it stands; what is not there equals null.
bool is_subset(const Map& whole, const Map& part) {
    return std::all_of(part.begin(), part.end(), [&](const Entry& entry) {
        const Value* found = whole.find(part.key_text(entry));
        return deep_equal(found ? *found : Value(), entry.value);
    });
}

class Contains final : public Check {
  public:
    struct Wanted {
        Value content;
        std::optional<std::int64_t> count;
        bool any = false;
    };
    Contains(Places places, Wanted wanted) : places_(std::move(places)), wanted_(wanted) {}

    Verdict check(const CheckContext& context) const override {
        return walk(
            places_, context,
            [&](const Value& value, FoundAt at) { return one(value, at, context.negative); },
            [&] { return lines({0, -1}, Value::of_view(kNoManifest), false); });
    }

  private:
    Lines lines(FoundAt at, const Value& actual, bool negative) const {
        Document document;
        const Value expected = document.make_list({wanted_.content});
        return failure_lines(at, negative, " to contain", Shown::Path | Shown::Actual,
                             {places_.text(), shown_yaml(expected), shown_yaml(actual)});
    }

    bool matches(const Value& item) const {
        if (wanted_.any && item.is_map() && wanted_.content.is_map())
            return is_subset(item.as_map(), wanted_.content.as_map());
        return deep_equal(item, wanted_.content);
    }

    ValueVerdict one(const Value& value, FoundAt at, bool negative) const {
        if (!value.is_list()) {
            return {false, error_lines(at, "expect '" + places_.text() + "' to be an array, got:\n" +
                                               shown_yaml(value))};
        }
        const auto count =
            std::ranges::count_if(value.items(), [this](const Value& item) { return matches(item); });
        const bool found = count > 0;
        if (!wanted_.count) {
            if (found != negative) return {true, {}};
            return {false, lines(at, value, negative)};
        }
        if ((found && count == *wanted_.count) != negative) return {true, {}};
        if (!found) return {false, lines(at, value, negative)};
        return {false, error_lines(at, "expect count " + std::to_string(*wanted_.count) + " in '" +
                                           places_.text() + "' to be in array, got " + std::to_string(count) +
                                           ":\n" + shown_yaml(value))};
    }

    Places places_;
    Wanted wanted_;
};

class IsSubset final : public Check {
  public:
    IsSubset(Places places, Value content) : places_(std::move(places)), content_(content) {}

    Verdict check(const CheckContext& context) const override {
        const auto one = [&](const Value& value, FoundAt at) -> ValueVerdict {
            if (!value.is_map() || !content_.is_map()) {
                return {false, error_lines(at, "expect '" + places_.text() + "' to be an object, got:\n" +
                                                   shown_yaml(value))};
            }
            if (is_subset(value.as_map(), content_.as_map()) != context.negative) return {true, {}};
            return {false, lines(at, value, context.negative)};
        };
        return walk(places_, context, one, [&] { return lines({}, Value::of_view(kNoManifest), false); });
    }

  private:
    Lines lines(FoundAt at, const Value& actual, bool negative) const {
        return failure_lines(at, negative, " to contain", Shown::Path | Shown::Actual,
                             {places_.text(), shown_yaml(content_), shown_yaml(actual)});
    }

    Places places_;
    Value content_;
};

class LengthEqual final : public Check {
  public:
    LengthEqual(std::string path, const std::vector<std::string>& paths, std::optional<std::int64_t> count)
        : path_(std::move(path)), several_(!paths.empty()), count_(count) {
        if (!path_.empty()) places_.emplace_back(path_);
        for (const std::string& one : path_.empty() ? paths : std::vector<std::string>())
            places_.emplace_back(one);
    }

    Verdict check(const CheckContext& context) const override {
        if (!path_.empty() && count_.value_or(-1) < 0)
            return {false, error_lines({}, "'count' field must be set if 'path' is used")};
        if (!path_.empty() && several_)
            return {false, error_lines({}, "'paths' couldn't be used with 'path'")};
        return walk_manifests(
            context,
            [&](const Manifest& manifest, int index) {
                if (path_.empty()) return all_same(manifest, index, context);
                std::int64_t length = 0;
                return counted(places_[0], manifest, index, context, length);
            },
            [&] { return lines({}, "", "", kNoManifest, false); });
    }

  private:
    static Lines lines(FoundAt at, std::string_view path, std::string_view count, std::string_view actual,
                       bool negative) {
        return failure_lines(at, negative, " to match count", Shown::Path | Shown::Actual,
                             {path, count, actual});
    }

    Verdict counted(const Places& places, const Manifest& manifest, int index, const CheckContext& context,
                    std::int64_t& length) const {
        Unknown unknown;
        unknown.is_error = false;
        return walk_values(
            places, manifest, index, context,
            [&](const Value& value, FoundAt at) -> ValueVerdict {
                if (!value.is_list() && !count_)
                    return {false, error_lines(at, places.text() + " is not array"), false};
                length = value.is_list() ? std::int64_t(value.items().size()) : 0;
                if (!count_ || (length == *count_) != context.negative) return {true, {}};
                return {false, lines({index, -1}, places.text(), std::to_string(*count_),
                                     std::to_string(length), context.negative)};
            },
            unknown);
    }

    // Lists at several paths, as long as one another.
    Verdict all_same(const Manifest& manifest, int index, const CheckContext& context) const {
        std::map<std::string, std::int64_t> lengths;
        Lines faults;
        bool good = true;
        for (const Places& places : places_) {
            std::int64_t length = 0;
            Verdict verdict = counted(places, manifest, index, context, length);
            lengths[places.text()] = length;
            if (verdict.passed) continue;
            good = false;
            faults.insert(faults.end(), verdict.lines.begin(), verdict.lines.end());
        }
        if (!good) return {false, std::move(faults)};
        if (lengths.empty()) return {false, {}};
        const std::int64_t first = lengths.begin()->second;
        for (auto one = std::next(lengths.begin()); one != lengths.end(); ++one) {
            if ((one->second == first) != context.negative) continue;
            return {false,
                    lines({index, -1}, one->first, "-1", std::to_string(one->second), context.negative)};
        }
        return {true, {}};
    }

    std::string path_;
    bool several_;
    std::optional<std::int64_t> count_;
    std::vector<Places> places_;
};

}  // namespace

MadeCheck make_contains(const Value& given) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    Contains::Wanted wanted;
    wanted.content = parameters.any("Content");
    wanted.count = parameters.number("Count");
    wanted.any = parameters.truth("Any");
    YARE_TRY(parameters.finish());
    return made(Contains(std::move(places), wanted));
}

MadeCheck make_is_subset(const Value& given) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    YARE_TRY(parameters.finish());
    return made(IsSubset(std::move(places), parameters.any("Content")));
}

MadeCheck make_length_equal(const Value& given) {
    Parameters parameters(given);
    std::string path = parameters.text("Path");
    const std::vector<std::string> paths = parameters.texts("Paths");
    const std::optional<std::int64_t> count = parameters.number("Count");
    YARE_TRY(parameters.finish());
    return made(LengthEqual(std::move(path), paths, count));
}

}  // namespace yare::unittest
