// Plugins: programs that users add, each a folder with a plugin.yaml. So far those that change rendered
// manifests (type postrenderer/v1, runtime subprocess) are run.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"

namespace yare::plugins {

// A command for a system and a processor ("linux", "amd64"); an empty name is any.
struct PlatformCommand {
    std::string system;
    std::string processor;
    std::string command;  // words, apart by single blanks
    std::vector<std::string> arguments;
};

struct Plugin {
    std::string folder;
    std::string name;
    std::string type;     // "postrenderer/v1"
    std::string runtime;  // "subprocess"
    std::vector<PlatformCommand> commands;
};

using Environment = std::vector<std::pair<std::string, std::string>>;

// What a plugin.yaml says. Those without an apiVersion are Helm 3's, of type cli/v1.
Result<Plugin> read_plugin(std::string_view text, const std::string& folder);

// The plugin of that name and type in the folders, which are separated by colons. Plugins that cannot be read
// are passed over with a warning.
Result<std::optional<Plugin>> find_plugin(FileSystem& files, std::string_view folders, std::string_view name,
                                          std::string_view type, Diagnostics& diagnostics);

// The program and its arguments: the best command for this machine with $VARIABLES replaced, then `extra`.
Result<std::vector<std::string>> plugin_command(const Plugin& plugin, const Environment& environment,
                                                const std::vector<std::string>& extra);

}  // namespace yare::plugins
