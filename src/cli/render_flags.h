// Flags on what a chart may cost and reach: Yare's own, so hidden from the help texts, which are Helm's
// (docs/limits.md and docs/schemas.md have them).
#pragma once

#include "flags.h"
#include "schema_references.h"
#include "yare/templates/budget.h"

namespace yare::cli {

struct Invocation;

// A count, with k, M or G: "2M". Never 0.
Result<std::string> check_count(std::string_view given, std::string_view before, Diagnostics& diagnostics);
// Bytes, with k, M, G (1000) or Ki, Mi, Gi (1024): "512Mi".
Result<std::string> check_size(std::string_view given, std::string_view before, Diagnostics& diagnostics);

inline constexpr FlagSpec kRenderFlags[] = {
    {.name = "render-max-depth",
     .type = FlagType::Checked,
     .usage = "how many templates may run inside each other",
     .type_name = "count",
     .hidden = true,
     .check = check_count},
    {.name = "render-max-keys",
     .type = FlagType::Checked,
     .usage = "how many keys and certificates may be made, and passwords derived or hashed",
     .type_name = "count",
     .hidden = true,
     .check = check_count},
    {.name = "render-max-memory",
     .type = FlagType::Checked,
     .usage = "how much memory values, templates and functions may take",
     .type_name = "size",
     .hidden = true,
     .check = check_size},
    {.name = "render-max-output",
     .type = FlagType::Checked,
     .usage = "how much the templates may write, all files together",
     .type_name = "size",
     .hidden = true,
     .check = check_size},
    {.name = "render-max-steps",
     .type = FlagType::Checked,
     .usage = "how much work the templates may do",
     .type_name = "count",
     .hidden = true,
     .check = check_count},
    {.name = "render-timeout",
     .type = FlagType::Duration,
     .fallback = "5m0s",
     .usage = "how long rendering may take",
     .hidden = true},
    {.name = "schema-references",
     .type = FlagType::Checked,
     .fallback = "none",
     .usage = "what a values.schema.json may refer to outside of itself: none, files, web or all",
     .type_name = "where",
     .hidden = true,
     .check = check_schema_references},
};

// For template, which has no other outcome than what it renders.
inline constexpr FlagSpec kRenderUsageFlags[] = {
    {.name = "render-usage",
     .type = FlagType::Bool,
     .usage = "print what rendering has cost, for comparison with the limits",
     .hidden = true},
};

// The defaults of yare/data/limits.h, where no flag says otherwise.
templates::BudgetLimits render_limits(const FlagSet& flags);
// What --render-usage prints, one line on standard error; nothing without that flag.
void print_render_use(Invocation& invocation, const templates::BudgetUse& use);

}  // namespace yare::cli
