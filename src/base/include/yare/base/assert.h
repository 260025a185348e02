// YARE_ASSERT: a check of what this code itself promises. It stays in release builds, because going on after
// a broken promise can damage a cluster.
#pragma once

namespace yare::inline base {

// Prints "bug in yare", the place and the reason on stderr, and ends the process.
[[noreturn]] void assertion_failed(const char* condition, const char* why, const char* file, int line);

}  // namespace yare::inline base

#define YARE_ASSERT(condition, why) \
    ((condition) ? void(0) : ::yare::assertion_failed(#condition, (why), __FILE__, __LINE__))
