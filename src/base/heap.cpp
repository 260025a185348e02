#include "yare/base/heap.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace yare::inline base {

namespace {

constexpr std::size_t kHugePage = kPageStep;
// Address space that malloc gets in its first step; memory is taken when it is touched.
constexpr int kFirstStep = 64 << 20;
constexpr int kLaterSteps = 4 << 20;
// What a small command needs comes in small pages: clearing a huge one costs as much as about 120 of them.
constexpr std::size_t kSmall = std::size_t{384} << 10;
// glibc takes no higher threshold.
constexpr int kLargestInHeap = 32 << 20;

// The huge pages of the first step. Written once, before there are threads.
std::uintptr_t first_step_begin = 0;
std::uintptr_t first_step_end = 0;

}  // namespace

void prepare_heap() {
    const auto begin = reinterpret_cast<std::uintptr_t>(::sbrk(0));
    ::mallopt(M_MMAP_THRESHOLD, kLargestInHeap);
    ::mallopt(M_TRIM_THRESHOLD, INT_MAX);
    // A second thread takes from the same huge pages: a heap of its own would be made of small ones, and what
    // threads do here they do in arenas.
    ::mallopt(M_ARENA_MAX, 1);
    ::mallopt(M_TOP_PAD, kFirstStep);
    // More than is left from before, so the heap grows. Volatile, or the compiler drops the calls.
    void* volatile small = std::malloc(kSmall);
    ::mallopt(M_TOP_PAD, kLaterSteps);
    const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
    const auto behind = reinterpret_cast<std::uintptr_t>(small) + kSmall;
    if (end < begin + kFirstStep || behind > end) {  // not glibc's malloc, or a limit on the address space
        std::free(small);
        return;
    }
    // Almost up to the first whole huge page nothing is used, so that what does not fit into the small part
    // is in huge pages. Almost: malloc writes down where the rest begins, and a page that holds something
    // stays small.
    const std::uintptr_t first = (behind + 4096 + kHugePage - 1) / kHugePage * kHugePage;
    static void* volatile unused = std::malloc(first - behind - 1024);
    (void)unused;
    std::free(small);
    // A kernel without huge pages says no; small ones do as well.
    ::madvise(reinterpret_cast<void*>(first), end - first, MADV_HUGEPAGE);
    first_step_begin = first;
    first_step_end = end;
}

std::span<char> heap_behind(std::span<char> piece, std::size_t most) {
    char* behind = piece.data() + piece.size();
    const auto at = reinterpret_cast<std::uintptr_t>(behind);
    if (at < first_step_begin || at >= first_step_end) return {};
    return {behind, std::min<std::size_t>(most, first_step_end - at)};
}

void take_pages(std::span<char> memory) {
    constexpr std::uintptr_t kPage = 4096;
    const auto begin = (reinterpret_cast<std::uintptr_t>(memory.data()) + kPage - 1) / kPage * kPage;
    const auto end = (reinterpret_cast<std::uintptr_t>(memory.data()) + memory.size()) / kPage * kPage;
    // An older kernel says no, and the pages come when they are written to.
    if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_POPULATE_WRITE);
}

}  // namespace yare::inline base
