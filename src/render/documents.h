// The documents of rendered files: each file is split and its heads are read while the next are still being
// rendered, on a second thread where there is one.
//
//     DocumentReader reader(files.size());
//     for (...) reader.add(files[i]);           // as each is rendered
//     std::vector<FileDocuments> read = std::move(reader).finish();
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "head.h"
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
    // With room for `most` files.
    explicit DocumentReader(std::size_t most);
    DocumentReader(const DocumentReader&) = delete;
    DocumentReader& operator=(const DocumentReader&) = delete;
    // Gives up what is not read yet.
    ~DocumentReader();

    // The file must stay where it is, and as it is, until finish().
    void add(const RenderedFile& file);
    // What the files hold, in the order in which they came.
    std::vector<FileDocuments> finish() &&;

  private:
    // A number of files; with kClosed no more will come.
    using Count = std::uint32_t;
    static constexpr Count kClosed = Count{1} << 31;

    void start();
    void read_all();
    std::optional<Count> take(Count given);
    void close();

    std::vector<const RenderedFile*> files_;
    std::vector<FileDocuments> read_;
    std::atomic<Count> given_{0};
    std::atomic<Count> taken_{0};
    std::size_t bytes_ = 0;  // given since the other thread was last told
    std::thread other_;
};

}  // namespace yare::render
