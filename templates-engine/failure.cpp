#include "yare/templates/failure.h"

#include <optional>

#include "yare/data/go_text.h"

namespace yare::templates {

namespace {

constexpr std::string_view kMarkBegin = "HELM_ERR_START";
constexpr std::string_view kMarkEnd = "HELM_ERR_END";

// One block of Helm's form in several lines. Helm gets them by taking Go's text apart, and what that does to
// texts with odd names in them is done here as well.
struct Block {
    std::string location;
    std::string executing;
    std::string message;
    friend bool operator==(const Block&, const Block&) = default;
};

std::string head(const Frame& frame) {
    return "template: " + frame.location() + ": executing " + go_quote(frame.template_name) + " at <" +
           frame.context + ">: ";
}

// Helm: the next level's text is cut off where it begins, which leaves the colon before it.
std::string without_next(std::string message) {
    if (const std::size_t next = message.find(" template:"); next != std::string::npos) message.resize(next);
    return message;
}

// `rest` is all that follows the node: the reason, or the call that leads on and the levels behind it.
Block block(const Frame& frame, const std::string& rest) {
    const std::string name = go_quote(frame.template_name);
    const std::string tail = frame.context + ">: " + rest;
    if (name.find('"', 1) + 1 != name.size()) {
        // Helm: a quote inside the name ends it too early, and the level is then split at its last ": ".
        const std::string text = frame.location() + ": executing " + name + " at <" + tail;
        const std::size_t colon = text.rfind(": ");
        return {text.substr(0, colon), "", without_next(text.substr(colon + 2))};
    }
    // Helm: the node ends at the first ">: ", also when that stands inside it.
    const std::size_t end = tail.find(">: ");
    return {frame.location(),
            "executing " + name + " at <" + tail.substr(0, end) + ">:", without_next(tail.substr(end + 3))};
}

void append_block(std::string& out, const Block& block) {
    if (!block.location.empty()) out += block.location + "\n  ";
    if (!block.executing.empty()) out += block.executing + "\n    ";
    if (!block.message.empty()) out += block.message + "\n";
}

bool white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string trimmed(std::string text) {
    while (!text.empty() && white(text.back())) text.pop_back();
    std::size_t begin = 0;
    while (begin < text.size() && white(text[begin])) ++begin;
    return text.substr(begin);
}

// The last frame's text and what follows inside it.
std::string reason(const Failure& failure) {
    std::string out;
    if (!failure.function.empty()) out = "error calling " + failure.function + ": ";
    if (failure.kind == FailureKind::Required)
        return out.append(kMarkBegin).append(failure.message).append(kMarkEnd);
    return out + failure.message;
}

std::string parse_text(const Failure& failure) {
    return "template: " + failure.parse_name + ":" + std::to_string(failure.parse_line) + ": " +
           failure.message;
}

// True when Helm can take each level's text for one of text/template's.
bool all_plain(const Failure& failure) {
    if (failure.kind != FailureKind::Engine && failure.kind != FailureKind::NoTemplate) return false;
    for (const Frame& frame : failure.frames) {
        if (!frame.plain_call) return false;
    }
    return true;
}

// What stands behind the node of frame `at`. Of the levels below only as much as block() looks at.
std::string behind(const Failure& failure, std::size_t at) {
    if (at + 1 == failure.frames.size()) return reason(failure);
    const bool whole = failure.frames[at].template_name.find('"') != std::string::npos;
    std::string out = failure.frames[at].call;
    if (!whole) return out + "template: ";
    for (std::size_t i = at + 1; i < failure.frames.size(); ++i) {
        out += head(failure.frames[i]) +
               (i + 1 == failure.frames.size() ? reason(failure) : failure.frames[i].call);
    }
    return out;
}

std::string blocks(const Failure& failure) {
    std::string out;
    Block last;
    for (std::size_t i = 0; i < failure.frames.size(); ++i) {
        Block next = block(failure.frames[i], behind(failure, i));
        // Helm: a level that reads like the one before it is left out, as in a recursion.
        if (i > 0 && next == last) continue;
        append_block(out, next);
        last = std::move(next);
    }
    if (failure.kind == FailureKind::NoTemplate) append_block(out, {"", "", failure.message});
    return trimmed(std::move(out));
}

// Helm marks the author's words in a text and looks for the marks, wherever they come from.
std::optional<std::string> marked(const std::string& text) {
    const std::size_t begin = text.find(kMarkBegin);
    if (begin == std::string::npos) return std::nullopt;
    const std::size_t from = begin + kMarkBegin.size();
    const std::size_t end = text.rfind(kMarkEnd);
    if (end == std::string::npos || end < from) return std::nullopt;
    return text.substr(from, end - from);
}

}  // namespace

std::string Frame::location() const {
    return (source ? source->name : template_name) + ":" + std::to_string(line) + ":" +
           std::to_string(column);
}

std::string Failure::go_text() const {
    if (kind == FailureKind::Parse && frames.empty()) return parse_text(*this);
    std::string out;
    for (const Frame& frame : frames) out += head(frame) + frame.call;
    return out + (kind == FailureKind::Parse ? parse_text(*this) : reason(*this));
}

std::string Failure::helm_text() const {
    if (kind == FailureKind::Parse && frames.empty()) {
        // Helm: only what follows the last ": " is kept of the reason.
        const std::size_t colon = message.rfind(": ");
        return "parse error at (" + parse_name + ":" + std::to_string(parse_line) +
               "): " + (colon == std::string::npos ? message : message.substr(colon + 2));
    }
    if (frames.empty()) return go_text();
    const std::string text = go_text();
    if (const auto words = marked(text))
        return "execution error at (" + frames.front().location() + "): " + *words;
    return all_plain(*this) ? blocks(*this) : text;
}

Error Failure::error() const {
    Error out(code, helm_text(), pos);
    for (const std::string& line : notes) out = std::move(out).note(line);
    return out;
}

}  // namespace yare::templates
