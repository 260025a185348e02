// Reading an object's fields with defaults, as kstatus and Helm's checks do.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yare/data/value.h"

namespace yare::kube {

using Path = std::initializer_list<std::string_view>;

inline std::int64_t integer_at(const Value& object, Path path, std::int64_t otherwise) {
    const Value found = object.path(path);
    if (found.is_integer()) return found.as_integer();
    return found.is_float() ? std::int64_t(found.as_float()) : otherwise;
}

inline std::string text_at(const Value& object, Path path, std::string_view otherwise = {}) {
    return std::string(object.path(path).string_or(otherwise));
}

inline bool truth_at(const Value& object, Path path) {
    const Value found = object.path(path);
    return found.is_bool() && found.as_bool();
}

inline std::span<const Value> list_at(const Value& object, Path path) {
    const Value found = object.path(path);
    return found.is_list() ? found.items() : std::span<const Value>();
}

struct Condition {
    std::string type;
    std::string status;
    std::string reason;
    std::string message;
    bool is(std::string_view wanted_type, std::string_view wanted_status) const {
        return type == wanted_type && status == wanted_status;
    }
};

// status.conditions, in the order they stand in.
std::vector<Condition> conditions_of(const Value& object);

}  // namespace yare::kube
