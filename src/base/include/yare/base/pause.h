// What a thread does between two looks at something that another is about to write.
#pragma once

namespace yare::inline base {

// Leaves the shared parts of the processor to others for a moment.
inline void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

}  // namespace yare::inline base
