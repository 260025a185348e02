// Trace: what one render did, for those who ask afterwards: which place in which template wrote each byte,
// through which calls, having read which values.
//
//     Trace trace;
//     trace.name_values(values);          // before the render: what paths there are
//     Executor executor(set, {document, environment, budget, sources, &trace});
//     ... render ...
//     const Piece* piece = trace.file("web/templates/svc.yaml")->piece_at(120);
//
// A render without a trace pays nothing but the question whether there is one. Texts keep their places on the
// way through functions: what `include` gives is known by its address, and what a function makes of it
// (nindent, trim, quote) is matched with it line by line.
//
// Names and paths live as long as the trace; places mean something to the render's SourceMap alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "yare/base/pos.h"
#include "yare/data/value.h"

namespace yare::templates {

// A path in the values, "image.tag" or "env[0].name"; 0 is none. Paths that are not there have ids too.
using PathId = std::uint32_t;

enum class CallKind : std::uint8_t { Include, Template, Tpl };

// A call that was under way when something was written; the chain goes outwards to 0, the file.
struct CallSite {
    std::uint32_t outer = 0;
    CallKind kind = CallKind::Include;
    Pos place;
    std::string name;         // of the define; of a tpl empty
    std::uint32_t reads = 0;  // what the call's arguments were made of
};

struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    Pos place;
    std::uint32_t call = 0;   // index of calls()
    std::uint32_t reads = 0;  // index of a set of reads; 0 is none
    // Text of the template itself: each byte has its own place behind `place`.
    bool literal = false;
    std::uint32_t conditions = 0;  // the same: what the ifs, withs and ranges around it had read

    Pos place_of(std::size_t byte) const { return literal ? place + std::uint32_t(byte - begin) : place; }
    void drop_front(std::size_t bytes) {
        if (literal) place = place + std::uint32_t(bytes);
        begin += bytes;
    }
};

struct TracedFile {
    std::string name;
    std::vector<Piece> pieces;  // in order, without gaps unless bytes came from nowhere
    // The piece that wrote this byte, or null.
    const Piece* piece_at(std::size_t byte) const;
};

class Trace {
  public:
    Trace();

    // The values that are to be recognised when templates read them.
    void name_values(const Map& values);

    // What the render did.
    const std::deque<TracedFile>& files() const { return files_; }
    const TracedFile* file(std::string_view name) const;
    const CallSite& call_site(std::uint32_t index) const { return calls_[index]; }
    std::span<const PathId> reads(std::uint32_t set) const { return read_sets_[set]; }
    // Where the statements and texts begin that were executed.
    const std::unordered_set<std::uint32_t>& visited() const { return visited_; }
    // After a failure: what the action that failed had read and the conditions around it, the last first.
    std::vector<PathId> failed_reads() const;
    // The calls under way: after a failure those that led to it.
    std::uint32_t current_call() const { return call_; }

    std::string path_text(PathId path) const;
    PathId parent(PathId path) const { return paths_[path].parent; }
    std::string_view key(PathId path) const { return paths_[path].key; }
    bool is_set(PathId path) const { return paths_[path].set; }
    const Value& value(PathId path) const { return paths_[path].value; }
    // Where the value was written, if that is known.
    Pos origin(PathId path) const { return paths_[path].origin; }
    // Where it was first read; invalid if nobody did.
    Pos first_read(PathId path) const { return paths_[path].first_read; }
    // Without creating it; 0 where nobody named or read it.
    PathId find_path(PathId parent, std::string_view key) const;
    PathId root() const { return 1; }
    // The same, made when nobody has.
    PathId child(PathId parent, std::string_view key);
    PathId path_count() const { return PathId(paths_.size()); }  // ids are below it

