#include "command.h"

#include <algorithm>

#include "settings.h"

namespace yare::cli {

const FlagSpec kHelpFlag{.name = "help", .shorthand = 'h', .type = FlagType::Bool};

std::string path_text(const CommandPath& path, std::string_view program) {
    std::string out(program);
    for (std::size_t i = 1; i < path.size(); ++i) out += " " + std::string(path[i]->name());
    return out;
}

std::string use_line(const CommandPath& path, std::string_view program) {
    std::string out = path.size() == 1 ? std::string(program)
                                       : path_text({path.begin(), path.end() - 1}, program) + " " +
                                             std::string(path.back()->use);
    if (out.find("[flags]") == std::string::npos) out += " [flags]";
    return out;
}

std::string with_program(std::string_view text, std::string_view program) {
    constexpr std::string_view kPlace = "{helm}";
    std::string out;
    while (true) {
        const std::size_t at = text.find(kPlace);
        out += text.substr(0, at);
        if (at == std::string_view::npos) return out;
        out += program;
        text.remove_prefix(at + kPlace.size());
    }
}

namespace {

template <typename Wanted>
const FlagSpec* find_where(const Command& command, Wanted wanted) {
    for (const std::span<const FlagSpec> group : command.flags) {
        for (const FlagSpec& spec : group) {
            if (wanted(spec)) return &spec;
        }
    }
    for (const FlagSpec& spec : global_flags()) {
        if (wanted(spec)) return &spec;
    }
    return nullptr;
}

}  // namespace

const FlagSpec* find_flag(const Command& command, std::string_view name) {
    return find_where(command, [name](const FlagSpec& spec) { return spec.name == name; });
}

bool has_own_flag(const Command& command, std::string_view name) {
    return std::ranges::any_of(command.flags, [name](const std::span<const FlagSpec> group) {
        return std::ranges::find(group, name, &FlagSpec::name) != group.end();
    });
}

const FlagSpec* find_flag(const Command& command, char shorthand) {
    return find_where(command, [shorthand](const FlagSpec& spec) { return spec.shorthand == shorthand; });
}

}  // namespace yare::cli
