// An archive's files before its checksums are known to hold: read_archive for who has something to do
// meanwhile.
#pragma once

#include <future>
#include <vector>

#include "inflate.h"

namespace yare::charts {

struct Unpacked {
    std::vector<File> files;
    std::future<bool> intact;  // damaged_archive() when it says no
};

Result<Unpacked> unpack_archive(std::string_view bytes, ChartSet& set, Next next);

}  // namespace yare::charts
