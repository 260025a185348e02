// Ratcliff and Obershelp's way of comparing: the longest run of lines that both texts have, then the same on
// both sides of it. Which of several equally long runs is taken decides what is shown, so it is the first.
#include "difference.h"

#include <algorithm>
#include <cstddef>
#include <unordered_map>
#include <utility>
#include <vector>

namespace yare::unittest {

namespace {

using Lines = std::vector<std::string_view>;

struct Run {
    std::size_t left = 0;
    std::size_t right = 0;
    std::size_t size = 0;
};

// A stretch that is the same in both, or was changed.
struct Stretch {
    bool same;
    std::size_t left;
    std::size_t left_end;
    std::size_t right;
    std::size_t right_end;
};

// Each with its line feed; what stands behind the last one counts as a line as well.
Lines lines_of(std::string_view text) {
    Lines out;
    while (true) {
        const std::size_t feed = text.find('\n');
        if (feed == std::string_view::npos) break;
        out.push_back(text.substr(0, feed));
        text.remove_prefix(feed + 1);
    }
    out.push_back(text);
    return out;
}

class Comparison {
  public:
    Comparison(const Lines& left, const Lines& right) : left_(left), right_(right) {
        for (std::size_t i = 0; i < right.size(); ++i) places_[right[i]].push_back(i);
        // Lines that fill a long text say nothing about where it belongs.
        constexpr std::size_t kLong = 200;
        if (right.size() < kLong) return;
        const std::size_t most = right.size() / 100 + 1;
        std::erase_if(places_, [&](const auto& one) { return one.second.size() > most; });
    }

    std::vector<Stretch> stretches() {
        collect(0, left_.size(), 0, right_.size());
        std::vector<Stretch> out;
        std::size_t left = 0;
        std::size_t right = 0;
        runs_.push_back({left_.size(), right_.size(), 0});
        for (const Run& run : runs_) {
            if (left < run.left || right < run.right)
                out.push_back({false, left, run.left, right, run.right});
            left = run.left + run.size;
            right = run.right + run.size;
            if (run.size == 0) continue;
            if (!out.empty() && out.back().same && out.back().left_end == run.left &&
                out.back().right_end == run.right) {
                out.back().left_end = left;
                out.back().right_end = right;
            } else {
                out.push_back({true, run.left, left, run.right, right});
            }
        }
        return out;
    }

  private:
    Run longest(std::size_t left, std::size_t left_end, std::size_t right, std::size_t right_end) {
        Run best{left, right, 0};
        std::unordered_map<std::size_t, std::size_t> before;  // how long a run ends at a line of the right
        for (std::size_t i = left; i < left_end; ++i) {
            std::unordered_map<std::size_t, std::size_t> now;
            const auto found = places_.find(left_[i]);
            if (found != places_.end()) {
                for (const std::size_t j : found->second) {
                    if (j < right) continue;
                    if (j >= right_end) break;
                    const auto longer = j > 0 ? before.find(j - 1) : before.end();
                    const std::size_t size = (longer == before.end() ? 0 : longer->second) + 1;
                    now[j] = size;
                    if (size > best.size) best = {i + 1 - size, j + 1 - size, size};
                }
            }
            before.swap(now);
        }
        while (best.left > left && best.right > right && left_[best.left - 1] == right_[best.right - 1]) {
            best = {best.left - 1, best.right - 1, best.size + 1};
        }
        while (best.left + best.size < left_end && best.right + best.size < right_end &&
               left_[best.left + best.size] == right_[best.right + best.size]) {
            ++best.size;
        }
        return best;
    }

    void collect(std::size_t left, std::size_t left_end, std::size_t right, std::size_t right_end) {
        const Run run = longest(left, left_end, right, right_end);
        if (run.size == 0) return;
        if (left < run.left && right < run.right) collect(left, run.left, right, run.right);
        runs_.push_back(run);
        const std::size_t left_next = run.left + run.size;
        const std::size_t right_next = run.right + run.size;
        if (left_next < left_end && right_next < right_end)
            collect(left_next, left_end, right_next, right_end);
    }

    const Lines& left_;
    const Lines& right_;
    std::unordered_map<std::string_view, std::vector<std::size_t>> places_;
    std::vector<Run> runs_;
};

constexpr std::size_t kAround = 1;

// Stretches that are shown together, those that are the same cut down to what stands around a change.
std::vector<std::vector<Stretch>> groups_of(std::vector<Stretch> stretches) {
    const auto keep_end = [](Stretch& one) {
        one.left = std::max(one.left, one.left_end - std::min(one.left_end, kAround));
        one.right = std::max(one.right, one.right_end - std::min(one.right_end, kAround));
    };
    const auto keep_begin = [](Stretch& one) {
        one.left_end = std::min(one.left_end, one.left + kAround);
        one.right_end = std::min(one.right_end, one.right + kAround);
    };
    if (!stretches.empty() && stretches.front().same) keep_end(stretches.front());
    if (!stretches.empty() && stretches.back().same) keep_begin(stretches.back());
    std::vector<std::vector<Stretch>> out;
    std::vector<Stretch> group;
    for (const Stretch& one : stretches) {
        Stretch next = one;
        if (one.same && one.left_end - one.left > 2 * kAround) {
            Stretch closing = one;
            keep_begin(closing);
            group.push_back(closing);
            out.push_back(std::exchange(group, {}));
            keep_end(next);
        }
        group.push_back(next);
    }
    if (!group.empty() && !(group.size() == 1 && group[0].same)) out.push_back(std::move(group));
    return out;
}

std::string range_text(std::size_t begin, std::size_t end) {
    const std::size_t length = end - begin;
    if (length == 1) return std::to_string(begin + 1);
    return std::to_string(length == 0 ? begin : begin + 1) + "," + std::to_string(length);
}

}  // namespace

std::string difference(std::string_view expected, std::string_view actual) {
    const Lines left = lines_of(expected);
    const Lines right = lines_of(actual);
    std::string out;
    for (const std::vector<Stretch>& group : groups_of(Comparison(left, right).stretches())) {
        if (out.empty()) out = "--- Expected\n+++ Actual\n";
        out += "@@ -" + range_text(group.front().left, group.back().left_end) + " +" +
               range_text(group.front().right, group.back().right_end) + " @@\n";
        for (const Stretch& one : group) {
            for (std::size_t i = one.left; i < one.left_end; ++i)
                out.append(one.same ? " " : "-").append(left[i]).append("\n");
            for (std::size_t i = one.right; !one.same && i < one.right_end; ++i)
                out.append("+").append(right[i]).append("\n");
        }
    }
    return out;
}

}  // namespace yare::unittest
