#include "post_render.h"

#include <algorithm>

#include "yare/data/go_text.h"

namespace yare::unittest {

namespace {

constexpr std::string_view kSeparator = "---\n#### file:";
constexpr std::string_view kName = "#### file: ";

// Takes a file off the front of the stream: all before the next separator.
std::string_view take_block(std::string_view& stream) {
    const std::size_t end = std::min(stream.find(kSeparator, 1), stream.size());
    const std::string_view out = stream.substr(0, end);
    stream.remove_prefix(end);
    return out;
}

}  // namespace

std::string merged_files(const Files& files) {
    std::string out;
    for (const auto& [name, text] : files) {
        out.append(kSeparator).append(" ").append(name).append("\n");
        out.append(trim_space(text)).append("\n");
    }
    return out;
}

Files split_files(std::string_view stream) {
    Files out;
    const std::string_view all = stream;
    while (!stream.empty()) {
        const std::string_view block = take_block(stream);
        const std::size_t at = block.find(kName);
        if (at == std::string_view::npos) continue;
        const std::string_view rest = block.substr(at + kName.size());
        const std::string_view name = rest.substr(0, rest.find('\n'));
        // What stands above a name that does not begin its block stays with the file.
        const bool begins = block.starts_with("---\n") && at == 4 && name.size() < rest.size();
        out[std::string(name)] = begins ? rest.substr(name.size() + 1) : block;
    }
    if (out.empty()) out[std::string(kNamelessFile)] = all;
    return out;
}

Result<Files> post_rendered(const Files& files, const PostRendererFields& renderer, const Options& options) {
    if (!options.run_program)
        return Error(ErrorCode::Forbidden, "no programs are run here: " + renderer.command);
    std::vector<std::string> words{renderer.command};
    words.insert(words.end(), renderer.arguments.begin(), renderer.arguments.end());
    const std::string changed = YARE_TRY(options.run_program(words, merged_files(files)));
    return split_files(changed);
}

}  // namespace yare::unittest
