#include "yare/release/record.h"

#include <algorithm>
#include <array>

#include "json_scan.h"
#include "yare/data/json.h"

namespace yare::release {

namespace {

constexpr std::array<std::string_view, 9> kStatusNames = {
    "unknown",      "deployed",        "uninstalled",     "superseded",      "failed",
    "uninstalling", "pending-install", "pending-upgrade", "pending-rollback"};
constexpr std::array<std::string_view, 6> kSystemLabels = {"name",    "owner",     "status",
                                                           "version", "createdAt", "modifiedAt"};

Result<Value> chart_member(const Release& release, std::string_view key, Document& into) {
    const std::string_view text = YARE_TRY(scan_member(release.chart_json, key));
    if (text.empty()) return Value();
    return read_json(text, into);
}

}  // namespace

std::string_view status_name(Status status) { return kStatusNames[std::size_t(status)]; }

Status parse_status(std::string_view name) {
    const auto* found = std::find(kStatusNames.begin(), kStatusNames.end(), name);
    return found == kStatusNames.end() ? Status::Unknown : Status(found - kStatusNames.begin());
}

bool is_pending(Status status) {
    return status == Status::PendingInstall || status == Status::PendingUpgrade ||
           status == Status::PendingRollback;
}

bool Hook::runs_on(std::string_view event) const {
    return std::find(events.begin(), events.end(), event) != events.end();
}

std::string Release::chart_label() const {
    // Helm: a record without a chart, or with one without metadata, is shown as "MISSING" (list).
    if (chart_name.empty() && chart_version.empty()) return "MISSING";
    return chart_name + "-" + chart_version;
}

Result<Value> config_value(const Release& release, Document& into) {
    if (release.config_json.empty()) return Value();
    return read_json(release.config_json, into);
}

Result<Value> chart_metadata(const Release& release, Document& into) {
    return chart_member(release, "metadata", into);
}

Result<Value> chart_values(const Release& release, Document& into) {
    return chart_member(release, "values", into);
}

bool is_system_label(std::string_view name) {
    return std::find(kSystemLabels.begin(), kSystemLabels.end(), name) != kSystemLabels.end();
}

}  // namespace yare::release
