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
    std::size_t patches() const { return moved_.size(); }

    void replace(std::size_t at, std::size_t size, std::string_view with);
    // Helm: a colon before , ] or } in a flow collection belongs to the scalar.
    void hide_colon(std::size_t at);
    // The place in the text as it came.
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
