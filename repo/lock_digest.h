// The digests that tie a lock to the declarations it was made from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "yare/charts/chart.h"

namespace yare::repo {

using Dependencies = std::vector<charts::Dependency>;

// "sha256:..." over what is asked for and what was found; nothing stands for no list at all.
std::string lock_digest(const std::optional<Dependencies>& asked, const std::optional<Dependencies>& found);
// What Helm 2 wrote: over what is asked for alone.
std::string old_lock_digest(const std::optional<Dependencies>& asked);

}  // namespace yare::repo
