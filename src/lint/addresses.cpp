#include "addresses.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>

#include "yare/base/ascii.h"
#include "yare/data/url.h"
#include "yare/data/utf8.h"

namespace yare::lint {

namespace {

// --- e-mail: RFC 5322 without its comments, letters beyond ASCII allowed ---

bool is_beyond_ascii(char32_t c) {
    return (c >= 0xA0 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) || (c >= 0xFDF0 && c <= 0xFFEF);
}
bool is_word_end(char32_t c) { return ascii::is_alphanumeric(c) || is_beyond_ascii(c); }

std::u32string characters(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) {
        out += utf8::next(text, at);
    }
    return out;
}

bool is_in(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

// Words with dots between.
bool is_plain_local(std::u32string_view local) {
    bool in_word = false;
    for (const char32_t c : local) {
        if (c == '.') {
            if (!in_word) return false;
            in_word = false;
        } else if (is_word_end(c) || is_in(c, U"!#$%&'*+-/=?^_`{|}~")) {
            in_word = true;
        } else {
            return false;
        }
    }
    return in_word;
}

// Helm: its validator has lost a bracket, so that every character between quotes needs a quote of its own
// before it: "a"b" is an address's local part, and "a b" is none.
bool is_quoted_local(std::string_view local) {
    static const re2::RE2 pattern([] {
        const std::string blank = "(([ \\t]*\\r\\n)?[ \\t]+)?";
        const std::string wide = "[\\x{A0}-\\x{D7FF}\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFEF}]";
        const std::string one = "[\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f\\x21\\x23-\\x5b\\x5d-\\x7f]";
        return "(\"" + blank + "(" + one + "|" + wide + "|\\([\\x01-\\x09\\x0b-\\x7f]))*" + blank + "\"";
    }());
    return re2::RE2::FullMatch(local, pattern);
}

// Any labels, then a last one that begins with a letter; a dot may end it all.
bool is_mail_domain(std::u32string_view domain) {
    if (domain.ends_with('.')) domain.remove_suffix(1);
    const std::size_t dot = domain.rfind('.');
    if (dot == std::u32string_view::npos) return false;
    const std::u32string_view first = domain.substr(0, dot);
    const std::u32string_view last = domain.substr(dot + 1);
    const auto inner = [](char32_t c) { return is_word_end(c) || is_in(c, U"-._~"); };
    const auto named = [](char32_t c) { return ascii::is_letter(c) || is_beyond_ascii(c); };
    if (first.empty() || !is_word_end(first.front()) || !is_word_end(first.back())) return false;
    if (last.empty() || !named(last.front()) || !named(last.back())) return false;
    return std::ranges::all_of(first, inner) && std::ranges::all_of(last, inner);
}

// --- web addresses, as the validator that Helm asks has them ---

// A number from 0 to 255, of a version 4 address.
const std::string kByte = "(\\d{1,2}|1\\d\\d|2[0-4]\\d|25[0-5])";

// What stands between the scheme and the path. Names are looser than DNS: they may hold underscores, and
// labels beyond ASCII at their end.
std::string host_pattern() {
    const std::string address = "([1-9]\\d?|1\\d\\d|2[01]\\d|22[0-3]|24\\d|25[0-5])(\\." + kByte +
                                "){2}\\.([0-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
    const std::string word = "[a-zA-Z0-9]";
    const std::string dashed = word + "([a-zA-Z0-9_-]+)?" + word + "([-.]" + word + "+)*";
    const std::string labelled = "(www\\.|" + word + "+([-_.]?" + word + ")*" + word + "\\." + word + "+)?";
    const std::string wide = "[a-zA-Z0-9\\x{00a1}-\\x{ffff}]";
    const std::string last = "(" + wide + "+-?-?)*" + wide + "+(\\.[a-zA-Z\\x{00a1}-\\x{ffff}]+)?";
    const std::string bracketed = "\\[[0-9a-fA-F:.]*:[0-9a-zA-Z:.%]*\\]";
    return "(" + address + "|" + bracketed + "|((" + dashed + "|" + labelled + ")?" + last + "))\\.?";
}

const re2::RE2& web_address_pattern() {
    static const re2::RE2 pattern("((ftp|tcp|udp|wss?|https?)://)?(\\S+(:\\S*)?@)?" + host_pattern() +
                                  "(:\\d{1,5})?([/?#]\\S*)?");
    return pattern;
}

}  // namespace

bool is_email(std::string_view text) {
    const std::u32string all = characters(text);
    // A domain has no "@"; a quoted local part may.
    const std::size_t at = all.rfind('@');
    if (at == std::u32string::npos) return false;
    const std::u32string_view local = std::u32string_view(all).substr(0, at);
    return (is_plain_local(local) || is_quoted_local(text.substr(0, text.rfind('@')))) &&
           is_mail_domain(std::u32string_view(all).substr(at + 1));
}

bool is_web_address(std::string_view text) {
    constexpr std::size_t kLongest = 2083;
    if (text.size() <= 3 || characters(text).size() >= kLongest || text.starts_with('.')) return false;
    const bool colon = text.find(':') != std::string_view::npos;
    const bool bare = colon && text.find("://") == std::string_view::npos;  // "example.com:80"
    const Result<Url> url = parse_url(bare ? "http://" + std::string(text) : std::string(text));
    if (!url || url->host.starts_with('.')) return false;
    if (url->host.empty() && !url->path.empty() && url->path.find('.') == std::string::npos) return false;
    return re2::RE2::FullMatch(text, web_address_pattern());
}

bool is_request_url(std::string_view text) {
    // A request's URL has no fragment: "#" is a character of its path, and none of a host.
    std::string plain(text);
    const std::size_t scheme_end = plain.find("://");
    const std::size_t path = plain.find('/', scheme_end == std::string::npos ? 0 : scheme_end + 3);
    for (std::size_t at = plain.find('#'); at != std::string::npos; at = plain.find('#', at)) {
        if (scheme_end != std::string::npos && at < path && plain.find('?') > at) return false;
        plain.replace(at, 1, "%23");
    }
    const Result<Url> url = parse_url(plain);
    return url && !url->scheme.empty();
}

}  // namespace yare::lint
