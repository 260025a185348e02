// `helm status`: a record, and its objects as they are now.
#include "deploy.h"

namespace yare::release {

Result<ReleaseStatus> status(const Context& context, const std::string& name, std::int64_t revision) {
    ReleaseStatus found;
    found.release = YARE_TRY(get(context, name, revision));
    return found;
}

}  // namespace yare::release
