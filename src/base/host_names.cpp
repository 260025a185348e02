#include "yare/base/host_names.h"

#ifdef YARE_STATIC_GLIBC
#include <nss.h>

#include <mutex>
#endif

namespace yare::inline base {

void prepare_host_names() {
#ifdef YARE_STATIC_GLIBC
    static std::once_flag once;
    std::call_once(once, [] { __nss_configure_lookup("hosts", "files dns"); });
#endif
}

}  // namespace yare::inline base
