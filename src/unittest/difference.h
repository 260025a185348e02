// The difference of two texts, as helm-unittest shows it: line by line, with one line around each change.
#pragma once

#include <string>
#include <string_view>

namespace yare::unittest {

// In the unified form with "--- Expected" and "+++ Actual" above; empty for texts that are the same.
std::string difference(std::string_view expected, std::string_view actual);

}  // namespace yare::unittest
