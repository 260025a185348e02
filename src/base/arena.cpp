#include "yare/base/arena.h"

#include <algorithm>
#include <cstdlib>

namespace yare::inline base {

namespace {
constexpr std::size_t kFirstBlock = std::size_t{16} << 10;
constexpr std::size_t kLargestBlock = std::size_t{256} << 10;
}  // namespace

Arena::~Arena() {
    for (char* block : blocks_) std::free(block);
}

void* Arena::allocate_slow(std::size_t bytes, std::size_t alignment) {
    const std::size_t doubled = kFirstBlock << std::min<std::size_t>(blocks_.size(), 16);
    const std::size_t size = std::max(std::min(doubled, kLargestBlock), bytes + alignment);
    char* block = static_cast<char*>(std::malloc(size));
    if (!block) throw std::bad_alloc();
    blocks_.push_back(block);
    used_ += size;
    used_ -= std::size_t(end_ - next_);  // what the last block had left is lost, and not in use
    next_ = block;
    end_ = block + size;
    return allocate(bytes, alignment);
}

}  // namespace yare::inline base
