#include "dispatch.h"

#include <algorithm>

#include "flag_values.h"
#include "help.h"
#include "release_session.h"
#include "yare/base/ascii.h"
#include "yare/data/edit_distance.h"
#include "yare/data/go_text.h"

namespace yare::cli {
namespace {

// Whether the word after this one is this flag's value. cobra: an unknown flag is thought to take one.
bool takes_next_word(const Command& command, std::string_view word) {
    if (word.find('=') != std::string_view::npos) return false;
    if (word.starts_with("--")) {
        const FlagSpec* spec = find_flag(command, word.substr(2));
        return !spec || !takes_bare(*spec);
    }
    if (!word.starts_with('-') || word.size() != 2) return false;
    const FlagSpec* spec = find_flag(command, word[1]);
    return !spec || !takes_bare(*spec);
}

// The words that are neither flags nor values of flags, up to "--".
std::vector<std::string> without_flags(const Command& command, const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i] == "--") break;
        if (takes_next_word(command, words[i])) {
            if (i + 2 >= words.size()) break;
            ++i;
        } else if (!words[i].empty() && words[i][0] != '-') {
            out.push_back(words[i]);
        }
    }
    return out;
}

void remove_first(const Command& command, std::vector<std::string>& words, std::string_view name) {
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        if (takes_next_word(command, words[i])) {
            ++i;
        } else if (!words[i].starts_with('-') && words[i] == name) {
            words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
            return;
        }
    }
}

const Command* find_child(const Command& command, std::string_view name) {
    for (const Command* child : command.commands) {
        if (child->name() == name) return child;
        if (std::find(child->aliases.begin(), child->aliases.end(), name) != child->aliases.end())
            return child;
    }
    return nullptr;
}

}  // namespace

Found find_command(const std::vector<std::string>& arguments) {
    Found found{{&kRoot}, arguments};
    while (true) {
        const Command& command = *found.path.back();
        const std::vector<std::string> words = without_flags(command, found.arguments);
        const Command* child = words.empty() ? nullptr : find_child(command, words.front());
        if (!child) return found;
        remove_first(command, found.arguments, words.front());
        found.path.push_back(child);
    }
}

std::vector<std::string> suggestions(const Command& command, std::string_view word) {
    constexpr std::size_t kFarthest = 2;
    std::vector<const Command*> children(command.commands.begin(), command.commands.end());
    std::sort(children.begin(), children.end(),
              [](const Command* a, const Command* b) { return a->name() < b->name(); });
    std::vector<std::string> out;
    for (const Command* child : children) {
        if (!child->available()) continue;
        const std::string name(child->name());
        if (edit_distance(word, name) <= kFarthest || name.starts_with(ascii::lowered(word)))
            out.push_back(name);
        for (const std::string_view other : child->suggest_for) {
            if (ascii::equal_fold(word, other)) out.push_back(name);
        }
    }
    return out;
}

Result<void> check_root_arguments(const Found& found, std::string_view program) {
    const Command& command = *found.path.back();
    if (found.path.size() > 1 || command.arguments.kind != ArgumentRule::Kind::Unchecked) return {};
    const std::vector<std::string> words = without_flags(command, found.arguments);
    if (words.empty()) return {};
    std::string text = "unknown command " + go_quote(words.front()) + " for " + go_quote(program);
    const std::vector<std::string> near = suggestions(command, words.front());
    if (!near.empty()) text += "\n\nDid you mean this?\n";
    for (const std::string& name : near) text += "\t" + name + "\n";
    return Error(ErrorCode::NotFound, std::move(text));
}

