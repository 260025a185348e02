#include "help.h"

#include <algorithm>

#include "flag_values.h"
#include "yare/data/go_text.h"

namespace yare::cli {
namespace {

constexpr std::size_t kNamePadding = 11;

std::string_view trimmed_right(std::string_view text) {
    return text.substr(0, text.find_last_not_of(" \t\r\n\v\f") + 1);
}

std::vector<const Command*> sorted_commands(const Command& command) {
    std::vector<const Command*> out(command.commands.begin(), command.commands.end());
    std::sort(out.begin(), out.end(),
              [](const Command* a, const Command* b) { return a->name() < b->name(); });
    return out;
}

bool has_available(const Command& command) {
    return std::any_of(command.commands.begin(), command.commands.end(),
                       [](const Command* child) { return child->available() && child->name() != "help"; });
}

// pflag: a default that says nothing is not printed; what counts as nothing depends on the type.
bool says_nothing(const FlagSpec& spec, std::string_view fallback) {
    switch (spec.type) {
        case FlagType::Duration:
            return fallback == "0" || fallback == "0s";
        case FlagType::Strings:
        case FlagType::SplitStrings:
            return fallback == "[]";
        case FlagType::String:
            return fallback.empty();
        case FlagType::Bool:
            return fallback == "false";
        case FlagType::Int:
        case FlagType::Uint:
        case FlagType::Float32:
            return fallback == "0";
        case FlagType::StringMap:
        case FlagType::Checked:
        case FlagType::CheckedStrings:
            break;
    }
    return fallback == "false" || fallback.empty() || fallback == "0";
}

// A name in back-quotes within the usage stands for the type.
std::pair<std::string, std::string> placeholder_and_usage(const FlagSpec& spec) {
    std::string usage(spec.usage);
    const std::size_t begin = usage.find('`');
    const std::size_t end = begin == std::string::npos ? begin : usage.find('`', begin + 1);
    if (end == std::string::npos) return {std::string(type_name(spec)), std::move(usage)};
    std::string name = usage.substr(begin + 1, end - begin - 1);
    usage = usage.substr(0, begin) + name + usage.substr(end + 1);
    return {std::move(name), std::move(usage)};
}

struct FlagLine {
    std::string left;
    std::string right;
};

FlagLine flag_line(const FlagSpec& spec, const Settings& settings) {
    FlagLine line;
    line.left = spec.shorthand ? std::string("  -") + spec.shorthand + ", --" : "      --";
    line.left += spec.name;
    auto [placeholder, usage] = placeholder_and_usage(spec);
    if (!placeholder.empty()) line.left += " " + placeholder;
    if (!spec.bare_value.empty()) {
        const std::string bare(spec.bare_value);
        line.left += spec.type == FlagType::String ? "[=\"" + bare + "\"]" : "[=" + bare + "]";
    }
    line.right = std::move(usage);
    const std::string fallback = fallback_of(spec, settings);
    if (!says_nothing(spec, fallback)) {
        line.right += " (default " + (spec.type == FlagType::String ? go_quote(fallback) : fallback) + ")";
    }
    return line;
}

std::string flag_usages(std::vector<const FlagSpec*> specs, const Settings& settings,
                        std::string_view program, std::string_view help_usage) {
    std::sort(specs.begin(), specs.end(),
              [](const FlagSpec* a, const FlagSpec* b) { return a->name < b->name; });
    std::vector<FlagLine> lines;
    std::size_t widest = 0;
    for (const FlagSpec* spec : specs) {
        if (spec->hidden) continue;
        lines.push_back(flag_line(*spec, settings));
        if (spec == &kHelpFlag) lines.back().right = help_usage;
        widest = std::max(widest, lines.back().left.size());
    }
    std::string out;
    for (const FlagLine& line : lines) {
        out += line.left + std::string(widest - line.left.size() + 3, ' ') +
               with_program(line.right, program) + "\n";
    }
    return std::string(trimmed_right(out));
}

std::string local_flags(const CommandPath& path, const Settings& settings, std::string_view program) {
    std::vector<const FlagSpec*> specs{&kHelpFlag};
    for (const std::span<const FlagSpec> group : path.back()->flags) {
        for (const FlagSpec& spec : group) specs.push_back(&spec);
    }
    if (path.size() == 1) {
        for (const FlagSpec& spec : global_flags()) specs.push_back(&spec);
    }
    const std::string name = path.size() == 1 ? std::string(program) : std::string(path.back()->name());
    return flag_usages(std::move(specs), settings, program, "help for " + name);
}

std::string inherited_flags(const Settings& settings, std::string_view program) {
    std::vector<const FlagSpec*> specs;
    for (const FlagSpec& spec : global_flags()) specs.push_back(&spec);
    return flag_usages(std::move(specs), settings, program, "");
}

std::string command_list(const Command& command) {
    std::size_t padding = kNamePadding;
    for (const Command* child : command.commands) {
        // cobra: the shells' commands are there only while a shell calls them.
        if (!child->name().starts_with("__")) padding = std::max(padding, child->name().size());
    }
    std::string out;
    for (const Command* child : sorted_commands(command)) {
        if (!child->available() && child->name() != "help") continue;
        std::string name(child->name());
        name.resize(std::max(padding, name.size()), ' ');
        out += "\n  " + name + " " + std::string(child->brief);
        // Helm lists it; the reader should not have to find out by trying.
        if (child->missing) out += " (not in this version of yare yet)";
    }
    return out;
}

}  // namespace

std::string usage_text(const CommandPath& path, const Settings& settings, std::string_view program) {
    const Command& command = *path.back();
    std::string out = "Usage:";
    if (command.run) out += "\n  " + use_line(path, program);
    if (has_available(command)) out += "\n  " + path_text(path, program) + " [command]";
    if (!command.aliases.empty()) {
        out += "\n\nAliases:\n  " + std::string(command.name());
        for (const std::string_view alias : command.aliases) out += ", " + std::string(alias);
    }
    if (!command.example.empty()) out += "\n\nExamples:\n" + with_program(command.example, program);
    if (has_available(command)) out += "\n\nAvailable Commands:" + command_list(command);
    out += "\n\nFlags:\n" + local_flags(path, settings, program);
    if (path.size() > 1) out += "\n\nGlobal Flags:\n" + inherited_flags(settings, program);
    if (has_available(command)) {
        out += "\n\nUse \"" + path_text(path, program) +
               " [command] --help\" for more information about a command.";
    }
    return out + "\n";
}

std::string help_text(const CommandPath& path, const Settings& settings, std::string_view program) {
    const Command& command = *path.back();
    const std::string_view text =
        trimmed_right(command.description.empty() ? command.brief : command.description);
    std::string out;
    if (!text.empty()) out = with_program(text, program) + "\n\n";
    return out + usage_text(path, settings, program);
}

}  // namespace yare::cli
