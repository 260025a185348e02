// A text on its way to libyaml: where a character count points to, and what is put in the place of characters
// that libyaml and Go's port of it read differently.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "yare/base/arena.h"

namespace yare::inline data::yaml {

inline constexpr std::string_view kBom = "\xEF\xBB\xBF";

// Helm: a text that begins with [] or {} and goes on in that line is that and nothing more, up to version 2
// of Go's library.
std::string_view without_rest_after_empty(std::string_view text);

// Libyaml counts characters, we count bytes.
class CharIndex {
  public:
    explicit CharIndex(std::string_view text);
    // Where the character begins that libyaml has counted. Fast for places that come in order.
    std::size_t byte(std::size_t index);

  private:
    std::string_view text_;
    std::size_t begin_ = 0;
    bool ascii_ = false;
    std::size_t index_ = 0;
    std::size_t byte_ = 0;
};

// A text as libyaml shall see it. Where Go's port accepts what libyaml refuses, or reads it otherwise, a few
// characters are put in the place of others, and taken back in the values.
class LibyamlText {
  public:
    explicit LibyamlText(std::string_view original);

    std::string_view text() const { return text_; }
    // Each replacement has the text read anew from its beginning: so many that it takes long are not made.
    bool may_patch() const;
    // The line of a byte of text(), counted from 0.
    std::size_t line_of(std::size_t byte) const;

    void replace(std::size_t at, std::size_t size, std::string_view with);
    // Helm: a colon before , ] or } in a flow collection belongs to the scalar.
    void hide_colon(std::size_t at);
    // Helm: , [ and ] belong to the tag that begins here like any other character of an address. False where
    // there is nothing to do.
    bool escape_in_tag(std::size_t from);
    // Where the tag begins that goes on up to here; the text's size where there is none.
    std::size_t tag_around(std::size_t at) const;
    // The place in the text as it came, not behind its end.
    std::size_t original_offset(std::size_t byte) const;
    // A value with what was put in taken out again.
    std::string_view restore(std::string_view value, Arena& arena) const;

  private:
    std::string unused_character(unsigned from) const;

    std::string_view original_;
    std::string patched_;
    std::string_view text_;
    std::map<std::size_t, std::ptrdiff_t> moved_;  // by place in the patched text
    std::string bom_stand_in_;
    std::string colon_stand_in_;
};

}  // namespace yare::inline data::yaml
