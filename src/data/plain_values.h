// What a writer sees of a value: host objects as plain data, and the maps it is inside of, so that a map that
// holds itself is an error instead of no end.
#pragma once

#include <memory>
#include <string>
#include <unordered_set>

#include "yare/base/ascii.h"
#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::inline data {

// Go's encoder looks for cycles once it is this deep.
inline constexpr std::size_t kCycleCheckDepth = 1000;

class PlainValues {
  public:
    // The value itself, or the plain data of a host object (which may be a host object again, once or twice).
    Value of(const Value& value) {
        Value plain = value;
        for (int i = 0; plain.is_host() && i < 4; ++i) plain = plain.as_host().plain(scratch());
        return plain;
    }

    // The fields of a struct that are not private to its package, as yaml.v3 writes them: in lower case, in
    // the order of the struct. Null for what is no struct, or has a text of its own.
    const Map* fields_of(const HostObject& object) {
        const GoParts parts = object.parts(scratch());
        if (parts.fields.empty() || parts.is_stringer) return nullptr;
        Map* map = scratch().make_map();
        for (const GoField& field : parts.fields) {
            if (!ascii::is_upper(field.name[0])) continue;
            map->append(scratch().symbols().intern(ascii::lowered(field.name)), field.value);
        }
        return map;
    }

  private:
    Document& scratch() {
        if (!scratch_) scratch_ = std::make_unique<Document>();
        return *scratch_;
    }
    std::unique_ptr<Document> scratch_;
};

// The maps and lists that a writer is inside of, from the depth on where Go looks for cycles.
class Cycles {
  public:
    // False when `container` is being written already.
    bool enter(const void* container, std::size_t depth) {
        return depth < kCycleCheckDepth || inside_.insert(container).second;
    }
    void leave(const void* container, std::size_t depth) {
        if (depth >= kCycleCheckDepth) inside_.erase(container);
    }

  private:
    std::unordered_set<const void*> inside_;
};

// Go's nil slices and maps, which are written as null.
inline bool is_nil_list(const List& list) {
    return list.type == GoType::NilList || list.type == GoType::NilStrings;
}

inline bool is_nil_map(const Value& map) {
    return map.go_type() == GoType::NilMap || map.go_type() == GoType::NilStrings;
}

Error json_unsupported(std::string_view what);
// json.Marshal's error for a host object that has no plain data.
Error json_unsupported_type(const Value& value);
// json.Marshal's error for Inf and NaN.
Error json_unsupported_float(double number);

}  // namespace yare::inline data
