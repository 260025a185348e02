// The rules behind the hints. Each errs to the side of silence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "name_index.h"
#include "subject.h"
#include "yare/charts/value_origins.h"
#include "yare/lint/hints.h"
#include "yare/render/chart_reads.h"

namespace yare::lint {

struct HintInputs {
    const charts::Chart& chart;  // as it was loaded
    const charts::ChartSet& set;
    const charts::ValueOrigins& origins;
    const render::ChartReads& reads;
};

// Keys that nothing reads, with the name that may be meant; numbers that print as 1e+06.
void hint_at_values(const HintInputs& inputs, std::vector<Hint>& out);
// Reads of values that nothing sets, which look like a slip for one that is set.
void hint_at_reads(const HintInputs& inputs, std::vector<Hint>& out);
// The names that a key may be meant to be: Kubernetes', and those in the chart and in what was given.
NameIndex known_names(const charts::Chart& chart, const charts::ValueOrigins& origins);
// Keys in tables that templates take over as they are, which look like a slip for another name.
void hint_at_slips(const HintInputs& inputs, const NameIndex& names, std::vector<Hint>& out);
// --set a[1].b=x where that throws away what the chart has in the list.
void hint_at_indexes(const HintInputs& inputs, std::vector<Hint>& out);
// Patterns of .helmignore that do something else than they do in other tools.
void hint_at_ignore_rules(const Subject& subject, std::vector<Hint>& out);

// All that are about values.
void find_hints(const Subject& subject, const charts::Chart& chart, std::vector<Hint>& out);

// Whether one name looks like the other with a slip of the fingers: a letter dropped, doubled, swapped with
// its neighbour or hit beside. Plurals, numbers and hyphens are no slips.
bool is_slip(std::string_view name, std::string_view meant);

}  // namespace yare::lint
