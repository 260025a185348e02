// The documents of rendered files: each file is split and its heads are read while the next are still being
// rendered.
//
//     DocumentReader reader(second_thread);
//     for (...) reader.add(files[i]);  // as each is rendered
//     std::vector<FileDocuments> read = std::move(reader).finish();
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "head.h"
#include "yare/base/side_work.h"
#include "yare/render/manifest.h"

namespace yare::render {

struct HeadedDocument {
    std::size_t begin = 0;  // in the text of its file
    std::size_t size = 0;
    Head head;
};

struct FileDocuments {
    std::vector<HeadedDocument> documents;
    // Of the first document that does not read; it is the last of `documents` then.
    std::optional<Error> error;
};

FileDocuments read_documents(const RenderedFile& file, HeadReader& reader);

class DocumentReader {
  public:
    explicit DocumentReader(SecondThread* second);

    // The file must stay where it is, and as it is, until finish().
    void add(const RenderedFile& file);
    // What the files hold, in the order in which they came.
    std::vector<FileDocuments> finish() &&;

  private:
    struct Piece {
        const RenderedFile* file = nullptr;
        FileDocuments read = {};
    };

    std::array<HeadReader, SideWork<int>::kWorkers> readers_;
    SideWork<Piece> work_;
};

}  // namespace yare::render
