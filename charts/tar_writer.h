// Writing a tar as Go's archive/tar does, byte for byte. Private to this library.
#pragma once

#include <string>
#include <string_view>

#include "yare/charts/timestamp.h"

namespace yare::charts {

class TarWriter {
  public:
    // A regular file, mode 0644, owned by nobody in particular. Names that do not fit the old header get a
    // PAX header.
    void add(std::string_view name, std::string_view data, const Timestamp& modified);
    // What a file of that size takes, with its header.
    static std::size_t room_for(std::size_t size) { return 512 + (size + 511) / 512 * 512; }
    void reserve(std::size_t bytes) { out_.reserve(bytes); }
    // With the blocks of zeros that end a tar.
    std::string finish() &&;

  private:
    void add_padded(std::string_view data);

    std::string out_;
};

}  // namespace yare::charts
