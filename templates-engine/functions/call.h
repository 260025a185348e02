// What the bodies of template functions share: making results in the render's document, and Go's way of
// failing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "yare/base/result.h"
#include "yare/data/value.h"
#include "yare/templates/budget.h"
#include "yare/templates/format.h"
#include "yare/templates/function.h"

namespace yare::templates {

using Args = std::span<const Value>;

inline Error failure(std::string message) { return Error(ErrorCode::Invalid, std::move(message)); }
// What Go prints when a method of a nil is called: nearly every list function given nil does it.
Error nil_dereference();

// Room for a text of `size` bytes, to be filled and handed out as Value::of_view. Fails when the budget has
// not that much left, so sizes that a user chose may be given as they are.
Result<char*> new_text(Call& call, std::uint64_t size);
// The pieces one after the other, as one text of the document.
Result<Value> join_text(Call& call, std::initializer_list<std::string_view> pieces);
// For what takes longer than a look at its arguments, which the engine counts: about 15 nanoseconds a step.
inline Result<void> pay(Call& call, std::uint64_t steps) {
    return call.budget.spend(steps) ? Result<void>() : call.budget.error();
}
// A text made elsewhere, copied into the document.
Result<Value> new_string(Call& call, std::string_view text);

// Go's conversion of anything to text: a text or bytes as they stand, all else as "%v" prints it. The result
// lives in the document or in `value`.
std::string_view to_text(Call& call, const Value& value);

// A list under way in the document; its size is chosen first.
class NewList {
  public:
    // `most` items at most; fails when they do not fit into what the budget has left.
    static Result<NewList> make(Call& call, std::uint64_t most);
    void add(const Value& value) { new (items_ + size_++) Value(value); }
    std::uint32_t size() const { return size_; }
    Value* begin() { return items_; }
    Value* end() { return items_ + size_; }
    Value finish(GoType type = GoType::Usual);

  private:
    NewList(Document& document, Value* items) : document_(&document), items_(items) {}
    Document* document_;
    Value* items_;
    std::uint32_t size_ = 0;
};

// Copies an entry to a map that may belong to another document, with its origin.
void put_entry(Map& to, const Map& from, const Entry& entry);

// deep_equal, counted.
Result<bool> equal_within(Call& call, const Value& left, const Value& right);

// One table for each group of functions.
std::span<const Function> string_functions();
std::span<const Function> text_case_functions();
std::span<const Function> quote_functions();
std::span<const Function> list_functions();
std::span<const Function> dict_functions();
std::span<const Function> merge_functions();
std::span<const Function> math_functions();
std::span<const Function> float_functions();
std::span<const Function> default_functions();
std::span<const Function> reflection_functions();
std::span<const Function> encoding_functions();
std::span<const Function> format_functions();
std::span<const Function> toml_functions();
std::span<const Function> regex_functions();
std::span<const Function> path_functions();
std::span<const Function> url_functions();
std::span<const Function> version_functions();
std::span<const Function> date_functions();
std::span<const Function> duration_functions();
std::span<const Function> random_functions();
std::span<const Function> crypto_functions();
std::span<const Function> certificate_functions();
std::span<const Function> network_functions();

}  // namespace yare::templates
