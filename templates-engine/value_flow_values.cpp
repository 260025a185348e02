// Values of the flow: what is below them, who reads them, what is written into them.
#include <algorithm>
#include <utility>

#include "value_flow.h"

namespace yare::templates {

namespace {

constexpr std::size_t kMostPaths = 400;

}  // namespace

bool IdTrail::add(std::uint32_t id) {
    if (!std::exchange(any_, true)) {
        first_ = id;
        return true;
    }
    if (first_ == id) return false;
    const auto at = std::lower_bound(others_.begin(), others_.end(), id);
    if (at != others_.end() && *at == id) return false;
    others_.insert(at, id);
    return true;
}

void ValueFlow::join(Flowing& to, Flowing from) {
    to = pool_.join(to, from);
    if (to->paths.size() <= kMostPaths) return;
    consume(to);
    to = pool_.without_paths(to);
}

Flowing ValueFlow::joined(const Args& args) {
    Flowing out;
    for (Flowing each : args) join(out, each);
    return out;
}

Flowing ValueFlow::step(Flowing from, std::string_view key) {
    Flowing out;
    Seen seen;
    step(from, key, out, seen);
    return out;
}

// One step from one path into the tree.
void ValueFlow::step_into(NodeId path, std::string_view key, Flowing& out) {
    tree_.node(path).uses |= kUseTable;
    const NodeId next = tree_.child(path, key);
    if (!tree_.node(next).place.valid()) tree_.node(next).place = here();
    join(out, pool_.path(next));
    if (key != "global" || !tree_.node(path).chart) return;
    for (NodeId above = path; above != tree_.root();) {
        above = tree_.node(above).parent;
        if (tree_.node(above).chart) join(out, pool_.path(tree_.child(above, key)));
    }
}

void ValueFlow::step(Flowing from, std::string_view key, Flowing& out, Seen& seen) {
    if (from->other || !from->texts.empty()) join(out, something());
    for (const NodeId path : from->paths) {
        if (!seen.paths.add(path) || !spend()) continue;
        step_into(path, key, out);
        if (is_written_into(path)) step(written_[path], key, out, seen);
    }
    for (const ObjectId id : from->objects) {
        if (!seen.objects.add(id) || !spend()) continue;
        const FlowObject& object = look_into(id);
        if (key == "*") {
            for (const auto& [name, value] : object.fields) join(out, value);
        } else if (const auto field = object.fields.find(key); field != object.fields.end()) {
            join(out, field->second);
            if (object.scope) continue;
        }
        join(out, object.rest);
        step(object.base, key, out, seen);
    }
}

Flowing ValueFlow::step_by(Flowing from, Flowing key) {
    Flowing out;
    for (const std::string& each : keys_of(key)) join(out, step(from, each));
    return out;
}

void ValueFlow::touch(Flowing value, std::uint8_t use) {
    Seen seen;
    touch(value, use, seen);
}

void ValueFlow::touch(Flowing value, std::uint8_t use, Seen& seen) {
    for (const NodeId path : value->paths) {
        if (!seen.paths.add(path) || !spend()) continue;
        ReadNode& node = tree_.node(path);
        node.read = true;
        node.uses |= use;
        if (!node.place.valid()) node.place = here();
        if (is_written_into(path)) touch(written_[path], use, seen);
    }
}

void ValueFlow::consume(Flowing value, std::uint8_t use) {
    Seen seen;
    consume(value, use, seen);
}

void ValueFlow::consume(Flowing value, std::uint8_t use, Seen& seen) {
    for (const NodeId path : value->paths) {
        if (!seen.paths.add(path) || !spend()) continue;
        ReadNode& node = tree_.node(path);
        node.read = node.whole = true;
        node.uses |= use;
        if (!node.place.valid()) node.place = here();
        if (is_written_into(path)) consume(written_[path], use, seen);
    }
    for (const ObjectId id : value->objects) {
        if (!seen.objects.add(id) || !spend()) continue;
        const FlowObject& object = look_into(id);
        for (const auto& [name, each] : object.fields) consume(each, use, seen);
        consume(object.rest, use, seen);
        consume(object.base, use, seen);
    }
}

// The dict or list that this place makes, called as it is now.
Flowing ValueFlow::object_at(const Node& node, ObjectId& id) {
    const auto [at, added] = made_.emplace(std::pair(&node, frame_->context), ObjectId(objects_.size()));
    if (added) objects_.emplace_back();
    id = at->second;
    return pool_.object(id);
}

const FlowObject& ValueFlow::look_into(ObjectId id) {
    objects_[id].asked = true;
    return objects_[id];
}

bool ValueFlow::grow(Flowing& place, Flowing value) {
    const Flowing grown = pool_.join(place, value);
    return std::exchange(place, grown) != grown;
}

void ValueFlow::write_into(Flowing target, Flowing key, Flowing value) {
    if (target->objects.empty() && target->paths.empty()) return;
    for (const std::string& each : keys_of(key)) {
        for (const ObjectId id : target->objects) {
            FlowObject& object = objects_[id];
            const bool grown = grow(each == "*" ? object.rest : object.fields[each], value);
            changed_ |= grown && object.asked;
        }
        for (const NodeId path : target->paths) {
            const NodeId at = tree_.child(path, each);
            if (const Flowing others = pool_.without_path(value, at); !others.empty())
                changed_ |= grow(written_[at], others);
        }
    }
}

void ValueFlow::merge_into(Flowing target, Flowing value) {
    for (const ObjectId id : target->objects) {
        const bool grown = grow(objects_[id].base, pool_.without_object(value, id));
        changed_ |= grown && objects_[id].asked;
    }
    for (const NodeId path : target->paths) {
        if (const Flowing others = pool_.without_path(value, path); !others.empty())
            changed_ |= grow(written_[path], others);
    }
}

}  // namespace yare::templates
