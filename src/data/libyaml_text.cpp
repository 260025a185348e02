#include "libyaml_text.h"

#include <algorithm>

namespace yare::inline data::yaml {

namespace {

void put_back(std::string& text, const std::string& stand_in, std::string_view original) {
    if (stand_in.empty()) return;
    for (std::size_t at = text.find(stand_in); at != std::string::npos; at = text.find(stand_in, at)) {
        text.replace(at, stand_in.size(), original);
        at += original.size();
    }
}

}  // namespace

CharIndex::CharIndex(std::string_view text) : text_(text) {
    begin_ = text.starts_with(kBom) ? kBom.size() : 0;
    ascii_ =
        std::none_of(text.begin() + std::ptrdiff_t(begin_), text.end(), [](char c) { return c & '\x80'; });
    byte_ = begin_;
}

std::size_t CharIndex::byte(std::size_t index) {
    if (ascii_) return std::min(begin_ + index, text_.size());
    if (index < index_) {
        index_ = 0;
        byte_ = begin_;
    }
    while (index_ < index && byte_ < text_.size()) {
        ++byte_;
        while (byte_ < text_.size() && (text_[byte_] & '\xC0') == '\x80') ++byte_;
        ++index_;
    }
    return byte_;
}

LibyamlText::LibyamlText(std::string_view original) : original_(original), text_(original) {
    const std::size_t bom = original.find(kBom, 1);
    if (bom == std::string_view::npos) return;
    // Helm: a byte order mark at the start of a later line belongs to the key there; libyaml skips it.
    bom_stand_in_ = unused_character(0xE000);
    patched_ = original;
    for (std::size_t at = bom; at != std::string::npos; at = patched_.find(kBom, at)) {
        patched_.replace(at, kBom.size(), bom_stand_in_);
    }
    text_ = patched_;
}

void LibyamlText::replace(std::size_t at, std::size_t size, std::string_view with) {
    if (patched_.empty()) patched_ = original_;
    patched_.replace(at, size, with);
    text_ = patched_;
    moved_[at] = std::ptrdiff_t(with.size()) - std::ptrdiff_t(size);
}

void LibyamlText::hide_colon(std::size_t at) {
    if (colon_stand_in_.empty()) colon_stand_in_ = unused_character(0xE800);
    replace(at, 1, colon_stand_in_);
}

std::size_t LibyamlText::original_offset(std::size_t byte) const {
    std::ptrdiff_t moved = 0;
    for (auto it = moved_.begin(); it != moved_.end() && it->first < byte; ++it) moved += it->second;
    return std::size_t(std::max<std::ptrdiff_t>(0, std::ptrdiff_t(byte) - moved));
}

std::string_view LibyamlText::restore(std::string_view value, Arena& arena) const {
    if (bom_stand_in_.empty() && colon_stand_in_.empty()) return value;
    std::string text(value);
    put_back(text, bom_stand_in_, kBom);
    put_back(text, colon_stand_in_, ":");
    return arena.copy(std::string_view(text));
}

// One of 2048 characters for private use that the text does not have itself.
std::string LibyamlText::unused_character(unsigned from) const {
    for (unsigned code = from;; ++code) {
        const std::string character = {char(0xE0 | code >> 12), char(0x80 | (code >> 6 & 0x3F)),
                                       char(0x80 | (code & 0x3F))};
        if (original_.find(character) == std::string_view::npos || code == from + 0x7FF) return character;
    }
}

}  // namespace yare::inline data::yaml
