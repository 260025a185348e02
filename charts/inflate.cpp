#include "inflate.h"

#include <isa-l/igzip_lib.h>
#include <libdeflate.h>
#if defined(__x86_64__)
#define _Bool bool  // the header says so in C++ too, and clang does not know it there
#include <sys/platform/x86.h>
#undef _Bool
#endif

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>

#include "yare/data/limits.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

// What a chart of the largest size takes as a tar: each member has a header and is filled up to a block.
constexpr std::uint64_t kTarBytes = limits::kChartBytes + limits::kArchiveMembers * 1024 + 10240;
constexpr std::size_t kTrailer = 8;

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

// How much is unpacked at a time: who works beside has something to begin with, and what was written is still
// in the cache.
constexpr std::size_t kStride = std::size_t{128} << 10;

// ISA-L leaves the upper halves of the vector registers in use, and then all that follows in this process, a
// render above all, takes a third longer.
#if defined(__x86_64__)
__attribute__((target("avx"))) void zero_upper_halves() { __builtin_ia32_vzeroupper(); }
// The C library has asked the processor already. Asking it again, as the compiler's own function does before
// main(), takes a twentieth of a millisecond on a virtual machine.
void leave_vectors() {
    if (CPU_FEATURE_ACTIVE(AVX)) zero_upper_halves();
}
#else
void leave_vectors() {}
#endif

class Unpacking {
  public:
    Unpacking(ChartSet& set, std::size_t capacity, const Progress& progress)
        : set_(set),
          progress_(progress),
          state_(new inflate_state),
          capacity_(capacity),
          buffer_(set.new_buffer(capacity)) {}

    std::string_view unpacked() const { return {buffer_, filled_}; }

    Result<void> run(std::string_view bytes) {
        while (is_gzip(bytes)) {
            const std::optional<std::size_t> header = header_size(bytes);
            if (!header) return damaged_archive();
            bytes.remove_prefix(*header);
            YARE_TRY(member(bytes));
        }
        return {};
    }

  private:
    // What is behind a member's header; moves `bytes` behind its end.
    Result<void> member(std::string_view& bytes) {
        isal_inflate_init(state_.get());
        state_->crc_flag = ISAL_GZIP_NO_HDR_VER;
        while (state_->block_state != ISAL_BLOCK_FINISH) {
            if (filled_ == capacity_) {
                if (capacity_ == kTarBytes) return too_large_archive();
                grow();
            }
            if (!stride(bytes)) return cut_off_ ? invalid("unexpected EOF") : damaged_archive();
            progress_(unpacked());
        }
        return {};
    }

    // False when the data is wrong, or ends before its end.
    bool stride(std::string_view& bytes) {
        const auto room = std::uint32_t(std::min(capacity_ - filled_, kStride));
        const auto given = std::uint32_t(std::min(bytes.size(), kLargestInput));
        // The library does not write there.
        state_->next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
        state_->avail_in = given;
        state_->next_out = reinterpret_cast<std::uint8_t*>(buffer_ + filled_);
        state_->avail_out = room;
        const int status = isal_inflate(state_.get());
        leave_vectors();
        if (status != ISAL_DECOMP_OK) return false;
        const std::size_t used = given - state_->avail_in;
        const std::size_t made = room - state_->avail_out;
        bytes.remove_prefix(used);
        filled_ += made;
        cut_off_ = used + made == 0 && state_->block_state != ISAL_BLOCK_FINISH;
        return !cut_off_;
    }

    void grow() {
        capacity_ = std::min<std::size_t>(capacity_ * 4, kTarBytes);
        char* larger = set_.new_buffer(capacity_);
        std::memcpy(larger, buffer_, filled_);
        buffer_ = larger;
    }

    static constexpr std::size_t kLargestInput = std::size_t{1} << 30;

    ChartSet& set_;
    const Progress& progress_;
    std::unique_ptr<inflate_state> state_;
    std::size_t capacity_;
    char* buffer_;
    std::size_t filled_ = 0;
    bool cut_off_ = false;
};

// A small archive in one go: ISA-L's tables take longer to make than such an archive to unpack. Nothing for
// what is not just one sound member, which the long way finds the words for.
std::optional<std::string_view> inflate_small(std::string_view archive, ChartSet& set, std::size_t size) {
    struct Free {
        void operator()(libdeflate_decompressor* one) const { libdeflate_free_decompressor(one); }
    };
    const std::unique_ptr<libdeflate_decompressor, Free> unpacker(libdeflate_alloc_decompressor());
    char* const buffer = set.new_buffer(size);
    std::size_t used = 0;
    // Without room for its size, it succeeds only where the sizes agree.
    const libdeflate_result result = libdeflate_gzip_decompress_ex(
        unpacker.get(), archive.data(), archive.size(), buffer, size, &used, nullptr);
    if (result != LIBDEFLATE_SUCCESS || used != archive.size()) return std::nullopt;
    return std::string_view(buffer, size);
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1F\x8B\x08"); }

Error too_large_archive() {
    return invalid("decompressed chart is larger than the maximum size " +
                   std::to_string(limits::kChartBytes));
}

// Helm reads no further than the end of the tar, so it does not see a wrong checksum; that file is damaged.
Error damaged_archive() { return invalid("gzip: the data is damaged or cut off"); }

Result<std::string_view> inflate(std::string_view archive, ChartSet& set, const Progress& progress) {
    if (archive.empty()) return invalid("EOF");
    if (archive.size() < 10) return invalid("unexpected EOF");
    if (!is_gzip(archive)) return invalid("gzip: invalid header");
    if (archive.size() < 18) return invalid("unexpected EOF");
    // The size that the last bytes claim, a hint from a stranger: only good for a first guess.
    const std::size_t claimed = number_at(archive, archive.size() - 4);
    if (claimed <= kStride) {
        if (const std::optional<std::string_view> unpacked = inflate_small(archive, set, claimed)) {
            progress(*unpacked);
            return *unpacked;
        }
    }
    Unpacking unpacking(set, std::clamp<std::size_t>(claimed, 65536, kTarBytes), progress);
    YARE_TRY(unpacking.run(archive));
    return unpacking.unpacked();
}

}  // namespace yare::charts
