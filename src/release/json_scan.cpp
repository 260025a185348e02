#include "json_scan.h"

#include <cstring>

#include "yare/data/json.h"

namespace yare::release {

namespace {

Error unexpected_end() { return Error(ErrorCode::Invalid, "unexpected end of JSON input"); }

Error unexpected(char found, const char* where) {
    return Error(ErrorCode::Invalid, std::string("invalid character '") + found + "' " + where);
}

class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    void skip_space() {
        while (at_ < text_.size() &&
               (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
            ++at_;
        }
    }

    bool take(char wanted) {
        skip_space();
        if (at_ >= text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    bool at_end() {
        skip_space();
        return at_ >= text_.size();
    }

    char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    // A string with its quotes. Most have no escapes, so the next quote is nearly always the end.
    Result<std::string_view> string() {
        const std::size_t start = at_;
        std::size_t from = at_ + 1;
        while (from < text_.size()) {
            const void* found = std::memchr(text_.data() + from, '"', text_.size() - from);
            if (!found) break;
            const std::size_t quote = std::size_t(static_cast<const char*>(found) - text_.data());
            std::size_t backslashes = 0;
            while (text_[quote - 1 - backslashes] == '\\') ++backslashes;
            if (backslashes % 2 == 0) {
                at_ = quote + 1;
                return text_.substr(start, at_ - start);
            }
            from = quote + 1;
        }
        return unexpected_end();
    }

    // Any value, as written.
    Result<std::string_view> value() {
        skip_space();
        const std::size_t start = at_;
        std::size_t depth = 0;
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '"') {
                YARE_TRY(string());
                if (depth == 0) break;
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
            if (c == '{' || c == '[') ++depth;
            ++at_;
            if ((c == '}' || c == ']') && --depth == 0) break;
        }
        if (depth != 0 || at_ == start) return unexpected_end();
        std::string_view found = text_.substr(start, at_ - start);
        while (!found.empty() && found.back() <= ' ') found.remove_suffix(1);
        return found;
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

Result<void> scan_object(std::string_view json,
                         const std::function<Result<void>(std::string_view, std::string_view)>& visit) {
    Scanner scanner(json);
    if (!scanner.take('{')) {
        if (scanner.at_end()) return unexpected_end();
        const std::string_view text = YARE_TRY(scanner.value());
        if (text == "null") return {};
        return Error(ErrorCode::Invalid,
                     "json: cannot unmarshal into an object: " + std::string(text.substr(0, 20)));
    }
    if (scanner.take('}')) return {};
    for (;;) {
        scanner.skip_space();
        if (scanner.at_end()) return unexpected_end();
        if (scanner.here() != '"')
            return unexpected(scanner.here(), "looking for beginning of object key string");
        const std::string_view key = YARE_TRY(scanner.string());
        if (!scanner.take(':')) return unexpected(scanner.here(), "after object key");
        const std::string_view value = YARE_TRY(scanner.value());
        YARE_TRY(visit(key.substr(1, key.size() - 2), value));
        if (scanner.take(',')) continue;
        if (scanner.take('}')) return {};
        if (scanner.at_end()) return unexpected_end();
        return unexpected(scanner.here(), "after object key:value pair");
    }
}

Result<void> scan_list(std::string_view json, const std::function<Result<void>(std::string_view)>& visit) {
    Scanner scanner(json);
    if (!scanner.take('[')) return unexpected(scanner.here(), "looking for a list");
    if (scanner.take(']')) return {};
    for (;;) {
        const std::string_view value = YARE_TRY(scanner.value());
        YARE_TRY(visit(value));
        if (scanner.take(',')) continue;
        if (scanner.take(']')) return {};
        return unexpected(scanner.here(), "after array element");
    }
}

Result<std::string_view> scan_member(std::string_view json, std::string_view key) {
    std::string_view found;
    if (json.empty()) return found;
    const auto visit = [&](std::string_view name, std::string_view value) -> Result<void> {
        if (name == key) found = value;
        return {};
    };
    YARE_TRY(scan_object(json, visit));
    if (found == "null") found = {};
    return found;
}

Result<std::string> scan_string(std::string_view json) {
    if (json.empty() || json == "null") return std::string();
    if (json.size() >= 2 && json.front() == '"' && json.find('\\') == std::string_view::npos) {
        return std::string(json.substr(1, json.size() - 2));
    }
    Document document;
    const Value value = YARE_TRY(read_json(json, document, {.text_outlives = true}));
    if (!value.is_string()) return Error(ErrorCode::Invalid, "json: cannot unmarshal value into a string");
    return std::string(value.as_string());
}

}  // namespace yare::release
