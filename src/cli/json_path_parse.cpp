// Reading a JSONPath template.
#include <array>
#include <cstdio>
#include <optional>

#include "json_path.h"
#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"
#include "yare/data/utf8.h"
#include "yare/templates/literals.h"

namespace yare::cli {
namespace {

using Node = JsonPathNode;
using Nodes = std::vector<JsonPathNode>;
constexpr std::uint32_t kEnd = 0xFFFFFFFF;

Error wrong(std::string message) { return Error(ErrorCode::Invalid, std::move(message)); }

bool is_line_end(std::uint32_t rune) { return rune == '\r' || rune == '\n'; }

bool ends_word(std::uint32_t rune) {
    return rune == kEnd || rune == ' ' || rune == '\t' || is_line_end(rune) ||
           (rune < 0x80 &&
            std::string_view(".,[]$@{}").find(static_cast<char>(rune)) != std::string_view::npos);
}

// fmt's "%#U": U+0028 '('.
std::string rune_with_name(std::uint32_t rune) {
    std::array<char, 16> code{};
    std::snprintf(code.data(), code.size(), "U+%04X", rune);
    std::string out = code.data();
    if (is_printable(rune)) {
        out += " '";
        utf8::append(out, rune);
        out += "'";
    }
    return out;
}

// A text in quotes of either kind, with Go's escapes.
std::optional<std::string> unquoted(std::string_view quoted) {
    const char quote = quoted.front();
    std::string_view body = quoted.substr(1, quoted.size() - 2);
    if (body.find('\\') == std::string_view::npos && body.find(quote) == std::string_view::npos)
        return std::string(body);
    std::string out;
    while (!body.empty()) {
        const auto rune = templates::unquote_rune(body, quote);
        if (!rune) return std::nullopt;
        if (rune->code < 0x80 || !rune->multibyte)
            out += static_cast<char>(rune->code);
        else
            utf8::append(out, rune->code);
    }
    return out;
}

// A number as Go's strconv.Atoi has it.
Parsed<std::int64_t> whole_number(std::string_view text) { return parse_int(text, 10); }

Result<Nodes> parse_expression(std::string_view text);

// What stands between "[" and "]", where it is no text in quotes: 1, -1, 1:5, ::2, or nothing at all, which
// is 0:1.
Result<Node> parse_slice(std::string_view text) {
    Node out{.kind = Node::Kind::Slice};
    std::array<std::optional<std::string_view>, 3> written;
    std::string_view rest = text;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (i > 0 && !rest.starts_with(':')) break;
        std::size_t end = i > 0 ? 1 : 0;
        if (end < rest.size() && rest[end] == '-') ++end;
        while (end < rest.size() && ascii::is_digit(rest[end])) ++end;
        written[i] = rest.substr(i > 0 ? 1 : 0, end - (i > 0 ? 1 : 0));
        rest.remove_prefix(end);
    }
    if (!rest.empty()) return wrong("invalid array index " + std::string(text));
    for (std::size_t i = 0; i < written.size(); ++i) {
        Node::Bound& bound = out.bounds[i];
        if (i == 1 && !written[i]) {
            bound = {.value = out.bounds[0].value + 1, .known = true, .derived = true};
        } else if (written[i] && !written[i]->empty()) {
            const auto number = whole_number(*written[i]);
            if (!number) return wrong("array index " + std::string(*written[i]) + " is not a number");
            bound = {.value = number.value, .known = true};
        }
    }
    return out;
}

class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<Nodes> read() {
        Nodes out;
        while (at_ < text_.size()) {
            const std::size_t brace = std::min(text_.find('{', at_), text_.size());
            if (brace > at_) {
                out.push_back(
                    {.kind = Node::Kind::Text, .text = std::string(text_.substr(at_, brace - at_))});
                at_ = brace;
                continue;
            }
            ++at_;
            Node inside;
            YARE_TRY(read_inside(inside.steps));
            out.push_back(std::move(inside));
        }
        return out;
    }

