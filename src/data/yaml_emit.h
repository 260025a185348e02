// The block style of goyaml's emitter: where a line breaks, how a string is quoted and folded. What to write,
// and in which order, is up to its two users, yaml_write.cpp and yaml_write_pretty.cpp.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace yare::inline data::yaml {

enum class Dialect { V2, V3 };

// What a look through a string finds out about how it can be written.
struct Analysis {
    bool multiline = false;
    bool plain_allowed = true;
    bool single_quoted_allowed = true;
    bool block_allowed = true;
    bool has_line_feed = false;
};
Analysis analyze(std::string_view text, Dialect dialect);

class Emitter {
  public:
    Emitter(std::string& out, Dialect dialect) : out_(out), line_start_(out.size()), dialect_(dialect) {}

    // An indicator: "-", "?", ":", "[" and so on.
    void indicator(std::string_view text, bool need_space, bool is_space, bool is_indention);
    // Breaks the line if something stands on it, and fills up to the indent.
    void indent(int columns);
    // Numbers, true, false, null, and strings that were found to be plain.
    void word(std::string_view text);
    // A string in the style that suits it. `columns` is the indent of its further lines.
    void string(std::string_view text, int columns);
    // In double quotes, on one line.
    void quoted(std::string_view text) { double_quoted(text, 0, false); }
    // The key of an entry and its colon, at the indent of the map. What is long or has lines needs a "?".
    void key(std::string_view text, int map_indent);
    void tag(std::string_view tag) {
        space();
        out_ += tag;
        whitespace_ = indention_ = false;
    }
    bool after_indention() const { return indention_; }

  private:
    void string(std::string_view text, const Analysis& analysis, int columns, bool simple_key);
    void space() {
        if (!whitespace_) out_ += ' ';
    }
    void line_break() {
        out_ += '\n';
        line_start_ = out_.size();
    }
    bool past_width() const;
    bool folds() const { return dialect_ == Dialect::V2; }
    void plain(std::string_view text, int columns, bool may_fold);
    void single_quoted(std::string_view text, int columns, bool may_fold);
    void double_quoted(std::string_view text, int columns, bool may_fold);
    void literal(std::string_view text, int columns);
    std::size_t other_break(std::string_view text, std::size_t at);

    std::string& out_;
    std::size_t line_start_;
    Dialect dialect_;
    bool whitespace_ = true;  // a space or the start of a line was last
    bool indention_ = true;   // only indentation and indicators stand on the line
};

}  // namespace yare::inline data::yaml
