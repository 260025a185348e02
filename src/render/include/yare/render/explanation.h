// Explanations: of a part of what was printed, who wrote it, through which calls, having read which values.
// Everything in them is worked out for a reader; the trace and the source map are asked no more.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/charts/value_origins.h"
#include "yare/data/value.h"
#include "yare/render/printed.h"
#include "yare/templates/trace.h"

namespace yare::render {

// A place in a template, in a text given to tpl (file "tpl"), or in a CRD.
struct SourcePlace {
    std::string file;
    std::size_t line = 0;    // from 1; 0 when nobody knows
    std::size_t column = 0;  // bytes, from 0, as in Helm's errors
    std::string text;        // the line
};

struct ValueRead {
    std::string path;  // "image.tag", as in the root chart's values
    bool set = false;
    Value value;         // lives as long as the render's document
    std::string origin;  // "web/values.yaml:8", "--set image.tag=2"; empty when that is not known
    std::vector<std::string> beaten;  // who else set it, the strongest first
};

struct CallExplained {
    templates::CallKind kind = templates::CallKind::Include;
    std::string name;  // of the template; of a tpl empty
    SourcePlace at;
    std::vector<ValueRead> reads;  // what the text of a tpl, or the argument, was made of
};

// Bytes of one line that one line of a source wrote.
struct Writer {
    std::size_t begin = 0;  // in the line, from 0
    std::size_t end = 0;
    PartKind kind = PartKind::Frame;
    SourcePlace at;
    std::vector<std::size_t> marks;  // columns of the actions in that line; of plain text where it begins
    std::string chart;               // "web/charts/db": whose template
    std::vector<CallExplained> calls;
    std::vector<ValueRead> reads;
    std::vector<ValueRead> conditions;  // what the ifs, withs and ranges around it had read
};

struct ExplainedLine {
    std::size_t number = 0;  // from 1
    std::string text;        // without its line feed
    std::vector<Writer> writers;
};

struct ExplainedRender {
    const PrintedText& printed;
    const templates::Trace& trace;
    const SourceMap& sources;
    const charts::Chart& chart;
    const charts::ValueOrigins& origins;
};

// The lines that hold the bytes [begin, end) of the printed text; of the first and the last one only what
// lies between. A line feed counts where it is all that is asked for.
std::vector<ExplainedLine> explain_bytes(const ExplainedRender& render, std::size_t begin, std::size_t end);

}  // namespace yare::render
