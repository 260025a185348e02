// Who sets a value, and who else would have: for explanations, hints and `yare values --origins`.
//
//     const ValueOrigins origins(chart, set);
//     origins.setters({"image", "tag"});   // --set image.tag=2, then my.yaml:3, then web/values.yaml:8
//
// An entry of the merged values knows its own place (Entry::origin); what that place beat is worked out here,
// from the files, flags and defaults as they were read. A render that nobody asks about pays nothing for it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/source_map.h"
#include "yare/charts/chart.h"
#include "yare/data/value.h"

namespace yare::charts {

enum class SetterKind : std::uint8_t {
    File,     // -f
    Flag,     // --set and its like
    Default,  // values.yaml of the chart, or of a chart above it
    Global,   // the `global` of a chart above
    Import    // a sub-chart's values that Chart.yaml imports
};

struct ValueSetter {
    SetterKind kind = SetterKind::Default;
    Pos place;
    Value value;  // nil: takes away what those behind it set
};

using ValuePath = std::vector<std::string>;  // an item of a list is "[0]"

class ValueOrigins {
  public:
    // Both outlive it. `chart` has been through process_dependencies.
    ValueOrigins(const Chart& chart, const ChartSet& set);

    // All that set the value at a path of the root chart's values, the strongest first. Of tables, which
    // merge, all that have a part in them.
    std::vector<ValueSetter> setters(const ValuePath& path) const;
    // Those that lost against the one at `winner`.
    std::vector<ValueSetter> beaten(const ValuePath& path, Pos winner) const;
    // "web/values.yaml:8", "--set image.tag=2", "web/values.yaml:3, a global".
    std::string words(const SourceMap& sources, const ValuePath& path, Pos place) const;

    // What the user gave, each file and flag for itself, the strongest first.
    struct Layer {
        SetterKind kind;
        const Map* map;
        const Source* source;
    };
    const std::vector<Layer>& given() const { return given_; }

  private:
    using Keys = std::span<const std::string>;

    void add(SetterKind kind, const Value& values, Keys path, std::vector<ValueSetter>& out) const;
    void add_defaults(const Chart& chart, Keys path, std::vector<ValueSetter>& out) const;
    void add_imports(const Chart& chart, Keys path, std::vector<ValueSetter>& out) const;
    void add_globals(Keys path, std::vector<ValueSetter>& out) const;

    const Chart& chart_;
    std::vector<Layer> given_;
    // What single files and flags set, each as if there were no other.
    std::vector<std::unique_ptr<Document>> documents_;
};

// "web/values.yaml:8", "--set image.tag=2"; empty for a place that is nowhere.
std::string origin_text(const SourceMap& sources, Pos place);

}  // namespace yare::charts
