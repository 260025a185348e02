#include "console.h"

#include "flag_values.h"
#include "yare/data/go_text.h"

namespace yare::cli {

void Console::print(std::string_view text) {
    pending_ += text;
    // A pipe takes a whole chart in one go; a long text should still appear before its end is made.
    if (pending_.size() >= std::size_t{8} << 20) flush();
}

void Console::print_all(std::span<const std::string_view> texts) {
    flush();
    out_->write_all(texts);
}

void Console::print_error(std::string_view text) {
    flush();
    error_->write(text);
}

void Console::flush() {
    if (pending_.empty()) return;
    out_->write(pending_);
    pending_.clear();
}

void Console::log(const Diagnostic& diagnostic) {
    if (diagnostic.severity == Severity::Debug && !debug_) return;
    print_error(log_line(diagnostic) + "\n");
}

void Console::log_all(Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.drain()) log(diagnostic);
}

namespace {

// Go's log/slog: quotes what is empty, holds a blank, "=", a quote or what does not print. A backslash alone
// is no reason.
bool needs_quotes(std::string_view text) {
    if (text.empty()) return true;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= ' ' || byte == '=' || byte == '"') return true;
    }
    return false;
}

void append_attribute(std::string& out, std::string_view key, std::string_view value) {
    if (!out.empty()) out += ' ';
    out += needs_quotes(key) ? go_quote(key) : std::string(key);
    out += '=';
    out += needs_quotes(value) ? go_quote(value) : std::string(value);
}

std::string_view level_name(Severity severity) {
    switch (severity) {
        case Severity::Debug:
            return "DEBUG";
        case Severity::Info:
            return "INFO";
        case Severity::Warning:
            return "WARN";
        case Severity::Error:
            break;
    }
    return "ERROR";
}

// The line a failure points at, with a mark below the place.
std::string excerpt(const Location& place) {
    const std::string number = std::to_string(place.line);
    std::string out = "  " + place.source->name + ":" + number + "\n";
    // Control characters of a stranger's file do not reach the terminal; a tab keeps its width in both lines.
    std::string line;
    std::string mark;
    for (std::size_t i = 0; i < place.line_text.size(); ++i) {
        const char c = place.line_text[i];
        const auto byte = static_cast<unsigned char>(c);
        line += byte < 0x20 && c != '\t' ? '?' : c;
        if (i < place.column && (byte & 0xC0) != 0x80) mark += c == '\t' ? '\t' : ' ';
    }
    constexpr std::size_t kWidest = 160;
    if (line.size() > kWidest) {
        const std::size_t cut = place.column > kWidest / 2 ? place.column - kWidest / 2 : 0;
        line = line.substr(cut, kWidest);
        mark = mark.substr(std::min(cut, mark.size()));
    }
    out += "    " + number + " | " + line + "\n";
    out += "    " + std::string(number.size(), ' ') + " | " + mark + "^\n";
    return out;
}

}  // namespace

std::string log_line(const Diagnostic& diagnostic) {
    std::string out;
    append_attribute(out, "level", level_name(diagnostic.severity));
    append_attribute(out, "msg", diagnostic.message);
    for (const auto& [key, value] : diagnostic.attributes) {
        if (diagnostic.quoted)
            out += " " + key + "=" + go_quote(value);
        else
            append_attribute(out, key, value);
    }
    return out;
}

std::string error_message(const Error& error, const SourceMap* sources) {
    std::string out = "Error: " + error.text() + "\n";
    const Location place = sources ? sources->locate(error.pos()) : Location();
    if (place.source || !error.notes().empty()) out += "\n";
    if (place.source) out += excerpt(place);
    for (const std::string& note : error.notes()) out += "  " + note + "\n";
    return out;
}

}  // namespace yare::cli
