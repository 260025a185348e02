// Lint: the rules that a chart is examined by before anybody installs it. Helm's rules, in Helm's order, with
// Helm's texts.
//
//     std::vector<Finding> found = YARE_TRY(lint_chart(path, user_values, options, set, diagnostics));
//
// A rule that fails does not stop the others, except those that need what it could not read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "yare/base/clock.h"
#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"
#include "yare/data/value.h"
#include "yare/lint/hints.h"
#include "yare/render/capabilities.h"
#include "yare/schema/json_schema.h"
#include "yare/templates/budget.h"
#include "yare/templates/parse_ahead.h"

namespace yare::lint {

enum class Level { Info, Warning, Error };

struct Finding {
    Level level = Level::Error;
    std::string place;  // "Chart.yaml", "templates/svc.yaml", the chart's absolute path, or nothing
    std::string text;

    // "[WARNING] templates/svc.yaml: object name does not ...".
    std::string line() const;
};

struct LintOptions {
    Clock* clock = nullptr;  // both needed
    Random* random = nullptr;
    std::string namespace_name = "default";
    std::optional<render::KubeVersion> kube_version;
    bool skip_schema_validation = false;
    bool debug = false;                                 // says which schemas are asked
    schema::SchemaSource* schema_references = nullptr;  // null: none are followed
    // Where archives count as unpacked: their findings name a folder there. Nothing is written to it.
    std::string temporary_folder = "/tmp";
    templates::BudgetLimits limits;
    // The templates, where somebody has begun to parse them.
    templates::ParseAhead* parsed = nullptr;
    // Gets what there is to say beyond the rules; null: nobody asks.
    std::vector<Hint>* hints = nullptr;
};

// Examines a folder, or an archive by its name (.tgz, .tar.gz). An error is what keeps the rules from
// beginning: no Chart.yaml, no readable archive.
Result<std::vector<Finding>> lint_chart(FileSystem& fs, const std::string& path, const Value& user_values,
                                        const LintOptions& options, charts::ChartSet& set,
                                        Diagnostics& diagnostics);

}  // namespace yare::lint
