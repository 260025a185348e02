#include "flag_groups.h"

#include "flag_values.h"
#include "invocation.h"
#include "settings.h"
#include "yare/data/go_text.h"

namespace yare::cli {

Result<std::string> check_output(std::string_view given, std::string_view, Diagnostics&) {
    if (given == "table" || given == "json" || given == "yaml") return std::string(given);
    return Error(ErrorCode::Invalid, "invalid format type");
}

Result<std::string> check_wait(std::string_view given, std::string_view, Diagnostics& diagnostics) {
    if (given == "watcher" || given == "legacy" || given == "hookOnly") return std::string(given);
    if (given == "true") {
        diagnostics.warn("--wait=true is deprecated (boolean value) and can be replaced with --wait=watcher");
        return std::string("watcher");
    }
    if (given == "false") {
        diagnostics.warn(
            "--wait=false is deprecated (boolean value) and can be replaced with --wait=hookOnly");
        return std::string("hookOnly");
    }
    return Error(ErrorCode::Invalid, "invalid wait input " + go_quote(given) +
                                         ". Valid inputs are watcher, hookOnly, and legacy");
}

Result<std::string> check_post_renderer(std::string_view given, std::string_view before, Diagnostics&) {
    if (given.empty()) return std::string(before);
    if (!before.empty())
        return Error(ErrorCode::Invalid, "cannot specify --post-renderer flag more than once");
    return std::string(given);
}

Result<std::string> check_post_renderer_argument(std::string_view given, std::string_view, Diagnostics&) {
    return std::string(given);
}

std::string fallback_keyring(const Settings& settings) {
    const std::string folder = settings.gnupg_home.empty() ? settings.home + "/.gnupg" : settings.gnupg_home;
    const std::string ring = folder + "/pubring.gpg";
    // Helm: newer GnuPGs keep public keys in a keybox; it counts only where the old file is missing.
    const std::string box = folder + "/pubring.kbx";
    if (!settings.files->stat(ring) && settings.files->stat(box)) return box;
    return ring;
}

std::string fallback_history_max(const Settings& settings) { return std::to_string(settings.max_history); }

Result<release::DryRun> dry_run_strategy(Invocation& invocation, bool is_template) {
    const std::string& given = invocation.flags.text("dry-run");
    const auto invalid = [&](std::string_view valid) {
        return Error(ErrorCode::Invalid,
                     "invalid dry-run value (" + go_quote(given) + "). Must be " + std::string(valid));
    };
    Diagnostics& diagnostics = invocation.diagnostics;
    if (given == "client") return release::DryRun::Client;
    if (given == "server") return release::DryRun::Server;
    if (given == "unset") {
        diagnostics.warn("--dry-run is deprecated and should be replaced with '--dry-run=client'");
        return release::DryRun::Client;
    }
    const Result<bool> truth = parse_bool(given);
    if (truth.ok() && *truth) {
        diagnostics.warn("boolean '--dry-run=" + given +
                         "' flag is deprecated and must be replaced with '--dry-run=client'");
        return release::DryRun::Client;
    }
    // Helm: a template is never for real; what is no value at all gets the text of the other commands.
    if (is_template && (given == "none" || truth.ok())) return invalid("\"server\" or \"client\"");
    if (given == "none") return release::DryRun::None;
    if (truth.ok()) {
        diagnostics.warn("boolean '--dry-run=" + given +
                         "' flag is deprecated and must be replaced with '--dry-run=none'");
        return release::DryRun::None;
    }
    return invalid("\"none\", \"server\", or \"client\"");
}

}  // namespace yare::cli
