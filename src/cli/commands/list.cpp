// yare list.
#include "../texts/list.h"

#include "../flag_groups.h"
#include "../release_print.h"
#include "../release_session.h"
#include "../table.h"
#include "commands.h"
#include "yare/data/json.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kListFlags[] = {
    {.name = "all-namespaces",
     .shorthand = 'A',
     .type = FlagType::Bool,
     .usage = "list releases across all namespaces"},
    {.name = "date", .shorthand = 'd', .type = FlagType::Bool, .usage = "sort by release date"},
    {.name = "deployed", .type = FlagType::Bool, .usage = "show deployed releases"},
    {.name = "failed", .type = FlagType::Bool, .usage = "show failed releases"},
    {.name = "filter",
     .shorthand = 'f',
     .usage = "a regular expression (Perl compatible). Any releases that match the expression will be "
              "included in the results"},
    {.name = "max",
     .shorthand = 'm',
     .type = FlagType::Int,
     .fallback = "256",
     .usage = "maximum number of releases to fetch"},
    {.name = "no-headers",
     .type = FlagType::Bool,
     .usage = "don't print headers when using the default output format"},
    {.name = "offset",
     .type = FlagType::Int,
     .usage = "next release index in the list, used to offset from start value"},
    {.name = "pending", .type = FlagType::Bool, .usage = "show pending releases"},
    {.name = "reverse", .shorthand = 'r', .type = FlagType::Bool, .usage = "reverse the sort order"},
    {.name = "selector",
     .shorthand = 'l',
     .usage = "Selector (label query) to filter on, supports '=', '==', and '!='.(e.g. -l "
              "key1=value1,key2=value2). Works only for secret(default) and configmap storage backends."},
    {.name = "short",
     .shorthand = 'q',
     .type = FlagType::Bool,
     .usage = "output short (quiet) listing format"},
    {.name = "superseded", .type = FlagType::Bool, .usage = "show superseded releases"},
    {.name = "time-format",
     .usage = "format time using golang time formatter. Example: --time-format \"2006-01-02 15:04:05Z0700\""},
    {.name = "uninstalled",
     .type = FlagType::Bool,
     .usage = "show uninstalled releases (if '{helm} uninstall --keep-history' was used)"},
    {.name = "uninstalling",
     .type = FlagType::Bool,
     .usage = "show releases that are currently being uninstalled"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kListFlags, kOutputFlags};
constexpr std::string_view kAliases[] = {"ls"};

release::ListOptions list_options(const FlagSet& flags) {
    using release::Status;
    release::ListOptions options;
    options.all_namespaces = flags.truth("all-namespaces");
    options.filter = flags.text("filter");
    options.selector = flags.text("selector");
    options.by_date = flags.truth("date");
    options.reverse = flags.truth("reverse");
    options.limit = flags.integer("max");
    options.offset = flags.integer("offset");
    const auto want = [&](std::string_view flag, std::initializer_list<Status> states) {
        if (flags.truth(flag)) options.states.insert(options.states.end(), states.begin(), states.end());
    };
    want("deployed", {Status::Deployed});
    want("uninstalled", {Status::Uninstalled});
    want("uninstalling", {Status::Uninstalling});
    want("pending", {Status::PendingInstall, Status::PendingRollback, Status::PendingUpgrade});
    want("failed", {Status::Failed});
    want("superseded", {Status::Superseded});
    return options;
}

std::string updated_text(const release::Release& release, const std::string& layout) {
    const release::Timestamp& time = release.info.last_deployed;
    return is_zero_time(time) ? "-" : go_time_text(time, layout);
}

std::string app_version_text(const release::Release& release) {
    return release.chart_label() == "MISSING" ? "MISSING" : release.app_version;
}

std::string table_of(const Invocation& invocation, const std::vector<release::Release>& releases) {
    Table table;
    if (!invocation.flags.truth("no-headers")) {
        std::vector<std::string> names{"NAME",   "NAMESPACE", "REVISION",   "UPDATED",
                                       "STATUS", "CHART",     "APP VERSION"};
        if (invocation.console.colored()) {
            for (std::string& name : names) name = bold(name);
        }
        table.add(std::move(names));
    }
    const std::string& layout = invocation.flags.text("time-format");
    for (const release::Release& release : releases) {
        table.add({release.name, namespace_text(invocation, release.namespace_name),
                   std::to_string(release.revision), updated_text(release, layout),
                   status_text(invocation, release.info.status), release.chart_label(),
                   app_version_text(release)});
    }
    return table.text();
}

std::string json_of(const Invocation& invocation, const std::vector<release::Release>& releases) {
    const std::string& layout = invocation.flags.text("time-format");
    std::string out = "[";
    for (const release::Release& release : releases) {
        if (out.size() > 1) out += ',';
        const auto field = [&](std::string_view before, std::string_view value) {
            out += before;
            append_json_string(out, value);
        };
        field("{\"name\":", release.name);
        field(",\"namespace\":", release.namespace_name);
        field(",\"revision\":", std::to_string(release.revision));
        field(",\"updated\":", updated_text(release, layout));
        field(",\"status\":", release::status_name(release.info.status));
        field(",\"chart\":", release.chart_label());
        field(",\"app_version\":", app_version_text(release));
        out += '}';
    }
    return out + "]";
}

Result<void> print_names(Invocation& invocation, const std::vector<release::Release>& releases) {
    const bool table = output_format(invocation) == Format::Table;
    std::string out = table ? "" : "[";
    for (const release::Release& release : releases) {
        if (table) {
            out += release.name + "\n";
            continue;
        }
        if (out.size() > 1) out += ',';
        append_json_string(out, release.name);
    }
    if (!table) return print_encoded(invocation, out + "]");
    invocation.console.print(out);
    return {};
}

Result<void> run_list(Invocation& invocation) {
    const release::ListOptions options = list_options(invocation.flags);
    const std::unique_ptr<ReleaseSession> session = YARE_TRY(
        ReleaseSession::open(invocation, options.all_namespaces ? ReleaseSession::Scope::AllNamespaces
                                                                : ReleaseSession::Scope::Namespace));
    const std::vector<release::Release> releases = YARE_TRY(release::list(session->context(), options));
    if (invocation.flags.truth("short")) return print_names(invocation, releases);
    if (output_format(invocation) != Format::Table)
        return print_encoded(invocation, json_of(invocation, releases));
    invocation.console.print(table_of(invocation, releases));
    return {};
}

}  // namespace

constinit const Command kList{
    .use = "list",
    .aliases = kAliases,
    .brief = "list releases",
    .description = kListDescription,
    .arguments = ArgumentRule::none(),
    .flags = kFlags,
    .run = run_list,
    .complete = complete_nothing,
};

}  // namespace yare::cli
