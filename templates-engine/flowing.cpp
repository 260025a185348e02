#include "flowing.h"

#include <algorithm>
#include <iterator>

namespace yare::templates {

namespace {

constexpr std::size_t kMostTexts = 64;

// The sets that belong to no pool.
constinit const FlowSet kNothing;
constinit const FlowSet kSomething{{}, {}, {}, true, 1};
constexpr std::uint32_t kFirstNumber = 2;

template <typename T>
std::vector<T> together(const std::vector<T>& a, const std::vector<T>& b) {
    std::vector<T> out;
    out.reserve(a.size() + b.size());
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
    return out;
}

std::size_t hash_of(const FlowSet& set) {
    std::size_t out = set.other;
    const auto mix = [&](std::size_t part) { out = (out ^ part) * 0x9E3779B97F4A7C15ULL; };
    for (const NodeId id : set.paths) mix(id + 1);
    mix(set.paths.size());
    for (const ObjectId id : set.objects) mix(id + 1);
    mix(set.objects.size());
    for (const std::string& text : set.texts) mix(std::hash<std::string>()(text));
    return out;
}

bool same(const FlowSet& a, const FlowSet& b) {
    return a.other == b.other && a.paths == b.paths && a.objects == b.objects && a.texts == b.texts;
}

Flowing& slot_of(std::vector<Flowing>& slots, std::size_t id) {
    if (id >= slots.size()) slots.resize(std::max(id + 1, slots.size() * 2));
    return slots[id];
}

}  // namespace

Flowing::Flowing() : set_(&kNothing) {}

Flowing FlowPool::keep(FlowSet set) {
    if (set.paths.empty() && set.objects.empty() && set.texts.empty() && !set.other) return {};
    const std::size_t hash = hash_of(set);
    const auto [first, last] = by_hash_.equal_range(hash);
    for (auto at = first; at != last; ++at) {
        if (same(*at->second, set)) return Flowing(at->second);
    }
    if (same(set, kSomething)) return Flowing(&kSomething);
    set.number = kFirstNumber + std::uint32_t(sets_.size());
    const FlowSet& kept = sets_.emplace_back(std::move(set));
    by_hash_.emplace(hash, &kept);
    return Flowing(&kept);
}

Flowing FlowPool::path(NodeId id) {
    Flowing& known = slot_of(paths_, id);
    if (known.empty()) known = keep({{id}, {}, {}, false});
    return known;
}

Flowing FlowPool::object(ObjectId id) {
    Flowing& known = slot_of(objects_, id);
    if (known.empty()) known = keep({{}, {id}, {}, false});
    return known;
}

Flowing FlowPool::text(std::string_view text) {
    if (const auto known = texts_.find(text); known != texts_.end()) return known->second;
    const Flowing made = keep({{}, {}, {std::string(text)}, false});
    texts_.emplace(made->texts[0], made);
    return made;
}

Flowing FlowPool::join(Flowing a, Flowing b) {
    if (a == b || b.empty()) return a;
    if (a.empty()) return b;
    if (a->number > b->number) std::swap(a, b);
    const auto [at, added] = joined_.emplace(std::uint64_t{a->number} << 32 | b->number, Flowing());
    if (!added) return at->second;
    FlowSet both{together(a->paths, b->paths), together(a->objects, b->objects), together(a->texts, b->texts),
                 a->other || b->other};
    if (both.texts.size() > kMostTexts) {
        both.texts.clear();
        both.other = true;
    }
    return at->second = keep(std::move(both));
}

Flowing FlowPool::without_path(Flowing from, NodeId id) {
    if (!std::binary_search(from->paths.begin(), from->paths.end(), id)) return from;
    FlowSet rest = *from.set_;
    std::erase(rest.paths, id);
    return keep(std::move(rest));
}

Flowing FlowPool::without_object(Flowing from, ObjectId id) {
    if (!std::binary_search(from->objects.begin(), from->objects.end(), id)) return from;
    FlowSet rest = *from.set_;
    std::erase(rest.objects, id);
    return keep(std::move(rest));
}

Flowing FlowPool::without_paths(Flowing from) {
    FlowSet rest = *from.set_;
    rest.paths.clear();
    rest.other = true;
    return keep(std::move(rest));
}

Flowing something() { return Flowing(&kSomething); }

}  // namespace yare::templates
