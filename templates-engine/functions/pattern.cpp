#include "pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <unordered_map>

#include "runes.h"
#include "yare/data/go_regex.h"
#include "yare/data/go_text.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

// For the expressions that are kept, together.
constexpr std::int64_t kKeptMemory = std::int64_t{24} << 20;

std::size_t rune_width(std::string_view text, std::size_t at) { return utf8::decode(text.substr(at)).width; }

// Whether a place is between the bytes of one character.
bool is_inside_rune(std::string_view text, std::size_t at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) return false;
    for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
        if (utf8::decode(text.substr(at - back)).width > back) return true;
    }
    return false;
}

// A reference in a replacement: "$1", "${name}". Nothing when what follows the $ is none.
struct Reference {
    std::string_view name;
    std::size_t size = 0;
};

std::optional<Reference> read_reference(std::string_view text) {
    const bool braced = text.size() > 1 && text[1] == '{';
    const std::size_t begin = braced ? 2 : 1;
    std::size_t end = begin;
    while (end < text.size()) {
        const utf8::Rune rune = utf8::decode(text.substr(end));
        if (!is_letter(rune.code) && !is_digit(rune.code) && rune.code != '_') break;
        end += rune.width;
    }
    if (end == begin) return std::nullopt;
    if (braced && (end == text.size() || text[end] != '}')) return std::nullopt;
    return Reference{text.substr(begin, end - begin), end + (braced ? 1 : 0)};
}

// The number that a name is, or -1.
int group_number(std::string_view name) {
    if (name.size() > 1 && name.front() == '0') return -1;
    int number = 0;
    for (const char digit : name) {
        if (digit < '0' || digit > '9' || number >= 100'000'000) return -1;
        number = number * 10 + (digit - '0');
    }
    return number;
}

}  // namespace

struct Pattern::Parts {
    // RE2 finds \B between the bytes of a character, where Go does not look.
    bool run(std::string_view text, std::size_t from, re2::StringPiece* groups, int count) const {
        while (re->Match({text.data(), text.size()}, from, text.size(), RE2::UNANCHORED, groups, count)) {
            if (count == 0 || !groups[0].empty()) return true;
            const auto at = std::size_t(groups[0].data() - text.data());
            from = at;
            while (from < text.size() && is_inside_rune(text, from)) ++from;
            if (from == at) return true;
        }
        return false;
    }
    bool find_from(std::string_view text, std::size_t from, Match& match) const {
        re2::StringPiece group;
        if (!run(text, from, &group, 1)) return false;
        match.begin = std::size_t(group.data() - text.data());
        match.end = match.begin + group.size();
        return true;
    }
    void append_group(std::string& out, std::string_view name,
                      const std::vector<re2::StringPiece>& groups) const {
        int number = group_number(name);
        if (number < 0) {
            const auto& names = re->NamedCapturingGroups();
            const auto found = names.find(std::string(name));
            if (found == names.end()) return;
            number = found->second;
        }
        if (std::size_t(number) >= groups.size()) return;
        const re2::StringPiece& group = groups[std::size_t(number)];
        out.append(group.data() ? group.data() : "", group.size());
    }
    // Stops once `out` has more than `limit` bytes: each reference may stand for the whole text.
    void expand(std::string& out, std::string_view with, const std::vector<re2::StringPiece>& groups,
                std::size_t limit) const {
        while (out.size() <= limit) {
            const std::size_t dollar = with.find('$');
            out += with.substr(0, dollar);
            if (dollar == std::string_view::npos) return;
            with.remove_prefix(dollar);
            if (with.starts_with("$$")) {
                out += '$';
                with.remove_prefix(2);
            } else if (const auto reference = read_reference(with)) {
                append_group(out, reference->name, groups);
                with.remove_prefix(reference->size);
            } else {
                out += '$';
                with.remove_prefix(1);
            }
        }
    }

    std::unique_ptr<RE2> re;
};

