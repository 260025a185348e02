#include "violation.h"

#include <cmath>

#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::schema {

namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

// Commas between thousands, in the digits before `end`.
void group(std::string& digits, std::size_t end) {
    const std::size_t start = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = end; at > start + 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
}

}  // namespace

void append_violation(std::string& out, const Violation& violation, std::size_t indent) {
    const bool hidden = violation.shape == Violation::Shape::Reference && violation.causes.size() == 1;
    if (!hidden) {
        if (!out.empty()) out += '\n';
        out.append(2 * indent, ' ')
            .append("- at ")
            .append(quoted(violation.location))
            .append(": ")
            .append(violation.message);
    }
    for (const Violation& cause : violation.causes)
        append_violation(out, cause, hidden ? indent : indent + 1);
}

std::string quoted(std::string_view text) {
    std::string out = go_quote(text);
    // Helm: by plain replacement, which takes a backslash at the end for one before a quote.
    replace_all(out, "\\\"", "\"");
    replace_all(out, "'", "\\'");
    return "'" + out.substr(1, out.size() - 2) + "'";
}

std::string quoted_list(const std::vector<std::string_view>& texts) {
    std::string out;
    for (const std::string_view text : texts) out.append(out.empty() ? "" : ", ").append(quoted(text));
    return out;
}

std::string grouped(std::int64_t number) {
    std::string out = std::to_string(number);
    group(out, out.size());
    return out;
}

std::string shown(const Decimal& number) {
    const double nearest = number.nearest();
    if (std::isinf(nearest)) return nearest < 0 ? "-∞" : "∞";
    std::string text = go_float(nearest);
    const std::size_t mark = text.find('e');
    if (mark == std::string::npos) {
        group(text, std::min(text.find('.'), text.size()));
        return text;
    }
    constexpr std::string_view kRaised[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    std::string out = text.substr(0, mark) + "×10";
    for (const char c : text.substr(mark + 1)) {
        if (c == '-') out += "⁻";
        if (ascii::is_digit(c)) out += kRaised[c - '0'];
    }
    return out;
}

std::string shown(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "<nil>";
        case Kind::Bool:
            return value.as_bool() ? "true" : "false";
        case Kind::String:
            return quoted(value.as_string());
        case Kind::Bytes:
            return std::string(value.as_bytes());
        default:
            return "value";
    }
}

}  // namespace yare::schema
