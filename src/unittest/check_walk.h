// The walk that most assertions have in common: each selected document, and in it each value that a path
// finds.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "check.h"
#include "lines.h"
#include "path.h"

namespace yare::unittest {

// What is said of one value. `counts` is false where helm-unittest shows what it found and forgets about it.
struct ValueVerdict {
    bool passed = false;
    Lines lines;
    bool counts = true;
};

inline constexpr std::string_view kNoManifest = "no manifest found";

// Collects verdicts: the first stands, any later failure makes it one.
class Tally {
  public:
    explicit Tally(bool begin = false) : passed_(begin) {}
    void add(bool passed, Lines lines) {
        passed_ = first_ ? passed : passed_ && passed;
        first_ = false;
        append(std::move(lines));
    }
    void append(Lines lines) {
        for (std::string& line : lines) lines_.push_back(std::move(line));
    }
    bool passed() const { return passed_; }
    Verdict verdict() && { return {passed_, std::move(lines_)}; }

  private:
    bool passed_;
    bool first_ = true;
    Lines lines_;
};

// `one(manifest, index)` gives a Verdict for each document; `none()` the lines for when there is no document.
template <typename One, typename None>
Verdict walk_manifests(const CheckContext& context, One one, None none) {
    Tally tally(context.selected.empty() && context.negative);
    int index = 0;
    for (const Manifest& manifest : context.selected) {
        Verdict verdict = one(manifest, index++);
        tally.add(verdict.passed, std::move(verdict.lines));
        if (!tally.passed() && context.fail_fast) break;
    }
    if (context.selected.empty() && !context.negative) tally.append(none());
    return std::move(tally).verdict();
}

// What a path finds; compiled once.
class Places {
  public:
    explicit Places(std::string path) : text_(std::move(path)), path_(Path::compile(text_)) {}
    const std::string& text() const { return text_; }
    Result<std::vector<Value>> find(const Manifest& manifest, Document& document) const {
        if (text_.empty()) return std::vector<Value>{manifest.value};
        if (!path_) return path_.error();
        return path_->find(manifest.searched, document);
    }

  private:
    std::string text_;
    Result<Path> path_;
};

struct Unknown {
    std::string_view before = "unknown path ";
    std::string_view behind = "";
    bool is_error = true;  // that the path finds nothing
};

// `one(value, at)` gives a ValueVerdict for each value.
template <typename One>
Verdict walk_values(const Places& places, const Manifest& manifest, int index, const CheckContext& context,
                    One one, Unknown unknown = {}) {
    const Result<std::vector<Value>> found = places.find(manifest, context.document);
    if (!found) return {false, error_lines({index, -1}, found.error().text())};
    if (found->empty() && !context.negative && unknown.is_error) {
        return {false, error_lines({index, -1}, std::string(unknown.before) + places.text() +
                                                    std::string(unknown.behind))};
    }
    Tally tally(found->empty() && context.negative);
    int at = 0;
    for (const Value& value : *found) {
        ValueVerdict verdict = one(value, FoundAt{index, at++});
        if (!verdict.counts) {
            tally.append(std::move(verdict.lines));
            continue;
        }
        tally.add(verdict.passed, std::move(verdict.lines));
        if (!tally.passed() && context.fail_fast) break;
    }
    return std::move(tally).verdict();
}

// Both walks, for assertions that look at one value at a time.
template <typename One, typename None>
Verdict walk(const Places& places, const CheckContext& context, One one, None none, Unknown unknown = {}) {
    return walk_manifests(
        context,
        [&](const Manifest& manifest, int index) {
            return walk_values(places, manifest, index, context, one, unknown);
        },
        none);
}

}  // namespace yare::unittest
