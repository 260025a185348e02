// An error about a render, built anew: Helm's text, with Yare's place and notes from a trace of the same
// render. Private to this library.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/charts/value_origins.h"
#include "yare/templates/trace.h"

namespace yare::render {

class Report {
  public:
    Report(const Error& error, const templates::Trace& trace, const SourceMap& sources,
           const charts::ValueOrigins& origins);

    void place(Pos pos) { pos_ = pos; }
    // Once, however often it is said.
    void say(std::string line);
    // The calls that led somewhere.
    void chain(std::uint32_t call);
    // A note for each value: where it was written, or what it may have been meant to be.
    void values(std::span<const templates::PathId> paths);
    // The same, those that are not set first.
    void values_of_text(std::span<const templates::PathId> paths);
    void value(templates::PathId path);
    // Slips elsewhere that may have led here.
    void suspicions(const std::vector<templates::PathId>& known);
    Error error() &&;

  private:
    std::string first_entry(templates::PathId path) const;
    std::string missing_value(templates::PathId path) const;

    const templates::Trace& trace_;
    const SourceMap& sources_;
    const charts::ValueOrigins& origins_;
    ErrorCode code_;
    std::string text_;
    Pos pos_;
    std::vector<std::string> notes_;
};

// Lines of a rendered file, by a byte in them.
std::size_t line_begin(std::string_view text, std::size_t at);
std::string_view line_at(std::string_view text, std::size_t at);
// Every piece of the line, but for blanks.
std::vector<const templates::Piece*> pieces_of_line(const templates::TracedFile& file, std::string_view text,
                                                    std::size_t at);
// The place in a template that wrote the first character of the line.
Pos place_of_line(const templates::TracedFile& file, std::string_view text, std::size_t at);

}  // namespace yare::render