namespace {

std::string count_text(int count) {
    return std::to_string(count) + (count == 1 ? " argument" : " arguments");
}

Result<void> check_argument_count(const Invocation& invocation) {
    const Command& command = *invocation.path.back();
    const auto given = static_cast<int>(invocation.arguments.size());
    const int count = command.arguments.count;
    std::string wanted;
    switch (command.arguments.kind) {
        case ArgumentRule::Kind::Unchecked:
        case ArgumentRule::Kind::Any:
            return {};
        case ArgumentRule::Kind::None:
            if (given > 0) wanted = "accepts no arguments";
            break;
        case ArgumentRule::Kind::Exactly:
            if (given != count) wanted = "requires " + count_text(count);
            break;
        case ArgumentRule::Kind::AtMost:
            if (given > count) wanted = "accepts at most " + count_text(count);
            break;
        case ArgumentRule::Kind::AtLeast:
            if (given < count) wanted = "requires at least " + count_text(count);
            break;
    }
    if (wanted.empty()) return {};
    const std::string& program = invocation.world.program;
    return Error(ErrorCode::Invalid, go_quote(path_text(invocation.path, program)) + " " + wanted +
                                         "\n\nUsage:  " + use_line(invocation.path, program));
}

std::string listed(const std::vector<std::string>& names) {
    std::string out = "[";
    for (const std::string& name : names) out += (out.size() > 1 ? " " : "") + name;
    return out + "]";
}

Result<void> check_exclusive_flags(const Invocation& invocation) {
    for (const ExclusiveFlags group : invocation.path.back()->exclusive) {
        std::vector<std::string> all;
        std::vector<std::string> given;
        for (const std::string_view name : group) {
            all.emplace_back(name);
            if (invocation.flags.changed(name)) given.emplace_back(name);
        }
        if (given.size() < 2) continue;
        std::sort(given.begin(), given.end());
        return Error(ErrorCode::Invalid, "if any flags in the group " + listed(all) +
                                             " are set none of the others can be; " + listed(given) +
                                             " were all set");
    }
    return {};
}

// Yare's hint below pflag's text: the flag whose name is nearest.
std::string nearest_flag(const Command& command, std::string_view name) {
    std::string best;
    std::size_t least = std::max<std::size_t>(2, name.size() / 3) + 1;
    const auto look = [&](const FlagSpec& spec) {
        if (spec.hidden) return;
        const bool begins = name.size() >= 3 && spec.name.starts_with(name);
        const std::size_t distance = begins ? 1 : edit_distance(name, spec.name);
        if (distance < least) {
            least = distance;
            best = spec.name;
        }
    };
    for (const std::span<const FlagSpec> group : command.flags) {
        for (const FlagSpec& spec : group) look(spec);
    }
    for (const FlagSpec& spec : global_flags()) look(spec);
    return best;
}

Error with_flag_hint(Error error, const Command& command) {
    constexpr std::string_view kUnknown = "unknown flag: --";
    if (error.code() != ErrorCode::NotFound || !error.message().starts_with(kUnknown)) return error;
    const std::string near = nearest_flag(command, std::string_view(error.message()).substr(kUnknown.size()));
    if (near.empty()) return error;
    return std::move(error).note("hint: did you mean --" + near + "?");
}

Result<void> parse_flags(Invocation& invocation, std::span<const std::string> arguments) {
    const Command& command = *invocation.path.back();
    for (const std::span<const FlagSpec> group : command.flags) invocation.flags.add(group);
    invocation.flags.add(kHelpFlag);
    invocation.flags.add(global_flags());
    invocation.flags.set_output(invocation.diagnostics);
    Result<void> parsed = invocation.flags.parse(arguments);
    invocation.console.log_all(invocation.diagnostics);
    if (!parsed) return with_flag_hint(std::move(parsed).error(), command);
    for (const std::string& line : invocation.flags.deprecations()) {
        invocation.console.print_error(with_program(line, invocation.world.program) + "\n");
    }
    apply_flags(invocation.settings, invocation.flags);
    return {};
}

}  // namespace

Result<void> execute(Invocation& invocation, std::vector<std::string> arguments) {
    const Command& command = *invocation.path.back();
    const std::string& program = invocation.world.program;
    if (command.missing) {
        return Error(ErrorCode::Unavailable, go_quote(path_text(invocation.path, program)) +
                                                 " is not implemented yet in this version of yare");
    }
    if (command.raw_arguments) {
        invocation.arguments = std::move(arguments);
        return command.run(invocation);
    }
    YARE_TRY(parse_flags(invocation, arguments));
    if (invocation.flags.truth("help") || !command.run) {
        invocation.console.print(help_text(invocation.path, invocation.settings, program));
        return {};
    }
    invocation.arguments = invocation.flags.arguments();
    // Helm: the driver is looked at before any command runs, whether it needs one or not.
    if (const Result<void> known = check_driver(invocation.settings); !known) {
        invocation.console.log({Severity::Info, known.error().text(), {}, {}});
        return Error(ErrorCode::Invalid, "");
    }
    YARE_TRY(check_argument_count(invocation));
    YARE_TRY(check_exclusive_flags(invocation));
    return command.run(invocation);
}

}  // namespace yare::cli
