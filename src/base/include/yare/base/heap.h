// The memory of the process: how malloc takes it from the system.
#pragma once

#include <cstddef>
#include <span>

namespace yare::inline base {

// For main(), once, before anything large is allocated. A command allocates tens of megabytes and ends:
// memory comes in few large steps, mostly of huge pages, and goes back when the process ends. Taking it page
// by page is a quarter of the time of a render. Nothing depends on it: where malloc is another one
// (sanitizers), it does nothing.
void prepare_heap();

// Takes the pages of a piece of memory from the system, for a thread beside the one that is about to write
// there; what is in them stays. Best done in steps of kPageStep, from one multiple of it to the next.
void take_pages(std::span<char> memory);
// The heap behind a piece of it, where the next allocations come from; at most so many bytes, and nothing
// when that piece is not in the memory that prepare_heap() took.
std::span<char> heap_behind(std::span<char> piece, std::size_t most);
inline constexpr std::size_t kPageStep = std::size_t{2} << 20;

}  // namespace yare::inline base
