// The rules that ask other schemas: about the same value, about its parts, and about what is left of it.
#include <algorithm>

#include "checker.h"

namespace yare::schema {

void Checker::begin(Remaining& remaining, const Value& value, const Subschema& schema, bool wanted) {
    if (value.is_map()) {
        if (!schema.all_properties_evaluated && (wanted || schema.asks_properties))
            remaining.fill(0, value.as_map().size());
    } else if (value.is_list()) {
        if (!schema.all_items_evaluated && (wanted || schema.asks_items))
            remaining.fill(schema.items_evaluated, value.items().size());
    }
}

bool Checker::ask_same(Question& question, const Subschema& schema, std::string_view keyword, bool quiet,
                       Violations* out) {
    const Scope scope{&schema, keyword, question.scope.level, &question.scope};
    const Subschema* asked = &schema;
    const Subschema* metaschema = metaschema_;
    if (others_ && &schema == metaschema_) {
        if (const Subschema* other = others_->find(question.value)) asked = metaschema_ = other;
    }
    Remaining remaining;
    begin(remaining, question.value, *asked, !question.remaining.is_empty());
    const bool fits = ask(*asked, question.value, scope, question.quiet || quiet, remaining, out);
    metaschema_ = metaschema;
    if (fits)
        question.remaining.keep_common(remaining);
    else if (out == &question.found)
        question.failed = true;
    return fits;
}

bool Checker::ask_part(Question& question, const Subschema& schema, const Value& part, Violations* out) {
    const Scope scope{&schema, {}, question.scope.level + 1, &question.scope};
    const Subschema* asked = &schema;
    const Subschema* metaschema = metaschema_;
    if (others_ && &schema == metaschema_) {
        if (const Subschema* other = others_->find(part)) asked = metaschema_ = other;
    }
    Remaining remaining;
    begin(remaining, part, *asked, false);
    const bool fits = ask(*asked, part, scope, question.quiet, remaining, out);
    metaschema_ = metaschema;
    if (!fits && out == &question.found) question.failed = true;
    return fits;
}

bool Checker::ask_property(Question& question, const Subschema& schema, std::string_view name,
                           const Value& part, Violations* out) {
    if (question.quiet) return ask_part(question, schema, part, out);
    way_.push_back({name, 0, false});
    const bool fits = ask_part(question, schema, part, out);
    way_.pop_back();
    return fits;
}

bool Checker::ask_item(Question& question, const Subschema& schema, std::size_t index, const Value& part,
                       Violations* out) {
    if (question.quiet) return ask_part(question, schema, part, out);
    way_.push_back({{}, index, true});
    const bool fits = ask_part(question, schema, part, out);
    way_.pop_back();
    return fits;
}

void Checker::check_reference(Question& question, const Subschema& target, std::string_view keyword) {
    Violations causes;
    if (ask_same(question, target, keyword, false, &causes)) return;
    if (causes.size() == 1 && causes[0].shape == Violation::Shape::Group) {
        Violations inner = std::move(causes[0].causes);
        causes = std::move(inner);
    }
    add(question, [] { return std::string("validation failed"); }, std::move(causes));
    if (!question.found.empty()) question.found.back().shape = Violation::Shape::Reference;
}

// The outermost schema on the way that says $recursiveAnchor, if the target does.
const Subschema& Checker::recursive_target(const Question& question, const Subschema& target) const {
    const Subschema* out = &target;
    if (!target.recursive_anchor) return *out;
    for (const Scope* scope = &question.scope; scope; scope = scope->parent) {
        if (scope->schema->resource->top->recursive_anchor) out = scope->schema;
    }
    return *out;
}

// The outermost resource on the way that has the anchor as a dynamic one, if the target's is one.
const Subschema& Checker::dynamic_target(const Question& question, const ReferenceRule& rule) const {
    const Subschema* out = rule.target;
    if (rule.anchor.empty() || out->dynamic_anchor != rule.anchor) return *out;
    for (const Scope* scope = &question.scope; scope; scope = scope->parent) {
        const Resource& resource = *scope->schema->resource;
        if (resource.dialect.draft < 2020) continue;
        const Anchor* anchor = resource.find(rule.anchor);
        if (anchor && anchor->dynamic) out = anchor->schema;
    }
    return *out;
}

void Checker::check_not(Question& question, const Subschema& schema) {
    if (ask_same(question, schema, {}, true, nullptr))
        add(question, [] { return std::string("'not' failed"); });
}

void Checker::check_all(Question& question, std::span<const Subschema* const> schemas) {
    Violations causes;
    bool failed = false;
    for (const Subschema* schema : schemas) {
        if (stopped() || (question.quiet && failed)) break;
        if (!ask_same(question, *schema, {}, false, &causes)) failed = true;
    }
    if (failed) add(question, [] { return std::string("'allOf' failed"); }, std::move(causes));
}

void Checker::check_any(Question& question, std::span<const Subschema* const> schemas) {
    Violations causes;
    bool matched = false;
    for (const Subschema* schema : schemas) {
        if (stopped()) return;
        if (!ask_same(question, *schema, {}, false, &causes)) continue;
        matched = true;
        // The others may still look at what is left.
        if (question.remaining.is_empty()) break;
    }
    if (!matched) add(question, [] { return std::string("'anyOf' failed"); }, std::move(causes));
}

void Checker::check_one(Question& question, std::span<const Subschema* const> schemas) {
    Violations causes;
    std::optional<std::size_t> matched;
    for (std::size_t i = 0; i < schemas.size() && !stopped(); ++i) {
        if (!ask_same(question, *schemas[i], {}, matched.has_value(), &causes)) continue;
        if (matched) {
            add(question, [&] {
                return "'oneOf' failed, subschemas " + grouped(std::int64_t(*matched)) + ", " +
                       grouped(std::int64_t(i)) + " matched";
            });
            return;
        }
        matched = i;
    }
    if (!matched)
        add(question, [] { return std::string("'oneOf' failed, none matched"); }, std::move(causes));
}

void Checker::check_condition(Question& question, const ConditionRule& rule) {
    const bool fits = ask_same(question, *rule.condition, {}, true, nullptr);
    const Subschema* next = fits ? rule.then : rule.otherwise;
    if (next) ask_same(question, *next, {}, false, &question.found);
}

void Checker::check_unevaluated_properties(Question& question, const Subschema& schema) {
    if (!question.value.is_map()) return;
    const Map& map = question.value.as_map();
    std::size_t number = 0;
    for (const Entry& entry : map) {
        if (stopped()) return;
        if (question.remaining.has(number))
            ask_property(question, schema, map.key_text(entry), entry.value, &question.found);
        ++number;
    }
    question.remaining.clear();
}

void Checker::check_unevaluated_items(Question& question, const Subschema& schema) {
    if (!question.value.is_list()) return;
    const auto items = question.value.items();
    for (std::size_t i = 0; i < items.size() && !stopped(); ++i) {
        if (question.remaining.has(i)) ask_item(question, schema, i, items[i], &question.found);
    }
    question.remaining.clear();
}

}  // namespace yare::schema
