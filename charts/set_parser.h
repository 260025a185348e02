// The language of --set and its siblings: "a.b[0].c=x,d={1,2}". Private to this library.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "yare/charts/set_flags.h"

namespace yare::charts {

// One flag's text, read from left to right and written into the values as it is read. Helm's parser gives up
// in odd places without a word (a text that ends within an index); what it had written by then stays, and so
// it does here.
class SetParser {
  public:
    SetParser(SetKind kind, const Source& source, Map& values, const ReadText& read);
    Result<void> run();

  private:
    // How far one step got. End: the text was at its end where more was expected, which is no error.
    enum class Step { Done, End };
    // A run of characters up to one of the stops, which is taken too; no stop at the end of the text.
    struct Run {
        std::string text;
        std::optional<char> stop;
    };

    struct Key {
        const std::string& name;
        std::size_t at;  // where it begins in the text
    };

    Run take_until(std::string_view stops);
    bool at_end() const { return at_ == text_.size(); }

    Result<Step> key(Map& data, std::size_t depth);
    Result<Step> key_behind_dot(Map& data, const Key& name, std::size_t depth);
    Result<Step> key_behind_bracket(Map& data, const Key& name, std::size_t depth);
    Result<Step> assign(Map& data, const Key& name);
    // The element `index` of `list`; `list` is what the caller puts back, even after an error or an end.
    Result<Step> item(const List*& list, std::int64_t index, std::size_t depth, std::size_t brackets);
    Result<Step> item_behind_dot(const List*& list, std::int64_t index, std::size_t depth);
    Result<Step> item_behind_bracket(const List*& list, std::int64_t index, std::size_t depth,
                                     std::size_t brackets);
    // Nothing when the text ends within the brackets.
    Result<std::optional<std::int64_t>> bracket_index();

    // What stands behind the equals sign. Nothing: the text ended there.
    Result<std::optional<Value>> value();
    Result<Value> json_value();
    Result<std::optional<Value>> braced_list();
    Result<Value> convert(const std::string& text);
    // JSON: passes over blanks and one comma; true when that was all there is of the value.
    bool skip_to_json_value();

    void set(Map& data, const Key& key, const Value& value);
    Result<void> set_item(const List*& list, std::int64_t index, const Value& value);
    Origin origin(std::size_t key_at) const;

    SetKind kind_;
    const Source& source_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t key_at_ = 0;  // where the pair being read begins
    Map& values_;
    Document& document_;
    const ReadText& read_;
    std::string_view key_stops_;
    // Lists made here, with the room they have: they may be written in place.
    std::unordered_map<const List*, std::size_t> room_;
    std::size_t slots_ = 0;
};

}  // namespace yare::charts
