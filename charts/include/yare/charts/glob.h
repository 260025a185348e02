// The globs of .Files.Glob: `*` and `?` within a path element, `**` across, `[a-z]`, `[!a]`, `{one,two}`,
// backslash.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "yare/base/result.h"

namespace yare::charts {

class Glob {
  public:
    // '/' is the separator. Helm: .Files.Glob takes every file where a pattern does not compile.
    static Result<Glob> compile(std::string_view pattern);
    bool matches(std::string_view name) const;

    Glob(Glob&&) noexcept;
    Glob& operator=(Glob&&) noexcept;
    ~Glob();

    struct Node;

  private:
    explicit Glob(std::unique_ptr<Node> root);
    std::unique_ptr<Node> root_;
};

}  // namespace yare::charts
