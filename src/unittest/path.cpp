#include "path.h"

#include <re2/re2.h>

#include <algorithm>

#include "yare/data/go_text.h"
#include "yare/data/numbers.h"
#include "yare/data/yaml_order.h"

namespace yare::unittest {

namespace {

using Found = std::vector<Value>;

std::vector<const Entry*> in_written_order(const Map& map) {
    std::vector<const Entry*> out;
    out.reserve(map.size());
    for (const Entry& entry : map) out.push_back(&entry);
    std::ranges::sort(out, [&](const Entry* a, const Entry* b) {
        return pretty_key_before(map.key_text(*a), map.key_text(*b));
    });
    return out;
}

// Names of keys are nodes too, as they are in a YAML document.
void descend(const Value& node, Document& document, Found& out) {
    if (node.is_list()) {
        for (const Value& item : node.items()) descend(item, document, out);
    } else if (const Map* map = node.map_or_null()) {
        for (const Entry* entry : in_written_order(*map)) {
            out.push_back(document.string(map->key_text(*entry)));
            descend(entry->value, document, out);
        }
    }
    out.push_back(node);
}

void all_members(const Value& node, Found& out) {
    if (node.is_list()) {
        out.insert(out.end(), node.items().begin(), node.items().end());
    } else if (const Map* map = node.map_or_null()) {
        for (const Entry* entry : in_written_order(*map)) out.push_back(entry->value);
    }
}

void subscript(const PathStep& step, const Value& node, Found& out) {
    if (node.is_map() && step.subscript == "*") return all_members(node, out);
    if (!node.is_list()) return;
    const Result<std::vector<std::size_t>> items = subscript_items(step.subscript, node.items().size());
    if (!items) return;
    for (const std::size_t item : *items) out.push_back(node.items()[item]);
}

void names(const PathStep& step, const Value& node, Document& document, Found& out) {
    const Map* map = node.map_or_null();
    if (!map) return;
    if (step.kind == PathStep::Kind::AllNames) {
        for (const Entry* entry : in_written_order(*map))
            out.push_back(document.string(map->key_text(*entry)));
        return;
    }
    for (const std::string& name : step.names) {
        if (map->find(name)) out.push_back(document.string(name));
    }
}

void take_step(const PathStep& step, const Value& node, const Value& root, Document& document, Found& out) {
    switch (step.kind) {
        case PathStep::Kind::Children:
            for (const std::string& name : step.names) {
                const Value* child = node.is_map() ? node.find(name) : nullptr;
                if (child) out.push_back(*child);
            }
            return;
        case PathStep::Kind::All:
            return all_members(node, out);
        case PathStep::Kind::Subscript:
            return subscript(step, node, out);
        case PathStep::Kind::Descend:
            return descend(node, document, out);
        case PathStep::Kind::Filter:
            if (node.is_list()) {
                for (const Value& item : node.items()) {
                    if (step.filter->passes(item, root, document)) out.push_back(item);
                }
                return;
            }
            [[fallthrough]];
        case PathStep::Kind::NodeFilter:
            if (step.filter->passes(node, root, document)) out.push_back(node);
            return;
        case PathStep::Kind::Names:
        case PathStep::Kind::AllNames:
            return names(step, node, document, out);
    }
}

// A node as it would stand in the YAML text.
Filter::Scalar scalar_of(const Value& value) {
    using Type = Filter::Type;
    switch (value.kind()) {
        case Kind::Nil:
            return {Type::Null, "null"};
        case Kind::Bool:
            return {Type::Bool, value.as_bool() ? "true" : "false"};
        case Kind::Int:
        case Kind::Int64: {
            Filter::Scalar out{Type::Int, {}};
            append_integer(out.text, value.as_integer());
            return out;
        }
        case Kind::Float64:
            return {Type::Float, go_float(value.as_float())};
        case Kind::String:
            return {Type::String, std::string(value.as_string())};
        default:
            return {};
    }
}

std::vector<Filter::Scalar> scalars(const Filter::Operand& operand, const Value& node, const Value& root,
                                    Document& document) {
    if (operand.literal) return {operand.scalar};
    std::vector<Filter::Scalar> out;
    const Value& start = operand.from_root ? root : node;
    if (!operand.path) return out;
    for (const Value& found : operand.path->find(start, start, document)) out.push_back(scalar_of(found));
    return out;
}

bool is_number(Filter::Type type) { return type == Filter::Type::Int || type == Filter::Type::Float; }

Filter::Order order_of(const Filter::Scalar& left, const Filter::Scalar& right) {
    using Type = Filter::Type;
    const auto compared = [](const auto& a, const auto& b) {
        return a < b ? Filter::Order::Less : a > b ? Filter::Order::Greater : Filter::Order::Equal;
    };
    const bool numbers = is_number(left.type) && is_number(right.type);
    if (numbers) return compared(parse_float(left.text).value, parse_float(right.text).value);
    if (left.type != right.type) return Filter::Order::None;
    if (left.type == Type::Null) return Filter::Order::Equal;
    if (left.type == Type::Bool) return left.text == right.text ? Filter::Order::Equal : Filter::Order::None;
    return left.type == Type::String ? compared(left.text, right.text) : Filter::Order::None;
}

bool holds(std::string_view comparison, Filter::Order order) {
    using Order = Filter::Order;
    if (comparison == "==") return order == Order::Equal;
    if (comparison == "!=") return order != Order::Equal;
    if (order == Order::Equal) return comparison.size() == 2;
    return comparison[0] == '<' ? order == Order::Less : order == Order::Greater;
}

// Each of the left against each of the right, of which there must be some.
template <typename Accepts>
bool all_accepted(const std::vector<Filter::Scalar>& left, const std::vector<Filter::Scalar>& right,
                  Accepts accepts) {
    for (const Filter::Scalar& one : left) {
        for (const Filter::Scalar& other : right) {
            if (!accepts(one, other)) return false;
        }
    }
    return !left.empty() && !right.empty();
}

}  // namespace

bool Filter::passes(const Value& node, const Value& root, Document& document) const {
    switch (kind) {
        case Kind::Never:
            return false;
        case Kind::Truth:
            return truth;
        case Kind::Exists:
            return !scalars(left, node, root, document).empty();
        case Kind::Not:
            return !first->passes(node, root, document);
        case Kind::Or:
            return first->passes(node, root, document) || second->passes(node, root, document);
        case Kind::And:
            return first->passes(node, root, document) && second->passes(node, root, document);
        case Kind::Compare:
            return all_accepted(scalars(left, node, root, document), scalars(right, node, root, document),
                                [&](const Scalar& one, const Scalar& other) {
                                    return holds(comparison, order_of(one, other));
                                });
        case Kind::Match: {
            const std::vector<Scalar> found = scalars(left, node, root, document);
            return !found.empty() && std::ranges::all_of(found, [&](const Scalar& one) {
                return one.type == Type::String && re2::RE2::PartialMatch(one.text, *pattern);
            });
        }
    }
    return false;
}

std::vector<Value> Path::find(const Value& node, const Value& root, Document& document) const {
    Found nodes{node};
    Found next;
    for (const PathStep& step : steps_) {
        next.clear();
        for (const Value& one : nodes) take_step(step, one, root, document, next);
        nodes.swap(next);
    }
    return nodes;
}

namespace {

struct Bounds {
    std::int64_t from;
    std::int64_t to;
    std::int64_t step;
};

// "1:3", "::2", "-1".
Result<Bounds> bounds_of(std::string_view text, std::int64_t length) {
    std::vector<std::optional<std::int64_t>> parts;
    while (true) {
        const std::size_t colon = text.find(':');
        const std::string_view part = trim_space(text.substr(0, colon));
        if (parts.size() == 3) return Error(ErrorCode::Invalid, "malformed array index, too many colons");
        const Parsed<std::int64_t> number = parse_int(part, 10);
        if (!part.empty() && !number) return Error(ErrorCode::Invalid, "non-integer array index");
        parts.push_back(part.empty() ? std::nullopt : std::optional(number.value));
        if (colon == std::string_view::npos) break;
        text.remove_prefix(colon + 1);
    }
    const auto from_start = [&](std::int64_t index) { return index < 0 ? index + length : index; };
    if (parts.size() == 1) {
        if (!parts[0]) return Error(ErrorCode::Invalid, "array index missing");
        const std::int64_t at = from_start(*parts[0]);
        return Bounds{at, at + 1, 1};
    }
    parts.resize(3);
    const std::int64_t step = parts[2].value_or(1);
    if (step == 0) return Error(ErrorCode::Invalid, "array index step value must be non-zero");
    const std::int64_t from = parts[0] ? from_start(*parts[0]) : step > 0 ? 0 : length - 1;
    const std::int64_t to = parts[1] ? from_start(*parts[1]) : step > 0 ? length : -1;
    return Bounds{from, to, step};
}

}  // namespace

Result<std::vector<std::size_t>> subscript_items(std::string_view subscript, std::size_t size) {
    const auto length = static_cast<std::int64_t>(size);
    std::vector<std::size_t> out;
    if (trim_space(subscript) == "*") {
        for (std::size_t i = 0; i < size; ++i) out.push_back(i);
        return out;
    }
    const bool several = subscript.find(',') != std::string_view::npos;
    for (std::size_t member = 0;; ++member) {
        const std::size_t comma = subscript.find(',');
        const std::string_view one = subscript.substr(0, comma);
        const std::string context =
            several ? "error in union member " + std::to_string(member) : std::string();
        if (several && trim_space(one) == "*")
            return Error(ErrorCode::Invalid, "wildcard cannot be used in union").during(context);
        const Bounds bounds = YARE_TRY_WHILE(context, bounds_of(one, length));
        const std::int64_t from =
            bounds.step > 0 ? std::max<std::int64_t>(bounds.from, 0) : std::min(bounds.from, length);
        for (std::int64_t i = from;
             bounds.step > 0 ? i < std::min(bounds.to, length) : i > std::max<std::int64_t>(bounds.to, -1);
             i += bounds.step) {
            if (i >= 0 && i < length) out.push_back(static_cast<std::size_t>(i));
            if (bounds.step > length || bounds.step < -length) break;
        }
        if (comma == std::string_view::npos) return out;
        subscript.remove_prefix(comma + 1);
    }
}

}  // namespace yare::unittest
