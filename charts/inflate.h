// Unpacking gzip into one buffer of a chart set.
//
// What is large has a second thread beside it: first it takes the buffer's memory from the system, ahead of
// the one that unpacks; then it adds up the checksums, while that one goes on with what was unpacked.
#pragma once

#include <future>
#include <string_view>

#include "yare/base/result.h"
#include "yare/charts/chart.h"

namespace yare::charts {

struct Inflated {
    std::string_view bytes;
    std::future<bool> intact;  // whether the checksums hold
};

bool is_gzip(std::string_view bytes);

// What is to come: a render takes at least half as much memory again, which is then taken ahead, too.
enum class Next { Other, Render };

// One gzip member after another; whatever else is behind them is passed over.
Result<Inflated> inflate(std::string_view archive, ChartSet& set, Next next);

Error too_large_archive();
Error damaged_archive();

}  // namespace yare::charts
