// yare help [command].
#include "../help.h"

#include "../dispatch.h"
#include "commands.h"

namespace yare::cli {
namespace {

Result<void> run_help(Invocation& invocation) {
    const std::string& program = invocation.world.program;
    const Found found = find_command(invocation.arguments);
    if (check_root_arguments(found, program)) {
        invocation.console.print(help_text(found.path, invocation.settings, program));
        return {};
    }
    std::string words;
    for (const std::string& word : invocation.arguments) words += (words.empty() ? "`" : " `") + word + "`";
    invocation.console.print_error("Unknown help topic [" + words + "]\n" +
                                   usage_text({&kRoot}, invocation.settings, program));
    return {};
}

// Helm: the names of commands, at any depth of the words typed so far.
Completions complete_help(Invocation& invocation, std::string_view started) {
    const Found found = find_command(invocation.arguments);
    Completions out;
    if (!check_root_arguments(found, invocation.world.program)) return out;
    for (const Command* child : found.path.back()->commands) {
        if (child->available() && child->name().starts_with(started)) {
            out.proposals.push_back(std::string(child->name()) + "\t" + std::string(child->brief));
        }
    }
    return out;
}

}  // namespace

constinit const Command kHelp{
    .use = "help [command]",
    .brief = "Help about any command",
    .description =
        "Help provides help for any command in the application.\n"
        "Simply type {helm} help [path to command] for full details.",
    .arguments = ArgumentRule::any(),
    .run = run_help,
    .complete = complete_help,
};

}  // namespace yare::cli
