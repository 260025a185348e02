// What the controllers of deployments and of sets of pods share.
#pragma once

#include <algorithm>
#include <vector>

#include "object.h"

namespace yare::sandbox {

inline bool is_ready(const Map& pod) {
    for (const Value& condition : items_at(Value(const_cast<Map*>(&pod)), {"status", "conditions"})) {
        if (text_of(condition, {"type"}) == "Ready") return text_of(condition, {"status"}) == "True";
    }
    return false;
}

inline std::int64_t count_ready(const std::vector<Map*>& pods) {
    return std::count_if(pods.begin(), pods.end(), [](const Map* pod) { return is_ready(*pod); });
}

inline void drop_deleting(std::vector<Map*>& objects) {
    std::erase_if(objects, [](const Map* object) { return is_deleting(*object); });
}

inline std::int64_t spec_replicas(const Map& object) {
    return number_at(Value(const_cast<Map*>(&object)), {"spec", "replicas"}, 1);
}

// Written when there are some, left out otherwise.
inline void set_count(Map& status, std::string_view name, std::int64_t count) {
    if (count > 0)
        set_number(status, name, count);
    else
        status.erase(name);
}

// The version of its owner's template that a pod was made of.
inline bool is_of_revision(const Map& pod, std::string_view revision) {
    return Value(const_cast<Map*>(&pod))
               .path({"metadata", "labels", "controller-revision-hash"})
               .string_or("") == revision;
}

}  // namespace yare::sandbox
