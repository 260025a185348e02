// The groups of rules, in the order they run.
#pragma once

#include "findings.h"
#include "subject.h"

namespace yare::lint {

void check_chart_file(Subject& subject, Findings& findings);
void check_values_file(Subject& subject, Findings& findings);
// Changes the chart: its dependencies are processed, as for an installation.
void check_templates(Subject& subject, const LoadedChart& loaded, Findings& findings);
void check_dependencies(const Subject& subject, const Result<charts::Chart*>& chart, Findings& findings);
// For charts that have something called crds.
void check_crds(Subject& subject, const LoadedChart& loaded, Findings& findings);

}  // namespace yare::lint
