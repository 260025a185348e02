// TOML in and out. The writer lays tables out as Helm's library does: what is no table first, two spaces for
// each level, an empty line before the tables of the top.
#include <cmath>
#include <string>
#include <vector>

#include "call.h"
#include "time_object.h"
#include "toml_read.h"
#include "toml_text.h"
#include "yare/base/ascii.h"
#include "yare/data/limits.h"
#include "yare/data/numbers.h"

namespace yare::templates {

namespace {

using P = Param;

void append_toml_float(std::string& out, double number) {
    if (!std::isfinite(number)) {
        if (std::signbit(number)) out += '-';
        out += std::isnan(number) ? "nan" : "inf";
        return;
    }
    const std::string text = go_float(number);
    out += text;
    if (text.find_first_of("e.") == std::string::npos) out += ".0";
}

// What fromToml read without a zone goes out without one.
std::string date_text(const GoTime& time) {
    const std::string_view zone = time.zone().name();
    if (zone == "date-local") return time.format("2006-01-02");
    if (zone == "time-local") return time.format("15:04:05.999999999");
    if (zone == "datetime-local") return time.format("2006-01-02T15:04:05.999999999");
    return time.json();
}

class TomlWriter {
  public:
    TomlWriter(Call& call, std::string& out) : call_(call), out_(out) {}

    Result<void> write(const Value& given) {
        const Value value = plain(given);
        // Helm: only a nil inside something is left out.
        if (value.is_nil()) return failure("reflect: call of reflect.Value.Type on zero Value");
        if (value.is_map()) return write_entries(value.as_map());
        const bool tables = YARE_TRY(is_table_list(value));
        if (tables) return failure("toml: top-level values must be Go maps or structs");
        return write_element(value);
    }

  private:
    // Host objects are their data, but times and versions, which are written as themselves.
    Value plain(const Value& value) {
        if (!value.is_host() || time_of(value)) return value;
        const GoParts parts = value.as_host().parts(call_.document);
        if (parts.fields.empty() || parts.is_stringer) return value.as_host().plain(call_.document);
        Map* map = call_.document.make_map();
        for (const GoField& field : parts.fields) {
            if (is_public(field)) map->append(call_.document.symbols().intern(field.name), field.value);
        }
        return map;
    }

    std::size_t place_of(const Value& object, std::string_view name) {
        const GoParts parts = object.as_host().parts(call_.document);
        std::size_t place = 0;
        while (place < parts.fields.size() && parts.fields[place].name != name) ++place;
        return place;
    }

    static bool is_public(const GoField& field) { return ascii::is_upper(field.name[0]); }

    static bool left_out(const Value& value) {
        const GoType type = value.go_type();
        return value.is_nil() || type == GoType::NilList || type == GoType::NilStrings ||
               type == GoType::NilMap;
    }

    // Whether a list becomes [[tables]]: all of it are maps. Nothing in it may be nil, at any depth of lists.
    Result<bool> is_table_list(const Value& value) {
        if (!value.is_list() || left_out(value) || value.items().empty()) return false;
        bool tables = true;
        for (const Value& given : value.items()) {
            YARE_TRY(take_step());
            const Value item = plain(given);
            if (left_out(item)) return failure("toml: cannot encode array with nil element");
            if (item.is_list()) YARE_TRY(is_table_list(item));
            tables = tables && item.is_map();
        }
        return tables;
    }

    // A map may be in many places, and hold itself: what is written then has no end.
    Result<void> take_step() {
        if (out_.size() > longest_) call_.budget.refuse(Limit::Memory);
        return call_.budget.spend() ? Result<void>() : call_.budget.error();
    }

    Result<void> write_entries(const Map& map) {
        if (++depth_ > limits::kNestingDepth)
            return failure("toml: a value that is nested too deeply, or holds itself");
        std::vector<const Entry*> tables;
        for (const Entry& entry : map) {
            const Value value = plain(entry.value);
            if (left_out(value)) continue;
            const bool is_list = YARE_TRY(is_table_list(value));
            if (value.is_map() || is_list) {
                tables.push_back(&entry);
            } else {
                YARE_TRY(write_direct(map.key_text(entry), value));
            }
        }
        for (const Entry* entry : tables) YARE_TRY(write_tables(map.key_text(*entry), plain(entry->value)));
        --depth_;
        return {};
    }

    void indent(std::size_t levels) { out_.append(levels * 2, ' '); }

    Result<void> write_direct(std::string_view key, const Value& value) {
        indent(path_.size());
        append_toml_key(out_, key);
        out_ += " = ";
        YARE_TRY(write_element(value));
        out_ += '\n';
        return {};
    }

    void write_header(std::string_view open, std::string_view close) {
        indent(path_.size() - 1);
        out_ += open;
        for (std::size_t i = 0; i < path_.size(); ++i) {
            if (i > 0) out_ += '.';
            append_toml_key(out_, path_[i]);
        }
        out_ += close;
        out_ += '\n';
    }

    void write_empty_line() {
        if (!out_.empty()) out_ += '\n';
    }

