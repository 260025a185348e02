// The differences from Helm that tests/oracle/differences.txt lists with their reasons, for one replay.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace yare::test {

class KnownDifferences {
  public:
    // None.
    KnownDifferences() = default;
    // The entries of `file` that begin with `prefix` ("functions/"): prefix, case, tab, reason.
    KnownDifferences(const std::filesystem::path& file, std::string_view prefix);

    // Whether the case may differ; it is seen then.
    bool lists(const std::string& name);
    // Prints the entries that no case had, and says how many they are.
    int report_unseen() const;

  private:
    std::map<std::string, bool> seen_;
};

}  // namespace yare::test
