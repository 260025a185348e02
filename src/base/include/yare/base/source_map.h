// SourceMap: owner of every text that a message may point into. A Pos is worked out into file, line and
// column only when a person is about to read it.
//
// A chart set fills one map and then leaves it alone; a render lays its own over it (tpl texts are sources
// too), so several renders can share the chart's.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

#include "yare/base/pos.h"

namespace yare::inline base {

struct Source {
    std::string name;       // "web/templates/svc.yaml"
    std::string_view text;  // owned by the SourceMap, or by whoever called add_view
    Pos begin;              // invalid when the map ran out of offsets: places in this text are then unknown
    Pos origin;             // where this text came from (the tpl call), if from another source

    // The place of a byte of `text`; `byte` may be text.size() (the end).
    Pos at(std::size_t byte) const { return begin.valid() ? Pos{begin.offset + std::uint32_t(byte)} : Pos{}; }
};

struct Location {
    const Source* source = nullptr;  // null for a Pos that is nowhere
    std::size_t line = 0;            // from 1
    std::size_t column = 0;          // bytes, from 0 (as Go's templates count)
    std::string_view line_text;      // without its line feed
};

class SourceMap {
  public:
    SourceMap() = default;
    // A map over `below`, which must outlive it and not change any more.
    explicit SourceMap(const SourceMap* below) : below_(below), next_(below ? below->next_ : 1) {}
    SourceMap(const SourceMap&) = delete;
    SourceMap& operator=(const SourceMap&) = delete;

    // The returned reference stays valid as long as the map.
    const Source& add(std::string name, std::string text, Pos origin = {});
    // As add, without owning the text: it must outlive the map.
    const Source& add_view(std::string name, std::string_view text, Pos origin = {});

    const Source* find(Pos pos) const;
    Location locate(Pos pos) const;

  private:
    const SourceMap* below_ = nullptr;
    std::uint32_t next_ = 1;
    std::deque<Source> sources_;
    std::deque<std::string> texts_;
};

}  // namespace yare::inline base
