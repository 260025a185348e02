#include "yare/render/explain.h"

#include <algorithm>
#include <optional>

#include "yare/data/edit_distance.h"

namespace yare::render {

using templates::CallKind;
using templates::CallSite;
using templates::PathId;
using templates::Trace;

namespace {

constexpr std::size_t kLongestChain = 12;

bool is_tpl_text(const Source& source) { return source.origin.valid(); }

std::string call_words(const CallSite& site) {
    switch (site.kind) {
        case CallKind::Include:
            return "included as \"" + site.name + "\" at ";
        case CallKind::Template:
            return "called as template \"" + site.name + "\" at ";
        case CallKind::Tpl:
            break;
    }
    return "evaluated by tpl at ";
}

// Keys that differ by a slip of the fingers.
// Nobody misspells a longer key; a stranger's may have any length.
constexpr std::size_t kLongestKey = 256;

// How far two keys are apart, if that is little enough for one to be meant by the other.
std::optional<std::size_t> closeness(std::string_view left, std::string_view right) {
    const std::size_t longer = std::max(left.size(), right.size());
    if (longer > kLongestKey) return std::nullopt;
    const std::size_t most = longer <= 4 ? 1 : longer <= 8 ? 2 : 3;
    const std::size_t distance = edit_distance(left, right, most);
    return distance <= most ? std::optional(distance) : std::nullopt;
}

Pos place_of(const Trace& trace, PathId path) {
    while (!trace.origin(path).valid() && trace.key(path).starts_with('[')) path = trace.parent(path);
    return trace.origin(path);
}

}  // namespace

std::string place_text(const SourceMap& sources, Pos pos) {
    const Location at = sources.locate(pos);
    if (!at.source) return {};
    std::string out = at.source->name + ":" + std::to_string(at.line) + ":" + std::to_string(at.column);
    if (is_tpl_text(*at.source)) out = "line " + std::to_string(at.line) + " of the text given to tpl";
    return out;
}

std::vector<std::string> chain_lines(const Trace& trace, const SourceMap& sources, std::uint32_t call) {
    std::vector<std::string> out;
    for (; call != 0 && out.size() < kLongestChain; call = trace.call_site(call).outer) {
        const CallSite& site = trace.call_site(call);
        std::string line = call_words(site) + place_text(sources, site.place);
        if (site.kind == CallKind::Tpl) {
            for (const PathId path : trace.reads(site.reads)) {
                const std::string place = value_place(trace, sources, path);
                if (!place.empty()) line += ", of .Values." + trace.path_text(path) + " (" + place + ")";
            }
        }
        out.push_back(std::move(line));
    }
    if (call != 0) out.push_back("...");
    return out;
}

std::string value_place(const Trace& trace, const SourceMap& sources, PathId path) {
    return charts::origin_text(sources, place_of(trace, path));
}

ValueHistory value_history(const Trace& trace, const SourceMap& sources, const charts::ValueOrigins& origins,
                           PathId path) {
    charts::ValuePath keys;
    for (PathId at = path; at > trace.root(); at = trace.parent(at)) keys.emplace_back(trace.key(at));
    std::reverse(keys.begin(), keys.end());
    ValueHistory out;
    std::vector<charts::ValueSetter> lost;
    if (trace.is_set(path)) {
        const Pos place = place_of(trace, path);
        out.origin = origins.words(sources, keys, place);
        lost = origins.beaten(keys, place);
    } else {
        // Only a null can have taken it away.
        lost = origins.setters(keys);
        if (lost.empty() || !lost.front().value.is_nil()) return out;
        out.origin = charts::origin_text(sources, lost.front().place);
        std::erase_if(lost, [](const charts::ValueSetter& one) { return one.value.is_nil(); });
    }
    for (const charts::ValueSetter& one : lost) out.beaten.push_back(origins.words(sources, keys, one.place));
    return out;
}

PathId nearest_path(const Trace& trace, PathId path) {
    PathId best = 0;
    std::size_t best_distance = 0;
    const auto offer = [&](PathId other, std::size_t distance) {
        if (best == 0 || distance < best_distance) best = other, best_distance = distance;
    };
    const std::string_view key = trace.key(path);
    for (PathId other = trace.root() + 1; other < trace.path_count(); ++other) {
        if (!trace.is_set(other) || other == path) continue;
        const std::string_view name = trace.key(other);
        if (trace.parent(other) == trace.parent(path)) {
            if (const auto distance = closeness(name, key)) offer(other, *distance);
        }
        // In the wrong table: a level too high or too low.
        const PathId around = trace.parent(path);
        const bool near =
            trace.parent(other) == trace.parent(around) || trace.parent(trace.parent(other)) == around;
        if (name == key && near && !name.starts_with('[')) offer(other, 4);
        // Its table has a similar name.
        const PathId beside = trace.parent(other);
        const bool cousin =
            trace.parent(beside) == trace.parent(around) && beside != around && beside > trace.root();
        if (name == key && cousin && closeness(trace.key(beside), trace.key(around))) offer(other, 1);
    }
    return best;
}

PathId path_that_swallowed(const Trace& trace, std::string_view key) {
    if (key.size() > kLongestKey) return 0;
    const std::string wanted = std::string(key) + ":";
    for (PathId path = trace.root() + 1; path < trace.path_count(); ++path) {
        const Value& value = trace.value(path);
        if (!value.is_string()) continue;
        const std::string_view text = value.as_string();
        for (std::size_t at = text.find(wanted); at != std::string_view::npos;
             at = text.find(wanted, at + 1)) {
            if (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\n')) return path;
        }
    }
    return 0;
}

std::vector<PathId> suspicious_paths(const Trace& trace, const std::vector<PathId>& known) {
    constexpr std::size_t kMost = 2;
    constexpr std::size_t kShortest = 5;  // of short keys many are similar
    std::vector<PathId> out;
    for (PathId path = trace.root() + 1; path < trace.path_count() && out.size() < kMost; ++path) {
        if (trace.is_set(path) || !trace.first_read(path).valid() || trace.key(path).size() < kShortest)
            continue;
        const auto leads_to = [&](PathId other) {
            while (other > path) other = trace.parent(other);
            return other == path;
        };
        if (std::any_of(known.begin(), known.end(), leads_to)) continue;
        const PathId near = nearest_path(trace, path);
        if (near == 0 || trace.parent(near) != trace.parent(path)) continue;
        // A key that templates read too is one that was meant, unless the other is its only reader.
        if (edit_distance(trace.key(near), trace.key(path), 2) <= 2) out.push_back(path);
    }
    return out;
}

std::string_view kind_word(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "null";
        case Kind::Bool:
            return "a truth value";
        case Kind::String:
        case Kind::Bytes:
            return "a text";
        case Kind::List:
            return "a list";
        case Kind::Map:
            return "a map";
        case Kind::Host:
            return "an object";
        default:
            return "a number";
    }
}

}  // namespace yare::render
