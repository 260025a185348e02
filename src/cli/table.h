// Tables as Helm prints them: cells in columns, a tab between, every cell filled with blanks to its column's
// width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace yare::cli {

class Table {
  public:
    // 0: as wide as it takes; longer texts are cut with "...".
    explicit Table(std::size_t widest_column = 0) : widest_(widest_column) {}
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    // With a line feed at the end; one alone for a table without rows.
    std::string text() const;

  private:
    std::size_t widest_;
    std::vector<std::vector<std::string>> rows_;
};

// Columns of a terminal that a text takes: escape sequences none, wide characters two.
std::size_t display_width(std::string_view text);

enum class Color { Green, Yellow, Red, Cyan };
std::string colored(std::string_view text, Color color);
std::string bold(std::string_view text);

}  // namespace yare::cli
