#include "inflate.h"

#include <libdeflate.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "yare/base/heap.h"
#include "yare/base/processors.h"
#include "yare/data/limits.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

// What a chart of the largest size takes as a tar: each member has a header and is filled up to a block.
constexpr std::uint64_t kTarBytes = limits::kChartBytes + limits::kArchiveMembers * 1024 + 10240;
// Unpacked, this much takes several times as long as starting a thread.
constexpr std::size_t kWorthThread = std::size_t{1} << 20;
// Charts are packed to a tenth of their size, hardly ever to less. The claimed size may be a lie.
constexpr std::size_t kUsualRatio = 16;
constexpr std::size_t kTrailer = 8;

struct FreeDecompressor {
    void operator()(libdeflate_decompressor* one) const { libdeflate_free_decompressor(one); }
};

// Four bytes, the lowest first.
std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number |= std::uint32_t(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
    return number;
}

// The size of a gzip member's header; nothing when it is none.
std::optional<std::size_t> header_size(std::string_view bytes) {
    enum Flag : unsigned char { HeaderSum = 2, Extra = 4, Name = 8, Comment = 16, Reserved = 0xE0 };
    constexpr std::size_t kFixed = 10;
    if (!is_gzip(bytes) || bytes.size() < kFixed) return std::nullopt;
    const auto flags = static_cast<unsigned char>(bytes[3]);
    if ((flags & Reserved) != 0) return std::nullopt;
    std::size_t at = kFixed;
    if ((flags & Extra) != 0) {
        if (bytes.size() < at + 2) return std::nullopt;
        at += 2 + static_cast<unsigned char>(bytes[at]) +
              (std::size_t(static_cast<unsigned char>(bytes[at + 1])) << 8);
    }
    for (const Flag text : {Name, Comment}) {
        if ((flags & text) == 0) continue;
        const std::size_t end = bytes.find('\0', at);
        if (end == std::string_view::npos) return std::nullopt;
        at = end + 1;
    }
    if ((flags & HeaderSum) != 0) at += 2;
    return at + kTrailer <= bytes.size() ? std::optional(at) : std::nullopt;
}

struct Member {
    std::string_view unpacked;
    std::uint32_t checksum = 0;
};

class Unpacking {
  public:
    Unpacking(ChartSet& set, std::size_t capacity)
        : set_(set),
          decompressor_(libdeflate_alloc_decompressor()),
          capacity_(capacity),
          buffer_(set.new_buffer(capacity)) {}

    std::span<char> memory() const { return {buffer_, capacity_}; }
    std::string_view unpacked() const { return {buffer_, filled_}; }

    // Where the members lie once all are unpacked.
    std::vector<Member> members() const {
        std::vector<Member> out;
        std::size_t at = 0;
        for (const auto& [size, checksum] : sums_) {
            out.push_back({unpacked().substr(at, size), checksum});
            at += size;
        }
        return out;
    }

    Result<void> run(std::string_view bytes) {
        while (is_gzip(bytes)) {
            const std::optional<std::size_t> header = header_size(bytes);
            if (!header) return damaged_archive();
            bytes.remove_prefix(*header);
            std::size_t used = 0;
            std::size_t made = 0;
            libdeflate_result result = decompress(bytes, used, made);
            while (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
                if (capacity_ == kTarBytes) return too_large_archive();
                grow();
                result = decompress(bytes, used, made);
            }
            if (result != LIBDEFLATE_SUCCESS) return damaged_archive();
            if (number_at(bytes, used + 4) != std::uint32_t(made)) return damaged_archive();
            sums_.emplace_back(made, number_at(bytes, used));
            filled_ += made;
            bytes.remove_prefix(used + kTrailer);
        }
        return {};
    }

  private:
    libdeflate_result decompress(std::string_view bytes, std::size_t& used, std::size_t& made) {
        return libdeflate_deflate_decompress_ex(decompressor_.get(), bytes.data(), bytes.size() - kTrailer,
                                                buffer_ + filled_, capacity_ - filled_, &used, &made);
    }

    void grow() {
        capacity_ = std::min<std::size_t>(capacity_ * 4, kTarBytes);
        char* larger = set_.new_buffer(capacity_);
        std::memcpy(larger, buffer_, filled_);
        buffer_ = larger;
    }

    ChartSet& set_;
    std::unique_ptr<libdeflate_decompressor, FreeDecompressor> decompressor_;
    std::size_t capacity_;
    char* buffer_;
    std::size_t filled_ = 0;
    std::vector<std::pair<std::size_t, std::uint32_t>> sums_;  // of each member: size and checksum
};

using Members = std::shared_future<std::vector<Member>>;  // shared: a lambda that holds it can be copied

bool sums_hold(const Members& unpacked) {
    return std::ranges::all_of(unpacked.get(), [](const Member& one) {
        return libdeflate_crc32(0, one.unpacked.data(), one.unpacked.size()) == one.checksum;
    });
}

// From the second large page on: the first is taken by who begins there.
void take_ahead(std::span<char> memory, const Members& unpacked) {
    const auto begin = reinterpret_cast<std::uintptr_t>(memory.data());
    for (std::size_t at = kPageStep - begin % kPageStep; at < memory.size(); at += kPageStep) {
        if (unpacked.wait_for(std::chrono::seconds(0)) == std::future_status::ready) return;
        take_pages(memory.subspan(at, std::min(memory.size() - at, kPageStep)));
    }
}

// What goes on beside unpacking: all of it when there is a second thread, else the end when it is asked for.
std::future<bool> beside(std::span<char> memory, std::span<char> behind, const Members& unpacked) {
    if (memory.size() >= kWorthThread && has_two_processors()) {
        try {
            return std::async(std::launch::async, [=] {
                take_ahead(memory, unpacked);
                take_ahead(behind, unpacked);
                return sums_hold(unpacked);
            });
        } catch (const std::system_error&) {
            // No thread is to be had.
        }
    }
    return std::async(std::launch::deferred, [unpacked] { return sums_hold(unpacked); });
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1F\x8B\x08"); }

Error too_large_archive() {
    return invalid("decompressed chart is larger than the maximum size " +
                   std::to_string(limits::kChartBytes));
}

// Helm reads no further than the end of the tar, so it does not see a wrong checksum; that file is damaged.
Error damaged_archive() { return invalid("gzip: the data is damaged or cut off"); }

Result<Inflated> inflate(std::string_view archive, ChartSet& set, Next next) {
    if (archive.size() < 10) return invalid("unexpected EOF");
    if (!is_gzip(archive)) return invalid("gzip: invalid header");
    if (archive.size() < 18) return invalid("unexpected EOF");
    // The size that the last bytes claim, a hint from a stranger: only good for a first guess.
    const std::size_t claimed = number_at(archive, archive.size() - 4);
    Unpacking unpacking(set, std::clamp<std::size_t>(claimed, 65536, kTarBytes));
    std::promise<std::vector<Member>> members;
    const std::span<char> memory = unpacking.memory();
    const std::size_t expected = std::min(memory.size(), archive.size() * kUsualRatio);
    const std::span<char> behind =
        next == Next::Render ? heap_behind(memory, expected / 2) : std::span<char>();
    std::future<bool> intact = beside(memory.first(expected), behind, members.get_future().share());
    Result<void> done = unpacking.run(archive);
    members.set_value(done ? unpacking.members() : std::vector<Member>());
    if (!done) return std::move(done).error();
    return Inflated{unpacking.unpacked(), std::move(intact)};
}

}  // namespace yare::charts