  private:
    std::uint32_t next() {
        if (at_ >= text_.size()) return width_ = 0, kEnd;
        const utf8::Rune rune = utf8::decode(text_.substr(at_));
        width_ = rune.width;
        at_ += width_;
        return rune.code;
    }
    void back() { at_ -= width_; }
    bool starts_with(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    std::string_view since(std::size_t start) const { return text_.substr(start, at_ - start); }

    // Up to and with the closing brace.
    Result<void> read_inside(Nodes& out) {
        while (!starts_with("}")) YARE_TRY(read_step(out));
        ++at_;
        return {};
    }

    Result<void> read_step(Nodes& out) {
        if (starts_with("[?(")) return read_filter(out);
        if (starts_with("..")) return read_descendants(out);
        const std::size_t start = at_;
        const std::uint32_t rune = next();
        if (rune == kEnd || is_line_end(rune)) return wrong("unclosed action");
        // The object itself: every path begins there anyway.
        if (rune == ' ' || rune == '@' || rune == '$') return {};
        if (rune == '[') return read_brackets(out, start);
        if (rune == '"' || rune == '\'') return read_quoted(out, start, rune);
        if (rune == '.') return read_field(out), Result<void>();
        const bool digit = is_digit(rune);
        if (rune == '+' || rune == '-' || digit) return back(), read_number(out);
        if (rune == '_' || is_letter(rune)) return back(), read_word(out), Result<void>();
        return wrong("unrecognized character in action: " + rune_with_name(rune));
    }

    Result<void> read_descendants(Nodes& out) {
        if (!out.empty() && out.back().kind == Node::Kind::Descendants)
            return wrong("invalid multiple recursive descent");
        at_ += 2;
        out.push_back({.kind = Node::Kind::Descendants});
        const std::uint32_t rune = next();
        back();
        if (rune != kEnd && (rune == '_' || is_letter(rune) || is_digit(rune))) read_field(out);
        return {};
    }

    void read_field(Nodes& out) {
        const std::size_t start = at_;
        for (std::uint32_t rune = next(); !ends_word(rune); rune = next()) {
            if (rune == '\\') next();
        }
        back();
        std::string name;
        for (const char c : since(start)) {
            if (c != '\\') name += c;
        }
        if (since(start) == "*")
            out.push_back({.kind = Node::Kind::Everything});
        else
            out.push_back({.kind = Node::Kind::Field, .text = std::move(name)});
    }

    void read_word(Nodes& out) {
        const std::size_t start = at_;
        while (!ends_word(next())) continue;
        back();
        const std::string_view word = since(start);
        if (word == "true" || word == "false")
            out.push_back({.kind = Node::Kind::Number, .literal = Value::of_bool(word == "true")});
        else
            out.push_back({.kind = Node::Kind::Keyword, .text = std::string(word)});
    }

    Result<void> read_number(Nodes& out) {
        const std::size_t start = at_;
        if (starts_with("+") || starts_with("-")) ++at_;
        for (std::uint32_t rune = next(); rune == '.' || (rune != kEnd && is_digit(rune));) rune = next();
        back();
        const std::string_view digits = since(start);
        if (const auto whole = whole_number(digits)) {
            out.push_back({.kind = Node::Kind::Number, .literal = Value::of_int(whole.value)});
            return {};
        }
        const auto fraction = parse_float(digits);
        if (!fraction) return wrong("cannot parse number " + std::string(digits));
        out.push_back({.kind = Node::Kind::Number, .literal = Value::of_float(fraction.value)});
        return {};
    }

    Result<void> read_quoted(Nodes& out, std::size_t start, std::uint32_t quote) {
        for (;;) {
            const std::uint32_t rune = next();
            if (rune == kEnd || rune == '\n') return wrong("unterminated quoted string");
            if (rune == quote && text_[at_ - 2] != '\\') break;
        }
        const std::string_view quoted = since(start);
        std::optional<std::string> text = unquoted(quoted);
        if (!text) return wrong("unquote string " + std::string(quoted) + " error invalid syntax");
        out.push_back({.kind = Node::Kind::Text, .text = std::move(*text)});
        return {};
    }

    Result<void> read_brackets(Nodes& out, std::size_t start) {
        for (;;) {
            const std::uint32_t rune = next();
            if (rune == kEnd || rune == '\n') return wrong("unterminated array");
            if (rune == ']') break;
        }
        std::string_view inside = text_.substr(start + 1, at_ - start - 2);
        if (inside == "*") inside = ":";
        if (inside.find(',') != std::string_view::npos) return read_union(out, inside);
        if (inside.size() >= 2 && inside.front() == '\'' && inside.find('\'', 1) == inside.size() - 1) {
            // A name in quotes is read as one after a dot, dots and all.
            Nodes steps = YARE_TRY(parse_expression("." + std::string(inside.substr(1, inside.size() - 2))));
            for (Node& step : steps) out.push_back(std::move(step));
            return {};
        }
        out.push_back(YARE_TRY(parse_slice(inside)));
        return {};
    }

    static Result<void> read_union(Nodes& out, std::string_view inside) {
        Node both{.kind = Node::Kind::Union};
        for (;;) {
            const std::size_t comma = inside.find(',');
            std::string_view one = inside.substr(0, comma);
            while (one.starts_with(' ')) one.remove_prefix(1);
            while (one.ends_with(' ')) one.remove_suffix(1);
            Node branch;
            branch.steps = YARE_TRY(parse_expression("[" + std::string(one) + "]"));
            both.steps.push_back(std::move(branch));
            if (comma == std::string_view::npos) break;
            inside.remove_prefix(comma + 1);
        }
        out.push_back(std::move(both));
        return {};
    }

    // "[?(LEFT OPERATOR RIGHT)]" or "[?(PATH)]". One text in quotes may hold parentheses.
    Result<void> read_filter(Nodes& out) {
        at_ += 3;
        const std::size_t start = at_;
        std::uint32_t quote = 0;
        bool closed = false;
        for (;;) {
            const std::uint32_t rune = next();
            if (rune == kEnd || rune == '\n') return wrong("unterminated filter");
            if (rune == '"' || rune == '\'') {
                if (quote == 0)
                    quote = rune;
                else if (text_[at_ - 2] != '\\' && rune == quote)
                    closed = true;
            }
            if (rune == ')' && (quote != 0) == closed) break;
        }
        if (next() != ']') return wrong("unclosed array expect ]");
        const std::string_view inside = since(start).substr(0, at_ - start - 2);
        Node filter{.kind = Node::Kind::Filter};
        filter.steps.resize(2);
        constexpr std::string_view kOperators = "!<>=";
        const std::size_t begin = inside.find_first_of(kOperators);
        std::size_t end = std::min(inside.find_first_not_of(kOperators, begin), inside.size());
        // Where nothing follows, the last character of the operator is what is compared with.
        if (begin != std::string_view::npos && end == inside.size()) --end;
        if (begin == std::string_view::npos || begin == 0 || end <= begin) {
            filter.steps[0].steps = YARE_TRY(parse_expression(inside));
        } else {
            filter.text = inside.substr(begin, end - begin);
            filter.steps[0].steps = YARE_TRY(parse_expression(inside.substr(0, begin)));
            filter.steps[1].steps = YARE_TRY(parse_expression(inside.substr(end)));
        }
        out.push_back(std::move(filter));
        return {};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t width_ = 0;
};

// A text as if it stood in braces. A brace inside of it ends it; what follows has to be well formed all the
// same.
Result<Nodes> parse_expression(std::string_view text) {
    Nodes nodes = YARE_TRY(parse_json_path("{" + std::string(text) + "}"));
    return std::move(nodes.front().steps);
}

}  // namespace

Result<std::vector<JsonPathNode>> parse_json_path(std::string_view text) { return Reader(text).read(); }

}  // namespace yare::cli
