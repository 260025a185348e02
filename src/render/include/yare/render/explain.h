// What a trace says about a place, in words: the lines that errors and explanations have in common.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "yare/base/source_map.h"
#include "yare/charts/value_origins.h"
#include "yare/templates/trace.h"

namespace yare::render {

// "web/templates/svc.yaml:12:4"; of a tpl text also where that came from.
std::string place_text(const SourceMap& sources, Pos pos);

// The calls that led to a place, innermost first: "included as \"web.labels\" at web/templates/svc.yaml:5:4".
std::vector<std::string> chain_lines(const templates::Trace& trace, const SourceMap& sources,
                                     std::uint32_t call);

// Where a value was written: "web/values.yaml:8", "--set image.tag=x"; empty when that is not known. Of an
// item that has no place of its own, its list's.
std::string value_place(const templates::Trace& trace, const SourceMap& sources, templates::PathId path);

// The same, with what is to be said of that place (", a global"), and what it beat: "my.yaml:3".
struct ValueHistory {
    std::string origin;
    std::vector<std::string> beaten;  // of a value that is not set: what a null took away
};
ValueHistory value_history(const templates::Trace& trace, const SourceMap& sources,
                           const charts::ValueOrigins& origins, templates::PathId path);

// The set path that somebody may have meant: the same parent and a similar key, or the same key elsewhere.
// 0 when there is none.
templates::PathId nearest_path(const templates::Trace& trace, templates::PathId path);

// A set text that has the key in it, as when a quote that is not closed takes in the lines below. 0 when
// there is none.
templates::PathId path_that_swallowed(const templates::Trace& trace, std::string_view key);

// Paths that were read, are not set and look like a slip: a set path beside them is similar. Without `known`
// and what is above those.
std::vector<templates::PathId> suspicious_paths(const templates::Trace& trace,
                                                const std::vector<templates::PathId>& known);

// "string", "list" ...: never the value itself.
std::string_view kind_word(const Value& value);

}  // namespace yare::render
