// Groups of flags that several commands share. The texts are Helm's interface.
#pragma once

#include <string>
#include <string_view>

#include "flags.h"
#include "yare/release/actions.h"

namespace yare::cli {

struct Invocation;

// table, json or yaml.
Result<std::string> check_output(std::string_view given, std::string_view before, Diagnostics& diagnostics);
// watcher, hookOnly or legacy; booleans with a warning.
Result<std::string> check_wait(std::string_view given, std::string_view before, Diagnostics& diagnostics);
Result<std::string> check_post_renderer(std::string_view given, std::string_view before,
                                        Diagnostics& diagnostics);
Result<std::string> check_post_renderer_argument(std::string_view given, std::string_view before,
                                                 Diagnostics& diagnostics);
std::string fallback_keyring(const Settings& settings);
std::string fallback_history_max(const Settings& settings);

// What --dry-run says; logs what Helm says of its old forms.
Result<release::DryRun> dry_run_strategy(Invocation& invocation, bool is_template);

inline constexpr std::string_view kOutputChoices[] = {"json\tOutput result in JSON format",
                                                      "table\tOutput result in human-readable format",
                                                      "yaml\tOutput result in YAML format"};

// OUTPUT
inline constexpr FlagSpec kOutputFlags[] = {
    {.name = "output",
     .shorthand = 'o',
     .type = FlagType::Checked,
     .fallback = "table",
     .usage = "prints the output in the specified format. Allowed values: table, json, yaml",
     .type_name = "format",
     .check = check_output,
     .choices = kOutputChoices},
};

// Values given on the command line.
inline constexpr FlagSpec kValueFlags[] = {
    {.name = "set",
     .type = FlagType::Strings,
     .usage = "set values on the command line (can specify multiple or separate values with commas: "
              "key1=val1,key2=val2)"},
    {.name = "set-file",
     .type = FlagType::Strings,
     .usage = "set values from respective files specified via the command line (can specify multiple or "
              "separate values with commas: key1=path1,key2=path2)"},
    {.name = "set-json",
     .type = FlagType::Strings,
     .usage =
         "set JSON values on the command line (can specify multiple or separate values with commas: "
         "key1=jsonval1,key2=jsonval2 or using json format: {\"key1\": jsonval1, \"key2\": \"jsonval2\"})"},
    {.name = "set-literal",
     .type = FlagType::Strings,
     .usage = "set a literal STRING value on the command line"},
    {.name = "set-string",
     .type = FlagType::Strings,
     .usage = "set STRING values on the command line (can specify multiple or separate values with commas: "
              "key1=val1,key2=val2)"},
    {.name = "values",
     .shorthand = 'f',
     .type = FlagType::SplitStrings,
     .usage = "specify values in a YAML file or a URL (can specify multiple)"},
};

// Where a chart comes from.
inline constexpr FlagSpec kChartPathFlags[] = {
    {.name = "ca-file", .usage = "verify certificates of HTTPS-enabled servers using this CA bundle"},
    {.name = "cert-file", .usage = "identify HTTPS client using this SSL certificate file"},
    {.name = "insecure-skip-tls-verify",
     .type = FlagType::Bool,
     .usage = "skip tls certificate checks for the chart download"},
    {.name = "key-file", .usage = "identify HTTPS client using this SSL key file"},
    {.name = "keyring",
     .usage = "location of public keys used for verification",
     .fallback_from = fallback_keyring},
    {.name = "pass-credentials", .type = FlagType::Bool, .usage = "pass credentials to all domains"},
    {.name = "password", .usage = "chart repository password where to locate the requested chart"},
    {.name = "plain-http",
     .type = FlagType::Bool,
     .usage = "use insecure HTTP connections for the chart download"},
    {.name = "repo", .usage = "chart repository url where to locate the requested chart"},
    {.name = "username", .usage = "chart repository username where to locate the requested chart"},
    {.name = "verify", .type = FlagType::Bool, .usage = "verify the package before using it"},
    {.name = "version",
     .usage = "specify a version constraint for the chart version to use. This constraint can be a specific "
              "tag (e.g. 1.1.1) or it may reference a valid range (e.g. ^2.0.0). If this is not specified, "
              "the latest version is used"},
};

// Pre-releases too.
inline constexpr FlagSpec kDevelFlags[] = {
    {.name = "devel",
     .type = FlagType::Bool,
     .usage = "use development versions, too. Equivalent to version '>0.0.0-0'. If --version is set, this is "
              "ignored"},
};

// Waiting.
inline constexpr FlagSpec kWaitFlags[] = {
    {.name = "timeout",
     .type = FlagType::Duration,
     .fallback = "5m0s",
     .usage = "time to wait for any individual Kubernetes operation (like Jobs for hooks)"},
    {.name = "wait",
     .type = FlagType::Checked,
     .fallback = "hookOnly",
     .usage = "wait until resources are ready (up to --timeout). Use '--wait' alone for 'watcher' strategy, "
              "or specify one of: 'watcher', 'hookOnly', 'legacy'. Default when flag is omitted: 'hookOnly'.",
     .type_name = "WaitStrategy",
     .bare_value = "watcher",
     .check = check_wait},
    {.name = "wait-for-jobs",
     .type = FlagType::Bool,
     .usage = "if set and --wait enabled, will wait until all Jobs have been completed before marking the "
              "release as successful. It will wait for as long as --timeout"},
};

// How objects are written.
inline constexpr FlagSpec kApplyFlags[] = {
    {.name = "force",
     .type = FlagType::Bool,
     .usage = "deprecated",
     .deprecated = "use --force-replace instead",
     .hidden = true},
    {.name = "force-conflicts",
     .type = FlagType::Bool,
     .usage = "if set server-side apply will force changes against conflicts"},
    {.name = "force-replace", .type = FlagType::Bool, .usage = "force resource updates by replacement"},
};

// Dry runs of install, upgrade and rollback.
inline constexpr FlagSpec kDryRunFlags[] = {
    {.name = "dry-run",
     .fallback = "none",
     .usage = "simulates the operation without persisting changes. Must be one of: \"none\" (default), "
              "\"client\", or \"server\". '--dry-run=none' executes the operation normally and persists "
              "changes (no simulation). '--dry-run=client' simulates the operation client-side only and "
              "avoids cluster connections. '--dry-run=server' simulates the operation on the server, "
              "requiring cluster connectivity.",
     .bare_value = "unset"},
};

// Post-rendering.
inline constexpr FlagSpec kPostRenderFlags[] = {
    {.name = "post-renderer",
     .type = FlagType::Checked,
     .usage = "the name of a postrenderer type plugin to be used for post rendering. If it exists, the "
              "plugin will be used",
     .type_name = "postRendererString",
     .check = check_post_renderer},
    {.name = "post-renderer-args",
     .type = FlagType::CheckedStrings,
     .usage = "an argument to the post-renderer (can specify multiple)",
     .type_name = "postRendererArgsSlice",
     .check = check_post_renderer_argument},
};

// What install, template and upgrade share beyond the groups above.
inline constexpr FlagSpec kReleaseFlags[] = {
    {.name = "atomic",
     .type = FlagType::Bool,
     .usage = "deprecated",
     .deprecated = "use --rollback-on-failure instead",
     .hidden = true},
    {.name = "dependency-update",
     .type = FlagType::Bool,
     .usage = "update dependencies if they are missing before installing the chart"},
    {.name = "description", .usage = "add a custom description"},
    {.name = "enable-dns", .type = FlagType::Bool, .usage = "enable DNS lookups when rendering templates"},
    {.name = "skip-schema-validation",
     .type = FlagType::Bool,
     .usage = "if set, disables JSON schema validation"},
};

// What install and template share beyond the groups above.
inline constexpr FlagSpec kInstallFlags[] = {
    {.name = "create-namespace",
     .type = FlagType::Bool,
     .usage = "create the release namespace if not present"},
    {.name = "disable-openapi-validation",
     .type = FlagType::Bool,
     .usage = "if set, the installation process will not validate rendered templates against the Kubernetes "
              "OpenAPI Schema"},
    {.name = "generate-name",
     .shorthand = 'g',
     .type = FlagType::Bool,
     .usage = "generate the name (and omit the NAME parameter)"},
    {.name = "labels",
     .shorthand = 'l',
     .type = FlagType::StringMap,
     .usage = "Labels that would be added to release metadata. Should be divided by comma."},
    {.name = "name-template", .usage = "specify template used to name the release"},
    {.name = "no-hooks", .type = FlagType::Bool, .usage = "prevent hooks from running during install"},
    {.name = "replace",
     .type = FlagType::Bool,
     .usage = "reuse the given name, only if that name is a deleted release which remains in the history. "
              "This is unsafe in production"},
    {.name = "rollback-on-failure",
     .type = FlagType::Bool,
     .usage = "if set, Helm will rollback (uninstall) the installation upon failure. The --wait flag will be "
              "default to \"watcher\" if --rollback-on-failure is set"},
    {.name = "server-side",
     .type = FlagType::Bool,
     .fallback = "true",
     .usage = "object updates run in the server instead of the client"},
    {.name = "skip-crds",
     .type = FlagType::Bool,
     .usage = "if set, no CRDs will be installed. By default, CRDs are installed if not already present"},
    {.name = "take-ownership",
     .type = FlagType::Bool,
     .usage = "if set, install will ignore the check for helm annotations and take ownership of the existing "
              "resources"},
};

// One flag of a group, for commands that have not all of it.
constexpr FlagSpec flag_named(std::span<const FlagSpec> group, std::string_view name) {
    for (const FlagSpec& spec : group) {
        if (spec.name == name) return spec;
    }
    throw "no such flag";  // at compile time
}

inline constexpr std::string_view kReplaceOrConflicts[] = {"force-replace", "force-conflicts"};
inline constexpr std::string_view kForceOrConflicts[] = {"force", "force-conflicts"};

}  // namespace yare::cli
