// Which values the templates of a chart and its sub-charts can read, whatever is switched on: templates,
// conditions, tags, imports and schemas together.
//
//     const ChartReads reads(chart, set);
//     if (reads.understood() && reads.tree().reads({"image", "tga"}) < 2) ... nothing reads image.tga
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/charts/value_origins.h"
#include "yare/data/symbol.h"
#include "yare/templates/parse_ahead.h"
#include "yare/templates/template_set.h"
#include "yare/templates/value_reads.h"

namespace yare::render {

class ChartReads {
  public:
    // `chart` is as it was loaded: process_dependencies would drop what is switched off. Texts in the values
    // given by the user count as templates too. Schemas count unless they are left out. What was parsed ahead
    // is taken, and parsed again for who renders the chart after this.
    enum class Schemas { Count, LeaveOut };
    ChartReads(const charts::Chart& chart, charts::ChartSet& set, const charts::ValueOrigins& origins,
               Schemas schemas = Schemas::Count, templates::ParseAhead* parsed = nullptr);

    // False when a template does not parse: then nothing is known.
    bool understood() const { return understood_; }
    const templates::ReadTree& tree() const { return tree_; }
    // Where templates are, for the places in the tree.
    const SourceMap& sources() const { return sources_; }

  private:
    using NodeId = templates::NodeId;

    void add_chart(const charts::Chart& chart, NodeId values, const std::string& folder, std::size_t depth);
    void add_dependencies(const charts::Chart& chart, NodeId values, const std::string& folder,
                          std::size_t depth);
    void parse_files(templates::ParseAhead* parsed);
    void add_schema(const Value& schema, const Value& whole, NodeId at, std::size_t depth);
    void add_text(std::string_view text, NodeId values);
    void add_texts_of(const Value& value, NodeId values, std::size_t depth);

    Schemas schemas_;
    SymbolTable symbols_;
    SourceMap sources_;
    templates::TemplateSet templates_;
    templates::ReadTree tree_;
    std::vector<templates::NamedText> files_;
    std::vector<templates::ReadStart> starts_;
    templates::ReadTexts texts_;
    bool understood_ = true;
};

}  // namespace yare::render
