#include "yaml_tree_lines.h"

#include <algorithm>

#include "line_breaks.h"
#include "yare/data/utf8.h"

namespace yare::inline data {

namespace {

constexpr int kIndent = 2;

}  // namespace

TreeLines::Deeper::Deeper(TreeLines& lines, Step step) : lines_(lines), before_(lines.indent_) {
    int& indent = lines.indent_;
    if (indent < 0) {
        indent = step.flow ? kIndent : 0;
    } else if (step.item) {
        indent += 2;
    } else {
        indent = kIndent * ((indent + kIndent) / kIndent) - (step.compact ? 2 : 0);
    }
}

void TreeLines::line_break() {
    out_ += '\n';
    column_ = 0;
    line_is_new_ = true;
}

void TreeLines::put(std::string_view text) {
    out_ += text;
    for (const char c : text) column_ += (c & '\xC0') != '\x80' ? 1 : 0;
}

void TreeLines::put_next(std::string_view text, std::size_t& at) {
    const std::size_t size = utf8::decode(text, at).width;
    const bool breaks = yaml::any_break(text, at) != 0;
    if (breaks && text[at] == '\n') {
        line_break();
    } else {
        put(text.substr(at, size));
        if (breaks) {
            column_ = 0;
            line_is_new_ = true;
        }
    }
    at += size;
}

void TreeLines::start_line() {
    const int wanted = std::max(indent_, 0);
    if (!line_is_new_ || column_ > wanted || (column_ == wanted && !blank_)) line_break();
    if (foot_indent_ == wanted) line_break();
    while (column_ < wanted) put(" ");
    blank_ = true;
    foot_indent_ = kNoFoot;
}

void TreeLines::indicator(std::string_view text, Spacing spacing) {
    if (spacing.blank_before && !blank_) put(" ");
    put(text);
    blank_ = spacing.is_blank;
    line_is_new_ = line_is_new_ && spacing.leaves_line_new;
}

void TreeLines::comment(std::string_view text) {
    bool breaks = false;
    bool begun = false;
    for (std::size_t at = 0; at < text.size();) {
        if (yaml::any_break(text, at) != 0) {
            put_next(text, at);
            breaks = true;
            begun = false;
            continue;
        }
        if (breaks) start_line();
        if (!begun && text[at] != '#') put("# ");
        begun = true;
        put_next(text, at);
        line_is_new_ = false;
        breaks = false;
    }
    if (!breaks) line_break();
    blank_ = true;
}

}  // namespace yare::inline data
