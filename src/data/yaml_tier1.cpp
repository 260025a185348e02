#include "yaml_tier1.h"

#include <cstring>

#include "byte_scan.h"
#include "yaml_scalar.h"

namespace yare::inline data::yaml {

namespace {

// Deeper texts are for the second tier, which counts as Go does.
constexpr std::size_t kMostLevels = 500;
// Go gives up on keys of more than 1024 characters.
constexpr std::ptrdiff_t kLongestKey = 1000;

bool starts_with(const char* at, const char* text) { return std::strncmp(at, text, 3) == 0; }

}  // namespace

Tier1::Tier1(std::string_view text, Document& document, const YamlOptions& options)
    : document_(document), options_(options), places_(text, options.source), collector_(document) {
    views_ = options.text_outlives;
    levels_.reserve(16);
    if (!text.empty() && text.back() != '\n') {
        // With a line feed at the end no loop has to look for the end of the text.
        char* copy = document.arena().make_array<char>(text.size() + 1);
        std::memcpy(copy, text.data(), text.size());
        copy[text.size()] = '\n';
        text = std::string_view(copy, text.size() + 1);
        feed_added_ = views_ = true;
    }
    begin_ = at_ = line_ = text.data();
    end_ = begin_ + text.size();
}

std::optional<Value> Tier1::read() {
    if (begin_ == end_) return Value();
    if (!only_ordinary_characters({begin_, std::size_t(end_ - begin_)})) return std::nullopt;
    if (!begin() || !lines() || !finish()) return std::nullopt;
    return root_;
}

// Moves to the first content, over the line that starts the document.
bool Tier1::begin() {
    if (!advance()) return false;
    if (!at_end_ || at_ == end_) return true;
    // Three dashes with nothing before them: the document begins here.
    at_end_ = false;
    at_ += 3;
    while (*at_ == ' ') ++at_;
    if (*at_ == '#' && at_[-1] == ' ')
        at_ = static_cast<const char*>(std::memchr(at_, '\n', std::size_t(end_ - at_)));
    if (*at_ != '\n') return false;
    ++at_;
    return advance();
}

bool Tier1::advance() {
    passed_comment_ = false;
    blank_lines_ = 0;
    while (at_ != end_) {
        line_ = at_;
        while (*at_ == ' ') ++at_;
        if (*at_ == '\n') {
            ++blank_lines_;
            ++at_;
            continue;
        }
        if (*at_ == '#') {
            passed_comment_ = true;
            at_ = static_cast<const char*>(std::memchr(at_, '\n', std::size_t(end_ - at_))) + 1;
            continue;
        }
        column_ = int(at_ - line_);
        if (*at_ == '\t') return false;
        if (column_ != 0 || end_ - at_ < 4) return true;
        const bool blank_follows = at_[3] == ' ' || at_[3] == '\n';
        if (*at_ == '-' && blank_follows && starts_with(at_, "---")) at_end_ = true;
        return !(*at_ == '.' && starts_with(at_, "..."));
    }
    at_end_ = true;
    return true;
}

bool Tier1::end_line() {
    while (*at_ == ' ') ++at_;
    if (*at_ == '#' && at_[-1] == ' ')
        at_ = static_cast<const char*>(std::memchr(at_, '\n', std::size_t(end_ - at_)));
    if (*at_ != '\n') return false;
    ++at_;
    return true;
}

bool Tier1::lines() {
    while (!at_end_) {
        if (!collector_.fits() || !line()) return false;
    }
    return true;
}

bool Tier1::line() {
    while (true) {
        if (levels_.empty()) return !root_done_ && node(column_);
        Level& top = levels_.back();
        if (top.pending) {
            if (column_ > top.column) return node(column_);
            if (!top.list && column_ == top.column && is_dash()) {
                // A list below its key may stand at the key's own column.
                open(true, column_);
                return item();
            }
            deliver(Value());
            continue;
        }
        if (column_ < top.column) {
            if (!close()) return false;
            continue;
        }
        if (column_ > top.column) return false;
        if (!top.list) return !is_dash() && entry();
        if (is_dash()) return item();
        // The end of a list at its key's own column.
        const bool inside_map = levels_.size() >= 2 && !levels_[levels_.size() - 2].list &&
                                levels_[levels_.size() - 2].column == top.column;
        if (!inside_map || !close()) return false;
    }
}

void Tier1::open(bool list, int column) {
    if (!levels_.empty()) levels_.back().pending = false;
    levels_.push_back(
        {column, list, false, {}, {}, list ? collector_.item_count() : collector_.entry_count()});
}

bool Tier1::close() {
    const Level& level = levels_.back();
    const std::size_t count = collector_.entry_count() - level.from;
    const Value value = level.list ? collector_.list_since(level.from) : collector_.map_since(level.from);
    if (unique_keys() && value.is_map() && value.as_map().size() != count) return false;
    levels_.pop_back();
    deliver(value);
    return true;
}

void Tier1::deliver(const Value& value) {
    if (levels_.empty()) {
        root_ = value;
        root_done_ = true;
        return;
    }
    Level& level = levels_.back();
    level.pending = false;
    if (level.list)
        collector_.item(value, level.place);
    else
        collector_.entry(level.key, value, level.place);
}

// A node that stands on a line of its own, or behind a dash.
bool Tier1::node(int column) {
    if (levels_.size() >= kMostLevels) return false;
    if (!levels_.empty() && levels_.back().list) levels_.back().place = places_.at(offset(at_));
    if (is_dash()) {
        open(true, column);
        return item();
    }
    Value value;
    switch (*at_) {
        case '[':
        case '{':
            if (!flow(value) || !end_line()) return false;
            deliver(value);
            return advance();
        case '|':
        case '>':
            if (levels_.empty() || !block_scalar(value)) return false;
            deliver(value);
            return true;
        default:
            return key_or_scalar(column);
    }
}

bool Tier1::key_or_scalar(int column) {
    const char* const from = at_;
    std::string_view text;
    Stop stop = Stop::Line;
    bool lines = false;
    const bool in_quotes = *at_ == '"' || *at_ == '\'';
    if (in_quotes) {
        if (!quoted(text, lines)) return false;
        const char* after = at_;
        while (*after == ' ') ++after;
        if (*after == ':' && (after[1] == ' ' || after[1] == '\n')) {
            at_ = after + 1;
            stop = Stop::Colon;
        }
    } else if (!plain(text, stop)) {
        return false;
    }
    if (stop == Stop::Colon) {
        if (lines) return false;
        open(false, column);
        if (in_quotes) {
            levels_.back().key = document_.symbols().intern(text);
            levels_.back().place = places_.at(offset(from));
        } else if (!set_key(text, from)) {
            return false;
        }
        if (at_ - from > kLongestKey) return false;
        return value();
    }
    if (levels_.empty()) return false;  // a document that is one scalar
    Value value;
    if (in_quotes) {
        value = Value::of_view(text);
        if (!end_line()) return false;
        deliver(value);
        return advance();
    }
    if (!plain_value(text, stop, value)) return false;
    deliver(value);
    return true;
}

// The symbol of a plain key, which may stand for something else than a string.
bool Tier1::key_symbol(std::string_view text, Symbol& key) {
    if (options_.version3) {
        if (text == "<<") return false;
    } else if (may_be_other_than_string(text[0])) {
        const Typed typed = resolve(text);
        if (typed.tag != Tag::String && typed.tag != Tag::Timestamp) {
            if (typed.value.is_nil() || typed.value.go_type() == GoType::Uint64) return false;
            if (typed.value.is_bool())
                key = document_.symbols().intern(typed.value.as_bool() ? "true" : "false");
            else
                key = document_.symbols().intern(number_key(typed.value));
            return true;
        }
    } else if (text == "<<") {
        return false;
    }
    key = document_.symbols().intern(text);
    return true;
}

bool Tier1::set_key(std::string_view text, const char* from) {
    levels_.back().place = places_.at(offset(from));
    return key_symbol(text, levels_.back().key);
}

bool Tier1::item() {
    Level& level = levels_.back();
    level.pending = true;
    level.place = places_.at(offset(at_));
    ++at_;
    while (*at_ == ' ') ++at_;
    if (*at_ == '\n' || *at_ == '#') return end_line() && advance();
    return node(int(at_ - line_));
}

bool Tier1::entry() {
    const char* const from = at_;
    std::string_view text;
    if (*at_ == '"' || *at_ == '\'') {
        bool lines = false;
        if (!quoted(text, lines) || lines) return false;
        while (*at_ == ' ') ++at_;
        if (*at_ != ':' || (at_[1] != ' ' && at_[1] != '\n')) return false;
        ++at_;
        levels_.back().key = document_.symbols().intern(text);
        levels_.back().place = places_.at(offset(from));
    } else {
        Stop stop = Stop::Line;
        if (!plain(text, stop) || stop != Stop::Colon || !set_key(text, from)) return false;
    }
    if (at_ - from > kLongestKey) return false;
    return value();
}

// What follows a key's colon.
bool Tier1::value() {
    while (*at_ == ' ') ++at_;
    Value value;
    switch (*at_) {
        case '\n':
            levels_.back().pending = true;
            ++at_;
            return advance();
        case '#':
            levels_.back().pending = true;
            return end_line() && advance();
        case '"':
        case '\'': {
            std::string_view text;
            bool lines = false;
            if (!quoted(text, lines) || !end_line()) return false;
            deliver(Value::of_view(text));
            return advance();
        }
        case '[':
        case '{':
            if (!flow(value) || !end_line()) return false;
            deliver(value);
            return advance();
        case '|':
        case '>':
            if (!block_scalar(value)) return false;
            deliver(value);
            return true;
        default:
            break;
    }
    std::string_view text;
    Stop stop = Stop::Line;
    if (!plain(text, stop) || stop == Stop::Colon || !plain_value(text, stop, value)) return false;
    deliver(value);
    return true;
}

bool Tier1::finish() {
    while (!levels_.empty()) {
        if (levels_.back().pending) deliver(Value());
        if (!close()) return false;
    }
    return true;
}

std::optional<Value> read_tier1(std::string_view text, Document& document, const YamlOptions& options) {
    return Tier1(text, document, options).read();
}

}  // namespace yare::inline data::yaml
