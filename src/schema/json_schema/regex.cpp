#include "regex.h"

#include "yare/base/ascii.h"
#include "yare/data/go_regex.h"

namespace yare::schema {

namespace {

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// "[a-z0-9]", "[^/.-]": behind it, or npos.
std::size_t end_of_class(std::string_view text, std::size_t at) {
    ++at;
    if (at < text.size() && text[at] == '^') ++at;
    const std::size_t from = at;
    for (; at < text.size() && text[at] != ']'; ++at) {
        if (text[at] == '\\') {
            ++at;
            if (at == text.size() || !is_one_of(text[at], ".-_/dws")) return std::string_view::npos;
        } else if (text[at] == '-') {
            // A range, or itself at the end.
            const bool last = at + 1 < text.size() && text[at + 1] == ']';
            const bool range = at > from && at + 1 < text.size() && ascii::is_word(text[at - 1]) &&
                               ascii::is_word(text[at + 1]) && text[at - 1] < text[at + 1] &&
                               (at < from + 2 || text[at - 2] != '\\');
            if (!last && !range) return std::string_view::npos;
        } else if (!ascii::is_word(text[at]) && !is_one_of(text[at], " ./:,@%+=!#$*?()")) {
            return std::string_view::npos;
        }
    }
    return at < text.size() && at > from ? at + 1 : std::string_view::npos;
}

}  // namespace

bool is_plain_regex(std::string_view text) {
    int open = 0;
    bool may_repeat = false;  // behind something that may be repeated
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (ascii::is_word(c) || is_one_of(c, " ./:,@%=!#&'\"<>;-~")) {
            may_repeat = true;
            ++at;
        } else if (is_one_of(c, "*+?")) {
            if (!may_repeat) return false;
            may_repeat = false;
            ++at;
        } else if (c == '^' || c == '$' || c == '|') {
            may_repeat = false;
            ++at;
        } else if (c == '\\') {
            if (at + 1 == text.size() || !is_one_of(text[at + 1], ".-_/dwsDWS()[]{}*+?^$|\\")) return false;
            may_repeat = true;
            at += 2;
        } else if (c == '[') {
            at = end_of_class(text, at);
            if (at == std::string_view::npos) return false;
            may_repeat = true;
        } else if (c == '(') {
            if (at + 1 < text.size() && text[at + 1] == '?') return false;
            if (++open > 50) return false;
            may_repeat = false;
            ++at;
        } else if (c == ')') {
            if (--open < 0) return false;
            may_repeat = true;
            ++at;
        } else {
            return false;
        }
    }
    return open == 0 && text.size() < 500;
}

Result<void> Regex::compile() {
    if (!program_) program_ = YARE_TRY(compile_go_regex(text_));
    return {};
}

bool Regex::matches(std::string_view text) {
    if (!compile()) return false;
    return program_->Match({text.data(), text.size()}, 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

}  // namespace yare::schema
