#include <array>
#include <limits>
#include <vector>

#include "collector.h"
#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"
#include "yare/data/utf8.h"

namespace yare::inline data {

namespace {

// Where inside which bracket the scanner stands.
enum class Open : std::uint8_t { List, Map };

struct Frame {
    Open open;
    std::size_t from;  // where its members begin on the collector's stack
    Symbol key = {};   // of the entry whose value is being read
};

class Reader {
  public:
    Reader(std::string_view text, Document& document, const JsonOptions& options)
        : text_(text), document_(document), options_(options), collector_(document) {}

    // One value, then `at_` stands behind it.
    Result<Value> read();
    // Nothing but white space may follow.
    Result<void> end();
    std::size_t position() const { return at_; }
    bool at_end() {
        skip_space();
        return at_ >= text_.size();
    }
    // Go decodes only once the whole text has been found valid, so this comes after all else.
    Result<void> decoded() {
        if (range_error_.empty()) return {};
        return Error(ErrorCode::Invalid, range_error_);
    }

  private:
    bool ended() const { return at_ >= text_.size(); }
    char peek() const { return text_[at_]; }
    void skip_space() {
        while (at_ < text_.size() && (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r'))
            ++at_;
    }
    // A wrong character between two tokens.
    Error wrong(std::string_view where) const {
        if (ended()) return Error(ErrorCode::Invalid, "unexpected end of JSON input");
        return wrong_inside(where);
    }
    // A wrong character inside a token. Go: the end of the text is tried as a blank first.
    Error wrong_inside(std::string_view where) const {
        // Go: the byte as a rune of its own.
        const auto c = static_cast<unsigned char>(ended() ? ' ' : peek());
        return Error(ErrorCode::Invalid, "invalid character " + go_quote_rune(c) + " " + std::string(where));
    }

    // Reads a scalar into `value`, or opens a bracket and says so.
    Result<bool> begin_value(Value& value);
    Result<bool> open(Open kind);
    Result<void> key();
    // After a value: closes brackets until another value is due (true) or the outermost is done (false).
    Result<bool> after_value(Value& value);
    Result<Value> literal(std::string_view word, Value value);
    Result<Value> number();
    Result<std::string_view> string();
    Result<std::string_view> string_with_escapes(std::size_t from);
    Result<char32_t> hex4();
    Value convert(std::string_view digits, bool whole);

    std::string_view text_;
    Document& document_;
    const JsonOptions& options_;
    Collector collector_;
    std::size_t at_ = 0;
    std::vector<Frame> frames_;
    std::string scratch_;
    std::string range_error_;
};

Result<Value> Reader::read() {
    Value value;
    skip_space();
    while (true) {
        const bool complete = YARE_TRY(begin_value(value));
        if (!complete) continue;
        const bool more = YARE_TRY(after_value(value));
        if (!more) return value;
    }
}

Result<bool> Reader::open(Open kind) {
    if (frames_.size() >= options_.depth) return wrong_inside("exceeded max depth");
    ++at_;
    frames_.push_back({kind, kind == Open::List ? collector_.item_count() : collector_.entry_count()});
    skip_space();
    return true;
}

Result<bool> Reader::begin_value(Value& value) {
    if (ended()) return wrong({});
    switch (peek()) {
        case '{':
            YARE_TRY(open(Open::Map));
            if (!ended() && peek() == '}') {
                ++at_;
                value = collector_.map_since(frames_.back().from);
                frames_.pop_back();
                return true;
            }
            YARE_TRY(key());
            return false;
        case '[':
            YARE_TRY(open(Open::List));
            if (!ended() && peek() == ']') {
                ++at_;
                value = collector_.list_since(frames_.back().from);
                frames_.pop_back();
                return true;
            }
            return false;
        case '"': {
            const std::string_view text = YARE_TRY(string());
            value = Value::of_view(text);
            return true;
        }
        case 't':
            value = YARE_TRY(literal("true", Value::of_bool(true)));
            return true;
        case 'f':
            value = YARE_TRY(literal("false", Value::of_bool(false)));
            return true;
        case 'n':
            value = YARE_TRY(literal("null", Value()));
            return true;
        default:
            break;
    }
    if (peek() != '-' && (peek() < '0' || peek() > '9')) return wrong("looking for beginning of value");
    value = YARE_TRY(number());
    return true;
}

Result<void> Reader::key() {
    if (ended() || peek() != '"') return wrong("looking for beginning of object key string");
    const std::string_view text = YARE_TRY(string());
    frames_.back().key = document_.symbols().intern(text);
    skip_space();
    if (ended() || peek() != ':') return wrong("after object key");
    ++at_;
    skip_space();
    return {};
}

Result<bool> Reader::after_value(Value& value) {
    while (!frames_.empty()) {
        Frame& frame = frames_.back();
        const bool in_list = frame.open == Open::List;
        if (!collector_.fits())
            return Error(ErrorCode::TooLarge, "json: the document takes more memory than it may");
        if (in_list)
            collector_.item(value, {});
        else
            collector_.entry(frame.key, value, {});
        skip_space();
        if (ended()) return wrong({});
        if (peek() == ',') {
            ++at_;
            skip_space();
            if (!in_list) YARE_TRY(key());
            return true;
        }
        if (peek() != (in_list ? ']' : '}')) {
            return wrong(in_list ? "after array element" : "after object key:value pair");
        }
        ++at_;
        const std::size_t count = in_list ? 0 : collector_.entry_count() - frame.from;
        value = in_list ? collector_.list_since(frame.from) : collector_.map_since(frame.from);
        if (options_.unique_keys && !in_list && value.as_map().size() != count)
            return Error(ErrorCode::Invalid, "json: an object has the same key twice");
        frames_.pop_back();
    }
    return false;
}

Result<Value> Reader::literal(std::string_view word, Value value) {
    for (std::size_t i = 0; i < word.size(); ++i, ++at_) {
        if (ended() || peek() != word[i]) {
            return wrong_inside("in literal " + std::string(word) + " (expecting " +
                                go_quote_rune(static_cast<unsigned char>(word[i])) + ")");
        }
    }
    return value;
}

Result<Value> Reader::number() {
    const auto digit = [&] { return !ended() && ascii::is_digit(peek()); };
    const std::size_t from = at_;
    if (peek() == '-') ++at_;
    if (!digit()) return wrong_inside("in numeric literal");
    if (peek() == '0')
        ++at_;
    else
        while (digit()) ++at_;
    bool whole = true;
    if (!ended() && peek() == '.') {
        whole = false;
        ++at_;
        if (!digit()) return wrong_inside("after decimal point in numeric literal");
        while (digit()) ++at_;
    }
    if (!ended() && (peek() == 'e' || peek() == 'E')) {
        whole = false;
        ++at_;
        if (!ended() && (peek() == '+' || peek() == '-')) ++at_;
        if (!digit()) return wrong_inside("in exponent of numeric literal");
        while (digit()) ++at_;
    }
    return convert(text_.substr(from, at_ - from), whole);
}

Value Reader::convert(std::string_view digits, bool whole) {
    if (options_.digits)
        return Value::of_bytes_view(options_.text_outlives ? digits : document_.arena().copy(digits));
    if (whole && options_.numbers != Numbers::Float64) {
        const Parsed<std::int64_t> number = parse_int(digits, 10);
        if (number) return Value::of_int64(number.value);
    }
    // Up to 15 digits a double holds exactly.
    if (whole && digits.size() <= 15 && digits[0] != '-') {
        std::int64_t number = 0;
        for (const char c : digits) number = number * 10 + (c - '0');
        return Value::of_float(double(number));
    }
    const Parsed<double> number = parse_float(digits);
    if (!number && range_error_.empty()) {
        range_error_ =
            "json: cannot unmarshal number " + std::string(digits) + " into Go value of type float64";
    }
    return number ? Value::of_float(number.value) : Value();
}

Result<std::string_view> Reader::string() {
    const std::size_t from = ++at_;
    while (at_ < text_.size()) {
        const auto c = static_cast<unsigned char>(text_[at_]);
        if (c == '"') {
            const std::string_view text = text_.substr(from, at_ - from);
            ++at_;
            return options_.text_outlives ? text : document_.arena().copy(text);
        }
        if (c == '\\' || c < 0x20 || c >= 0x80) return string_with_escapes(from);
        ++at_;
    }
    return wrong({});
}

Result<char32_t> Reader::hex4() {
    char32_t code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
        const char c = ended() ? ' ' : peek();
        const int digit = ascii::hex_value(c);
        if (digit < 0) return wrong_inside("in \\u hexadecimal character escape");
        code = code << 4 | char32_t(digit);
    }
    return code;
}

Result<std::string_view> Reader::string_with_escapes(std::size_t from) {
    scratch_.assign(text_.substr(from, at_ - from));
    while (at_ < text_.size()) {
        const auto c = static_cast<unsigned char>(peek());
        if (c == '"') {
            ++at_;
            return document_.arena().copy(std::string_view(scratch_));
        }
        if (c < 0x20) return wrong("in string literal");
        if (c >= 0x80) {
            const utf8::Rune rune = utf8::decode(text_, at_);
            if (rune.valid)
                scratch_.append(text_.substr(at_, rune.width));
            else
                scratch_.append(utf8::kReplacementText);
            at_ += rune.width;
            continue;
        }
        ++at_;
        if (c != '\\') {
            scratch_ += char(c);
            continue;
        }
        constexpr std::string_view kNames = "\"\\/bfnrt";
        constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
        const std::size_t simple = ended() ? std::string_view::npos : kNames.find(peek());
        if (simple != std::string_view::npos) {
            scratch_ += kMeant[simple];
            ++at_;
            continue;
        }
        if (ended() || peek() != 'u') return wrong_inside("in string escape code");
        ++at_;
        char32_t code = YARE_TRY(hex4());
        const bool high = code >= 0xD800 && code < 0xDC00;
        if (high && text_.substr(at_, 2) == "\\u") {
            const std::size_t back = at_;
            at_ += 2;
            const char32_t low = YARE_TRY(hex4());
            if (low >= 0xDC00 && low < 0xE000) {
                code = 0x10000 + ((code - 0xD800) << 10 | (low - 0xDC00));
            } else {
                at_ = back;  // the second one speaks for itself
            }
        }
        if (code >= 0xD800 && code < 0xE000) code = utf8::kReplacement;
        utf8::append(scratch_, code);
    }
    return wrong({});
}

Result<void> Reader::end() {
    skip_space();
    if (!ended()) return wrong("after top-level value");
    return {};
}

Error wrong_kind(const Value& value, std::string_view go_type) {
    return Error(ErrorCode::Invalid, json_mismatch(value, "value of type " + std::string(go_type)));
}

}  // namespace

Result<Value> read_json(std::string_view text, Document& document, const JsonOptions& options) {
    Reader reader(text, document, options);
    const Value value = YARE_TRY(reader.read());
    YARE_TRY(reader.end());
    YARE_TRY(reader.decoded());
    return value;
}

Result<Value> read_json_value(std::string_view text, Document& document, std::size_t& used,
                              const JsonOptions& options) {
    Reader reader(text, document, options);
    if (reader.at_end()) return Error(ErrorCode::Invalid, "EOF");
    Result<Value> value = reader.read();
    if (!value && reader.position() >= text.size()) return Error(ErrorCode::Invalid, "unexpected EOF");
    used = reader.position();
    if (!value) return value;
    YARE_TRY(reader.decoded());
    return value;
}

// Go: json.Unmarshal checks the whole text first, so what is no JSON is said before what is no map.
Result<Map*> read_json_map(std::string_view text, Document& document, const JsonOptions& options) {
    Map* read = nullptr;
    return read_json_map(text, document, options, read);
}

Result<Map*> read_json_map(std::string_view text, Document& document, const JsonOptions& options,
                           Map*& read) {
    Reader reader(text, document, options);
    const Value value = YARE_TRY(reader.read());
    YARE_TRY(reader.end());
    const Result<void> decoded = reader.decoded();
    if (!value.is_map() && !(value.is_nil() && decoded)) return wrong_kind(value, "map[string]interface {}");
    if (value.is_map()) read = &value.as_map();
    YARE_TRY(decoded);
    return read;
}

Result<const List*> read_json_list(std::string_view text, Document& document, const JsonOptions& options) {
    Reader reader(text, document, options);
    const Value value = YARE_TRY(reader.read());
    YARE_TRY(reader.end());
    const Result<void> decoded = reader.decoded();
    if (!value.is_list() && !(value.is_nil() && decoded)) return wrong_kind(value, "[]interface {}");
    YARE_TRY(decoded);
    return value.is_nil() ? nullptr : &value.as_list();
}

std::string_view json_kind(const Value& value) {
    switch (value.kind()) {
        case Kind::Bool:
            return "bool";
        case Kind::String:
            return "string";
        case Kind::List:
            return "array";
        case Kind::Map:
            return "object";
        default:
            return "number";
    }
}

std::string json_mismatch(const Value& value, std::string_view target) {
    return "json: cannot unmarshal " + std::string(json_kind(value)) + " into Go " + std::string(target);
}

}  // namespace yare::inline data
