// Values under the verbs of printf: texts, lists, maps and the objects of Go types.
#include <array>
#include <cstdint>
#include <cstring>
#include <utility>

#include "complex.h"
#include "verbs.h"
#include "yare/data/go_text.h"
#include "yare/data/go_time.h"
#include "yare/data/utf8.h"
#include "yare/templates/format.h"

namespace yare::templates {

namespace {

constexpr std::string_view kNil = "<nil>";
constexpr std::string_view kLower = "0123456789abcdef";
constexpr std::string_view kUpper = "0123456789ABCDEF";

// A byte in decimal and the space after it. Charts print whole files this way, where they take all that
// templates know for a key.
struct ByteText {
    std::array<char, 4> text{};
    std::uint8_t size = 0;
};

constexpr std::array<ByteText, 256> byte_texts() {
    std::array<ByteText, 256> out;
    for (unsigned byte = 0; byte < out.size(); ++byte) {
        ByteText& here = out[byte];
        if (byte >= 100) here.text[here.size++] = char('0' + byte / 100);
        if (byte >= 10) here.text[here.size++] = char('0' + byte / 10 % 10);
        here.text[here.size++] = char('0' + byte % 10);
        here.text[here.size++] = ' ';
    }
    return out;
}
constexpr auto kByteTexts = byte_texts();

// Go: whether a text can stand between backquotes as it is.
bool can_backquote(std::string_view text) {
    while (!text.empty()) {
        const utf8::Rune rune = utf8::decode(text);
        text.remove_prefix(rune.width);
        if (rune.width > 1) {
            if (rune.code == 0xFEFF) return false;
            continue;
        }
        if (rune.code == utf8::kReplacement) return false;
        if ((rune.code < ' ' && rune.code != '\t') || rune.code == '`' || rune.code == 0x7f) return false;
    }
    return true;
}

}  // namespace

std::string_view number_name(const Value& value) {
    const std::int64_t number = value.as_integer();
    if (value.go_type() == GoType::Month) return number >= 1 && number <= 12 ? kMonths[number - 1] : "";
    return number >= 0 && number < 7 ? kWeekdays[number] : "";
}

void Printer::print_value(const Value& value, std::uint32_t verb, bool nested) {
    if (!go_on()) return;
    const bool as_text = verb == 'v' || verb == 's' || verb == 'x' || verb == 'X' || verb == 'q';
    switch (value.kind()) {
        case Kind::Nil:
            out_ += flags_.sharp_v && nested ? "interface {}(nil)" : kNil;
            break;
        case Kind::Bool:
            print_bool(value, verb);
            break;
        case Kind::Int64:
            if (as_text && !flags_.sharp_v && !plain_) {
                if (value.go_type() == GoType::Duration)
                    return print_string(value, duration_text(value.as_integer()), verb);
                if (value.go_type() == GoType::Month || value.go_type() == GoType::Weekday)
                    return print_string(value, number_name(value), verb);
            }
            [[fallthrough]];
        case Kind::Int:
            print_integer(value, verb);
            break;
        case Kind::Float64:
            print_float(value, verb);
            break;
        case Kind::String:
            print_string(value, value.as_string(), verb);
            break;
        case Kind::Bytes:
            print_bytes(value, nested ? "[]uint8" : "[]byte", verb);
            break;
        case Kind::List:
            if (flags_.sharp_v && is_nil_type(value.go_type())) {
                out_.append(type_name(value)).append("(nil)");
                break;
            }
            print_items(type_name(value), value.items(), verb);
            break;
        case Kind::Map:
            print_map(type_name(value), value.as_map(), verb);
            break;
        case Kind::Host:
            print_host(value, verb, nested);
            break;
    }
}

void Printer::print_items(std::string_view type, std::span<const Value> items, std::uint32_t verb) {
    if (flags_.sharp_v) out_ += type;
    out_ += flags_.sharp_v ? '{' : '[';
    for (std::size_t i = 0; i < items.size() && go_on(); ++i) {
        if (i > 0) out_ += flags_.sharp_v ? ", " : " ";
        print_value(items[i], verb, true);
    }
    out_ += flags_.sharp_v ? '}' : ']';
}

void Printer::print_map(std::string_view type, const Map& map, std::uint32_t verb) {
    if (flags_.sharp_v && is_nil_type(map.go_type())) {
        out_.append(type).append("(nil)");
        return;
    }
    if (flags_.sharp_v) out_ += type;
    out_ += flags_.sharp_v ? "{" : "map[";
    bool first = true;
    for (const Entry& entry : map) {
        if (!go_on()) break;
        if (!first) out_ += flags_.sharp_v ? ", " : " ";
        first = false;
        print_value(Value::of_view(map.key_text(entry)), verb, true);
        out_ += ':';
        print_value(entry.value, verb, true);
    }
    out_ += flags_.sharp_v ? '}' : ']';
}

void Printer::print_host(const Value& value, std::uint32_t verb, bool nested) {
    if (const Complex* number = complex_of(value)) return print_complex(value, *number, verb);
    const HostObject& host = value.as_host();
    const GoParts parts = host.parts(document_);
    const bool text_verb = verb == 'v' || verb == 's' || verb == 'x' || verb == 'X' || verb == 'q';
    const bool as_text = parts.is_stringer && text_verb && !flags_.sharp_v && !plain_;
    if (flags_.sharp_v && !plain_) {
        const std::string syntax = host.go_syntax();
        if (!syntax.empty()) return pad(cut(syntax));
    }
    // Go prints where a pointer within something points to, which is another place each time. A template that
    // has that in its output wants what is there.
    const bool address = parts.shape == GoParts::Shape::Pointer && nested;
    if (address && !as_text && verb != 'v') return bad_verb(value, verb);
    if (parts.shape == GoParts::Shape::Text || as_text || address)
        return print_string(value, host.print(document_).string_or({}), verb);
    if (parts.shape != GoParts::Shape::Data) return print_struct(host, parts, verb);
    const Value data = host.plain(document_);
    if (data.is_map())
        print_map(host.go_type(), data.as_map(), verb);
    else
        print_items(host.go_type(), data.items(), verb);
}

void Printer::print_struct(const HostObject& host, const GoParts& parts, std::uint32_t verb) {
    std::string_view type = host.go_type();
    if (parts.shape == GoParts::Shape::Pointer) {
        out_ += '&';
        type.remove_prefix(1);
    }
    if (flags_.sharp_v) out_ += type;
    out_ += '{';
    for (std::size_t i = 0; i < parts.fields.size() && go_on(); ++i) {
        if (i > 0) out_ += flags_.sharp_v ? ", " : " ";
        if (flags_.sharp_v || flags_.plus_v) out_.append(parts.fields[i].name).append(":");
        const Value& value = parts.fields[i].value;
        if (value.is_nil() && !flags_.sharp_v)  // a pointer, which is padded where an interface is not
            pad(kNil);
        else
            print_value(value, verb, true);
    }
    out_ += '}';
}

void Printer::print_bool(const Value& value, std::uint32_t verb) {
    if (verb != 't' && verb != 'v') return bad_verb(value, verb);
    pad(value.as_bool() ? "true" : "false");
}

void Printer::print_string(const Value& value, std::string_view text, std::uint32_t verb) {
    switch (verb) {
        case 'v':
            if (flags_.sharp_v) return put_quoted(text);
            return pad(cut(text));
        case 's':
            return pad(cut(text));
        case 'x':
        case 'X':
            return put_hex(text, verb == 'X');
        case 'q':
            return put_quoted(text);
        default:
            return bad_verb(value, verb);
    }
}

void Printer::print_bytes(const Value& value, std::string_view type, std::uint32_t verb) {
    const std::string_view bytes = value.as_bytes();
    if ((verb == 'v' || verb == 'd') && flags_.leave_numbers()) return print_plain_bytes(bytes);
    if (verb == 's' || verb == 'x' || verb == 'X' || verb == 'q') return print_string(value, bytes, verb);
    if (flags_.sharp_v) out_ += type;
    out_ += flags_.sharp_v ? '{' : '[';
    for (std::size_t i = 0; i < bytes.size() && go_on(); ++i) {
        if (i > 0) out_ += flags_.sharp_v ? ", " : " ";
        print_integer(Value::of_int64(std::uint8_t(bytes[i]), GoType::Uint8), verb);
    }
    out_ += flags_.sharp_v ? '}' : ']';
}

void Printer::print_plain_bytes(std::string_view bytes) {
    constexpr std::size_t kChunk = 256;
    std::array<char, kChunk * 4> text;
    out_ += '[';
    for (std::size_t begin = 0; begin < bytes.size() && go_on(); begin += kChunk) {
        char* end = text.data();
        for (const char byte : bytes.substr(begin, kChunk)) {
            const ByteText& number = kByteTexts[std::uint8_t(byte)];
            std::memcpy(end, number.text.data(), number.text.size());
            end += number.size;
        }
        out_.append(text.data(), end);
    }
    if (out_.back() == ' ') out_.pop_back();
    out_ += ']';
}

void Printer::bad_verb(const Value& value, std::uint32_t verb) {
    out_ += "%!";
    utf8::append(out_, verb);
    out_ += '(';
    if (value.is_nil()) {
        out_ += kNil;
    } else {
        out_ += type_name(value);
        out_ += '=';
        const bool outer = std::exchange(plain_, true);
        print_value(value, 'v', false);
        plain_ = outer;
    }
    out_ += ')';
}

void Printer::write_padding(std::size_t count) {
    out_.append(count, flags_.zero && !flags_.minus ? '0' : ' ');
}

void Printer::pad(std::string_view text) {
    const std::size_t width = flags_.has_width ? std::size_t(flags_.width) : 0;
    const std::size_t size = width == 0 ? 0 : utf8::count(text);
    const std::size_t padding = width > size ? width - size : 0;
    if (!flags_.minus) write_padding(padding);
    out_ += text;
    if (flags_.minus) write_padding(padding);
}

std::string_view Printer::cut(std::string_view text) const {
    if (!flags_.has_precision) return text;
    std::string_view rest = text;
    for (int runes = 0; runes < flags_.precision && !rest.empty(); ++runes)
        rest.remove_prefix(utf8::decode(rest).width);
    return text.substr(0, text.size() - rest.size());
}

void Printer::put_hex(std::string_view bytes, bool upper) {
    if (flags_.has_precision) bytes = bytes.substr(0, std::size_t(flags_.precision));
    const std::string_view alphabet = upper ? kUpper : kLower;
    const std::string_view prefix = upper ? "0X" : "0x";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0 && flags_.space) text += ' ';
        if (flags_.sharp && (i == 0 || flags_.space)) text += prefix;
        text += alphabet[std::uint8_t(bytes[i]) >> 4];
        text += alphabet[std::uint8_t(bytes[i]) & 15];
    }
    if (text.empty() && !flags_.has_width) return;
    pad(text);
}

void Printer::put_quoted(std::string_view text) {
    text = cut(text);
    if (flags_.sharp && can_backquote(text)) return pad("`" + std::string(text) + "`");
    pad(go_quote(text, flags_.plus ? QuoteWith::Ascii : QuoteWith::Unicode));
}

}  // namespace yare::templates