    // For the machine.
    void begin_file(std::string_view name);
    void end_file();
    void wrote(std::size_t begin, std::size_t end, Pos place);
    void printed(std::size_t begin, std::size_t end, Pos place, const Value& value);
    void removed(std::size_t begin, std::size_t end);
    // What was written from `begin` on is now the text of `result`.
    void captured(std::size_t begin, const Value& result);
    void enter(CallKind kind, Pos place, std::string_view name);
    void leave();
    // Statements: what is read in between belongs together.
    void begin_reading(Pos place) {
        visited_.insert(place.offset);
        reading_.emplace_back();
        place_ = place;
    }
    void end_reading();
    // What was read since begin_reading decides about what follows.
    void begin_condition();
    void end_condition() { conditions_.pop_back(); }
    void read_field(const Value& receiver, std::string_view name);
    void read_value(const Value& value);
    // An entry that a range came by.
    void met(const Entry& entry) { recognise(entry.value, by_origin(entry.origin)); }
    void called(std::string_view name, std::span<const Value> args, const Value& result);
    // Variables and the dot, where they hold something without an identity.
    void assigned(std::size_t slot);
    void assigned_dot(std::size_t slot, const Value& value);
    void used(std::size_t slot);
    void forget_slots(std::size_t from);
    std::vector<PathId> swap_dot(std::vector<PathId> reads) { return std::exchange(dot_, std::move(reads)); }
    const std::vector<PathId>& reads_so_far() const;
    void used_dot(const Value& dot);

  private:
    struct PathNode {
        PathId parent = 0;
        std::string_view key;
        bool set = false;
        Pos origin;
        Value value;
        Pos first_read;
        std::uint64_t last_read = 0;  // counts reads
    };
    // A text whose bytes came from known places; pieces are relative to it.
    struct Tracked {
        std::string_view text;
        std::vector<Piece> pieces;
    };

    void name_value(PathId path, const Value& value, std::size_t depth);
    PathId path_of(const Value& value) const;
    PathId by_origin(Origin origin) const;
    void recognise(const Value& value, PathId path);
    void read(PathId path);
    void read_all(const std::vector<PathId>& paths);
    std::uint32_t intern_reads(const std::vector<PathId>& paths);
    void take_call_reads(std::string_view name, std::span<const Value> args, const Value& result);
    std::vector<Piece> pieces_of(std::string_view text) const;
    std::vector<Piece> match(std::string_view source, const std::vector<Piece>& pieces,
                             std::string_view result);
    std::uint32_t conditions() const { return conditions_.empty() ? 0 : conditions_.back(); }
    void append(std::size_t offset, std::size_t begin, std::size_t end, const std::vector<Piece>& inner,
                Pos place, std::uint32_t reads);

    std::deque<TracedFile> files_;
    std::unordered_set<std::uint32_t> visited_;
    std::vector<Piece> pieces_;  // of the output under way, captures included
    std::vector<CallSite> calls_;
    std::uint32_t call_ = 0;

    std::deque<std::string> texts_;
    std::vector<PathNode> paths_;
    std::map<std::pair<PathId, std::string_view>, PathId> children_;
    std::unordered_map<std::uint32_t, PathId> origins_;               // of entries; copies of a map keep them
    std::unordered_map<const void*, PathId> identities_;              // maps, lists and texts of the values
    std::unordered_map<const void*, std::vector<PathId>> made_from_;  // maps and lists made on the way
    std::vector<std::vector<PathId>> reading_;
    std::uint64_t read_count_ = 0;
    Pos place_;                              // of the last statement that began
    std::vector<std::uint32_t> conditions_;  // sets of reads, each with those around it
    std::vector<std::vector<PathId>> slots_;
    std::vector<PathId> dot_;
    std::vector<std::vector<PathId>> outer_dots_;  // of the calls under way
    std::vector<std::vector<PathId>> read_sets_;
    std::map<std::vector<PathId>, std::uint32_t> read_set_ids_;
    std::map<const char*, Tracked, std::less<>> tracked_;
    std::size_t matching_left_;  // bytes that may still be searched through
};

}  // namespace yare::templates
