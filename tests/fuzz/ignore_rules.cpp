// A .helmignore and, behind NULs, paths. A pattern ignores what it ignores whatever stands around it, so a
// file is what its lines come to one by one; comments, blank lines and Windows line ends say nothing.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "ignore.h"

using namespace yare;
using namespace yare::charts;

namespace {

std::vector<std::string_view> pieces_of(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    for (;;) {
        const std::size_t cut = text.find(separator);
        out.push_back(text.substr(0, cut));
        if (cut == std::string_view::npos) return out;
        text.remove_prefix(cut + 1);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Every line is held against every path three times over.
    constexpr std::size_t kMost = 4096;
    const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, kMost));
    if (input.find("\xEF\xBB\xBF") != std::string_view::npos)
        return 0;  // a mark counts at the beginning alone
    std::vector<std::string_view> paths = pieces_of(input, '\0');
    const std::string_view text = paths.front();
    paths.erase(paths.begin());

    const Result<IgnoreRules> whole = IgnoreRules::parse(text);
    std::vector<IgnoreRules> single;
    std::string spread = "# first\r\n\r\n";
    bool all = true;
    for (const std::string_view line : pieces_of(text, '\n')) {
        Result<IgnoreRules> rules = IgnoreRules::parse(line);
        all = all && rules.ok();
        if (rules) single.push_back(std::move(*rules));
        spread.append(line).append("\r\n# more\n\n");
    }
    if (whole.ok() != all) std::abort();
    if (whole && whole->pattern_bytes() > text.size() + 64) std::abort();
    const Result<IgnoreRules> spread_out = IgnoreRules::parse(spread);
    if (spread_out.ok() != all) std::abort();
    if (!all) return 0;
    for (const std::string_view path : paths) {
        for (const bool directory : {false, true}) {
            const bool ignored = whole->ignores(path, directory);
            const bool by_one = std::any_of(single.begin(), single.end(), [&](const IgnoreRules& rules) {
                return rules.ignores(path, directory);
            });
            if (ignored != by_one || ignored != spread_out->ignores(path, directory)) std::abort();
        }
    }
    return 0;
}
