#include "yare/cli/run.h"

#include "console.h"
#include "dispatch.h"
#include "invocation.h"
#include "settings.h"

namespace yare::cli {
namespace {

// Helm: logging and colours depend on the global flags, so these are read before the command is known. Errors
// show up when the command's flags are parsed.
void read_global_flags(Settings& settings, const std::vector<std::string>& arguments) {
    FlagSet flags(settings);
    flags.add(global_flags());
    const Result<void> parsed = flags.parse(arguments, FlagSet::Unknown::Skip);
    (void)parsed;
    apply_flags(settings, flags);
}

bool wants_color(ColorMode mode, const World& world) {
    if (mode != ColorMode::Auto) return mode == ColorMode::Always;
    return world.out.terminal_width() > 0 && world.variable("TERM").value_or("") != "dumb";
}

// An error without a text was told already.
int fail(Console& console, const Error& error, const SourceMap* sources) {
    if (error.text().empty()) return 1;
    console.print_error(error_message(error, sources));
    return 1;
}

}  // namespace

int run(World& world) {
    Console console(world.out, world.error);
    Settings settings = read_settings(world);
    read_global_flags(settings, world.arguments);
    console.set_debug(settings.debug);
    Found found = find_command(world.arguments);
    // A command may have a flag of its own under that name.
    if (has_own_flag(*found.path.back(), "color")) settings.color = "auto";
    const Result<ColorMode> mode = color_mode(settings);
    if (!mode) {
        console.log({Severity::Warning, "command failed", {{"error", mode.error().text()}}, {}});
        return 1;
    }
    console.set_colored(wants_color(*mode, world));

    if (const Result<void> known = check_root_arguments(found, world.program); !known) {
        console.print_error(error_message(known.error(), nullptr) + "Run '" +
                            path_text(found.path, world.program) + " --help' for usage.\n");
        return 1;
    }
    Invocation invocation(world, std::move(settings), console);
    invocation.path = std::move(found.path);
    const Result<void> done = execute(invocation, std::move(found.arguments));
    console.log_all(invocation.diagnostics);
    if (!done) return fail(console, done.error(), invocation.error_sources());
    return 0;
}

}  // namespace yare::cli
