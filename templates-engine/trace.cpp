#include "yare/templates/trace.h"

#include <algorithm>

#include "yare/base/ascii.h"
#include "yare/data/limits.h"

namespace yare::templates {

namespace {

constexpr std::size_t kMatchingBytes = std::size_t{1} << 28;
constexpr std::size_t kMostReads = 64;  // of one statement; what is read first counts less

bool white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

const void* identity(const Value& value) {
    switch (value.kind()) {
        case Kind::Map:
            return &value.as_map();
        case Kind::List:
            return &value.as_list();
        case Kind::String:
            return value.as_string().empty() ? nullptr : value.as_string().data();
        default:
            return nullptr;
    }
}

// Adds a path, or moves it to the end.
void add_last(std::vector<PathId>& paths, PathId path) {
    std::erase(paths, path);
    if (paths.size() >= kMostReads) paths.erase(paths.begin());
    paths.push_back(path);
}

// The pieces inside [from, from + size), relative to `from`.
std::vector<Piece> cut(const std::vector<Piece>& pieces, std::size_t from, std::size_t size) {
    std::vector<Piece> out;
    auto at =
        std::partition_point(pieces.begin(), pieces.end(), [&](const Piece& p) { return p.end <= from; });
    for (; at != pieces.end() && at->begin < from + size; ++at) {
        Piece piece = *at;
        if (piece.begin < from) piece.drop_front(from - piece.begin);
        piece.begin -= from;
        piece.end = std::min(piece.end, from + size) - from;
        out.push_back(piece);
    }
    return out;
}

}  // namespace

const Piece* TracedFile::piece_at(std::size_t byte) const {
    const auto found = std::partition_point(pieces.begin(), pieces.end(),
                                            [&](const Piece& piece) { return piece.end <= byte; });
    return found != pieces.end() && found->begin <= byte ? &*found : nullptr;
}

Trace::Trace() : calls_(1), paths_(2), read_sets_(1), matching_left_(kMatchingBytes) { paths_[1].set = true; }

const TracedFile* Trace::file(std::string_view name) const {
    for (const TracedFile& file : files_) {
        if (file.name == name) return &file;
    }
    return nullptr;
}

// Paths.

PathId Trace::find_path(PathId parent, std::string_view key) const {
    const auto found = children_.find({parent, key});
    return found == children_.end() ? 0 : found->second;
}

PathId Trace::child(PathId parent, std::string_view key) {
    if (const PathId known = find_path(parent, key)) return known;
    const std::string_view kept = texts_.emplace_back(key);
    paths_.push_back({parent, kept, false, {}, {}, {}, 0});
    children_.emplace(std::pair(parent, kept), PathId(paths_.size() - 1));
    return PathId(paths_.size() - 1);
}

void Trace::name_values(const Map& values) { name_value(root(), Value(const_cast<Map*>(&values)), 0); }

void Trace::name_value(PathId path, const Value& value, std::size_t depth) {
    paths_[path].value = value;
    if (const void* known = identity(value)) {
        // A table that several charts share keeps the name it was met by first.
        if (!identities_.emplace(known, path).second && !value.is_string()) return;
    }
    if (depth > limits::kNestingDepth) return;
    const auto name = [&](std::string_view key, const Value& item, Origin origin) {
        const PathId id = child(path, key);
        paths_[id].set = true;
        paths_[id].origin = Pos{origin.id};
        if (origin.id != 0) origins_.emplace(origin.id, id);
        name_value(id, item, depth + 1);
    };
    if (const Map* map = value.map_or_null()) {
        for (const Entry& entry : *map) name(map->key_text(entry), entry.value, entry.origin);
    } else if (value.is_list()) {
        const List& list = value.as_list();
        for (std::uint32_t i = 0; i < list.size; ++i) {
            name("[" + std::to_string(i) + "]", list.items[i], list.origins ? list.origins[i] : Origin());
        }
    }
}

std::string Trace::path_text(PathId path) const {
    if (path <= root()) return {};
    const PathNode& node = paths_[path];
    std::string out = path_text(node.parent);
    if (node.key.starts_with('[')) return out.append(node.key);
    const bool plain = !node.key.empty() && std::all_of(node.key.begin(), node.key.end(),
                                                        [](char c) { return ascii::is_word(c) || c == '-'; });
    if (!plain) return out.append("[\"").append(node.key).append("\"]");
    if (!out.empty()) out += '.';
    return out.append(node.key);
}

PathId Trace::path_of(const Value& value) const {
    const auto found = identities_.find(identity(value));
    return found == identities_.end() ? 0 : found->second;
}

// Reads.

const std::vector<PathId>& Trace::reads_so_far() const {
    static const std::vector<PathId> none;
    return reading_.empty() ? none : reading_.back();
}

void Trace::read(PathId path) {
    if (path <= root() || reading_.empty()) return;
    if (!paths_[path].first_read.valid()) paths_[path].first_read = place_;
    // Of .Values.a.b only the last step counts.
    std::erase(reading_.back(), paths_[path].parent);
    add_last(reading_.back(), path);
    paths_[path].last_read = ++read_count_;
}

void Trace::read_all(const std::vector<PathId>& paths) {
    if (reading_.empty()) return;
    for (const PathId path : std::vector<PathId>(paths)) {
        add_last(reading_.back(), path);
        paths_[path].last_read = ++read_count_;
    }
}

void Trace::end_reading() {
    const std::vector<PathId> done = std::move(reading_.back());
    reading_.pop_back();
    if (reading_.empty()) return;
    // A text that an include made was made of what was read inside it.
    for (const PathId path : done) add_last(reading_.back(), path);
}

std::vector<PathId> Trace::failed_reads() const {
    std::vector<PathId> out = read_sets_[conditions()];
    for (const std::vector<PathId>& level : reading_) out.insert(out.end(), level.begin(), level.end());
    std::sort(out.begin(), out.end(),
              [this](PathId a, PathId b) { return paths_[a].last_read > paths_[b].last_read; });
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

void Trace::begin_condition() {
    std::vector<PathId> all = read_sets_[conditions()];
    for (const PathId path : reading_.back()) add_last(all, path);
    reading_.pop_back();
    conditions_.push_back(intern_reads(all));
}

void Trace::read_field(const Value& receiver, std::string_view name) {
    // Of what is not there: the path goes on all the same.
    if (receiver.is_nil() && !reads_so_far().empty() && paths_[reads_so_far().back()].value.is_nil()) {
        return read(child(reads_so_far().back(), name));
    }
    const Entry* entry = receiver.is_map() ? receiver.as_map().find_entry(name) : nullptr;
    const PathId around = path_of(receiver);
    // Charts replace their values by merged copies: there the entry alone knows where it came from.
    if (const PathId own = entry ? by_origin(entry->origin) : 0;
        own != 0 && (!around || paths_[own].parent != around)) {
        recognise(entry->value, own);
        read(own);
    } else if (around) {
        const PathId path = receiver.is_map() ? child(around, name) : around;
        if (entry) recognise(entry->value, path);
        read(path);
    } else if (entry && name == "Values" && entry->value.is_map() &&
               made_from_.contains(identity(entry->value))) {
        recognise(entry->value, root());
    } else if (const auto made = made_from_.find(identity(receiver)); made != made_from_.end()) {
        read_all(made->second);
    } else if (!receiver.is_map() && !receiver.is_nil()) {
        read_all(dot_);
    }
}

void Trace::used_dot(const Value& dot) {
    if (dot.is_map() || dot.is_list()) return read_value(dot);
    read_all(dot_);
    read_value(dot);
}

void Trace::read_value(const Value& value) {
    if (const PathId path = path_of(value)) {
        read(path);
    } else if (const auto made = made_from_.find(identity(value)); made != made_from_.end()) {
        read_all(made->second);
    }
}

PathId Trace::by_origin(Origin origin) const {
    const auto found = origins_.find(origin.id);
    return origin.id == 0 || found == origins_.end() ? 0 : found->second;
}

void Trace::recognise(const Value& value, PathId path) {
    if (path == 0 || identity(value) == nullptr) return;
    identities_.emplace(identity(value), path);
}

void Trace::assigned(std::size_t slot) {
    if (slots_.size() <= slot) slots_.resize(slot + 1);
    slots_[slot] = reads_so_far();
}

void Trace::assigned_dot(std::size_t slot, const Value& value) {
    if (slots_.size() <= slot) slots_.resize(slot + 1);
    slots_[slot] = dot_;
    if (const PathId path = path_of(value)) slots_[slot].push_back(path);
}

void Trace::used(std::size_t slot) {
    if (slot < slots_.size()) read_all(slots_[slot]);
}

void Trace::forget_slots(std::size_t from) {
    if (slots_.size() > from) slots_.resize(from);
}

std::uint32_t Trace::intern_reads(const std::vector<PathId>& paths) {
    if (paths.empty()) return 0;
    const auto [at, added] = read_set_ids_.emplace(paths, std::uint32_t(read_sets_.size()));
    if (added) read_sets_.push_back(paths);
    return at->second;
}

void Trace::take_call_reads(std::string_view name, std::span<const Value> args, const Value& result) {
    for (const Value& arg : args) read_value(arg);
    const bool by_key =
        name == "index" || name == "get" || name == "hasKey" || name == "pluck" || name == "dig";
    if (by_key) {
        // index MAP KEY..., get MAP KEY, dig KEY... DEFAULT MAP, pluck KEY MAP
        PathId path = 0;
        for (const Value& arg : args) {
            if (arg.is_map() && path_of(arg)) path = path_of(arg);
        }
        for (std::size_t i = 0; path != 0 && i < args.size(); ++i) {
            if (name == "dig" && i + 2 >= args.size()) break;
            if (!args[i].is_string()) continue;
            path = child(path, args[i].as_string());
            read(path);
            if (!paths_[path].set) break;
        }
    }
    if (!path_of(result) && (result.is_map() || result.is_list())) {
        made_from_[identity(result)] = reads_so_far();
    }
}

// Places.

void Trace::begin_file(std::string_view name) {
    files_.push_back({std::string(name), {}});
    pieces_.clear();
    reading_.clear();
    conditions_.clear();
    slots_.clear();
    dot_.clear();
    outer_dots_.clear();
    call_ = 0;
}

void Trace::wrote(std::size_t begin, std::size_t end, Pos place) {
    visited_.insert(place.offset);
    if (begin < end) pieces_.push_back({begin, end, place, call_, 0, true, conditions()});
}

// Adds `inner`, moved by `offset`, as what wrote [begin, end); bytes it knows nothing of were written by
// `place`.
void Trace::append(std::size_t offset, std::size_t begin, std::size_t end, const std::vector<Piece>& inner,
                   Pos place, std::uint32_t reads) {
    std::size_t at = begin;
    for (Piece piece : inner) {
        piece.begin += offset;
        piece.end += offset;
        if (piece.begin > at) pieces_.push_back({at, piece.begin, place, call_, reads, false, conditions()});
        at = piece.end;
        pieces_.push_back(piece);
    }
    if (at < end) pieces_.push_back({at, end, place, call_, reads, false, conditions()});
}

void Trace::printed(std::size_t begin, std::size_t end, Pos place, const Value& value) {
    read_value(value);
    if (begin >= end) return;
    std::vector<Piece> inner;
    if (value.is_string()) inner = pieces_of(value.as_string());
    append(begin, begin, end, inner, place, intern_reads(reads_so_far()));
}

// Calls come from the back to the front.
void Trace::removed(std::size_t begin, std::size_t end) {
    const std::size_t gone = end - begin;
    auto at = std::partition_point(pieces_.begin(), pieces_.end(),
                                   [&](const Piece& piece) { return piece.end <= begin; });
    for (auto piece = at; piece != pieces_.end(); ++piece) {
        if (piece->begin >= end) {
            piece->begin -= gone;
        } else if (piece->begin > begin) {
            if (piece->end > end) piece->drop_front(end - piece->begin);
            piece->begin = begin;
        }
        piece->end = piece->end >= end ? piece->end - gone : begin;
    }
    pieces_.erase(std::remove_if(at, pieces_.end(), [](const Piece& p) { return p.begin >= p.end; }),
                  pieces_.end());
}

void Trace::captured(std::size_t begin, const Value& result) {
    const auto first = std::partition_point(pieces_.begin(), pieces_.end(),
                                            [&](const Piece& piece) { return piece.begin < begin; });
    Tracked kept;
    kept.text = result.as_string();
    for (auto piece = first; piece != pieces_.end(); ++piece) {
        kept.pieces.push_back(*piece);
        kept.pieces.back().begin -= begin;
        kept.pieces.back().end -= begin;
    }
    pieces_.erase(first, pieces_.end());
    if (!kept.text.empty()) tracked_[kept.text.data()] = std::move(kept);
}

void Trace::enter(CallKind kind, Pos place, std::string_view name) {
    calls_.push_back({call_, kind, place, std::string(name), intern_reads(reads_so_far())});
    call_ = std::uint32_t(calls_.size() - 1);
    outer_dots_.push_back(std::exchange(dot_, reads_so_far()));
}

void Trace::leave() {
    call_ = calls_[call_].outer;
    dot_ = std::move(outer_dots_.back());
    outer_dots_.pop_back();
}

void Trace::end_file() { files_.back().pieces = std::move(pieces_); }

// What is known of a text: it may be part of a tracked one.
std::vector<Piece> Trace::pieces_of(std::string_view text) const {
    if (text.empty()) return {};
    auto at = tracked_.upper_bound(text.data());
    if (at == tracked_.begin()) return {};
    const Tracked& around = (--at)->second;
    const std::size_t from = std::size_t(text.data() - around.text.data());
    if (from + text.size() > around.text.size()) return {};
    return cut(around.pieces, from, text.size());
}

// Finds the lines of `source`, without the blanks around them, in `result`, one after the other. The blanks
// before a line that was found belong to it.
std::vector<Piece> Trace::match(std::string_view source, const std::vector<Piece>& pieces,
                                std::string_view result) {
    std::vector<Piece> out;
    std::size_t from = 0;
    for (std::size_t line = 0; line < source.size() && from < result.size();) {
        const std::size_t feed = std::min(source.find('\n', line), source.size());
        std::size_t begin = line;
        std::size_t end = feed;
        while (begin < end && white(source[begin])) ++begin;
        while (end > begin && white(source[end - 1])) --end;
        line = feed + 1;
        if (begin == end || matching_left_ == 0) continue;
        const std::size_t found = result.find(source.substr(begin, end - begin), from);
        const std::size_t looked = std::min(found, result.size()) - from;
        matching_left_ -= std::min(matching_left_, looked);
        if (found == std::string_view::npos) continue;
        std::vector<Piece> inner = cut(pieces, begin, end - begin);
        for (Piece& piece : inner) {
            piece.begin += found;
            piece.end += found;
        }
        std::size_t blank = found;
        while (blank > from && white(result[blank - 1])) --blank;
        if (!inner.empty() && inner.front().begin == found && blank < found) {
            Piece indent = inner.front();
            indent.begin = blank;
            indent.end = found;
            indent.literal = false;
            out.push_back(indent);
        }
        out.insert(out.end(), inner.begin(), inner.end());
        from = found + (end - begin);
    }
    return out;
}

void Trace::called(std::string_view name, std::span<const Value> args, const Value& result) {
    take_call_reads(name, args, result);
    if (!result.is_string() || result.as_string().empty()) return;
    const std::string_view text = result.as_string();
    if (!pieces_of(text).empty()) return;
    Tracked kept{text, {}};
    for (const Value& arg : args) {
        if (!arg.is_string()) continue;
        const std::vector<Piece> known = pieces_of(arg.as_string());
        if (known.empty()) continue;
        std::vector<Piece> found = match(arg.as_string(), known, text);
        if (found.empty()) {
            // Shortened (trunc, trimSuffix).
            const std::size_t at = arg.as_string().find(text);
            if (at != std::string_view::npos) found = cut(known, at, text.size());
        }
        const bool behind =
            kept.pieces.empty() || (!found.empty() && found.front().begin >= kept.pieces.back().end);
        if (behind) kept.pieces.insert(kept.pieces.end(), found.begin(), found.end());
    }
    if (!kept.pieces.empty()) tracked_[text.data()] = std::move(kept);
}

}  // namespace yare::templates
