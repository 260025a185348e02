#include "completion.h"

#include <algorithm>

#include "dispatch.h"
#include "invocation.h"
#include "yare/data/go_text.h"

namespace yare::cli {
namespace {

using Words = std::vector<std::string>;

bool is_flag_word(std::string_view word) {
    return (word.size() >= 3 && word.starts_with("--")) ||
           (word.size() >= 2 && word[0] == '-' && word[1] != '-');
}

std::string bracketed(const Words& words) {
    std::string out = "[";
    for (const std::string& word : words) out += (out.size() > 1 ? " " : "") + word;
    return out + "]";
}

const FlagSpec* find_any_flag(const Command& command, std::string_view name) {
    if (name == kHelpFlag.name || (name.size() == 1 && name[0] == kHelpFlag.shorthand)) return &kHelpFlag;
    return name.size() == 1 ? find_flag(command, name[0]) : find_flag(command, name);
}

// When the word being typed is the value of a flag: which one. The flag's own word is then taken off `words`,
// and what stands before "=" off `started`.
struct ValueOf {
    const FlagSpec* flag = nullptr;
    bool unknown = false;
    std::string name;
};

ValueOf flag_being_valued(const Command& command, Words& words, std::string& started) {
    std::string name;
    bool with_equals = false;
    if (started.starts_with('-')) {
        const std::size_t equals = started.find('=');
        if (equals == std::string::npos) return {};
        name = started.starts_with("--") ? started.substr(2, equals - 2) : started.substr(equals - 1, 1);
        started = started.substr(equals + 1);
        with_equals = true;
    } else if (!words.empty() && is_flag_word(words.back()) && words.back().find('=') == std::string::npos) {
        const std::string& before = words.back();
        name = before.starts_with("--") ? before.substr(2) : before.substr(before.size() - 1);
    }
    if (name.empty()) return {};
    const FlagSpec* flag = find_any_flag(command, name);
    if (!flag) return {nullptr, true, name};
    if (!with_equals) {
        if (takes_bare(*flag)) return {};
        words.pop_back();
    }
    return {flag, false, name};
}

void add_flag_names(const FlagSpec& spec, const FlagSet& given, std::string_view started, Words& out) {
    if (spec.hidden || !spec.deprecated.empty()) return;
    const bool repeats = spec.type == FlagType::Strings || spec.type == FlagType::SplitStrings ||
                         spec.type == FlagType::StringMap || spec.type == FlagType::CheckedStrings;
    if (given.changed(spec.name) && !repeats) return;
    const std::string name = "--" + std::string(spec.name);
    if (name.starts_with(started)) out.push_back(name + "\t" + std::string(spec.usage));
    const std::string letter = std::string("-") + spec.shorthand;
    if (spec.shorthand && letter.starts_with(started)) out.push_back(letter + "\t" + std::string(spec.usage));
}

Words flag_names(const Invocation& invocation, std::string_view started) {
    const Command& command = *invocation.path.back();
    std::vector<const FlagSpec*> own{&kHelpFlag};
    for (const std::span<const FlagSpec> group : command.flags) {
        for (const FlagSpec& spec : group) own.push_back(&spec);
    }
    std::sort(own.begin(), own.end(), [](const FlagSpec* a, const FlagSpec* b) { return a->name < b->name; });
    Words out;
    for (const FlagSpec& spec : global_flags()) add_flag_names(spec, invocation.flags, started, out);
    for (const FlagSpec* spec : own) {
        const std::size_t before = out.size();
        add_flag_names(*spec, invocation.flags, started, out);
        if (spec != &kHelpFlag) continue;
        for (std::size_t i = before; i < out.size(); ++i) {
            out[i] += "help for " +
                      (invocation.path.size() == 1 ? invocation.world.program : std::string(command.name()));
        }
    }
    return out;
}

bool any_own_flag_given(const Invocation& invocation) {
    for (const std::span<const FlagSpec> group : invocation.path.back()->flags) {
        for (const FlagSpec& spec : group) {
            if (invocation.flags.changed(spec.name)) return true;
        }
    }
    return false;
}

void add_commands(const Invocation& invocation, std::string_view started, Completions& out) {
    std::vector<const Command*> children(invocation.path.back()->commands.begin(),
                                         invocation.path.back()->commands.end());
    std::sort(children.begin(), children.end(),
              [](const Command* a, const Command* b) { return a->name() < b->name(); });
    for (const Command* child : children) {
        // What is not there yet is not worth typing.
        if (!child->available() || child->missing) continue;
        if (child->name().starts_with(started)) {
            out.proposals.push_back(std::string(child->name()) + "\t" + std::string(child->brief));
        }
        out.directive = Directive::NoFiles;
    }
}

// Finds the command and parses its flags; the error is what cobra logs.
Result<Completions> propose(Invocation& invocation, Words words, std::string started) {
    Found found = find_command(words);
    if (!check_root_arguments(found, invocation.world.program)) {
        return Error(ErrorCode::NotFound, "unable to find a command for arguments: " + bracketed(words));
    }
    invocation.path = found.path;
    const Command& command = *invocation.path.back();
    if (command.raw_arguments) return Completions{{}, Directive::Default};
    Words arguments = std::move(found.arguments);
    const ValueOf value = flag_being_valued(command, arguments, started);
    for (const std::span<const FlagSpec> group : command.flags) invocation.flags.add(group);
    invocation.flags.add(kHelpFlag);
    invocation.flags.add(global_flags());
    if (const Result<void> parsed = invocation.flags.parse(arguments); !parsed) {
        return Error(ErrorCode::Invalid, "Error while parsing flags from args " + bracketed(arguments) +
                                             ": " + parsed.error().text());
    }
    const bool dashes = std::find(arguments.begin(), arguments.end(), "--") != arguments.end();
    if (value.unknown && !dashes) {
        return Error(ErrorCode::NotFound, "subcommand '" + std::string(command.name()) +
                                              "' does not support flag '" + value.name + "'");
    }
    if (invocation.flags.truth("help")) return Completions{};
    apply_flags(invocation.settings, invocation.flags);
    invocation.arguments = invocation.flags.arguments();
    if (value.flag && !dashes) {
        if (value.flag->choices.empty()) return Completions{{}, Directive::Default};
        return Completions{{value.flag->choices.begin(), value.flag->choices.end()}, Directive::NoFiles};
    }
    if (started.starts_with('-') && started.find('=') == std::string::npos && !dashes) {
        return Completions{flag_names(invocation, started), Directive::NoFiles};
    }
    Completions out{{}, Directive::Default};
    if (invocation.arguments.empty() && !any_own_flag_given(invocation))
        add_commands(invocation, started, out);
    if (!command.complete) return out;
    Completions more = command.complete(invocation, started);
    out.proposals.insert(out.proposals.end(), more.proposals.begin(), more.proposals.end());
    out.directive = more.directive;
    return out;
}

std::string directive_text(Directive directive) {
    const auto bits = static_cast<unsigned>(directive);
    std::string out;
    const auto add = [&](Directive bit, std::string_view name) {
        if (bits & static_cast<unsigned>(bit)) out += (out.empty() ? "" : ", ") + std::string(name);
    };
    add(Directive::Error, "ShellCompDirectiveError");
    add(Directive::NoSpace, "ShellCompDirectiveNoSpace");
    add(Directive::NoFiles, "ShellCompDirectiveNoFileComp");
    return out.empty() ? "ShellCompDirectiveDefault" : out;
}

}  // namespace

Result<void> print_proposals(Invocation& invocation, Descriptions descriptions) {
    if (invocation.arguments.empty()) {
        return Error(ErrorCode::Invalid, "requires at least 1 arg(s), only received 0");
    }
    Words words = std::move(invocation.arguments);
    std::string started = std::move(words.back());
    words.pop_back();
    Result<Completions> proposed = propose(invocation, std::move(words), std::move(started));
    if (!proposed) {
        invocation.console.print_error("[Debug] [Error] " + proposed.error().text() + "\n");
        proposed = Completions{{}, Directive::Default};
    }
    std::string out;
    for (const std::string& proposal : proposed->proposals) {
        std::string_view line = proposal;
        if (descriptions == Descriptions::No) line = line.substr(0, line.find('\t'));
        line = trim_space(line.substr(0, line.find('\n')));
        out += std::string(line) + "\n";
    }
    const Directive directive = proposed->directive;
    out += ":" + std::to_string(static_cast<unsigned>(directive)) + "\n";
    invocation.console.print(out);
    invocation.console.print_error("Completion ended with directive: " + directive_text(directive) + "\n");
    return {};
}

Completions complete_nothing(Invocation&, std::string_view) {
    return {{"_activeHelp_ This command does not take any more arguments (but may accept flags)."},
            Directive::NoFiles};
}

Completions complete_any_chart(std::string_view started) {
    constexpr std::string_view kPrefixes[] = {"oci://\tChart OCI prefix", "https://\tChart URL prefix",
                                              "http://\tChart URL prefix", "file://\tChart local URL prefix"};
    Completions out{{}, Directive::Default};
    for (const std::string_view prefix : kPrefixes) {
        if (prefix.starts_with(started)) {
            out.proposals.emplace_back(prefix);
            out.directive = Directive::NoSpace;
        }
    }
    if (started.empty()) {
        out.proposals.emplace_back("./\tRelative path prefix to local chart");
        out.proposals.emplace_back("/\tAbsolute path prefix to local chart");
    }
    return out;
}

Completions complete_chart(Invocation& invocation, std::string_view started) {
    const std::size_t before = invocation.flags.truth("generate-name") ? 0 : 1;
    if (invocation.arguments.size() == before) return complete_any_chart(started);
    return {};
}

}  // namespace yare::cli
