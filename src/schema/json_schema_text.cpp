#include <cmath>

#include "json_schema_parts.h"
#include "yare/data/json.h"
#include "yare/data/numbers.h"

namespace yare::schema {

void append_violation(std::string& out, const Violation& violation, std::size_t indent) {
    const bool hidden = violation.reference && violation.causes.size() == 1;
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
    std::string out = "'";
    for (const char c : text) {
        switch (c) {
            case '\'':
                out += "\\'";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\r':
                out += "\\r";
                break;
            default:
                out += c;
        }
    }
    return out + "'";
}

std::string quoted_list(const std::vector<std::string_view>& texts) {
    std::string out;
    for (const std::string_view text : texts) out.append(out.empty() ? "" : ", ").append(quoted(text));
    return out;
}

std::string grouped(double number) {
    std::string text;
    append_float(text, number, 'f', -1);
    const std::size_t start = text.starts_with('-') ? 1 : 0;
    const std::size_t point = std::min(text.find('.'), text.size());
    for (std::size_t at = point; at > start + 3;) {
        at -= 3;
        text.insert(at, 1, ',');
    }
    return text;
}

std::string shown(const Value& value) {
    if (value.is_string()) return quoted(value.as_string());
    if (value.is_nil()) return "<nil>";
    if (value.is_bool()) return value.as_bool() ? "true" : "false";
    if (value.is_integer()) return std::to_string(value.as_integer());
    if (value.is_float()) {
        // The schema's numbers stand as they were written, so whole ones have no exponent.
        std::string out;
        if (std::floor(value.as_float()) == value.as_float() && std::fabs(value.as_float()) < 1e21) {
            append_float(out, value.as_float(), 'f', -1);
        } else {
            append_go_float(out, value.as_float());
        }
        return out;
    }
    return "value";
}

}  // namespace yare::schema
