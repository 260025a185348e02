// yare history.
#include "../texts/history.h"

#include "../flag_groups.h"
#include "../release_print.h"
#include "../release_session.h"
#include "../table.h"
#include "commands.h"
#include "yare/data/json.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kHistoryFlags[] = {
    {.name = "max",
     .type = FlagType::Int,
     .fallback = "256",
     .usage = "maximum number of revision to include in history"},
    {.name = "show-rollback-revision",
     .type = FlagType::Bool,
     .usage = "show the rollback revision column in table output"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kHistoryFlags, kOutputFlags};
constexpr std::string_view kAliases[] = {"hist"};

std::string app_version_text(const release::Release& release) {
    return release.chart_label() == "MISSING" ? "MISSING" : release.app_version;
}

std::string table_of(const std::vector<release::Release>& revisions, bool show_rollback) {
    Table table;
    const auto add = [&](std::vector<std::string> cells) {
        if (!show_rollback) cells.erase(cells.begin() + 5);
        table.add(std::move(cells));
    };
    add({"REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION", "ROLLBACK", "DESCRIPTION"});
    for (const release::Release& one : revisions) {
        const std::int64_t rollback = one.info.rollback_revision;
        add({std::to_string(one.revision), ansi_time(one.info.last_deployed),
             std::string(release::status_name(one.info.status)), one.chart_label(), app_version_text(one),
             rollback > 0 ? std::to_string(rollback) : "", one.info.description});
    }
    return table.text();
}

std::string json_of(const std::vector<release::Release>& revisions) {
    std::string out = "[";
    for (const release::Release& one : revisions) {
        if (out.size() > 1) out += ',';
        const auto field = [&](std::string_view before, std::string_view value) {
            out += before;
            append_json_string(out, value);
        };
        out += "{\"revision\":" + std::to_string(one.revision);
        if (!is_zero_time(one.info.last_deployed)) field(",\"updated\":", one.info.last_deployed);
        field(",\"status\":", release::status_name(one.info.status));
        field(",\"chart\":", one.chart_label());
        field(",\"app_version\":", app_version_text(one));
        if (one.info.rollback_revision != 0) {
            out += ",\"rollback_revision\":" + std::to_string(one.info.rollback_revision);
        }
        field(",\"description\":", one.info.description);
        out += '}';
    }
    return out + "]";
}

Result<void> run_history(Invocation& invocation) {
    const std::unique_ptr<ReleaseSession> session = YARE_TRY(ReleaseSession::open(invocation));
    const std::vector<release::Release> revisions = YARE_TRY(
        release::history(session->context(), invocation.arguments[0], invocation.flags.integer("max")));
    if (output_format(invocation) != Format::Table) return print_encoded(invocation, json_of(revisions));
    invocation.console.print(table_of(revisions, invocation.flags.truth("show-rollback-revision")));
    return {};
}

}  // namespace

constinit const Command kHistory{
    .use = "history RELEASE_NAME",
    .aliases = kAliases,
    .brief = "fetch release history",
    .description = kHistoryDescription,
    .arguments = ArgumentRule::exactly(1),
    .flags = kFlags,
    .run = run_history,
    .complete = complete_release,
};

}  // namespace yare::cli
