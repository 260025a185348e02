// Arena: memory that is given out in order and given back all at once. What lives in it has a trivial
// destructor.
//
// Allocation does not fail. Past its limit an arena only says so (`exhausted`), and the loops that a user's
// input drives look at that; operations whose size a user chooses ask `fits` first.
#pragma once

#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace yare::inline base {

class Arena {
  public:
    Arena() = default;
    explicit Arena(std::size_t limit_bytes) : limit_(limit_bytes) {}
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    Arena(Arena&& other) noexcept { swap(other); }
    Arena& operator=(Arena&& other) noexcept {
        Arena gone;
        swap(other);
        other.swap(gone);
        return *this;
    }
    ~Arena();

    void* allocate(std::size_t bytes, std::size_t alignment) {
        const auto at = (reinterpret_cast<std::uintptr_t>(next_) + alignment - 1) & ~(alignment - 1);
        if (next_ && at + bytes <= reinterpret_cast<std::uintptr_t>(end_)) [[likely]] {
            next_ = reinterpret_cast<char*>(at + bytes);
            return reinterpret_cast<void*>(at);
        }
        return allocate_slow(bytes, alignment);
    }

    template <typename T, typename... Args>
    T* make(Args&&... args) {
        static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
        return new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
    }

    // Room for `count` objects, not initialised.
    template <typename T>
    T* make_array(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>, "an arena runs no destructors");
        // NOLINTNEXTLINE(bugprone-sizeof-expression): there are arrays of pointers
        return static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
    }

    template <typename T>
    std::span<T> copy(std::span<const T> items) {
        T* out = make_array<T>(items.size());
        std::uninitialized_copy(items.begin(), items.end(), out);
        return {out, items.size()};
    }

    std::string_view copy(std::string_view text) {
        if (text.empty()) return {};
        char* out = make_array<char>(text.size());
        std::memcpy(out, text.data(), text.size());
        return {out, text.size()};
    }

    std::size_t used() const { return used_ - std::size_t(end_ - next_); }
    bool exhausted() const { return used() > limit_; }
    bool fits(std::size_t bytes) const { return bytes <= limit_ && used() <= limit_ - bytes; }
    // What may still be allocated.
    std::size_t left() const { return used() < limit_ ? limit_ - used() : 0; }
    std::size_t limit() const { return limit_; }
    void set_limit(std::size_t bytes) { limit_ = bytes; }

  private:
    void* allocate_slow(std::size_t bytes, std::size_t alignment);
    void swap(Arena& other) noexcept {
        std::swap(next_, other.next_);
        std::swap(end_, other.end_);
        std::swap(used_, other.used_);
        std::swap(limit_, other.limit_);
        std::swap(blocks_, other.blocks_);
    }

    char* next_ = nullptr;
    char* end_ = nullptr;
    std::size_t used_ = 0;  // bytes in all blocks
    std::size_t limit_ = std::numeric_limits<std::size_t>::max();
    std::vector<char*> blocks_;
};

}  // namespace yare::inline base
