#include <cmath>
#include <cstring>

#include "byte_scan.h"
#include "yaml_scalar.h"
#include "yaml_tier1.h"
#include "yare/base/ascii.h"
#include "yare/data/utf8.h"

namespace yare::inline data::yaml {

namespace {

bool starts_plain(const char* at) {
    if (*at == '-' || *at == '?' || *at == ':') return at[1] != ' ' && at[1] != '\n' && at[1] != '\t';
    return !begins_other(*at);
}

std::string_view trimmed(const char* from, const char* to) {
    while (to != from && to[-1] == ' ') --to;
    return {from, std::size_t(to - from)};
}

}  // namespace

// Reads up to what ends the scalar in this line; `at_` moves to the next line, or behind the colon.
bool Tier1::plain_line(const char* from, std::string_view& text, Stop& stop) {
    const char* found = from;
    while (true) {
        found = find_one_of<'\n', ':', '#', '\t'>(found, end_);
        switch (*found) {
            case '\n':
                stop = Stop::Line;
                text = trimmed(from, found);
                at_ = found + 1;
                return true;
            case ':':
                if (found[1] == ' ' || found[1] == '\n') {
                    stop = Stop::Colon;
                    text = trimmed(from, found);
                    at_ = found + 1;
                    return true;
                }
                if (found[1] == '\t') return false;
                break;
            case '#':
                if (found != from && found[-1] == ' ') {
                    stop = Stop::Comment;
                    text = trimmed(from, found);
                    at_ = static_cast<const char*>(std::memchr(found, '\n', std::size_t(end_ - found))) + 1;
                    return true;
                }
                break;
            default:
                return false;
        }
        ++found;
    }
}

bool Tier1::plain(std::string_view& text, Stop& stop) {
    return starts_plain(at_) && plain_line(at_, text, stop);
}

// The value of a plain scalar, and the step to the next line with content, which may belong to it.
bool Tier1::plain_value(std::string_view text, Stop stop, Value& value) {
    if (!advance()) return false;
    if (stop == Stop::Line && !at_end_ && !passed_comment_ && column_ > parent_column())
        return further_lines(text, value);
    return typed(text, true, value);
}

bool Tier1::further_lines(std::string_view first, Value& value) {
    scratch_.assign(first);
    Stop stop = Stop::Line;
    do {
        if (blank_lines_ == 0)
            scratch_ += ' ';
        else
            scratch_.append(blank_lines_, '\n');
        std::string_view text;
        if (!plain_line(at_, text, stop) || stop == Stop::Colon) return false;
        scratch_ += text;
        if (!advance()) return false;
    } while (stop == Stop::Line && !at_end_ && !passed_comment_ && column_ > parent_column());
    return typed(scratch_, false, value);
}

bool Tier1::typed(std::string_view text, bool in_text, Value& value) {
    if (may_be_other_than_string(text[0])) {
        const Typed typed = options_.version3 ? resolve_v3(text) : resolve(text);
        if (typed.tag != Tag::String && typed.tag != Tag::Timestamp) {
            if (typed.value.is_float() && !std::isfinite(typed.value.as_float())) return false;
            value = typed.value.is_number() ? typed_number(typed.value, options_.numbers) : typed.value;
            return true;
        }
    }
    value = Value::of_view(in_text ? kept(text) : document_.arena().copy(text));
    return true;
}

bool Tier1::quoted(std::string_view& text, bool& lines) {
    const char* const from = at_ + 1;
    const bool single = *at_ == '\'';
    at_ = single ? find_one_of<'\'', '\n', '\n', '\n'>(from, end_)
                 : find_one_of<'"', '\\', '\n', '\n'>(from, end_);
    const bool plain_end = single ? *at_ == '\'' && at_[1] != '\'' : *at_ == '"';
    if (plain_end) {
        text = kept({from, std::size_t(at_ - from)});
        ++at_;
        return true;
    }
    scratch_.assign(from, at_);
    return single ? single_quoted_rest(text, lines) : double_quoted_rest(text, lines);
}

bool Tier1::single_quoted_rest(std::string_view& text, bool& lines) {
    while (true) {
        if (*at_ == '\n') {
            lines = true;
            if (!fold_line(0)) return false;
        } else if (at_[1] == '\'') {
            scratch_ += '\'';
            at_ += 2;
        } else {
            ++at_;
            text = document_.arena().copy(std::string_view(scratch_));
            return true;
        }
        const char* next = find_one_of<'\'', '\n', '\n', '\n'>(at_, end_);
        scratch_.append(at_, next);
        at_ = next;
    }
}

bool Tier1::double_quoted_rest(std::string_view& text, bool& lines) {
    std::size_t keep = 0;  // what was written as an escape is not trimmed
    while (true) {
        if (*at_ == '"') {
            ++at_;
            text = document_.arena().copy(std::string_view(scratch_));
            return true;
        }
        if (*at_ == '\n') {
            lines = true;
            if (!fold_line(keep)) return false;
        } else {
            if (at_[1] == '\n') lines = true;
            if (!escape()) return false;
            keep = scratch_.size();
        }
        const char* next = find_one_of<'"', '\\', '\n', '\n'>(at_, end_);
        scratch_.append(at_, next);
        at_ = next;
    }
}

// A line break inside quotes becomes a blank, n of them n-1 line feeds, and the blanks around them go.
bool Tier1::fold_line(std::size_t keep) {
    while (scratch_.size() > keep && (scratch_.back() == ' ' || scratch_.back() == '\t')) scratch_.pop_back();
    std::size_t breaks = 0;
    while (*at_ == '\n' || *at_ == ' ') {
        if (*at_ == '\n') ++breaks;
        ++at_;
        if (at_ == end_) return false;
    }
    const bool at_margin = at_[-1] == '\n';
    if (*at_ == '\t' || (at_margin && (*at_ == '-' || *at_ == '.'))) return false;
    if (breaks == 1)
        scratch_ += ' ';
    else
        scratch_.append(breaks - 1, '\n');
    return true;
}

bool Tier1::escape() {
    constexpr std::string_view kNames = "0abtnvfre \"\\";
    constexpr std::string_view kMeant("\0\a\b\t\n\v\f\r\x1B \"\\", 12);
    const char kind = at_[1];
    const std::size_t named = kNames.find(kind);
    if (named != std::string_view::npos) {
        scratch_ += kMeant[named];
        at_ += 2;
        return true;
    }
    if (kind == '\n') {
        // The line goes on in the next one.
        at_ += 2;
        while (at_ != end_ && *at_ == ' ') ++at_;
        return at_ != end_ && *at_ != '\n' && *at_ != '\t' &&
               !(at_[-1] == '\n' && (*at_ == '-' || *at_ == '.'));
    }
    const int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
    if (digits == 0 || end_ - at_ < 2 + digits) return false;
    char32_t code = 0;
    for (int i = 0; i < digits; ++i) {
        const int digit = ascii::hex_value(at_[2 + i]);
        if (digit < 0 || code > 0xFFFFFF) return false;
        code = code << 4 | char32_t(digit);
    }
    if ((code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) return false;
    utf8::append(scratch_, code);
    at_ += 2 + digits;
    return true;
}

bool Tier1::block_header(bool& literal, char& chomping) {
    literal = *at_ == '|';
    ++at_;
    chomping = ' ';
    if (*at_ == '+' || *at_ == '-') chomping = *at_++;
    return end_line();
}

// The indent of a block scalar: that of its first line with content. `at_` moves there; `breaks` lines were
// blank.
bool Tier1::block_indent(int& indent, std::size_t& breaks) {
    int most_blanks = 0;
    while (at_ != end_) {
        const char* first = at_;
        while (*first == ' ') ++first;
        const int spaces = int(first - at_);
        if (*first == '\t') return false;
        if (*first != '\n') {
            indent = spaces;
            return most_blanks <= spaces;
        }
        if (feed_added_ && first + 1 == end_) return false;
        most_blanks = std::max(most_blanks, spaces);
        ++breaks;
        at_ = first + 1;
    }
    indent = 0;
    return true;
}

// What stands between two lines of a folded scalar, or of a literal one.
void Tier1::block_breaks(bool literal, bool first, bool blank_before, bool blank_now, std::size_t breaks) {
    if (literal || first || blank_before || blank_now)
        scratch_.append(breaks, '\n');
    else if (breaks == 1)
        scratch_ += ' ';
    else
        scratch_.append(breaks - 1, '\n');
}

// Collects the lines of a block scalar; `breaks` becomes the count of line feeds behind the last.
bool Tier1::block_lines(int indent, bool literal, std::size_t& breaks) {
    bool first = true;
    bool blank_before = false;
    while (at_ != end_) {
        const char* content = at_;
        while (content - at_ < indent && *content == ' ') ++content;
        if (*content == '\n') {
            if (feed_added_ && content + 1 == end_) return false;
            ++breaks;
            at_ = content + 1;
            continue;
        }
        if (content - at_ < indent) return *content != '\t';
        const bool blank_now = *content == ' ' || *content == '\t';
        block_breaks(literal, first, blank_before, blank_now, breaks);
        const char* feed = static_cast<const char*>(std::memchr(content, '\n', std::size_t(end_ - content)));
        scratch_.append(content, feed);
        at_ = feed + 1;
        breaks = feed_added_ && at_ == end_ ? 0 : 1;
        blank_before = blank_now;
        first = false;
    }
    return true;
}

bool Tier1::block_scalar(Value& value) {
    bool literal = true;
    char chomping = ' ';
    int indent = 0;
    std::size_t breaks = 0;
    if (!block_header(literal, chomping) || !block_indent(indent, breaks)) return false;
    scratch_.clear();
    bool content = false;
    if (indent >= std::max(parent_column() + 1, 1)) {
        content = true;
        if (!block_lines(indent, literal, breaks)) return false;
    }
    if (chomping == '+')
        scratch_.append(breaks, '\n');
    else if (chomping == ' ' && content && breaks > 0)
        scratch_ += '\n';
    value = Value::of_view(document_.arena().copy(std::string_view(scratch_)));
    return advance();
}

}  // namespace yare::inline data::yaml
