#include "documents.h"

#include <utility>

namespace yare::render {

namespace {

// Waking a thread costs about as much as reading this much.
constexpr std::size_t kWorthWaking = 16384;

}  // namespace

FileDocuments read_documents(const RenderedFile& file, HeadReader& reader) {
    FileDocuments out;
    for (const std::string_view text : split_manifests(file.text)) {
        HeadedDocument& document = out.documents.emplace_back();
        document.begin = std::size_t(text.data() - file.text.data());
        document.size = text.size();
        Result<Head> head = reader.read(text);
        if (!head) {
            out.error = std::move(head).error();
            break;
        }
        document.head = std::move(*head);
    }
    return out;
}

DocumentReader::DocumentReader(SecondThread* second)
    : work_(second, kWorthWaking, [this](Piece& piece, std::size_t worker) {
          piece.read = read_documents(*piece.file, readers_[worker]);
      }) {}

void DocumentReader::add(const RenderedFile& file) { work_.add({&file, {}}, file.text.size()); }

std::vector<FileDocuments> DocumentReader::finish() && {
    std::vector<FileDocuments> out;
    for (Piece& piece : std::move(work_).finish()) out.push_back(std::move(piece.read));
    return out;
}

}  // namespace yare::render
