// Assertions against what was rendered last time: matchSnapshot and matchSnapshotRaw.
#include "check_walk.h"
#include "checks.h"
#include "difference.h"
#include "parameters.h"

namespace yare::unittest {

namespace {

std::string what_differs(const SnapshotComparison& compared, bool negative) {
    return negative ? compared.before : difference(compared.before, compared.now);
}

std::string expectation(const SnapshotComparison& compared) {
    return " to match snapshot " + std::to_string(compared.index);
}

// helm-unittest: with no document at all, a snapshot is met.
template <typename One>
Verdict walk_snapshots(const CheckContext& context, One one) {
    if (context.selected.empty()) return {!context.negative, {}};
    return walk_manifests(context, one, [] { return Lines(); });
}

class MatchSnapshot final : public Check {
  public:
    MatchSnapshot(Places places, SnapshotPatterns patterns)
        : places_(std::move(places)), patterns_(std::move(patterns)) {}

    Verdict check(const CheckContext& context) const override {
        return walk_snapshots(context, [&](const Manifest& manifest, int index) {
            return walk_values(
                places_, manifest, index, context, [&](const Value& value, FoundAt at) -> ValueVerdict {
                    const SnapshotComparison compared = context.snapshots->compare(value, patterns_);
                    if (compared.error) return {false, error_lines(at, "%!v(<nil>)")};
                    if (compared.passed != context.negative) return {true, {}};
                    return {false, lines(compared, at, context.negative)};
                });
        });
    }

  private:
    Lines lines(const SnapshotComparison& compared, FoundAt at, bool negative) const {
        if (!compared.reason.empty())
            return failure_lines(at, negative, compared.reason, Shown::Expected, {compared.before});
        return failure_lines(at, negative, expectation(compared), Shown::Path,
                             {places_.text(), what_differs(compared, negative)});
    }

    Places places_;
    SnapshotPatterns patterns_;
};

class MatchSnapshotRaw final : public Check {
  public:
    Verdict check(const CheckContext& context) const override {
        return walk_snapshots(context, [&](const Manifest& manifest, int) -> Verdict {
            const std::string text = raw_text(manifest);
            const SnapshotComparison compared = context.snapshots->compare(Value::of_view(text));
            if (compared.passed != context.negative) return {true, {}};
            return {false, failure_lines({}, context.negative, expectation(compared), Shown::Expected,
                                         {what_differs(compared, context.negative)})};
        });
    }
};

}  // namespace

MadeCheck make_match_snapshot(const Value& given) {
    Parameters parameters(given);
    Places places(parameters.text("Path"));
    SnapshotPatterns patterns{parameters.pattern("MatchRegex"), parameters.pattern("NotMatchRegex")};
    YARE_TRY(parameters.finish());
    return made(MatchSnapshot(std::move(places), std::move(patterns)));
}

MadeCheck make_match_snapshot_raw(const Value& given) {
    Parameters parameters(given);
    YARE_TRY(parameters.finish());
    return made(MatchSnapshotRaw());
}

}  // namespace yare::unittest
