// The chart that `yare create` writes. Private to this library.
#pragma once

#include <span>
#include <string_view>

namespace yare::charts {

struct StarterFile {
    std::string_view path;
    std::string_view text;  // <CHARTNAME> stands for the chart's name
};

// In the order they are written.
std::span<const StarterFile> starter_files();

}  // namespace yare::charts
