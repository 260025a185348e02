#include "yare/test/known_differences.h"

#include <cstdio>
#include <fstream>

namespace yare::test {

KnownDifferences::KnownDifferences(const std::filesystem::path& file, std::string_view prefix) {
    std::ifstream lines(file);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(prefix))
            seen_.emplace(line.substr(prefix.size(), line.find('\t') - prefix.size()), false);
    }
}

bool KnownDifferences::lists(const std::string& name) {
    const auto found = seen_.find(name);
    if (found == seen_.end()) return false;
    found->second = true;
    return true;
}

int KnownDifferences::report_unseen() const {
    int unseen = 0;
    for (const auto& [name, seen] : seen_) {
        if (seen) continue;
        std::printf("%s\n  is listed as different, but is no case\n", name.c_str());
        ++unseen;
    }
    return unseen;
}

}  // namespace yare::test
