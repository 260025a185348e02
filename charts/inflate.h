// Unpacking gzip into one buffer of a chart set.
#pragma once

#include <functional>
#include <string_view>

#include "yare/base/result.h"
#include "yare/charts/chart.h"

namespace yare::charts {

bool is_gzip(std::string_view bytes);

// Called with all that is unpacked so far when there is more. It stays valid as long as the set, but may lie
// elsewhere the next time.
using Progress = std::function<void(std::string_view unpacked)>;

// One gzip member after another, their checksums looked at; whatever else is behind them is passed over.
Result<std::string_view> inflate(std::string_view archive, ChartSet& set, const Progress& progress);

Error too_large_archive();
Error damaged_archive();

}  // namespace yare::charts