Pattern::Pattern(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Pattern::~Pattern() = default;

Result<std::unique_ptr<Pattern>> Pattern::build(std::string_view expression) {
    auto parts = std::make_unique<Parts>();
    parts->re = YARE_TRY(compile_go_regex(expression));
    return std::unique_ptr<Pattern>(new Pattern(std::move(parts)));
}

Result<const Pattern*> Pattern::compile(std::string_view expression, bool& is_new) {
    thread_local std::unordered_map<std::string, std::unique_ptr<Pattern>> kept;
    if (const auto found = kept.find(std::string(expression)); found != kept.end())
        return found->second.get();
    is_new = true;
    thread_local std::int64_t kept_memory = 0;
    std::unique_ptr<Pattern> built = YARE_TRY(build(expression));
    const std::int64_t memory = built->parts_->re->options().max_mem();
    if (kept_memory + memory > kKeptMemory) {
        kept.clear();
        kept_memory = 0;
    }
    kept_memory += memory;
    return kept.emplace(std::string(expression), std::move(built)).first->second.get();
}

bool Pattern::matches(std::string_view text) const {
    Match ignored;
    // Where it is does not matter, and is not cheap to know; but for \B's sake, see run.
    if (parts_->re->pattern().find("\\B") != std::string::npos) return find(text, ignored);
    return parts_->run(text, 0, nullptr, 0);
}

bool Pattern::find(std::string_view text, Match& match) const { return parts_->find_from(text, 0, match); }

// Go: an empty match right behind the match before does not count; after one, the search goes on a rune
// later.
std::vector<Pattern::Match> Pattern::find_all(std::string_view text, std::int64_t most, Watch& watch) const {
    std::vector<Match> found;
    std::size_t at = 0;
    std::optional<std::size_t> last_end;
    Match match;
    while ((most < 0 || std::int64_t(found.size()) < most) && at <= text.size() && watch.go_on() &&
           parts_->find_from(text, at, match)) {
        bool counts = true;
        if (match.end == at) {
            counts = match.begin != last_end;
            const std::size_t width = rune_width(text, at);
            at = width > 0 ? at + width : text.size() + 1;
        } else {
            at = match.end;
        }
        last_end = match.end;
        if (counts) found.push_back(match);
    }
    return found;
}

std::optional<std::string> Pattern::replace_all(std::string_view text, std::string_view with, bool literal,
                                                std::size_t limit, Watch& watch) const {
    std::string out;
    std::vector<re2::StringPiece> groups(literal ? 1
                                                 : std::size_t(parts_->re->NumberOfCapturingGroups()) + 1);
    std::size_t copied = 0;
    std::size_t at = 0;
    while (at <= text.size() && watch.go_on() && parts_->run(text, at, groups.data(), int(groups.size()))) {
        const auto begin = std::size_t(groups[0].data() - text.data());
        const std::size_t end = begin + groups[0].size();
        out += text.substr(copied, begin - copied);
        // Go: an empty match right behind the match before is not replaced.
        if (end > copied || begin == 0) {
            if (literal)
                out += with;
            else
                parts_->expand(out, with, groups, limit);
        }
        if (out.size() > limit) return std::nullopt;
        copied = end;
        const std::size_t width = rune_width(text, at);
        if (at + width > end)
            at += width;
        else if (at + 1 > end)
            ++at;
        else
            at = end;
    }
    out += text.substr(copied);
    return out;
}

std::size_t Pattern::size() const { return std::size_t(std::max(parts_->re->ProgramSize(), 1)); }
std::size_t Pattern::groups() const {
    return std::size_t(std::max(parts_->re->NumberOfCapturingGroups(), 0));
}

std::vector<std::string_view> Pattern::split(std::string_view text, std::int64_t most, Watch& watch) const {
    std::vector<std::string_view> parts;
    if (most == 0) return parts;
    if (text.empty() && !parts_->re->pattern().empty()) return {text};
    std::size_t begin = 0;
    std::size_t end = 0;
    for (const Match& match : find_all(text, most, watch)) {
        if (most > 0 && std::int64_t(parts.size()) == most - 1) break;
        end = match.begin;
        if (match.end != 0) parts.push_back(text.substr(begin, end - begin));
        begin = match.end;
    }
    if (end != text.size()) parts.push_back(text.substr(begin));
    return parts;
}

std::string quote_pattern(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (std::string_view("\\.+*?()|[]{}^$").find(letter) != std::string_view::npos) out += '\\';
        out += letter;
    }
    return out;
}

}  // namespace yare::templates
