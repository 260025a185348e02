#include "lines.h"

#include <algorithm>

namespace yare::unittest {

std::string indented(std::string_view text) {
    constexpr std::string_view kAround = "\n\t ";
    std::string out;
    for (const char c : text) {
        out += c;
        if (c == '\n') out += '\t';
    }
    const std::size_t begin = out.find_first_not_of(kAround);
    if (begin == std::string::npos) return "\t";
    const std::size_t end = out.find_last_not_of(kAround);
    return "\t" + out.substr(begin, end + 1 - begin);
}

Lines laid_out(FoundAt at, std::string_view text) {
    Lines out;
    if (at.document >= 0) out.push_back("DocumentIndex:\t" + std::to_string(at.document));
    if (at.value >= 0) out.push_back("ValuesIndex:\t" + std::to_string(at.value));
    while (true) {
        const std::size_t feed = text.find('\n');
        out.emplace_back(text.substr(0, feed));
        if (feed == std::string_view::npos) return out;
        text.remove_prefix(feed + 1);
    }
}

Lines failure_lines(FoundAt at, bool negative, std::string_view what, Shown shown,
                    std::initializer_list<std::string_view> texts) {
    auto text = texts.begin();
    std::string out;
    if (shows(shown, Shown::Path)) out += "Path:" + indented(*text++) + "\n";
    out += std::string("Expected") + (negative ? " NOT" : "") + std::string(what) + ":\n" + indented(*text++);
    if (shows(shown, Shown::Actual)) out += "\nActual:\n" + indented(*text++);
    if (shows(shown, Shown::Difference)) out += "\nDiff:\n" + indented(*text++);
    return laid_out(at, out);
}

Lines error_lines(FoundAt at, std::string_view message) {
    return laid_out(at, "Error:\n" + indented(message));
}

}  // namespace yare::unittest
