// The rules for lists.
#include <algorithm>
#include <functional>
#include <unordered_map>

#include "checker.h"

namespace yare::schema {

namespace {

std::string places(const std::vector<std::size_t>& indexes) {
    std::string out;
    for (const std::size_t index : indexes) out.append(out.empty() ? "" : " ").append(std::to_string(index));
    return out;
}

void mix(std::size_t& hash, std::size_t with) { hash = (hash ^ with) * 0x9E3779B97F4A7C15ULL; }

}  // namespace

void Checker::check_array(Question& question, const Rule& rule, std::span<const Value> items) {
    const auto limit = [&](std::string_view name) {
        add(question, [&] {
            return std::string(name) + ": got " + grouped(std::int64_t(items.size())) + ", want " +
                   grouped(rule.count);
        });
    };
    switch (rule.kind) {
        case RuleKind::MinItems:
            if (std::int64_t(items.size()) < rule.count) limit("minItems");
            return;
        case RuleKind::MaxItems:
            if (std::int64_t(items.size()) > rule.count) limit("maxItems");
            return;
        case RuleKind::UniqueItems:
            return check_unique(question, items);
        case RuleKind::Items:
            return check_items(question, *rule.array, items);
        default:
            return check_contains(question, *rule.contains, items);
    }
}

void Checker::check_items(Question& question, const ArrayRules& rules, std::span<const Value> items) {
    const std::size_t first = std::min(rules.first.size(), items.size());
    for (std::size_t i = 0; i < first && !stopped(); ++i)
        ask_item(question, *rules.first[i], i, items[i], &question.found);
    if (!rules.rest) return;
    if (rules.refuses_rest && first < items.size() && question.schema.draft < 2020 && !rules.first.empty()) {
        add(question, [&] {
            return "last " + grouped(std::int64_t(items.size() - first)) + " additionalItem(s) not allowed";
        });
        return;
    }
    for (std::size_t i = first; i < items.size() && !stopped(); ++i) {
        if (question.quiet && question.failed) return;
        ask_item(question, *rules.rest, i, items[i], &question.found);
    }
}

std::size_t Checker::hash_of(const Value& value) {
    std::size_t out = std::size_t(value.is_number() || value.is_bytes() ? Kind::Float64 : value.kind());
    if (!spend(1)) return out;
    if (value.is_string()) mix(out, std::hash<std::string_view>()(value.as_string()));
    if (value.is_bool()) mix(out, value.as_bool() ? 1 : 0);
    if (value.is_number() || value.is_bytes()) {
        const std::optional<Decimal> number = Decimal::read(value);
        mix(out, number ? std::hash<double>()(number->nearest() + 0.0) : 0);
    }
    if (value.is_list()) {
        for (const Value& item : value.items()) mix(out, hash_of(item));
    }
    if (value.is_map()) {
        const Map& map = value.as_map();
        for (const Entry& entry : map) {
            mix(out, std::hash<std::string_view>()(map.key_text(entry)));
            mix(out, hash_of(entry.value));
        }
    }
    return out;
}

void Checker::check_unique(Question& question, std::span<const Value> items) {
    std::unordered_multimap<std::size_t, std::size_t> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::size_t hash = hash_of(items[i]);
        if (stopped()) return;
        std::size_t twin = i;
        const auto [from, to] = seen.equal_range(hash);
        for (auto at = from; at != to; ++at) {
            if (at->second < twin && equal(items[i], items[at->second])) twin = at->second;
        }
        if (twin < i) {
            add(question, [&] {
                return "items at " + grouped(std::int64_t(twin)) + " and " + grouped(std::int64_t(i)) +
                       " are equal";
            });
            return;
        }
        seen.emplace(hash, i);
    }
}

void Checker::check_contains(Question& question, const ContainsRule& rule, std::span<const Value> items) {
    Violations misses;
    std::vector<std::size_t> matched;
    for (std::size_t i = 0; i < items.size() && !stopped(); ++i) {
        if (!ask_item(question, *rule.schema, i, items[i], &misses)) continue;
        matched.push_back(i);
        if (question.schema.draft >= 2020) question.remaining.erase(i);
    }
    const auto found = std::int64_t(matched.size());
    const auto at = [&] { return "matched " + grouped(found) + " items at " + places(matched); };
    if (rule.least && found < *rule.least) {
        add(
            question,
            [&] {
                return "min " + grouped(*rule.least) + " items required to match contains schema, but " +
                       (found == 0 ? "none matched" : at());
            },
            std::move(misses));
    } else if (!rule.least && found == 0) {
        add(question, [] { return std::string("no items match contains schema"); }, std::move(misses));
    }
    if (rule.most && found > *rule.most) {
        add(question, [&] {
            return "max " + grouped(*rule.most) + " items required to match contains schema, but " + at();
        });
    }
}

}  // namespace yare::schema
