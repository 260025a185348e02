#include "toml_read.h"

#include <set>
#include <string>
#include <vector>

#include "toml_scalars.h"
#include "toml_tables.h"
#include "toml_text.h"
#include "yare/base/stack_guard.h"
#include "yare/data/go_text.h"

namespace yare::templates {

namespace {

constexpr std::uint32_t kEnd = TomlScanner::kEnd;
constexpr std::size_t kStack = std::size_t{1} << 20;  // for values within values
constexpr std::size_t kDepth = 1000;                  // of tables in tables; what writes them out goes down
constexpr std::size_t kMemory = 40;                   // for each byte of a text, at worst, while it is read

bool is_blank(std::uint32_t rune) { return rune == ' ' || rune == '\t'; }
bool is_line_end(std::uint32_t rune) { return rune == '\n' || rune == '\r'; }

std::string or_end_of_file(std::uint32_t rune) {
    return rune == kEnd ? "end of file" : "'" + toml_rune_text(rune) + "'";
}

class Reader {
  public:
    Reader(Call& call, std::string_view text) : call_(call), scan_(text) {}

    Result<Map*> read() {
        while (!scan_.failed() && top_item()) {
        }
        if (!scan_.failed()) return tables_.all(call_.document);
        const std::string key = last_key();
        return failure("toml: line " + std::to_string(scan_.error_line()) +
                       (key.empty() ? "" : " (last key " + go_quote(key) + ")") + ": " + scan_.error());
    }

  private:
    // False at the end, and after an error.
    bool top_item() {
        const std::uint32_t rune = scan_.next();
        if (rune == kEnd) return false;
        if (is_blank(rune) || is_line_end(rune)) return true;
        if (rune == '#') {
            scan_.skip_comment();
            return true;
        }
        if (rune == '[') return header() && line_end();
        scan_.go_to(scan_.position() - toml_rune_text(rune).size());
        const bool good = pair();
        if (good) key_.clear();
        return good && line_end();
    }

    bool line_end() {
        std::uint32_t rune = scan_.next();
        while (is_blank(rune)) rune = scan_.next();
        if (rune == '#') {
            scan_.skip_comment();
            return true;
        }
        if (is_line_end(rune)) return true;
        if (rune == kEnd) return false;
        return scan_.fail("expected a top-level item to end with a newline, comment, or EOF, but got " +
                          go_quote_rune(rune) + " instead");
    }

    bool header() {
        const bool list = scan_.accept('[');
        TomlKey key;
        do {
            scan_.skip_blanks();
            const std::uint32_t rune = scan_.peek();
            if (rune == ']' || rune == kEnd)
                return scan_.fail("unexpected end of table name (table names cannot be empty)");
            if (rune == '.') return scan_.fail("unexpected table separator (table names cannot be empty)");
            if (!key_part(key)) return false;
        } while (scan_.accept('.'));
        std::uint32_t rune = scan_.next();
        if (rune != ']') {
            return scan_.fail("expected '.' or ']' to end table name, but got " + go_quote_rune(rune) +
                              " instead");
        }
        if (list && (rune = scan_.next()) != ']') {
            return scan_.fail("expected end of table array name delimiter ']', but got " +
                              go_quote_rune(rune) + " instead");
        }
        return check(list ? tables_.enter_next_table(key) : tables_.enter_table(key));
    }

    // One part of a name, and the blanks behind it.
    bool key_part(TomlKey& key) {
        if (key.empty()) key_line_ = scan_.line();
        std::string part;
        if (scan_.accept('"')) {
            if (!scan_.read_string(part)) return false;
        } else if (scan_.accept('\'')) {
            if (!scan_.read_raw_string(part)) return false;
        } else {
            const std::size_t start = scan_.position();
            while (is_toml_bare(scan_.peek())) scan_.next();
            part = scan_.since(start);
        }
        scan_.skip_blanks();
        key.push_back(std::move(part));
        if (tables_.context().size() + key.size() > kDepth) return scan_.fail("tables are nested too deeply");
        return !scan_.failed();
    }

    // A key's parts, through the "=".
    bool key(TomlKey& key) {
        do {
            scan_.skip_blanks();
            const std::uint32_t rune = scan_.peek();
            if (rune == '=' || rune == kEnd)
                return scan_.fail(key.empty() ? "unexpected '=': key name appears blank" : "unexpected '='");
            if (rune == '.')
                return scan_.fail(key.empty() ? "unexpected '.': keys cannot start with a '.'"
                                              : "unexpected '.'");
            if (!key_part(key)) return false;
        } while (scan_.accept('.'));
        const std::uint32_t rune = scan_.next();
        if (rune == '=') return true;
        if (rune == kEnd) return scan_.fail("unexpected EOF; expected key separator '='");
        const std::string message = "expected '.' or '=', but got " + go_quote_rune(rune) + " instead";
        return rune == '\n' ? scan_.fail_line_before(message) : scan_.fail(message);
    }

    // key = value, in the context's table.
    bool pair() {
        const TomlKey outer = tables_.context();
        TomlKey name;
        if (!key(name)) return false;
        key_ = name.back();
        for (std::size_t i = 0; i + 1 < name.size(); ++i) {
            TomlKey path = tables_.context();
            path.push_back(name[i]);
            if (!check(tables_.enter_implied(path))) return false;
        }
        if (!pair_value()) return false;
        if (!note_inline(outer, name)) return false;
        tables_.set_context(outer);
        return true;
    }

