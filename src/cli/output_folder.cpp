#include "output_folder.h"

namespace yare::cli {

Result<void> OutputFolder::add(const std::string& path, std::string_view text, Existing existing) {
    const std::string whole = path_of(path);
    const auto [entry, is_new] = texts_.try_emplace(whole);
    if (is_new && existing == Existing::Append && files_.stat(whole)) {
        entry->second = YARE_TRY(files_.read(whole));
    }
    entry->second += "---\n# Source: " + path + "\n";
    entry->second += text;
    entry->second += '\n';
    return {};
}

Result<void> OutputFolder::write() {
    for (const auto& [path, text] : texts_) {
        YARE_TRY(files_.make_directories(path.substr(0, path.rfind('/'))));
        YARE_TRY(files_.write(path, text));
    }
    return {};
}

}  // namespace yare::cli
