// From a command's words and flags to a loaded chart and values: what install, upgrade, template and show
// share.
#pragma once

#include <string>

#include "invocation.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"
#include "yare/charts/set_flags.h"

namespace yare::cli {

struct NamedChart {
    std::string name;
    std::string chart;  // as given
};
// `otherwise` is the name where none is given; empty: one must be given.
Result<NamedChart> name_and_chart(Invocation& invocation, const std::string& otherwise);

// "invalid release name, must match regex ...".
Result<void> validate_release_name(const std::string& name);

// The absolute path of the chart that the flags and the word mean.
Result<std::string> locate_chart(Invocation& invocation, const std::string& chart);

// Helm: with --debug, installs and templates log what version was asked for, and where the chart was found.
void log_chart_version(Invocation& invocation);
Result<std::string> locate_and_log_chart(Invocation& invocation, const std::string& chart);

// Loads it, and checks that it may be installed and that its dependencies are there.
Result<charts::Chart*> load_installable_chart(Invocation& invocation, const std::string& path);

// The same for an upgrade. Helm: whether the type may be installed is not asked there.
Result<charts::Chart*> load_upgrade_chart(Invocation& invocation, const std::string& path);

// All values flags merged, in a document of the invocation's charts.
Result<Map*> read_value_flags(Invocation& invocation);

// --namespace, else the kube context's, else "default".
std::string release_namespace(const Invocation& invocation);

// Absolute and without "." and ".."; the disk is not asked.
std::string absolute_path(const Invocation& invocation, const std::string& path);

}  // namespace yare::cli
