#include "yare/base/processors.h"

#include <sched.h>

namespace yare::inline base {

bool has_two_processors() {
    cpu_set_t processors;
    return sched_getaffinity(0, sizeof processors, &processors) == 0 && CPU_COUNT(&processors) > 1;
}

}  // namespace yare::inline base
