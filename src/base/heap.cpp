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

constexpr std::size_t kHugePage = std::size_t{2} << 20;
// Address space that malloc gets in its first step; memory is taken when it is touched.
constexpr int kFirstStep = 64 << 20;
// The same for a thread; less than what malloc takes from the system by itself.
constexpr std::size_t kThreadStep = std::size_t{24} << 20;
// What glibc writes at the beginning of a thread's heap takes less.
constexpr std::size_t kBookkeeping = 4096;
constexpr int kLaterSteps = 4 << 20;
// What a small command needs comes in small pages: clearing a huge one costs as much as about 120 of them.
constexpr std::size_t kSmall = std::size_t{384} << 10;
// glibc takes no higher threshold.
constexpr int kLargestInHeap = 32 << 20;

// Whether malloc is glibc's and has what it needs. Written once, before there are threads.
bool prepared = false;

}  // namespace

void prepare_heap() {
    const auto begin = reinterpret_cast<std::uintptr_t>(::sbrk(0));
    ::mallopt(M_MMAP_THRESHOLD, kLargestInHeap);
    ::mallopt(M_TRIM_THRESHOLD, INT_MAX);
    // Two threads that share one heap wait for each other all the time. Further ones have to share.
    ::mallopt(M_ARENA_MAX, 2);
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
    prepared = true;
}

void prepare_thread_heap() {
#ifdef __GLIBC__
    // glibc has a heap of that size, beginning at a multiple of it, for what such a thread allocates.
    constexpr std::uintptr_t kThreadHeap = std::uintptr_t{64} << 20;
    if (!prepared) return;
    // Otherwise the heap grows by what is asked for, with a system call each time.
    void* volatile much = std::malloc(kThreadStep);
    std::free(much);
    // What the thread allocates from now on begins behind the first huge page, which glibc has written to.
    static void* volatile unused = std::malloc(kHugePage - kBookkeeping);
    const auto heap = reinterpret_cast<std::uintptr_t>(unused) / kThreadHeap * kThreadHeap;
    ::madvise(reinterpret_cast<void*>(heap + kHugePage), kThreadStep, MADV_HUGEPAGE);
#endif
}

}  // namespace yare::inline base
