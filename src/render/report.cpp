#include "report.h"

#include <algorithm>

#include "yare/render/explain.h"

namespace yare::render {

using templates::PathId;
using templates::Piece;
using templates::Trace;
using templates::TracedFile;

namespace {

constexpr std::size_t kMostValues = 4;

std::string beaten_words(const ValueHistory& history) {
    std::string out;
    for (const std::string& place : history.beaten) out += (out.empty() ? " (beaten: " : ", ") + place;
    return out.empty() ? out : out + ")";
}

}  // namespace

Report::Report(const Error& error, const Trace& trace, const SourceMap& sources,
               const charts::ValueOrigins& origins)
    : trace_(trace),
      sources_(sources),
      origins_(origins),
      code_(error.code()),
      text_(error.text()),
      pos_(error.pos()) {
    for (const std::string& note : error.notes()) notes_.push_back(note);
}

void Report::say(std::string line) {
    if (std::find(notes_.begin(), notes_.end(), line) == notes_.end()) notes_.push_back(std::move(line));
}

void Report::chain(std::uint32_t call) {
    for (std::string& line : chain_lines(trace_, sources_, call)) say(std::move(line));
}

void Report::values_of_text(std::span<const PathId> paths) {
    std::vector<PathId> sorted(paths.begin(), paths.end());
    std::stable_partition(sorted.begin(), sorted.end(), [&](PathId path) { return !trace_.is_set(path); });
    values(sorted);
}

void Report::values(std::span<const PathId> paths) {
    std::size_t said = 0;
    for (const PathId path : paths) {
        if (said++ == kMostValues) break;
        value(path);
    }
}

void Report::value(PathId path) {
    if (!trace_.is_set(path)) return say(missing_value(path));
    const ValueHistory history = value_history(trace_, sources_, origins_, path);
    say("value: .Values." + trace_.path_text(path) + " is " + std::string(kind_word(trace_.value(path))) +
        (history.origin.empty() ? "" : ", set by " + history.origin) + beaten_words(history) +
        first_entry(path));
}

std::string Report::missing_value(PathId path) const {
    // The first step that is missing says more than those below it.
    const PathId wanted = path;
    while (trace_.parent(path) > trace_.root() && trace_.value(trace_.parent(path)).is_nil())
        path = trace_.parent(path);
    std::string line =
        "value: .Values." + trace_.path_text(path) + (trace_.is_set(path) ? " is null" : " is not set");
    const ValueHistory history = value_history(trace_, sources_, origins_, path);
    if (!trace_.is_set(path) && !history.origin.empty())
        line += " (null: " + history.origin + ")" + beaten_words(history);
    if (path != wanted) line += " (read as .Values." + trace_.path_text(wanted) + ")";
    if (const PathId near = nearest_path(trace_, path)) {
        const std::string place = value_place(trace_, sources_, near);
        line += "; did you mean " + trace_.path_text(near) + (place.empty() ? "" : " (" + place + ")") + "?";
    } else if (const PathId text = path_that_swallowed(trace_, trace_.key(path))) {
        line += "; the text of " + trace_.path_text(text) + " (" + value_place(trace_, sources_, text) +
                ") has such a key in it: is its quote closed?";
    } else if (const std::string around = value_place(trace_, sources_, trace_.parent(path));
               !around.empty()) {
        line += " (" + trace_.path_text(trace_.parent(path)) + ": " + around + ")";
    }
    return line;
}

void Report::suspicions(const std::vector<PathId>& known) {
    for (const PathId path : suspicious_paths(trace_, known)) {
        say("also: " + place_text(sources_, trace_.first_read(path)) + " reads .Values." +
            trace_.path_text(path) + ", which is not set; did you mean " +
            trace_.path_text(nearest_path(trace_, path)) + "?");
    }
}

Error Report::error() && {
    Error out(code_, std::move(text_), pos_);
    for (std::string& note : notes_) out = std::move(out).note(std::move(note));
    return out;
}

// Where a map begins: what is written too deep ends up in the map of the line above.
std::string Report::first_entry(PathId path) const {
    const Map* map = trace_.value(path).map_or_null();
    if (!map || map->empty()) return {};
    Pos first;
    for (const Entry& entry : *map) {
        const Pos pos{entry.origin.id};
        if (pos.valid() && (!first.valid() || pos.offset < first.offset)) first = pos;
    }
    const Location at = sources_.locate(first);
    const Location own = sources_.locate(trace_.origin(path));
    if (!at.source || at.source != own.source) return {};
    return ", its first key at " + at.source->name + ":" + std::to_string(at.line);
}

std::size_t line_begin(std::string_view text, std::size_t at) {
    if (at == 0) return 0;
    const std::size_t feed = text.rfind('\n', at - 1);
    return feed == std::string_view::npos ? 0 : feed + 1;
}

std::vector<const Piece*> pieces_of_line(const TracedFile& file, std::string_view text, std::size_t at) {
    std::vector<const Piece*> out;
    const std::size_t begin = line_begin(text, at);
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    for (std::size_t i = begin; i < end; ++i) {
        if (text[i] == ' ' || text[i] == '\t' || text[i] == '\r') continue;
        const Piece* piece = file.piece_at(i);
        if (!piece) continue;
        if (std::find(out.begin(), out.end(), piece) == out.end()) out.push_back(piece);
        i = piece->end - 1;
    }
    return out;
}

Pos place_of_line(const TracedFile& file, std::string_view text, std::size_t at) {
    std::size_t first = line_begin(text, at);
    while (first < text.size() && (text[first] == ' ' || text[first] == '\t')) ++first;
    const Piece* piece = file.piece_at(first);
    return piece ? piece->place_of(first) : Pos();
}

std::string_view line_at(std::string_view text, std::size_t at) {
    const std::size_t begin = line_begin(text, at);
    return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

}  // namespace yare::render
