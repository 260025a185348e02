#include "addresses.h"

#include <vector>

#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/url.h"

namespace yare::schema {

namespace {

Error unreadable(std::string_view url, std::string_view why) {
    return Error(ErrorCode::Invalid, "error in parsing " + go_quote(url) + ": " + std::string(why));
}

Result<std::string> unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? ascii::hex_value(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? ascii::hex_value(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return Error(ErrorCode::Invalid, "invalid URL escape " + go_quote(text.substr(i, 3)));
        out += char(high * 16 + low);
        i += 2;
    }
    return out;
}

// RFC 3986, 5.2.4: a path with its "." and ".." steps taken.
std::string without_dots(std::string_view path) {
    std::vector<std::string_view> steps;
    std::string_view step;
    for (bool more = true; more;) {
        const std::size_t slash = path.find('/');
        more = slash != std::string_view::npos;
        step = path.substr(0, slash);
        path.remove_prefix(more ? slash + 1 : path.size());
        if (step == "..") {
            if (!steps.empty()) steps.pop_back();
        } else if (step != ".") {
            steps.push_back(step);
        }
    }
    std::string out;
    for (const std::string_view each : steps) out.append("/").append(each);
    if (out.starts_with("//")) out.erase(0, 1);
    if (out.empty() || step == "." || step == "..") out += '/';
    return out;
}

// Where `path` leads from the folder that `base` is in.
std::string joined_path(std::string_view base, std::string_view path) {
    std::string all;
    if (path.empty())
        all = base;
    else if (path.starts_with('/'))
        all = path;
    else
        all = std::string(base.substr(0, base.rfind('/') + 1)) + std::string(path);
    return all.empty() ? all : without_dots(all);
}

Url joined(const Url& base, Url reference) {
    if (!reference.scheme.empty() || !reference.host.empty() || reference.userinfo) {
        if (reference.scheme.empty()) reference.scheme = base.scheme;
        if (!reference.path.empty()) reference.path = joined_path(reference.path, "");
        return reference;
    }
    reference.scheme = base.scheme;
    // Go's fault with these (issue 66084) is mended by Helm's validator: such a base stays what it is.
    reference.opaque = base.opaque;
    if (reference.path.empty() && reference.query.empty()) reference.query = base.query;
    reference.host = base.host;
    reference.userinfo = base.userinfo;
    reference.path = joined_path(base.path, reference.path);
    return reference;
}

}  // namespace

std::string Address::text() const { return url + "#" + escaped_fragment(fragment); }

Result<std::string> fragment_of(std::string_view reference) {
    const std::size_t hash = reference.find('#');
    if (hash == std::string_view::npos) return std::string();
    Result<std::string> out = unescape(reference.substr(hash + 1));
    if (!out) return unreadable(reference, out.error().text());
    return out;
}

Result<Address> resolve_address(std::string_view base, std::string_view reference) {
    Address out;
    out.fragment = YARE_TRY(fragment_of(reference));
    const std::string_view url = reference.substr(0, reference.find('#'));
    if (url.empty()) {
        out.url = base;
        return out;
    }
    const Result<Url> from = parse_url(base);
    if (!from) return unreadable(base, from.error().text());
    Result<Url> to = parse_url(url);
    if (!to) return unreadable(url, to.error().text());
    out.url = joined(*from, *std::move(to)).text();
    return out;
}

std::string escaped_fragment(std::string_view fragment) { return percent_escape(fragment, "-_.~$&+=:@/"); }

bool unescape_token(std::string_view token, std::string& out) {
    out.clear();
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (token[i] != '~') {
            out += token[i];
            continue;
        }
        ++i;
        if (i == token.size() || (token[i] != '0' && token[i] != '1')) return false;
        out += token[i] == '0' ? '~' : '/';
    }
    return true;
}

}  // namespace yare::schema
