#include "libyaml_text.h"

#include <algorithm>

#include "yare/data/utf8.h"

namespace yare::inline data::yaml {

namespace {

// Each patch begins the parse anew; a text that needs more than so many, or reading of so many bytes, is made
// to cost time.
constexpr std::size_t kMostPatches = 1000;
constexpr std::size_t kMostRereading = std::size_t{32} << 20;

constexpr std::string_view kOfTag =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-;/?:@&=+$,.!~*'()[]%";

void put_back(std::string& text, const std::string& stand_in, std::string_view original) {
    if (stand_in.empty()) return;
    for (std::size_t at = text.find(stand_in); at != std::string::npos; at = text.find(stand_in, at)) {
        text.replace(at, stand_in.size(), original);
        at += original.size();
    }
}

}  // namespace

std::string_view without_rest_after_empty(std::string_view text) {
    std::size_t at = text.starts_with(kBom) ? kBom.size() : 0;
    while (at < text.size()) {
        at = std::min(text.size(), text.find_first_not_of(" \r\n", at));
        const std::string_view rest = text.substr(at);
        if (rest.starts_with("#") || rest.starts_with("---\n"))
            at = std::min(text.size(), text.find('\n', at));
        else
            break;
    }
    if (at >= text.size() || (text[at] != '[' && text[at] != '{')) return text;
    const std::size_t close = text.find_first_not_of(' ', at + 1);
    if (close == std::string_view::npos || text[close] != (text[at] == '[' ? ']' : '}')) return text;
    const std::size_t next = text.find_first_not_of(' ', close + 1);
    constexpr std::string_view kBad = "\r\n\t?#@`%'\"&*!|>";
    if (next == std::string_view::npos || kBad.find(text[next]) != std::string_view::npos) return text;
    return text.substr(0, close + 1);
}

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
        while (byte_ < text_.size() && utf8::is_continuation(text_[byte_])) ++byte_;
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

bool LibyamlText::may_patch() const {
    return moved_.size() < kMostPatches && moved_.size() * text_.size() <= kMostRereading;
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

std::size_t LibyamlText::tag_around(std::size_t at) const {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t before = text_.substr(0, at).find_last_not_of(kOfTag);
    const std::size_t mark = text_.find('!', before == std::string_view::npos ? 0 : before + 1);
    if (mark >= at) return text_.size();
    const std::size_t last = text_.substr(0, mark).find_last_not_of(kBlanks);
    if (last == std::string_view::npos) return mark;
    // A "!" behind a word is of a plain text, unless the word is an anchor.
    const std::size_t blank = text_.substr(0, last).find_last_of(kBlanks);
    const bool anchor = text_[blank == std::string_view::npos ? 0 : blank + 1] == '&' && last + 1 < mark;
    const bool begins =
        std::string_view("[{,").find(text_[last]) != std::string_view::npos ||
        (last + 1 < mark && std::string_view(":-?").find(text_[last]) != std::string_view::npos);
    return begins || anchor ? mark : text_.size();
}

bool LibyamlText::escape_in_tag(std::size_t from) {
    if (!may_patch() || from >= text_.size() || text_[from] != '!' || text_.substr(from).starts_with("!<"))
        return false;
    const std::size_t end = std::min(text_.size(), text_.find_first_not_of(kOfTag, from));
    const std::string written(text_.substr(from, end - from));
    bool found = false;
    for (std::size_t i = written.size(); i-- > 0;) {
        if (written[i] != ',' && written[i] != '[' && written[i] != ']') continue;
        replace(from + i, 1, written[i] == ',' ? "%2C" : written[i] == '[' ? "%5B" : "%5D");
        found = true;
    }
    return found;
}

std::size_t LibyamlText::line_of(std::size_t byte) const {
    std::size_t line = 0;
    for (std::size_t at = 0; at < byte; ++at) {
        const std::string_view rest = text_.substr(at, 3);
        const bool feed = rest[0] == '\n';
        const bool carriage = rest[0] == '\r' && !rest.starts_with("\r\n");
        const bool wide = rest.starts_with("\xC2\x85") || rest == "\xE2\x80\xA8" || rest == "\xE2\x80\xA9";
        if (feed || carriage || wide) ++line;
    }
    return line;
}

std::size_t LibyamlText::original_offset(std::size_t byte) const {
    std::ptrdiff_t moved = 0;
    for (auto it = moved_.begin(); it != moved_.end() && it->first < byte; ++it) moved += it->second;
    return std::size_t(
        std::clamp<std::ptrdiff_t>(std::ptrdiff_t(byte) - moved, 0, std::ptrdiff_t(original_.size())));
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
