// What commands print of releases: the status block, the formats of -o, times and colours.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "invocation.h"
#include "yare/base/result.h"
#include "yare/release/actions.h"
#include "yare/release/record.h"

namespace yare::cli {

enum class Format { Table, Json, Yaml };
Format output_format(const Invocation& invocation);

// JSON text as -o asks for it (not for tables).
Result<void> print_encoded(Invocation& invocation, std::string_view json);

// As Go prints times: "Sat May  2 10:00:00 2020"; empty for none.
std::string ansi_time(const release::Timestamp& time);
// With a layout of Go's; empty: Go's usual form ("2020-05-02 10:00:00 +0200 +0200").
std::string go_time_text(const release::Timestamp& time, std::string_view layout);
bool is_zero_time(const release::Timestamp& time);

std::string status_text(const Invocation& invocation, release::Status status);
std::string namespace_text(const Invocation& invocation, const std::string& name);

struct StatusBlock {
    bool debug = false;          // values, hooks and manifest too
    bool stored = false;         // Helm: a stored release without values has null, one just made an empty map
    bool show_metadata = false;  // the chart's name and versions
    bool hide_notes = false;
    std::vector<release::ResourceTable> resources = {};
};
Result<void> print_status_block(Invocation& invocation, const release::Release& release,
                                const StatusBlock& options);

// A release as install, upgrade and status end: the block, or the record in the format that -o asks for.
Result<void> print_release(Invocation& invocation, const release::Release& release,
                           const StatusBlock& options);

// The chart's values with the user's over them, in `document`.
Result<Value> computed_values(Invocation& invocation, const release::Release& release, Document& document);

}  // namespace yare::cli
