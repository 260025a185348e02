// Functions that take lists apart and put them together. Each comes in two: with "must" it fails, without it
// panics, and in a template both read "error calling first: Cannot find first on type string".
#include <algorithm>
#include <bit>
#include <cmath>
#include <string>

#include "call.h"
#include "casts.h"

namespace yare::templates {

namespace {

using enum Param;

// A list's items; bytes are a list of small numbers to Go. Fails with "<what> <kind>" for all else.
Result<std::span<const Value>> items_of(Call& call, const Value& value, std::string_view what) {
    if (value.is_list()) return value.items();
    if (value.is_nil()) return nil_dereference();
    if (value.is_bytes()) {
        const std::string_view bytes = value.as_bytes();
        NewList list = YARE_TRY(NewList::make(call, bytes.size()));
        for (const char byte : bytes) {
            list.add(Value::of_int64(static_cast<unsigned char>(byte), GoType::Uint8));
        }
        return std::span<const Value>(list.begin(), list.size());
    }
    if (value.is_host() && kind_name(value) == "slice") {
        const Value plain = value.as_host().plain(call.document);
        if (plain.is_list()) return plain.items();
    }
    return failure(std::string(what) + " " + std::string(kind_name(value)));
}

Result<Value> copy_items(Call& call, std::span<const Value> items) {
    NewList list = YARE_TRY(NewList::make(call, items.size()));
    for (const Value& item : items) list.add(item);
    return list.finish();
}

Result<Value> list_function(Call& call, Args args) { return copy_items(call, args); }

Result<Value> append(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot push on type"));
    NewList list = YARE_TRY(NewList::make(call, items.size() + 1));
    for (const Value& item : items) list.add(item);
    list.add(args[1]);
    return list.finish();
}

Result<Value> prepend(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot prepend on type"));
    NewList list = YARE_TRY(NewList::make(call, items.size() + 1));
    list.add(args[1]);
    for (const Value& item : items) list.add(item);
    return list.finish();
}

Result<Value> concat(Call& call, Args args) {
    std::size_t size = 0;
    for (const Value& arg : args) {
        if (!arg.is_list() && !arg.is_bytes()) {
            if (arg.is_nil()) return nil_dereference();
            return failure("Cannot concat type " + std::string(kind_name(arg)) + " as list");
        }
        size += arg.is_list() ? arg.items().size() : arg.as_bytes().size();
    }
    NewList list = YARE_TRY(NewList::make(call, size));
    for (const Value& arg : args) {
        const std::span<const Value> items = YARE_TRY(items_of(call, arg, ""));
        for (const Value& item : items) list.add(item);
    }
    return list.finish(size == 0 ? GoType::NilList : GoType::Usual);
}

Result<Value> first(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot find first on type"));
    return items.empty() ? Value() : items.front();
}

Result<Value> last(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot find last on type"));
    return items.empty() ? Value() : items.back();
}

// Lists do not change once made, so a part of one may stand on the same items.
Value part_of(Call& call, std::span<const Value> items, GoType type = GoType::Usual) {
    data::List* list = call.document.arena().make<data::List>();
    list->items = items.data();
    list->size = std::uint32_t(items.size());
    list->type = type;
    return list;
}

// Helm: nothing of nothing is a nil list, which JSON and YAML write as null.
Value nil_list(Call& call) { return part_of(call, {}, GoType::NilList); }

Result<Value> rest(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot find rest on type"));
    return items.empty() ? nil_list(call) : part_of(call, items.subspan(1));
}

Result<Value> initial(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot find initial on type"));
    return items.empty() ? nil_list(call) : part_of(call, items.first(items.size() - 1));
}

Result<Value> reverse(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot find reverse on type"));
    NewList list = YARE_TRY(NewList::make(call, items.size()));
    for (std::size_t i = items.size(); i > 0; --i) list.add(items[i - 1]);
    return list.finish();
}

Result<Value> compact(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot compact on type"));
    NewList list = YARE_TRY(NewList::make(call, items.size()));
    for (const Value& item : items) {
        if (!is_empty(item)) list.add(item);
    }
    return list.finish();
}

Result<bool> in_list(Call& call, std::span<const Value> items, const Value& wanted) {
    for (const Value& item : items) {
        const bool same = YARE_TRY(equal_within(call, wanted, item));
        if (same) return true;
    }
    return false;
}

Result<Value> uniq(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot find uniq on type"));
    NewList list = YARE_TRY(NewList::make(call, items.size()));
    for (const Value& item : items) {
        const bool known = YARE_TRY(in_list(call, {list.begin(), list.end()}, item));
        if (!known) list.add(item);
    }
    return list.finish();
}

Result<Value> without(Call& call, Args args) {
    const std::span<const Value> items = YARE_TRY(items_of(call, args[0], "Cannot find without on type"));
    NewList list = YARE_TRY(NewList::make(call, items.size()));
    for (const Value& item : items) {
        const bool unwanted = YARE_TRY(in_list(call, args.subspan(1), item));
        if (!unwanted) list.add(item);
    }
    return list.finish();
}

Result<Value> has(Call& call, Args args) {
    if (args[1].is_nil()) return Value::of_bool(false);
    const std::span<const Value> items = YARE_TRY(items_of(call, args[1], "Cannot find has on type"));
    const bool found = YARE_TRY(in_list(call, items, args[0]));
    return Value::of_bool(found);
}

// Go: a slice may reach past the end of a list into the room that it has, and finds zeros there. The numbers
// of `until` were added one by one, and the room doubles.
std::int64_t slice_capacity(const Value& list, std::size_t size) {
    constexpr std::size_t kDoubling = 256;
    const bool grown = list.is_list() && list.go_type() == GoType::Ints && size <= kDoubling;
    return std::int64_t(grown ? std::bit_ceil(size) : size);
}

Result<Value> beyond_size(Call& call, std::span<const Value> items, std::int64_t start, std::int64_t end) {
    NewList list = YARE_TRY(NewList::make(call, std::uint64_t(end - start)));
    for (std::int64_t i = start; i < end; ++i)
        list.add(std::size_t(i) < items.size() ? items[std::size_t(i)] : Value::of_int(0));
    return list.finish(GoType::Ints);
}

Result<Value> slice(Call& call, Args args) {
    const std::span<const Value> items =
        YARE_TRY(items_of(call, args[0], "list should be type of slice or array but"));
    if (items.empty()) return Value();
    const std::int64_t start = args.size() > 1 ? to_int64(args[1]) : 0;
    const std::int64_t end = args.size() > 2 ? to_int64(args[2]) : std::int64_t(items.size());
    const std::int64_t capacity = slice_capacity(args[0], items.size());
    if (start < 0 || start > end || end > capacity) {
        return failure("reflect.Value.Slice: slice index out of bounds");
    }
    if (end > std::int64_t(items.size())) return beyond_size(call, items, start, end);
    if (args[0].is_bytes()) {
        return Value::of_bytes_view(args[0].as_bytes().substr(std::size_t(start), std::size_t(end - start)));
    }
    return part_of(call, items.subspan(std::size_t(start), std::size_t(end - start)), args[0].go_type());
}

// Helm: the count of chunks comes out of a division of floating point numbers, so a size of 0 asks for
// infinitely many, and a negative one for none at all where there is more than one item.
Result<Value> chunk(Call& call, Args args) {
    const std::int64_t size = args[0].as_integer();
    const std::span<const Value> items = YARE_TRY(items_of(call, args[1], "Cannot chunk type"));
    const double count = std::floor((double(items.size()) - 1) / double(size)) + 1;
    if (size == 0 || (size < 0 && count > 0)) return failure("runtime error: makeslice: len out of range");
    NewList chunks = YARE_TRY(NewList::make(call, count > 0 ? std::uint64_t(count) : 0));
    if (count <= 0)
        return count < 0 ? Result<Value>(failure("runtime error: makeslice: len out of range"))
                         : Result<Value>(chunks.finish(GoType::Lists));
    for (std::size_t at = 0; at < items.size(); at += std::size_t(size)) {
        chunks.add(part_of(call, items.subspan(at, std::min(std::size_t(size), items.size() - at))));
    }
    return chunks.finish(GoType::Lists);
}

constexpr Function kFunctions[] = {
    {"list", list_function, {Any}, true},
    {"tuple", list_function, {Any}, true},
    {"append", append, {Any, Any}},
    {"mustAppend", append, {Any, Any}},
    {"push", append, {Any, Any}},
    {"mustPush", append, {Any, Any}},
    {"prepend", prepend, {Any, Any}},
    {"mustPrepend", prepend, {Any, Any}},
    {"concat", concat, {Any}, true},
    {"first", first, {Any}},
    {"mustFirst", first, {Any}},
    {"last", last, {Any}},
    {"mustLast", last, {Any}},
    {"rest", rest, {Any}},
    {"mustRest", rest, {Any}},
    {"initial", initial, {Any}},
    {"mustInitial", initial, {Any}},
    {"reverse", reverse, {Any}},
    {"mustReverse", reverse, {Any}},
    {"compact", compact, {Any}},
    {"mustCompact", compact, {Any}},
    {"uniq", uniq, {Any}},
    {"mustUniq", uniq, {Any}},
    {"without", without, {Any, Any}, true},
    {"mustWithout", without, {Any, Any}, true},
    {"has", has, {Any, Any}},
    {"mustHas", has, {Any, Any}},
    {"slice", slice, {Any, Any}, true},
    {"mustSlice", slice, {Any, Any}, true},
    {"chunk", chunk, {Int, Any}},
    {"mustChunk", chunk, {Int, Any}},
};

}  // namespace

std::span<const Function> list_functions() { return kFunctions; }

}  // namespace yare::templates
