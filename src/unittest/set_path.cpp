#include "set_path.h"

#include <string>
#include <variant>
#include <vector>

#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::unittest {

namespace {

using Step = std::variant<std::string, std::size_t>;

constexpr std::size_t kLargestIndex = 1 << 20;

Error invalid(std::string what) { return Error(ErrorCode::Invalid, std::move(what)); }

Result<Step> index_step(std::string_view text) {
    const Parsed<std::int64_t> number = parse_int(text, 10);
    if (!number) return invalid("strconv.Atoi: parsing " + go_quote(text) + ": invalid syntax");
    if (number.value < 0 || std::uint64_t(number.value) > kLargestIndex)
        return invalid("index " + std::string(text) + " is out of range");
    return Step(std::size_t(number.value));
}

enum class Expected { Key, Index, Next, Quoted };

Result<std::vector<Step>> steps_of(std::string_view path) {
    std::vector<Step> out;
    std::string quoted;
    for (Expected expected = Expected::Key;;) {
        const std::size_t end = path.find_first_of(".[],{}=");
        const std::string piece(path.substr(0, end));
        if (end == std::string_view::npos) {
            if (expected == Expected::Key && !piece.empty()) {
                out.emplace_back(piece);
                return out;
            }
            if (expected == Expected::Next && piece.empty()) return out;
            return invalid("unexpected end of");
        }
        const char token = path[end];
        path.remove_prefix(end + 1);
        if (std::string_view(",{}=").find(token) != std::string_view::npos)
            return invalid(std::string("invalid token found ") + token);
        switch (expected) {
            case Expected::Key:
                if (token == ']') return invalid("invalid key ]");
                if (token == '[' && piece.empty()) {
                    quoted.clear();
                    expected = Expected::Quoted;
                    break;
                }
                out.emplace_back(piece);
                expected = token == '.' ? Expected::Key : Expected::Index;
                break;
            case Expected::Index: {
                if (token != ']') return invalid("missing index value");
                Step index = YARE_TRY(index_step(piece));
                out.push_back(std::move(index));
                expected = Expected::Next;
                break;
            }
            case Expected::Next:
                if (token == ']') return invalid("invalid denotation token ]");
                expected = token == '.' ? Expected::Key : Expected::Index;
                break;
            case Expected::Quoted:
                if (token == '[') return invalid("invalid escaping token [");
                quoted += piece;
                if (token == '.') {
                    quoted += '.';
                    break;
                }
                out.emplace_back(quoted);
                expected = Expected::Next;
                break;
        }
    }
}

}  // namespace

Result<Map*> value_at_path(std::string_view path, const Value& value, Document& document) {
    if (path.empty()) return invalid("set path is empty");
    const std::vector<Step> steps = YARE_TRY(steps_of(path));
    Value inner = value;
    for (std::size_t i = steps.size(); i-- > 0;) {
        if (const auto* key = std::get_if<std::string>(&steps[i])) {
            Map* map = document.make_map();
            map->set(*key, inner);
            inner = map;
        } else {
            std::vector<Value> items(std::get<std::size_t>(steps[i]) + 1);
            items.back() = inner;
            inner = document.make_list(items);
        }
    }
    return &inner.as_map();
}

Value as_chart_value(const Value& value, Document& document) {
    switch (value.kind()) {
        case Kind::Int:
        case Kind::Int64:
            return Value::of_float(value.go_type() == GoType::Uint64
                                       ? double(std::uint64_t(value.as_integer()))
                                       : double(value.as_integer()));
        case Kind::String:
            return document.string(value.as_string());
        case Kind::List: {
            std::vector<Value> items;
            items.reserve(value.items().size());
            for (const Value& item : value.items()) items.push_back(as_chart_value(item, document));
            return document.make_list(items);
        }
        case Kind::Map: {
            Map* out = document.make_map();
            const Map& map = value.as_map();
            for (const Entry& entry : map)
                out->set(map.key_text(entry), as_chart_value(entry.value, document));
            return out;
        }
        default:
            return value;
    }
}

}  // namespace yare::unittest
