// A release record: one revision of a release, as Helm stores it. Plain data, freely copied.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::release {

enum class Status {
    Unknown,
    Deployed,
    Uninstalled,
    Superseded,
    Failed,
    Uninstalling,
    PendingInstall,
    PendingUpgrade,
    PendingRollback
};
std::string_view status_name(Status status);  // "pending-install"
// Helm: any other text is kept as it is by Helm; here it is Unknown.
Status parse_status(std::string_view name);
bool is_pending(Status status);

// How the objects of a revision were written; records of Helm 3 say nothing, which means client-side.
enum class ApplyMethod { Unset, ClientSide, ServerSide };

// A point in time as Go writes it (RFC 3339, nanoseconds without trailing zeros, with its zone); empty: none.
using Timestamp = std::string;

struct Info {
    Timestamp first_deployed;
    Timestamp last_deployed;
    Timestamp deleted;
    std::string description;
    Status status = Status::Unknown;
    std::int64_t rollback_revision = 0;  // the revision that a rollback went back to; 0: no rollback
    std::string notes;
};

struct HookRun {
    Timestamp started_at;
    Timestamp completed_at;
    std::string phase;  // "", "Unknown", "Running", "Succeeded", "Failed"
};

struct Hook {
    std::string name;
    std::string kind;
    std::string path;
    std::string manifest;
    std::vector<std::string> events;  // "pre-install"
    HookRun last_run;
    int weight = 0;
    std::vector<std::string> delete_policies;
    std::vector<std::string> output_log_policies;

    bool runs_on(std::string_view event) const;
};

using Labels = std::map<std::string, std::string>;

struct Release {
    std::string name;
    std::string namespace_name;
    std::int64_t revision = 0;
    Info info;
    // The chart as stored: JSON text, kept byte for byte, and what tables show of it. Sub-charts are not in
    // it.
    std::string chart_json;
    std::string chart_name;
    std::string chart_version;
    std::string app_version;
    // The user's values as JSON text; empty: none were given.
    std::string config_json;
    std::string manifest;
    std::vector<Hook> hooks;
    ApplyMethod apply_method = ApplyMethod::Unset;
    Labels labels;  // the user's own; the system's live on the stored object only

    // "web-1.2.0"; "MISSING" where the record holds no chart.
    std::string chart_label() const;
};

// Parts of a record that are read on demand. nil where there is none.
Result<Value> config_value(const Release& release, Document& into);
Result<Value> chart_metadata(const Release& release, Document& into);
Result<Value> chart_values(const Release& release, Document& into);

// The names that Helm keeps for itself among the labels of a stored object.
bool is_system_label(std::string_view name);

}  // namespace yare::release
