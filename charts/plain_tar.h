// The ordinary tar, read in place: regular files and folders with POSIX headers, as Helm and Go write them.
// Private to this library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yare::charts {

struct TarMember {
    std::string name;
    bool folder = false;
    std::string_view data;  // a view into the tar
    std::int64_t modified = 0;
};

// The members, or nothing when the tar holds anything else (long names, links, other formats) or anything
// wrong: libarchive knows those, and what to say about them.
std::optional<std::vector<TarMember>> read_plain_tar(std::string_view tar);

}  // namespace yare::charts
