// StackGuard: how much of the machine's stack a recursion has used. Depth is bounded by bytes rather than by
// levels, because levels differ in size by an order of magnitude and the stack is what must not overflow.
#pragma once

#include <cstddef>
#include <cstdint>

namespace yare::inline base {

class StackGuard {
  public:
    // Measures from the frame that makes it.
    explicit StackGuard(std::size_t limit_bytes) : top_(here()), limit_(limit_bytes) {}
    // Whether less than `reserve` bytes are left.
    bool exhausted(std::size_t reserve = 0) const { return top_ - here() + reserve > limit_; }

  private:
    static std::uintptr_t here() { return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)); }
    std::uintptr_t top_;  // the stack grows down
    std::size_t limit_;
};

}  // namespace yare::inline base
