#include "table.h"

#include <algorithm>

#include "yare/data/utf8.h"

namespace yare::cli {
namespace {

// East Asian wide and full-width characters, and most emoji.
bool is_wide(char32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0x303E) || (c >= 0x3041 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) ||
           (c >= 0xFF00 && c <= 0xFF60) || (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) ||
           (c >= 0x1F900 && c <= 0x1F9FF) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool is_combining(char32_t c) {
    return (c >= 0x300 && c <= 0x36F) || c == 0x200B || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
}

// Behind the escape sequence that begins at `at`, or `at` itself.
std::size_t behind_escape(std::string_view text, std::size_t at) {
    if (text.substr(at, 2) != "\x1b[") return at;
    const std::size_t end = text.find('m', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

std::string fitted(std::string_view text, std::size_t width) {
    const std::size_t own = display_width(text);
    if (own <= width) return std::string(text) + std::string(width - own, ' ');
    constexpr std::string_view kCut = "...";
    std::string out;
    std::size_t used = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = at;
        const char32_t rune = utf8::next(text, at);
        const std::size_t columns = is_combining(rune) ? 0 : is_wide(rune) ? 2 : 1;
        if (used + columns + kCut.size() > width) break;
        used += columns;
        out += text.substr(begin, at - begin);
    }
    return out + std::string(kCut) + std::string(width - std::min(width, used + kCut.size()), ' ');
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> out;
    while (true) {
        const std::size_t feed = text.find('\n');
        out.push_back(text.substr(0, feed));
        if (feed == std::string_view::npos) return out;
        text.remove_prefix(feed + 1);
    }
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t behind = behind_escape(text, at); behind != at) {
            at = behind;
            continue;
        }
        const char32_t rune = utf8::next(text, at);
        if (rune >= 0x20 && rune != 0x7F && !is_combining(rune)) width += is_wide(rune) ? 2 : 1;
    }
    return width;
}

std::string Table::text() const {
    std::vector<std::size_t> widths;
    for (const std::vector<std::string>& row : rows_) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i < row.size(); ++i) {
            for (const std::string_view line : lines_of(row[i])) {
                std::size_t width = display_width(line);
                if (widest_ != 0) width = std::min(width, widest_);
                widths[i] = std::max(widths[i], width);
            }
        }
    }
    std::string out;
    for (const std::vector<std::string>& row : rows_) {
        std::vector<std::vector<std::string_view>> cells;
        std::size_t height = 0;
        for (const std::string& cell : row) {
            cells.push_back(lines_of(cell));
            height = std::max(height, cells.back().size());
        }
        for (std::size_t line = 0; line < height; ++line) {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                if (i > 0) out += '\t';
                // Helm: below the last line of a cell stands one blank more than its width asks for, where
                // that is 0.
                const std::string_view piece =
                    line < cells[i].size() ? cells[i][line] : std::string_view(widths[i] == 0 ? " " : "");
                out += widths[i] == 0 ? std::string(piece) : fitted(piece, widths[i]);
            }
            out += '\n';
        }
    }
    return out.empty() ? "\n" : out;
}

std::string colored(std::string_view text, Color color) {
    int number = 32;
    switch (color) {
        case Color::Green:
            number = 32;
            break;
        case Color::Yellow:
            number = 33;
            break;
        case Color::Red:
            number = 31;
            break;
        case Color::Cyan:
            number = 36;
            break;
    }
    return "\x1b[" + std::to_string(number) + "m" + std::string(text) + "\x1b[0m";
}

std::string bold(std::string_view text) { return "\x1b[1m" + std::string(text) + "\x1b[22m"; }

}  // namespace yare::cli
