#include "yare/templates/failure.h"

#include "yare/templates/quote.h"

namespace yare::templates {

namespace {

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

Block block(const Frame& frame, const std::string& rest) {
    // Helm: the node ends at the first ">: ", also when that stands inside it.
    const std::string tail = frame.context + ">: " + rest;
    const std::size_t end = tail.find(">: ");
    std::string message = tail.substr(end + 3);
    // Helm: the next level's text is cut off where it begins, which leaves the colon before it.
    if (const std::size_t next = message.find(" template:"); next != std::string::npos) message.resize(next);
    return {frame.location(),
            "executing " + go_quote(frame.template_name) + " at <" + tail.substr(0, end) + ">:",
            std::move(message)};
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
        return out + "HELM_ERR_START" + failure.message + "HELM_ERR_END";
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

std::string blocks(const Failure& failure) {
    std::string out;
    Block last;
    for (std::size_t i = 0; i < failure.frames.size(); ++i) {
        const Frame& frame = failure.frames[i];
        const bool innermost = i + 1 == failure.frames.size();
        // Helm: of the call that leads on, "error calling include:" is left.
        Block next = block(frame, innermost ? reason(failure) : frame.call.substr(0, frame.call.size() - 1));
        // Helm: a level that reads like the one before it is left out, as in a recursion.
        if (i > 0 && next == last) continue;
        append_block(out, next);
        last = std::move(next);
    }
    if (failure.kind == FailureKind::NoTemplate) append_block(out, {"", "", failure.message});
    return trimmed(std::move(out));
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
    if (kind == FailureKind::Required && !frames.empty()) {
        return "execution error at (" + frames.front().location() + "): " + message;
    }
    return all_plain(*this) ? blocks(*this) : go_text();
}

Error Failure::error() const {
    Error out(code, helm_text(), pos);
    for (const std::string& line : notes) out = std::move(out).note(line);
    return out;
}

}  // namespace yare::templates