    // Helm: within an inline table a value may take the place of a table that was only implied, but nothing
    // can be put into it then.
    bool note_inline(const TomlKey& outer, const TomlKey& name) {
        TomlKey path = outer;
        for (std::size_t i = 0; i < name.size(); ++i) {
            path.push_back(name[i]);
            if (i + 1 == name.size()) break;
            const std::string text = toml_key_text(path);
            if (inline_values_.contains(text))
                return check(go_quote(toml_key_text(tables_.context())) + " is not a table");
        }
        if (inline_depth_ > 0 && !last_was_table_) inline_values_.insert(toml_key_text(path));
        return true;
    }

    bool pair_value() {
        scan_.skip_blanks();
        if (scan_.peek() == '{') {
            Value unused;
            const bool good = value(unused, false) && check(tables_.close_inline(key_));
            last_was_table_ = true;
            return good;
        }
        const bool array = scan_.peek() == '[';
        Value read;
        if (!value(read, false)) return false;
        last_was_table_ = false;
        return check(tables_.put(key_, read, array ? TomlTables::Type::Array : TomlTables::Type::Single));
    }

    bool value(Value& out, bool in_array) {
        if (stack_.exhausted()) return scan_.fail("nested too deeply");
        scan_.skip_blanks();
        if (scan_.accept('[')) return array(out);
        if (scan_.accept('{')) return inline_table(out, in_array);
        return read_toml_scalar(call_, scan_, out);
    }

    bool array(Value& out) {
        std::vector<Value> items;
        while (true) {
            std::uint32_t rune = next_in_array();
            if (rune == ',') return scan_.fail("unexpected comma");
            if (rune == ']') break;
            if (scan_.failed()) return false;
            step_back(rune);
            Value item;
            if (!value(item, true)) return false;
            items.push_back(item);
            rune = next_in_array();
            if (rune == ']') break;
            if (rune != ',') {
                return scan_.fail("expected a comma (',') or array terminator (']'), but got " +
                                  or_end_of_file(rune));
            }
        }
        out = call_.document.make_list(items);
        return true;
    }

    // The next character that is no blank, line end or comment.
    std::uint32_t next_in_array() {
        while (true) {
            const std::uint32_t rune = scan_.next();
            if (rune == '#')
                scan_.skip_comment();
            else if (!is_blank(rune) && !is_line_end(rune))
                return rune;
        }
    }

    void step_back(std::uint32_t rune) {
        if (rune == kEnd)
            scan_.back();
        else
            scan_.go_to(scan_.position() - toml_rune_text(rune).size());
    }

    bool inline_table(Value& out, bool in_array) {
        const TomlKey outer = tables_.context();
        const std::string outer_key = key_;
        TomlKey own = outer;
        own.push_back(key_);
        tables_.set_context(own);
        key_.clear();
        std::set<std::string> outer_values;
        outer_values.swap(inline_values_);
        ++inline_depth_;
        if (!check(in_array ? tables_.enter_array_item(own) : tables_.enter_implied(own))) return false;
        while (true) {
            std::uint32_t rune = next_in_array();
            if (rune == ',') return scan_.fail("unexpected comma");
            if (rune == '}') break;
            if (scan_.failed()) return false;
            step_back(rune);
            if (!pair()) return false;
            rune = next_in_array();
            if (rune == '}') break;
            if (rune != ',') {
                return scan_.fail("expected a comma or an inline table terminator '}', but got " +
                                  or_end_of_file(rune) + " instead");
            }
        }
        if (in_array) out = tables_.current(call_.document);
        tables_.set_context(outer);
        key_ = outer_key;
        inline_values_.swap(outer_values);
        --inline_depth_;
        return true;
    }

    // An error of the tables is in the line of the key.
    bool check(std::string error) { return error.empty() || scan_.fail_at(key_line_, std::move(error)); }

    std::string last_key() const {
        const TomlKey& context = tables_.context();
        if (key_.empty()) return toml_key_text(context);
        return context.empty() ? key_ : toml_key_text(context) + "." + key_;
    }

    Call& call_;
    TomlScanner scan_;
    TomlTables tables_;
    StackGuard stack_{kStack};
    std::string key_;
    int key_line_ = 1;
    // Of the inline table under way: its keys that hold no table.
    std::set<std::string> inline_values_;
    std::size_t inline_depth_ = 0;
    bool last_was_table_ = false;
};

std::string_view without_mark(std::string_view text) {
    for (const std::string_view mark : {"\xff\xfe", "\xfe\xff", "\xef\xbb\xbf"}) {
        if (text.starts_with(mark)) return text.substr(mark.size());
    }
    return text;
}

}  // namespace

Result<Map*> read_toml(Call& call, std::string_view text) {
    YARE_TRY(call.budget.reserve(text.size() * kMemory));
    text = without_mark(text);
    if (text.substr(0, 6).find('\0') != std::string_view::npos) {
        return failure(
            "toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be "
            "UTF-8");
    }
    return Reader(call, text).read();
}

}  // namespace yare::templates
