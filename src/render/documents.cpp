#include "documents.h"

#include <system_error>
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

DocumentReader::DocumentReader(std::size_t most) : files_(most), read_(most) {}

DocumentReader::~DocumentReader() {
    taken_ = kClosed;  // as if all were taken
    close();
}

void DocumentReader::add(const RenderedFile& file) {
    const Count index = given_.load(std::memory_order_relaxed);
    YARE_ASSERT(index < files_.size(), "no more files come than were announced");
    files_[index] = &file;
    given_.store(index + 1, std::memory_order_release);
    bytes_ += file.text.size();
    if (bytes_ < kWorthWaking) return;
    bytes_ = 0;
    other_.joinable() ? given_.notify_one() : start();
}

void DocumentReader::start() {
    if (std::thread::hardware_concurrency() < 2) return;
    try {
        other_ = std::thread([this] { read_all(); });
    } catch (const std::system_error&) {
        // No thread is to be had: finish() reads all.
    }
}

// The next file that nobody has begun with.
std::optional<DocumentReader::Count> DocumentReader::take(Count given) {
    Count index = taken_.load(std::memory_order_relaxed);
    while (index < given) {
        if (taken_.compare_exchange_weak(index, index + 1, std::memory_order_relaxed)) return index;
    }
    return std::nullopt;
}

void DocumentReader::read_all() {
    HeadReader reader;
    for (;;) {
        const Count given = given_.load(std::memory_order_acquire);
        while (const std::optional<Count> index = take(given & ~kClosed))
            read_[*index] = read_documents(*files_[*index], reader);
        if ((given & kClosed) != 0) return;
        given_.wait(given);
    }
}

void DocumentReader::close() {
    given_.fetch_or(kClosed);
    given_.notify_one();
    if (other_.joinable()) other_.join();
}

std::vector<FileDocuments> DocumentReader::finish() && {
    given_.fetch_or(kClosed);
    given_.notify_one();
    read_all();
    close();
    read_.resize(given_ & ~kClosed);
    return std::move(read_);
}

}  // namespace yare::render
