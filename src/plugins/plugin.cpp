#include "yare/plugins/plugin.h"

#include <algorithm>

#include "yare/base/ascii.h"
#include "yare/data/expand.h"
#include "yare/data/go_text.h"
#include "yare/data/semver.h"
#include "yare/data/yaml.h"

namespace yare::plugins {

namespace {

#if defined(__x86_64__)
constexpr std::string_view kProcessor = "amd64";
#elif defined(__aarch64__)
constexpr std::string_view kProcessor = "arm64";
#elif defined(__i386__)
constexpr std::string_view kProcessor = "386";
#else
constexpr std::string_view kProcessor = "unknown";
#endif
constexpr std::string_view kSystem = "linux";

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

bool is_name(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return ascii::is_word(c) || c == '-'; });
}

// Helm reads this file without the detour over JSON that the error speaks of.
Result<Value> without_conversion(Result<Value> read) {
    constexpr std::string_view kDetour = "error converting YAML to JSON: ";
    if (read || !read.error().text().starts_with(kDetour)) return read;
    return invalid(read.error().text().substr(kDetour.size()));
}

std::string text_field(const Value& map, std::string_view name) {
    const Value* const found = map.find(name);
    return found ? yaml_string_field(*found).value_or("") : std::string();
}

std::vector<PlatformCommand> commands_of(const Value& list) {
    std::vector<PlatformCommand> out;
    if (!list.is_list()) return out;
    for (const Value& item : list.items()) {
        PlatformCommand& one = out.emplace_back();
        one.system = text_field(item, "os");
        one.processor = text_field(item, "arch");
        one.command = text_field(item, "command");
        const Value* const arguments = item.find("args");
        if (!arguments || !arguments->is_list()) continue;
        for (const Value& argument : arguments->items())
            one.arguments.push_back(yaml_string_field(argument).value_or(""));
    }
    return out;
}

Result<void> check_names(const Value& map, std::initializer_list<std::string_view> names,
                         std::string_view what) {
    if (!map.is_map()) return {};
    for (const Entry& entry : map.as_map()) {
        const std::string_view name = map.as_map().key_text(entry);
        if (std::find(names.begin(), names.end(), name) == names.end())
            return invalid("yaml: unmarshal errors:\n  field " + std::string(name) +
                           " not found in type plugin." + std::string(what));
    }
    return {};
}

std::string expanded(std::string_view text, const Environment& environment) {
    return expand_variables(text, [&](std::string_view name) {
        for (auto one = environment.rbegin(); one != environment.rend(); ++one) {
            if (one->first == name) return one->second;
        }
        return std::string();
    });
}

// Helm: a command for this system and processor, or the first for this system, or the first for any.
const PlatformCommand* chosen(const std::vector<PlatformCommand>& commands) {
    const PlatformCommand* best = nullptr;
    bool for_system = false;
    for (const PlatformCommand& one : commands) {
        const bool here = ascii::lowered(one.system) == kSystem;
        if (here && ascii::lowered(one.processor) == kProcessor) return &one;
        if ((!one.system.empty() && !here) || !one.processor.empty()) continue;
        if (here && !for_system) {
            best = &one;
            for_system = true;
        } else if (!best) {
            best = &one;
        }
    }
    return best;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> out;
    for (;;) {
        const std::size_t blank = text.find(' ');
        out.emplace_back(text.substr(0, blank));
        if (blank == std::string_view::npos) return out;
        text.remove_prefix(blank + 1);
    }
}

}  // namespace

Result<Plugin> read_plugin(std::string_view text, const std::string& folder) {
    Document document;
    const Value root = YARE_TRY_WHILE("failed to peek plugin.yaml API version",
                                      without_conversion(read_yaml(text, document)));
    const std::string version = text_field(root, "apiVersion");
    if (!version.empty() && version != "v1")
        return invalid("invalid plugin apiVersion: " + go_quote(version));
    Plugin out{.folder = folder,
               .name = text_field(root, "name"),
               .type = "cli/v1",
               .runtime = "subprocess",
               .commands = {}};
    const Value* config = &root;
    const Value nothing{};
    if (version == "v1") {
        YARE_TRY(check_names(
            root,
            {"apiVersion", "name", "type", "runtime", "version", "sourceURL", "config", "runtimeConfig"},
            "MetadataV1"));
        out.type = text_field(root, "type");
        out.runtime = text_field(root, "runtime");
        config = root.find("runtimeConfig") ? root.find("runtimeConfig") : &nothing;
        if (out.runtime == "subprocess")
            YARE_TRY(check_names(*config, {"platformCommand", "platformHooks", "protocolCommands"},
                                 "RuntimeConfigSubprocess"));
    }
    if (!is_name(out.name))
        return invalid("invalid plugin name " + go_quote(out.name) +
                       ": must contain only a-z, A-Z, 0-9, _ and -");
    if (out.type.empty()) return invalid("empty type field");
    if (out.runtime != "subprocess" && out.runtime != "extism/v1")
        return invalid("unsupported plugin runtime type: " + go_quote(out.runtime));
    if (const Value* commands = config->find("platformCommand")) out.commands = commands_of(*commands);
    return out;
}

Result<std::optional<Plugin>> find_plugin(FileSystem& files, std::string_view folders, std::string_view name,
                                          std::string_view type, Diagnostics& diagnostics) {
    std::optional<Plugin> found;
    while (!folders.empty() && !found) {
        const std::size_t colon = std::min(folders.find(':'), folders.size());
        const std::string folder(folders.substr(0, colon));
        folders.remove_prefix(std::min(colon + 1, folders.size()));
        const Result<std::vector<DirectoryEntry>> entries = files.list(folder);
        if (!entries) continue;
        for (const DirectoryEntry& entry : *entries) {
            const std::string path = folder + "/" + entry.name;
            const std::string file = path + "/plugin.yaml";
            const Result<std::string> text = files.read(file);
            if (!text) continue;
            Result<Plugin> plugin = read_plugin(*text, path);
            if (!plugin) {
                const Error error =
                    std::move(plugin).error().during("failed to load plugin " + go_quote(path));
                diagnostics.report({Severity::Warning,
                                    "failed to load plugin (ignoring)",
                                    {{"plugin_yaml", file}, {"error", error.text()}},
                                    {}});
            } else if (!found && plugin->name == name && plugin->type == type) {
                found = std::move(*plugin);
            }
        }
    }
    return found;
}

Result<std::vector<std::string>> plugin_command(const Plugin& plugin, const Environment& environment,
                                                const std::vector<std::string>& extra) {
    const PlatformCommand* const command = chosen(plugin.commands);
    if (!command || command->command.empty() || command->command[0] == ' ')
        return invalid("no plugin command is applicable");
    std::vector<std::string> out;
    for (const std::string& word : words_of(command->command)) out.push_back(expanded(word, environment));
    for (const std::string& argument : command->arguments) out.push_back(expanded(argument, environment));
    out.insert(out.end(), extra.begin(), extra.end());
    return out;
}

}  // namespace yare::plugins