    Result<void> write_tables(std::string_view key, const Value& value) {
        YARE_TRY(take_step());
        path_.push_back(key);
        if (value.is_map()) {
            if (path_.size() == 1) write_empty_line();
            write_header("[", "]");
            YARE_TRY(write_entries(value.as_map()));
        } else {
            for (const Value& item : value.items()) {
                YARE_TRY(take_step());
                write_empty_line();
                write_header("[[", "]]");
                YARE_TRY(write_entries(plain(item).as_map()));
            }
        }
        path_.pop_back();
        return {};
    }

    Result<void> write_element(const Value& given) {
        YARE_TRY(take_step());
        const Value value = plain(given);
        switch (value.kind()) {
            case Kind::Bool:
                out_ += value.as_bool() ? "true" : "false";
                break;
            case Kind::Int:
            case Kind::Int64:
                write_integer(value);
                break;
            case Kind::Float64:
                append_toml_float(out_, value.as_float());
                break;
            case Kind::String:
                append_toml_quoted(out_, value.as_string());
                break;
            case Kind::Bytes:
                write_bytes(value.as_bytes());
                break;
            case Kind::List:
                return write_list(value);
            case Kind::Map:
                return write_inline(value.as_map(), given);
            case Kind::Host:
                if (!time_of(value))
                    return failure("unsupported type: " + std::string(value.as_host().go_type()));
                out_ += date_text(*time_of(value));
                break;
            case Kind::Nil:
                return failure("toml: cannot encode array with nil element");
        }
        return {};
    }

    void write_integer(const Value& value) {
        if (value.go_type() == GoType::Duration)
            append_toml_quoted(out_, duration_text(value.as_integer()));
        else if (value.go_type() == GoType::Uint64)
            append_unsigned(out_, std::uint64_t(value.as_integer()));
        else
            append_integer(out_, value.as_integer());
    }

    void write_bytes(std::string_view bytes) {
        out_ += '[';
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (i > 0) out_ += ", ";
            append_integer(out_, static_cast<unsigned char>(bytes[i]));
        }
        out_ += ']';
    }

    Result<void> write_list(const Value& list) {
        if (++depth_ > limits::kNestingDepth)
            return failure("toml: a value that is nested too deeply, or holds itself");
        out_ += '[';
        bool first = true;
        for (const Value& item : list.items()) {
            if (!first) out_ += ", ";
            first = false;
            YARE_TRY(write_element(item));
        }
        out_ += ']';
        --depth_;
        return {};
    }

    // {a = 1, t = {...}}: tables last here too. Helm: a comma is written for entries that are left out at the
    // end.
    // A struct's commas ask for a field's place among all, with those that are private to its package.
    Result<void> write_inline(const Map& map, const Value& given) {
        if (++depth_ > limits::kNestingDepth)
            return failure("toml: a value that is nested too deeply, or holds itself");
        std::vector<const Entry*> direct;
        std::vector<const Entry*> tables;
        for (const Entry& entry : map) {
            const Value value = plain(entry.value);
            const bool is_list = YARE_TRY(is_table_list(value));
            (value.is_map() || is_list ? tables : direct).push_back(&entry);
        }
        const std::size_t direct_count = direct.size();
        direct.insert(direct.end(), tables.begin(), tables.end());
        out_ += '{';
        for (std::size_t i = 0; i < direct.size(); ++i) {
            const Value value = plain(direct[i]->value);
            if (left_out(value)) continue;
            append_toml_key(out_, map.key_text(*direct[i]));
            out_ += " = ";
            YARE_TRY(write_element(value));
            const bool last =
                i < direct_count ? i + 1 == direct_count && tables.empty() : i + 1 == direct.size();
            const bool comma =
                given.is_host() ? place_of(given, map.key_text(*direct[i])) + 1 != direct.size() : !last;
            if (comma) out_ += ", ";
        }
        out_ += '}';
        --depth_;
        return {};
    }

    Call& call_;
    std::string& out_;
    const std::size_t longest_ = longest_text(call_.document);
    std::vector<std::string_view> path_;
    std::size_t depth_ = 0;
};

Result<Value> must_to_toml(Call& call, Args args) {
    std::string out;
    YARE_TRY(TomlWriter(call, out).write(args[0]));
    return new_string(call, out);
}

// Helm: the text of an error stands for the TOML; only a nil fails all the same.
Result<Value> to_toml(Call& call, Args args) {
    Result<Value> written = must_to_toml(call, args);
    if (written || args[0].is_nil()) return written;
    return new_string(call, written.error().text());
}

Result<Value> from_toml(Call& call, Args args) {
    Result<Map*> read = read_toml(call, args[0].as_string());
    if (read) return Value(*read);
    Map* map = call.document.make_map();
    map->set("Error", call.document.string(read.error().text()));
    return Value(map);
}

constexpr Function kFunctions[] = {
    {"toToml", to_toml, {P::Any}},
    {"mustToToml", must_to_toml, {P::Any}},
    {"fromToml", from_toml, {P::String}},
};

}  // namespace

std::span<const Function> toml_functions() { return kFunctions; }

}  // namespace yare::templates
