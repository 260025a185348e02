#include "output_folder.h"

namespace yare::cli {

Result<void> OutputFolder::add(const std::string& path, std::string_view text, Existing existing) {
    const std::string whole = folder_ + "/" + path;
    const auto [entry, is_new] = texts_.try_emplace(whole);
    std::string& out = entry->second.text;
    if (is_new && existing == Existing::Append && files_.stat(whole)) {
        out = YARE_TRY(files_.read(whole));
    }
    out += "---\n# Source: " + path + "\n";
    out += text;
    out += '\n';
    documents_.push_back(whole);
    return {};
}

Result<void> OutputFolder::write(const std::function<void(const std::string& path)>& wrote) {
    for (const std::string& path : documents_) {
        Text& text = texts_.at(path);
        if (!text.written) {
            const std::string folder = path.substr(0, path.rfind('/'));
            const Result<FileInfo> there = files_.stat(folder);
            if (!there && there.error().code() != ErrorCode::NotFound) return Error(there.error());
            YARE_TRY(files_.make_directories(folder));
            YARE_TRY(files_.write(path, text.text));
            text.written = true;
        }
        wrote(path);
    }
    return {};
}

}  // namespace yare::cli
