// The rules for objects.
#include <algorithm>

#include "checker.h"

namespace yare::schema {

void Checker::check_object(Question& question, const Rule& rule, const Map& map) {
    const auto limit = [&](std::string_view name) {
        add(question, [&] {
            return std::string(name) + ": got " + grouped(std::int64_t(map.size())) + ", want " +
                   grouped(rule.count);
        });
    };
    switch (rule.kind) {
        case RuleKind::MinProperties:
            if (std::int64_t(map.size()) < rule.count) limit("minProperties");
            return;
        case RuleKind::MaxProperties:
            if (std::int64_t(map.size()) > rule.count) limit("maxProperties");
            return;
        case RuleKind::Required: {
            const std::vector<std::string_view> names = missing(map, *rule.names);
            if (names.empty()) return;
            add(question, [&] {
                return (names.size() == 1 ? "missing property " : "missing properties ") + quoted_list(names);
            });
            if (!question.found.empty()) question.found.back().keys.assign(names.begin(), names.end());
            return;
        }
        case RuleKind::Properties:
            return check_properties(question, *rule.object, map);
        case RuleKind::PropertyNames:
            return check_property_names(question, *rule.schema, map);
        default:
            return check_dependencies(question, rule, map);
    }
}

std::vector<std::string_view> Checker::missing(const Map& map, std::span<const std::string_view> names) {
    std::vector<std::string_view> out;
    if (!spend(names.size())) return out;
    for (const std::string_view name : names) {
        if (!map.contains(name)) out.push_back(name);
    }
    return out;
}

// Helm: in the order of a Go map, another one each time; here in key order. Both sides are in it, so what
// belongs together is found by walking along.
void Checker::check_properties(Question& question, const ObjectRules& rules, const Map& map) {
    auto known = rules.properties.begin();
    std::vector<std::string_view> refused;
    std::size_t number = 0;
    for (const Entry& entry : map) {
        if (stopped() || (question.quiet && question.failed)) return;
        const std::string_view name = map.key_text(entry);
        while (known != rules.properties.end() && known->name < name) ++known;
        const bool is_known = known != rules.properties.end() && known->name == name;
        if (check_property(question, rules, name, entry.value, is_known ? known->schema : nullptr)) {
            question.remaining.erase(number);
        } else if (rules.refuses_additional) {
            refused.push_back(name);
            question.failed = true;
        }
        ++number;
    }
    if (refused.empty()) return;
    add(question, [&] { return "additional properties " + quoted_list(refused) + " not allowed"; });
    if (!question.found.empty()) question.found.back().keys.assign(refused.begin(), refused.end());
}

// Whether anything but a plain refusal was said about it.
bool Checker::check_property(Question& question, const ObjectRules& rules, std::string_view name,
                             const Value& part, const Subschema* known) {
    bool evaluated = known != nullptr;
    if (known) ask_property(question, *known, name, part, &question.found);
    for (const PatternRule& pattern : rules.patterns) {
        if (!spend(1 + name.size() / 16)) return true;
        if (!pattern.regex->matches(name)) continue;
        evaluated = true;
        ask_property(question, *pattern.schema, name, part, &question.found);
    }
    if (evaluated || !rules.additional) return evaluated;
    if (rules.refuses_additional) return false;
    ask_property(question, *rules.additional, name, part, &question.found);
    return true;
}

void Checker::check_dependencies(Question& question, const Rule& rule, const Map& map) {
    for (const DependencyRule& each : *rule.dependencies) {
        if (stopped() || !map.contains(each.property)) continue;
        if (each.schema) ask_same(question, *each.schema, {}, false, &question.found);
        const std::vector<std::string_view> names = missing(map, each.names);
        if (names.empty()) continue;
        add(question, [&] {
            return "properties " + quoted_list(names) + " required, if " + quoted(each.property) + " exists";
        });
    }
}

// Helm: asked as a value of its own, so what is below says no place.
void Checker::check_property_names(Question& question, const Subschema& schema, const Map& map) {
    for (const Entry& entry : map) {
        if (stopped() || (question.quiet && question.failed)) return;
        const std::string_view name = map.key_text(entry);
        const Scope scope{&schema, {}, 0, nullptr};
        Remaining remaining;
        Violations causes;
        std::vector<Step> way = std::exchange(way_, {});
        const bool fits = ask(schema, Value::of_view(name), scope, question.quiet, remaining, &causes);
        way_ = std::move(way);
        if (fits) continue;
        if (causes.size() == 1 && causes[0].shape == Violation::Shape::Group) {
            Violations inner = std::move(causes[0].causes);
            causes = std::move(inner);
        }
        add(question, [&] { return "invalid propertyName " + quoted(name); }, std::move(causes));
    }
}

}  // namespace yare::schema
