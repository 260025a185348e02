#include "yare/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace yare::inline base {

void assertion_failed(const char* condition, const char* why, const char* file, int line) {
    std::fprintf(stderr, "bug in yare: %s (%s) at %s:%d\n", why, condition, file, line);
    std::abort();
}

}  // namespace yare::inline base
