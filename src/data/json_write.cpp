#include <array>
#include <cmath>
#include <vector>

#include "plain_values.h"
#include "yare/data/base64.h"
#include "yare/data/json.h"
#include "yare/data/utf8.h"

namespace yare::inline data {

namespace {

using CharClass = std::uint8_t;
constexpr CharClass kSafe = 0;
constexpr CharClass kHtml = 1;
constexpr CharClass kEscape = 2;
constexpr CharClass kHigh = 3;

constexpr std::array<CharClass, 256> kClasses = [] {
    std::array<CharClass, 256> classes{};
    for (std::size_t c = 0; c < 0x20; ++c) classes[c] = kEscape;
    for (std::size_t c = 0x80; c < 256; ++c) classes[c] = kHigh;
    classes['"'] = classes['\\'] = kEscape;
    classes['<'] = classes['>'] = classes['&'] = kHtml;
    return classes;
}();

void append_u_escape(std::string& out, unsigned code) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += kHex[code >> shift & 15];
}

void append_escaped(std::string& out, char c) {
    switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            append_u_escape(out, static_cast<unsigned char>(c));
    }
}

// A list or map that is being written.
struct Frame {
    const Map* map = nullptr;
    const List* list = nullptr;
    std::size_t next = 0;

    const void* container() const { return map ? static_cast<const void*>(map) : list; }
};

class Writer {
  public:
    Writer(std::string& out, const JsonFormat& format) : out_(out), format_(format) {}

    Result<void> write(const Value& value) {
        YARE_TRY(begin(value));
        while (!frames_.empty()) {
            YARE_TRY(step());
            if (out_.size() > format_.most) return Error(ErrorCode::TooLarge, "the text is too large");
        }
        return {};
    }

  private:
    void line(std::size_t depth) {
        if (format_.indent.empty() && format_.prefix.empty()) return;
        out_ += '\n';
        out_ += format_.prefix;
        for (std::size_t i = 0; i < depth; ++i) out_ += format_.indent;
    }

    Result<void> begin(const Value& given) {
        const Value value = given.is_host() ? plain_.of(given) : given;
        switch (value.kind()) {
            case Kind::Nil:
                out_ += "null";
                break;
            case Kind::Host:
                return json_unsupported_type(value);
            case Kind::Bool:
                out_ += value.as_bool() ? "true" : "false";
                break;
            case Kind::Int:
            case Kind::Int64:
                if (value.go_type() == GoType::Uint64)
                    append_unsigned(out_, std::uint64_t(value.as_integer()));
                else
                    append_integer(out_, value.as_integer());
                break;
            case Kind::Float64:
                if (!std::isfinite(value.as_float())) return json_unsupported_float(value.as_float());
                append_json_float(out_, value.as_float());
                break;
            case Kind::String:
                append_json_string(out_, value.as_string(), format_.escape_html);
                break;
            case Kind::Bytes:
                out_ += '"';
                append_base64(out_, value.as_bytes());
                out_ += '"';
                break;
            case Kind::List:
                if (is_nil_list(value.as_list()))
                    out_ += "null";
                else if (value.as_list().size == 0)
                    out_ += "[]";
                else
                    return open({nullptr, &value.as_list()}, '[');
                break;
            case Kind::Map:
                if (is_nil_map(value))
                    out_ += "null";
                else if (value.as_map().empty())
                    out_ += "{}";
                else
                    return open({&value.as_map(), nullptr}, '{');
                break;
        }
        return {};
    }

    Result<void> open(Frame frame, char bracket) {
        if (!cycles_.enter(frame.container(), frames_.size())) {
            return json_unsupported(frame.map ? "encountered a cycle via map[string]interface {}"
                                              : "encountered a cycle via []interface {}");
        }
        frames_.push_back(frame);
        out_ += bracket;
        return {};
    }

    Result<void> step() {
        Frame& frame = frames_.back();
        const std::size_t size = frame.map ? frame.map->size() : frame.list->size;
        if (frame.next == size) {
            const char bracket = frame.map ? '}' : ']';
            const void* container = frame.container();
            frames_.pop_back();
            cycles_.leave(container, frames_.size());
            line(frames_.size());
            out_ += bracket;
            return {};
        }
        if (frame.next != 0) out_ += ',';
        line(frames_.size());
        const std::size_t at = frame.next++;
        if (!frame.map) return begin(frame.list->items[at]);
        const Entry& entry = frame.map->begin()[at];
        append_json_string(out_, frame.map->key_text(entry), format_.escape_html);
        out_ += ':';
        if (!format_.indent.empty() || !format_.prefix.empty()) out_ += ' ';
        return begin(entry.value);
    }

    std::string& out_;
    const JsonFormat& format_;
    std::vector<Frame> frames_;
    PlainValues plain_;
    Cycles cycles_;
};

}  // namespace

Error json_unsupported(std::string_view what) {
    return Error(ErrorCode::Invalid, "json: unsupported value: " + std::string(what));
}

Error json_unsupported_type(const Value& value) {
    // Go: a time has no plain data where its year has more or less than four digits.
    if (value.as_host().go_type() == "time.Time")
        return Error(ErrorCode::Invalid,
                     "json: error calling MarshalJSON for type time.Time: "
                     "Time.MarshalJSON: year outside of range [0,9999]");
    return Error(ErrorCode::Invalid, "json: unsupported type: " + std::string(value.as_host().go_type()));
}

Error json_unsupported_float(double number) { return json_unsupported(go_float(number)); }

void append_json_string(std::string& out, std::string_view text, bool escape_html) {
    out += '"';
    std::size_t from = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto kind = kClasses[static_cast<unsigned char>(text[at])];
        if (kind == kSafe || (kind == kHtml && !escape_html)) {
            ++at;
            continue;
        }
        if (kind == kHigh) {
            const utf8::Rune rune = utf8::decode(text, at);
            const bool separator = rune.code == 0x2028 || rune.code == 0x2029;
            if (rune.valid && !separator) {
                at += rune.width;
                continue;
            }
            out.append(text.substr(from, at - from));
            append_u_escape(out, unsigned(rune.code));
            at += rune.width;
        } else {
            out.append(text.substr(from, at - from));
            if (kind == kHtml)
                append_u_escape(out, static_cast<unsigned char>(text[at]));
            else
                append_escaped(out, text[at]);
            ++at;
        }
        from = at;
    }
    out.append(text.substr(from));
    out += '"';
}

Result<void> append_json(std::string& out, const Value& value, const JsonFormat& format) {
    const std::size_t from = out.size();
    Result<void> written = Writer(out, format).write(value);
    if (!written) out.resize(from);
    return written;
}

Result<std::string> write_json(const Value& value, const JsonFormat& format) {
    std::string out;
    YARE_TRY(append_json(out, value, format));
    return out;
}

}  // namespace yare::inline data
