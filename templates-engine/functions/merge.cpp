// merge and mergeOverwrite: the first map takes over what the others have.
//
// What a key becomes, with `merge`: what the first map has, if that is not empty; maps on both sides are
// merged in turn. With `mergeOverwrite`: what the last map has, also where that is empty or null. An empty
// map of the first counts as empty, but is filled in place before it would be replaced, so that who holds it
// sees the change.
#include <vector>

#include "call.h"
#include "yare/data/limits.h"

namespace yare::templates {

namespace {

using P = Param;

enum class Overwrite { No, Yes };

// Helm: a host object is never empty here, whatever `if` makes of it.
bool is_empty_entry(const Value& value) { return !value.is_host() && is_empty(value); }

class Merger {
  public:
    Merger(Call& call, Overwrite overwrite) : call_(call), overwrite_(overwrite == Overwrite::Yes) {}

    Result<void> merge(Map& to, const Map& from) {
        if (++depth_ > limits::kNestingDepth)
            return failure("maps that are nested too deeply, or hold themselves, cannot be merged");
        YARE_TRY(call_.budget.reserve(from.size() * sizeof(Entry)));
        // Each new key moves those behind it.
        if (!call_.budget.spend(from.size() * (to.size() + from.size()) / 8 + 1)) return call_.budget.error();
        // A copy: `from` may be found again inside `to`, and then it grows.
        const std::vector<Entry> entries(from.begin(), from.end());
        for (const Entry& entry : entries) YARE_TRY(merge_entry(to, from, entry));
        --depth_;
        return {};
    }

  private:
    Result<void> merge_entry(Map& to, const Map& from, const Entry& entry) {
        if (entry.value.is_nil()) {
            if (overwrite_) put_entry(to, from, entry);
            return {};
        }
        const Value* found = to.find(from.key_text(entry));
        if (entry.value.is_map() && found && found->is_map()) {
            Map& inner = found->as_map();
            if (!inner.frozen()) YARE_TRY(merge(inner, entry.value.as_map()));
            if (!inner.empty()) return {};
            found = to.find(from.key_text(entry));
        }
        if (overwrite_ || !found || is_empty_entry(*found)) put_entry(to, from, entry);
        return {};
    }

    Call& call_;
    bool overwrite_;
    std::size_t depth_ = 0;
};

Result<Value> merge_all(Call& call, Args args, Overwrite overwrite) {
    Map* to = &args[0].as_map();
    for (const Value& from : args.subspan(1)) {
        // Go: a nil map stays nil until there is something to put into it.
        if (from.go_type() == GoType::NilMap) continue;
        if (to->frozen()) to = call.document.make_map();
        YARE_TRY(Merger(call, overwrite).merge(*to, from.as_map()));
    }
    return Value(to);
}

Result<Value> merge(Call& call, Args args) { return merge_all(call, args, Overwrite::No); }
Result<Value> merge_overwrite(Call& call, Args args) { return merge_all(call, args, Overwrite::Yes); }

constexpr Function kFunctions[] = {
    {"merge", merge, {P::Map, P::Map}, true},
    {"mustMerge", merge, {P::Map, P::Map}, true},
    {"mergeOverwrite", merge_overwrite, {P::Map, P::Map}, true},
    {"mustMergeOverwrite", merge_overwrite, {P::Map, P::Map}, true},
};

}  // namespace

std::span<const Function> merge_functions() { return kFunctions; }

}  // namespace yare::templates
