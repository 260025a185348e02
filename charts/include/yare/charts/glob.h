// The globs of .Files.Glob: `*` and `?` within a path element, `**` across, `[a-z]`, `[!a]`, `{one,two}`,
// backslash.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "yare/base/result.h"

namespace yare::charts {

class Glob {
  public:
    // '/' is the separator. Helm: .Files.Glob takes every file where a pattern does not compile.
    static Result<Glob> compile(std::string_view pattern);
    bool matches(std::string_view name) const {
        std::uint64_t work = 0;
        return matches(name, work);
    }
    // Adds to `work` what the look at this name has cost, in steps of some ten nanoseconds.
    bool matches(std::string_view name, std::uint64_t& work) const;

    Glob(Glob&&) noexcept;
    Glob& operator=(Glob&&) noexcept;
    ~Glob();

    struct Node;

  private:
    explicit Glob(std::unique_ptr<Node> root);
    std::unique_ptr<Node> root_;
};

}  // namespace yare::charts
