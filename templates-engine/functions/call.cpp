#include "call.h"

#include <algorithm>

namespace yare::templates {

Error nil_dereference() {
    return failure("runtime error: invalid memory address or nil pointer dereference");
}

Result<char*> new_text(Call& call, std::uint64_t size) {
    YARE_TRY(call.budget.reserve(size));
    if (size > std::numeric_limits<std::uint32_t>::max()) return failure("a text is limited to 4 GiB");
    return call.document.arena().make_array<char>(size);
}

Result<Value> join_text(Call& call, std::initializer_list<std::string_view> pieces) {
    std::uint64_t size = 0;
    for (std::string_view piece : pieces) size += piece.size();
    char* const out = YARE_TRY(new_text(call, size));
    char* at = out;
    for (std::string_view piece : pieces) {
        if (!piece.empty()) std::memcpy(at, piece.data(), piece.size());
        at += piece.size();
    }
    return Value::of_view({out, std::size_t(size)});
}

Result<Value> new_string(Call& call, std::string_view text) { return join_text(call, {text}); }

std::string_view to_text(Call& call, const Value& value) {
    if (value.is_string()) return value.as_string();
    if (value.is_bytes()) return value.as_bytes();
    std::string printed;
    append_print(printed, value, call.document);
    return call.document.arena().copy(printed);
}

Result<NewList> NewList::make(Call& call, std::uint64_t most) {
    YARE_TRY(call.budget.reserve(most > std::numeric_limits<std::uint32_t>::max()
                                     ? std::numeric_limits<std::size_t>::max() / 2
                                     : std::size_t(most) * sizeof(Value)));
    return NewList(call.document, call.document.arena().make_array<Value>(std::size_t(most)));
}

Value NewList::finish(GoType type) {
    List* list = document_->arena().make<List>();
    list->items = items_;
    list->size = size_;
    list->type = type;
    return list;
}

void put_entry(Map& to, const Map& from, const Entry& entry) {
    if (to.owner().symbols().extends(from.owner().symbols())) {
        to.set(entry.key, entry.value, entry.origin);
    } else {
        to.set(from.key_text(entry), entry.value, entry.origin);
    }
}

Result<bool> equal_within(Call& call, const Value& left, const Value& right) {
    const std::uint64_t most = call.budget.steps_left();
    std::uint64_t steps = most;
    const bool same = deep_equal(left, right, steps);
    // With none left the answer means nothing.
    if (!call.budget.spend(steps == 0 ? most + 1 : most - steps + 1)) return call.budget.error();
    return same;
}

}  // namespace yare::templates
