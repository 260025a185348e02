// yare completion SHELL, and what the shells' scripts call: yare __complete WORDS.
#include "../completion.h"

#include "../texts/completion.h"
#include "commands.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kCompletionFlags[] = {
    {.name = "no-descriptions", .type = FlagType::Bool, .usage = "disable completion descriptions"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kCompletionFlags};

Result<void> run_completion(Invocation& invocation) {
    return Error(ErrorCode::Unavailable, "the completion script for " +
                                             std::string(invocation.path.back()->name()) +
                                             " is not implemented yet in this version of yare");
}

constexpr Command shell(std::string_view name, std::string_view brief, std::string_view description) {
    return {.use = name,
            .brief = brief,
            .description = description,
            .arguments = ArgumentRule::none(),
            .flags = kFlags,
            .run = run_completion,
            .complete = complete_nothing};
}

constexpr Command kBash =
    shell("bash", "generate autocompletion script for bash", kCompletionBashDescription);
constexpr Command kFish =
    shell("fish", "generate autocompletion script for fish", kCompletionFishDescription);
constexpr Command kPowershell =
    shell("powershell", "generate autocompletion script for powershell", kCompletionPowershellDescription);
constexpr Command kZsh = shell("zsh", "generate autocompletion script for zsh", kCompletionZshDescription);
constexpr const Command* kCommands[] = {&kBash, &kFish, &kPowershell, &kZsh};

Result<void> run_complete(Invocation& invocation) { return print_proposals(invocation, Descriptions::Yes); }
Result<void> run_complete_bare(Invocation& invocation) {
    return print_proposals(invocation, Descriptions::No);
}

}  // namespace

constinit const Command kCompletion{
    .use = "completion",
    .brief = "generate autocompletion scripts for the specified shell",
    .description = kCompletionDescription,
    .arguments = ArgumentRule::none(),
    .commands = kCommands,
};

constinit const Command kComplete{
    .use = "__complete [command-line]",
    .brief = "Request shell completion choices for the specified command-line",
    .hidden = true,
    .run = run_complete,
    .raw_arguments = true,
};

constinit const Command kCompleteBare{
    .use = "__completeNoDesc [command-line]",
    .brief = "Request shell completion choices for the specified command-line",
    .hidden = true,
    .run = run_complete_bare,
    .raw_arguments = true,
};

}  // namespace yare::cli
