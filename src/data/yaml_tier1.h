// The fast reader: one pass over the ordinary subset of YAML. It owns block lists and maps, plain and quoted
// scalars, block scalars without an indentation indicator, flow collections without surprises, and comments.
// Each function says false, and the whole text goes to the second tier, when it meets anything else or
// anything wrong, so there are no error texts here; being unsure is reason enough.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collector.h"
#include "yaml_tiers.h"

namespace yare::inline data::yaml {

// What begins no plain scalar wherever it stands: blanks, and what begins something else.
constexpr bool begins_other(char c) {
    switch (c) {
        case ' ':
        case '\t':
        case '\n':
        case ',':
        case '[':
        case ']':
        case '{':
        case '}':
        case '#':
        case '&':
        case '*':
        case '!':
        case '|':
        case '>':
        case '\'':
        case '"':
        case '%':
        case '@':
        case '`':
            return true;
        default:
            return false;
    }
}

class Tier1 {
  public:
    Tier1(std::string_view text, Document& document, const YamlOptions& options);

    std::optional<Value> read();

  private:
    // A list or map in block style that is open.
    struct Level {
        int column;
        bool list;
        bool pending;  // a key or a dash whose value has not come yet
        Symbol key;
        Origin place;      // of the key or the item
        std::size_t from;  // on the collector's stack
    };
    // What ended a plain scalar.
    enum class Stop : std::uint8_t { Line, Comment, Colon };

    // Structure (yaml_tier1.cpp). `at_` stands on the first character of what is to be read; afterwards the
    // next line with content has been found.
    bool begin();
    bool lines();
    bool line();
    bool node(int column);
    bool key_or_scalar(int column);
    bool item();
    bool entry();
    bool value();
    bool finish();
    void open(bool list, int column);
    bool close();
    void deliver(const Value& value);
    // Moves to the next line with content, over blank lines and comments. From the start of a line.
    bool advance();
    // The rest of a line behind a value: nothing, or a comment.
    bool end_line();
    bool key_symbol(std::string_view text, Symbol& key);
    bool set_key(std::string_view text, const char* from);
    bool unique_keys() const { return options_.unique_keys || options_.version3; }
    bool is_dash() const { return *at_ == '-' && (at_[1] == ' ' || at_[1] == '\n'); }
    int parent_column() const { return levels_.empty() ? -1 : levels_.back().column; }
    std::size_t offset(const char* at) const { return std::size_t(at - begin_); }

    // Scalars (yaml_tier1_scalars.cpp)
    bool plain(std::string_view& text, Stop& stop);
    bool plain_line(const char* from, std::string_view& text, Stop& stop);
    bool plain_value(std::string_view text, Stop stop, Value& value);
    bool further_lines(std::string_view first, Value& value);
    bool typed(std::string_view text, bool in_text, Value& value);
    // `lines` becomes true when the scalar goes over more than one.
    bool quoted(std::string_view& text, bool& lines);
    bool single_quoted_rest(std::string_view& text, bool& lines);
    bool double_quoted_rest(std::string_view& text, bool& lines);
    bool fold_line(std::size_t keep);
    bool escape();
    bool block_scalar(Value& value);
    bool block_header(bool& literal, char& chomping);
    bool block_indent(int& indent, std::size_t& breaks);
    bool block_lines(int indent, bool literal, std::size_t& breaks);
    void block_breaks(bool literal, bool first, bool blank_before, bool blank_now, std::size_t breaks);
    std::string_view kept(std::string_view text) { return views_ ? text : document_.arena().copy(text); }

    // Flow collections (yaml_tier1_flow.cpp)
    bool flow(Value& value);
    bool flow_list(Value& value);
    bool flow_map(Value& value);
    bool flow_entry();
    bool flow_node(Value& value);
    bool flow_plain(std::string_view& text);
    bool flow_space(bool& lines);

    Document& document_;
    const YamlOptions& options_;
    Places places_;
    Collector collector_;
    const char* begin_ = nullptr;
    const char* at_ = nullptr;
    const char* end_ = nullptr;   // behind a line feed, always
    const char* line_ = nullptr;  // where the line of `at_` begins
    bool views_ = false;          // strings may point into the text
    bool feed_added_ = false;     // the last line feed is ours
    bool at_end_ = false;
    bool passed_comment_ = false;  // by the last advance()
    int column_ = 0;               // of `at_`
    Value root_;
    bool root_done_ = false;
    std::vector<Level> levels_;
    std::string scratch_;
    int flow_depth_ = 0;
    std::size_t blank_lines_ = 0;  // passed by the last advance()
};

}  // namespace yare::inline data::yaml
