// The ordinary tar, read in place: regular files and folders with POSIX headers, as Helm and Go write them.
// Private to this library.
#pragma once

#include <cstdint>
#include <functional>
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

// Reads a tar while it is still being unpacked.
class PlainTar {
  public:
    using OnMember = std::function<void(const TarMember&)>;
    // `tar` is all there is so far, wherever it lies now. Calls back for each member that is whole since the
    // last time.
    void read(std::string_view tar, const OnMember& on_member);

    // All members, or nothing when the tar holds anything else (long names, links, other formats) or anything
    // wrong: libarchive knows those, and what to say about them.
    std::optional<std::vector<TarMember>> take() &&;

  private:
    enum class State { Reading, Ended, NotPlain };
    // The next member, where it is whole.
    std::optional<TarMember> member(std::string_view tar);

    State state_ = State::Reading;
    std::size_t at_ = 0;  // of the next header
    std::vector<TarMember> members_;
};

}  // namespace yare::charts
