#include "yare/charts/path_match.h"

#include <optional>

#include "yare/data/utf8.h"

namespace yare::charts {

namespace {

Error bad_pattern() { return Error(ErrorCode::Invalid, "syntax error in pattern"); }

// One character of a class, "\\]" or "a"; nothing where the pattern is broken.
std::optional<char32_t> class_character(std::string_view& pattern) {
    if (pattern.empty() || pattern[0] == '-' || pattern[0] == ']') return std::nullopt;
    if (pattern[0] == '\\') {
        pattern.remove_prefix(1);
        if (pattern.empty()) return std::nullopt;
    }
    const utf8::Rune rune = utf8::decode(pattern);
    pattern.remove_prefix(rune.width);
    // A class has to be closed, so something must follow.
    if (!rune.valid || pattern.empty()) return std::nullopt;
    return rune.code;
}

// Reads "[^a-z]" (behind the bracket) and says whether `rune` is in it.
std::optional<bool> in_class(std::string_view& pattern, char32_t rune) {
    const bool negated = !pattern.empty() && pattern[0] == '^';
    if (negated) pattern.remove_prefix(1);
    bool found = false;
    for (int ranges = 0;; ++ranges) {
        if (!pattern.empty() && pattern[0] == ']' && ranges > 0) {
            pattern.remove_prefix(1);
            return found != negated;
        }
        const std::optional<char32_t> low = class_character(pattern);
        if (!low) return std::nullopt;
        std::optional<char32_t> high = low;
        if (pattern[0] == '-') {
            pattern.remove_prefix(1);
            high = class_character(pattern);
            if (!high) return std::nullopt;
        }
        if (*low <= rune && rune <= *high) found = true;
    }
}

// The pattern up to the next star that is not within a class.
std::string_view take_chunk(std::string_view& pattern) {
    bool in_range = false;
    std::size_t at = 0;
    for (; at < pattern.size(); ++at) {
        const char c = pattern[at];
        if (c == '\\' && at + 1 < pattern.size()) {
            ++at;
        } else if (c == '[') {
            in_range = true;
        } else if (c == ']') {
            in_range = false;
        } else if (c == '*' && !in_range) {
            break;
        }
    }
    const std::string_view chunk = pattern.substr(0, at);
    pattern.remove_prefix(at);
    return chunk;
}

// Matches a chunk without stars at the start of `name`; `rest` is what follows. Goes through the whole chunk
// even after a mismatch, because a broken pattern is an error wherever the break is.
Result<bool> match_chunk(std::string_view chunk, std::string_view name, std::string_view& rest) {
    bool failed = false;
    while (!chunk.empty()) {
        if (!failed && name.empty()) failed = true;
        if (chunk[0] == '[') {
            chunk.remove_prefix(1);
            const utf8::Rune rune = failed ? utf8::Rune{0, 0, true} : utf8::decode(name);
            name.remove_prefix(rune.width);
            const std::optional<bool> matched = in_class(chunk, rune.code);
            if (!matched) return bad_pattern();
            if (!*matched) failed = true;
        } else if (chunk[0] == '?') {
            if (!failed) {
                if (name[0] == '/') failed = true;
                name.remove_prefix(utf8::decode(name).width);
            }
            chunk.remove_prefix(1);
        } else {
            if (chunk[0] == '\\') {
                chunk.remove_prefix(1);
                if (chunk.empty()) return bad_pattern();
            }
            if (!failed) {
                if (chunk[0] != name[0]) failed = true;
                name.remove_prefix(1);
            }
            chunk.remove_prefix(1);
        }
    }
    rest = name;
    return !failed;
}

}  // namespace

Result<bool> path_match(std::string_view pattern, std::string_view name) {
    // Most patterns are a name, or a star before the end of one.
    if (const std::string_view plain = pattern.substr(pattern.starts_with('*') ? 1 : 0);
        plain.find_first_of("*?[\\") == std::string_view::npos) {
        if (plain.size() == pattern.size()) return plain == name;
        return name.ends_with(plain) &&
               name.substr(0, name.size() - plain.size()).find('/') == std::string_view::npos;
    }
    while (!pattern.empty()) {
        const bool star = pattern[0] == '*';
        while (!pattern.empty() && pattern[0] == '*') pattern.remove_prefix(1);
        const std::string_view chunk = take_chunk(pattern);
        if (star && chunk.empty()) return name.find('/') == std::string_view::npos;
        std::string_view rest;
        bool matched = YARE_TRY(match_chunk(chunk, name, rest));
        // The last chunk has to reach the end, or a later place may do better.
        bool found = matched && (rest.empty() || !pattern.empty());
        for (std::size_t skip = 0; star && !found && skip < name.size() && name[skip] != '/'; ++skip) {
            matched = YARE_TRY(match_chunk(chunk, name.substr(skip + 1), rest));
            found = matched && (rest.empty() || !pattern.empty());
        }
        if (found) {
            name = rest;
            continue;
        }
        return false;  // Helm: a break in what is left of the pattern goes unnoticed (filepath.Match)
    }
    return name.empty();
}

}  // namespace yare::charts
