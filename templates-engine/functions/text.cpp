#include "text.h"

#include <algorithm>
#include <cstring>

#include "runes.h"
#include "yare/data/utf8.h"

namespace yare::templates {

namespace {

Parts split_runes(std::string_view text, std::int64_t most) {
    Parts parts;
    while (!text.empty()) {
        const bool last = most > 0 && std::int64_t(parts.size()) == most - 1;
        const std::size_t size = last ? text.size() : utf8::decode(text).width;
        parts.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return parts;
}

}  // namespace

std::size_t find_text(std::string_view text, std::string_view wanted) {
    if (wanted.empty()) return 0;
    const void* found = memmem(text.data(), text.size(), wanted.data(), wanted.size());
    return found ? std::size_t(static_cast<const char*>(found) - text.data()) : std::string_view::npos;
}

Result<Parts> split_text(Call& call, std::string_view text, std::string_view separator, std::int64_t most) {
    Parts parts;
    if (most == 0) return parts;
    // As if there were nothing but separators.
    YARE_TRY(call.budget.reserve(text.size() / std::max<std::size_t>(separator.size(), 1) * sizeof(Value)));
    if (separator.empty()) return split_runes(text, most);
    while (most < 0 || std::int64_t(parts.size()) < most - 1) {
        const std::size_t at = find_text(text, separator);
        if (at == std::string_view::npos) break;
        parts.push_back(text.substr(0, at));
        text.remove_prefix(at + separator.size());
    }
    parts.push_back(text);
    return parts;
}

Result<Value> number_parts(Call& call, const Parts& parts) {
    YARE_TRY(call.budget.reserve(parts.size() * (sizeof(Entry) + 16)));
    Map* map = call.document.make_map(GoType::Strings);
    SymbolTable& symbols = call.document.symbols();
    for (std::size_t i = 0; i < parts.size(); ++i) {
        map->append(symbols.intern("_" + std::to_string(i)), Value::of_view(parts[i]));
    }
    map->finish();
    return Value(map);
}

Result<Value> one_string(Call& call, std::string_view text) {
    NewList list = YARE_TRY(NewList::make(call, 1));
    list.add(call.document.string(text));
    return list.finish(GoType::Strings);
}

Result<Value> to_strings(Call& call, const Value& value) {
    if (value.is_list() && value.go_type() == GoType::Strings) return value;
    if (value.is_bytes()) {  // to Go a list of small numbers
        NewList list = YARE_TRY(NewList::make(call, value.as_bytes().size()));
        for (const char byte : value.as_bytes()) {
            list.add(call.document.string(std::to_string(static_cast<unsigned char>(byte))));
        }
        return list.finish(GoType::Strings);
    }
    if (!value.is_list()) {
        if (!value.is_nil()) return one_string(call, to_text(call, value));
        NewList none = YARE_TRY(NewList::make(call, 0));
        return none.finish(GoType::Strings);
    }
    NewList list = YARE_TRY(NewList::make(call, value.items().size()));
    for (const Value& item : value.items()) {
        if (!item.is_nil()) list.add(Value::of_view(to_text(call, item)));
    }
    return list.finish(GoType::Strings);
}

}  // namespace yare::templates
