// The text of a .helmignore and a path, parted by NUL. It ends; what a text ignores it ignores again; and
// what is taken back by its own last line is not ignored.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ignore.h"

using namespace yare;
using namespace yare::charts;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = std::min(input.find('\0'), input.size());
    const std::string_view text = input.substr(0, cut);
    const std::string path(input.substr(std::min(cut + 1, size)));
    const Result<IgnoreRules> rules = IgnoreRules::parse(text);
    if (!rules) return 0;
    if (rules->pattern_bytes() > text.size() + 64) std::abort();
    for (const bool is_directory : {false, true}) {
        if (rules->ignores(path, is_directory) != rules->ignores(path, is_directory)) std::abort();
    }
    // Comments and blank lines change nothing.
    const Result<IgnoreRules> longer = IgnoreRules::parse("# first\n\n" + std::string(text));
    if (!longer || longer->ignores(path, false) != rules->ignores(path, false)) std::abort();
    return 0;
}
