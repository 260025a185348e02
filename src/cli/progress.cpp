#include "progress.h"

#include <algorithm>

#include "table.h"
#include "yare/data/utf8.h"

namespace yare::cli {
namespace {

constexpr std::size_t kMostWaiting = 8;

std::string object_text(const kube::ObjectRef& ref) { return ref.kind + " " + ref.name; }

// One line of a terminal: nothing in it may move the cursor, and it must not wrap.
std::string terminal_line(std::string_view text, int width) {
    std::string out;
    for (const char c : text) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    const auto room = static_cast<std::size_t>(std::max(width - 1, 1));
    while (display_width(out) > room) {
        while (!out.empty() && utf8::is_continuation(out.back())) out.pop_back();
        if (!out.empty()) out.pop_back();
    }
    return out;
}

std::string outcome_text(release::ObjectWritten::Outcome outcome) {
    switch (outcome) {
        case release::ObjectWritten::Outcome::Created:
            return " created";
        case release::ObjectWritten::Outcome::Changed:
            return " changed";
        case release::ObjectWritten::Outcome::Unchanged:
            break;
    }
    return " unchanged";
}

}  // namespace

void Progress::clear() {
    if (drawn_ == 0) return;
    std::string out;
    for (std::size_t i = 0; i < drawn_; ++i) out += "\x1b[1A\x1b[2K";
    console_.print_error(out + "\r");
    drawn_ = 0;
}

void Progress::redraw() {
    if (width_ <= 0) return;
    std::string out;
    for (std::size_t i = 0; i < drawn_; ++i) out += "\x1b[1A\x1b[2K";
    std::vector<std::string> lines;
    if (!step_.empty()) lines.push_back(step_);
    if (!doing_.empty()) lines.push_back("  " + doing_);
    for (std::size_t i = 0; i < std::min(waiting_.size(), kMostWaiting); ++i)
        lines.push_back("  " + waiting_[i]);
    if (waiting_.size() > kMostWaiting)
        lines.push_back("  and " + std::to_string(waiting_.size() - kMostWaiting) + " more");
    for (const std::string& line : lines) out += terminal_line(line, width_) + "\n";
    drawn_ = lines.size();
    console_.print_error(out);
}

void Progress::say(std::string_view text) {
    clear();
    console_.print_error(text);
    redraw();
}

void Progress::show(const release::Event& event) {
    if (const auto* step = std::get_if<release::StepStarted>(&event)) {
        step_ = "[" + std::to_string(step->number) + "/" + std::to_string(step->count) + "] " + step->text;
        doing_.clear();
        waiting_.clear();
    } else if (std::get_if<release::StepDone>(&event)) {
        doing_.clear();
        waiting_.clear();
    } else if (const auto* written = std::get_if<release::ObjectWritten>(&event)) {
        doing_ = object_text(written->ref) + outcome_text(written->outcome);
    } else if (const auto* removed = std::get_if<release::ObjectRemoved>(&event)) {
        doing_ = object_text(removed->ref) + (removed->kept ? " kept" : " removed");
    } else if (const auto* started = std::get_if<release::HookStarted>(&event)) {
        doing_ = "hook " + started->event + ": " + object_text(started->ref);
    } else if (const auto* ended = std::get_if<release::HookDone>(&event)) {
        doing_ = "hook " + ended->event + ": " + object_text(ended->ref) + (ended->ok ? " done" : " failed");
    } else if (const auto* progress = std::get_if<release::WaitProgress>(&event)) {
        doing_ = std::to_string(progress->ready) + " of " + std::to_string(progress->total) + " ready";
        waiting_.clear();
        for (const release::WaitProgress::Waiting& one : progress->waiting) {
            waiting_.push_back(object_text(one.ref) + ": " + (one.message.empty() ? one.state : one.message));
        }
    } else if (const auto* log = std::get_if<release::HookLog>(&event)) {
        // Helm: the log of a hook goes to standard error as it is.
        return say(log->text);
    } else if (const auto* remark = std::get_if<release::Remark>(&event)) {
        return say(log_line({Severity::Info, remark->text, {}, {}}) + "\n");
    }
    redraw();
}

}  // namespace yare::cli
