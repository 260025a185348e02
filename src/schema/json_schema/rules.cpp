// The rules of one schema.
#include <algorithm>

#include "compiler.h"
#include "yare/data/go_text.h"

namespace yare::schema {

// Collects the rules of a schema from its words.
class Compiler::RuleMaker {
  public:
    RuleMaker(Compiler& compiler, Subschema& schema, const Words& words, const Children& children)
        : compiler_(compiler), schema_(schema), words_(words), children_(children) {}

    void make() {
        const Dialect& dialect = schema_.resource->dialect;
        if (dialect.has(Vocabulary::Validation)) add_constant();
        if (add_reference(Keyword::Ref, RuleKind::Ref) && schema_.draft < 2019) {
            add_beside_reference();
            return finish();
        }
        if (dialect.has(Vocabulary::Validation)) add_type_and_choices();
        if (asserts_formats()) add_format();
        if (dialect.has(Vocabulary::Applicator)) {
            add_objects();
            add_arrays();
            add_combinations();
        }
        if (dialect.has(Vocabulary::Validation)) add_limits();
        if (schema_.draft >= 2019) add_recent();
        finish();
    }

  private:
    template <typename T>
    T* make_one(T value = {}) {
        return compiler_.arena_.make<T>(value);
    }
    template <typename T>
    std::span<const T> copy(const std::vector<T>& items) {
        return compiler_.arena_.copy(std::span<const T>(items));
    }
    Rule& add(RuleKind kind) {
        rules_.emplace_back();
        rules_.back().kind = kind;
        return rules_.back();
    }
    std::span<const Subschema* const> children(Keyword keyword) const {
        return words_.has(keyword) ? children_[std::size_t(keyword)] : std::span<const Subschema* const>();
    }
    const Subschema* child(Keyword keyword) const {
        const auto found = children(keyword);
        return found.empty() ? nullptr : found.front();
    }
    const Value* find(Keyword keyword, Kind kind) const {
        const Value* value = words_.find(keyword);
        return value && value->kind() == kind ? value : nullptr;
    }
    bool truth(Keyword keyword) const {
        const Value* value = find(keyword, Kind::Bool);
        return value && value->as_bool();
    }
    std::optional<std::int64_t> count(Keyword keyword) const {
        const Value* value = find(keyword, Kind::Bytes);
        const std::optional<Decimal> number = value ? Decimal::read(*value) : std::nullopt;
        if (!number || !number->is_integer()) return std::nullopt;
        return number->low_bits();
    }
    std::span<const std::string_view> names(const Value& list) {
        std::vector<std::string_view> out;
        for (const Value& item : list.items()) {
            if (item.is_string()) out.push_back(item.as_string());
        }
        return copy(out);
    }
    bool asserts_formats() const {
        if (compiler_.options_.formats || schema_.draft < 2019) return true;
        return schema_.resource->dialect.has(schema_.draft == 2019 ? Vocabulary::Format
                                                                   : Vocabulary::FormatAssertion);
    }

    void add_schema(Keyword keyword, RuleKind kind) {
        if (const Subschema* schema = child(keyword)) add(kind).schema = schema;
    }
    void add_schemas(Keyword keyword, RuleKind kind) {
        if (const auto found = children(keyword); !found.empty()) add(kind).schemas = make_one(found);
    }
    void add_count(Keyword keyword, RuleKind kind) {
        if (const auto found = count(keyword)) add(kind).count = *found;
    }
    void add_number(Keyword keyword, RuleKind kind) {
        const Value* value = find(keyword, Kind::Bytes);
        const std::optional<Decimal> number = value ? Decimal::read(*value) : std::nullopt;
        if (number) add(kind).number = &compiler_.numbers_.emplace_back(*number);
    }

    void add_constant();
    void add_type_and_choices();
    void add_format();
    bool add_reference(Keyword keyword, RuleKind kind);
    Regex* regex(std::string_view text, Keyword keyword);
    void add_objects();
    void add_dependencies(Keyword keyword, RuleKind kind);
    void add_arrays();
    void add_contains();
    void add_beside_reference();
    void add_combinations();
    void add_condition();
    void add_limits();
    void add_recent();
    void finish();

    Compiler& compiler_;
    Subschema& schema_;
    const Words& words_;
    const Children& children_;
    std::vector<Rule>& rules_ = (compiler_.rules_.clear(), compiler_.rules_);
};

void Compiler::make_rules(Subschema& schema, const Words& words, const Children& children) {
    RuleMaker(*this, schema, words, children).make();
}

void Compiler::RuleMaker::add_constant() {
    const Value* constant = words_.find(Keyword::Const);
    if (constant && schema_.draft >= 6) add(RuleKind::Const).value = constant;
}

void Compiler::RuleMaker::add_type_and_choices() {
    constexpr std::pair<std::string_view, Type> kTypes[] = {
        {"null", Type::Null},       {"boolean", Type::Boolean}, {"number", Type::Number},
        {"integer", Type::Integer}, {"string", Type::String},   {"array", Type::Array},
        {"object", Type::Object},
    };
    const auto add_type = [&](const Value& name) {
        if (!name.is_string()) return;
        for (const auto& [known, type] : kTypes) {
            if (known == name.as_string()) schema_.types |= std::uint8_t(type);
        }
    };
    if (const Value* type = words_.find(Keyword::Type)) {
        add_type(*type);
        if (type->is_list()) std::for_each(type->items().begin(), type->items().end(), add_type);
    }
    if (const Value* choices = find(Keyword::Enum, Kind::List)) add(RuleKind::Enum).value = choices;
}

void Compiler::RuleMaker::add_format() {
    const Value* name = words_.text(Keyword::Format);
    const FormatRule* format = name ? find_format(name->as_string()) : nullptr;
    if (format) add(RuleKind::Format).format = format;
}

bool Compiler::RuleMaker::add_reference(Keyword keyword, RuleKind kind) {
    const Value* text = words_.text(keyword);
    if (!text) return false;
    auto* rule = make_one<ReferenceRule>();
    if (kind == RuleKind::DynamicRef) {
        const Result<std::string> fragment = fragment_of(text->as_string());
        if (fragment && !fragment->empty() && (*fragment)[0] != '/')
            rule->anchor = compiler_.arena_.copy(std::string_view(*fragment));
    }
    compiler_.pending_.push_back({&schema_, rule, text->as_string()});
    add(kind).reference = rule;
    return true;
}

Regex* Compiler::RuleMaker::regex(std::string_view text, Keyword keyword) {
    Regex& out = compiler_.regexes_.emplace_back(text);
    if (is_plain_regex(text)) return &out;
    if (const Result<void> compiled = out.compile(); !compiled) {
        const std::string at = url_of(schema_) + "/" + std::string(name_of(keyword));
        compiler_.keep_error(
            schema_, Error(ErrorCode::Invalid, "invalid regex " + go_quote(text) + " at " + go_quote(at) +
                                                   ": " + compiled.error().text()));
    }
    return &out;
}

void Compiler::RuleMaker::add_objects() {
    ObjectRules rules;
    if (const Value* properties = find(Keyword::Properties, Kind::Map)) {
        const Map& map = properties->as_map();
        const auto schemas = children(Keyword::Properties);
        auto* out = compiler_.arena_.make_array<PropertyRule>(map.size());
        for (std::size_t i = 0; i < map.size(); ++i) out[i] = {map.key_text(map.begin()[i]), schemas[i]};
        rules.properties = {out, map.size()};
    }
    if (const Value* patterns = find(Keyword::PatternProperties, Kind::Map)) {
        const Map& map = patterns->as_map();
        const auto schemas = children(Keyword::PatternProperties);
        auto* out = compiler_.arena_.make_array<PatternRule>(map.size());
        for (std::size_t i = 0; i < map.size(); ++i)
            out[i] = {regex(map.key_text(map.begin()[i]), Keyword::PatternProperties), schemas[i]};
        rules.patterns = {out, map.size()};
    }
    if (const Value* additional = words_.find(Keyword::AdditionalProperties)) {
        schema_.all_properties_evaluated = true;
        rules.refuses_additional = additional->is_bool() && !additional->as_bool();
        rules.additional = child(Keyword::AdditionalProperties);
    }
    if (!rules.properties.empty() || !rules.patterns.empty() || rules.additional)
        add(RuleKind::Properties).object = make_one(rules);
    add_dependencies(Keyword::Dependencies, RuleKind::Dependencies);
    if (schema_.draft >= 6) add_schema(Keyword::PropertyNames, RuleKind::PropertyNames);
}

void Compiler::RuleMaker::add_dependencies(Keyword keyword, RuleKind kind) {
    const Value* dependencies = find(keyword, Kind::Map);
    if (!dependencies) return;
    const Map& map = dependencies->as_map();
    const auto schemas = children(keyword);
    std::vector<DependencyRule> out;
    for (std::size_t i = 0; i < map.size(); ++i) {
        const Entry& entry = map.begin()[i];
        DependencyRule rule;
        rule.property = map.key_text(entry);
        if (kind != RuleKind::DependentRequired) rule.schema = schemas[i];
        if (kind != RuleKind::DependentSchemas && entry.value.is_list()) rule.names = names(entry.value);
        out.push_back(rule);
    }
    if (!out.empty()) add(kind).dependencies = make_one(copy(out));
}

void Compiler::RuleMaker::add_arrays() {
    ArrayRules rules;
    const Value* items = words_.find(Keyword::Items);
    if (schema_.draft >= 2020) {
        rules.first = children(Keyword::PrefixItems);
        rules.rest = child(Keyword::Items);
        schema_.all_items_evaluated = rules.rest != nullptr;
    } else if (items && items->is_list()) {
        rules.first = children(Keyword::Items);
        if (const Value* additional = words_.find(Keyword::AdditionalItems)) {
            schema_.all_items_evaluated = true;
            rules.refuses_rest = additional->is_bool() && !additional->as_bool();
            rules.rest = child(Keyword::AdditionalItems);
        }
    } else if (items) {
        rules.rest = child(Keyword::Items);
        schema_.all_items_evaluated = true;
    }
    schema_.items_evaluated = std::uint32_t(rules.first.size());
    if (!rules.first.empty() || rules.rest) add(RuleKind::Items).array = make_one(rules);
    add_contains();
}

void Compiler::RuleMaker::add_contains() {
    const Subschema* contains = schema_.draft >= 6 ? child(Keyword::Contains) : nullptr;
    if (!contains) return;
    ContainsRule rule{contains, std::nullopt, std::nullopt};
    if (schema_.draft >= 2019 && schema_.resource->dialect.has(Vocabulary::Validation)) {
        rule.least = count(Keyword::MinContains);
        rule.most = count(Keyword::MaxContains);
    }
    add(RuleKind::Contains).contains = make_one(rule);
}

void Compiler::RuleMaker::add_combinations() {
    add_schema(Keyword::Not, RuleKind::Not);
    add_schemas(Keyword::AllOf, RuleKind::AllOf);
    add_schemas(Keyword::AnyOf, RuleKind::AnyOf);
    add_schemas(Keyword::OneOf, RuleKind::OneOf);
    add_condition();
}

// Helm: before 2019-09 nothing is asked beside a reference but `const`, yet these have to compile.
void Compiler::RuleMaker::add_beside_reference() {
    if (schema_.draft < 6) return;
    add_contains();
    add_schema(Keyword::PropertyNames, RuleKind::PropertyNames);
    add_condition();
}

void Compiler::RuleMaker::add_condition() {
    if (schema_.draft < 7 || !child(Keyword::If)) return;
    add(RuleKind::If).condition =
        make_one(ConditionRule{child(Keyword::If), child(Keyword::Then), child(Keyword::Else)});
}

void Compiler::RuleMaker::add_limits() {
    add_number(Keyword::MultipleOf, RuleKind::MultipleOf);
    // Draft 4: `true` makes of the limit itself a wrong value.
    add_number(Keyword::Maximum,
               truth(Keyword::ExclusiveMaximum) ? RuleKind::ExclusiveMaximum : RuleKind::Maximum);
    add_number(Keyword::Minimum,
               truth(Keyword::ExclusiveMinimum) ? RuleKind::ExclusiveMinimum : RuleKind::Minimum);
    add_number(Keyword::ExclusiveMaximum, RuleKind::ExclusiveMaximum);
    add_number(Keyword::ExclusiveMinimum, RuleKind::ExclusiveMinimum);
    add_count(Keyword::MinLength, RuleKind::MinLength);
    add_count(Keyword::MaxLength, RuleKind::MaxLength);
    add_count(Keyword::MinItems, RuleKind::MinItems);
    add_count(Keyword::MaxItems, RuleKind::MaxItems);
    add_count(Keyword::MinProperties, RuleKind::MinProperties);
    add_count(Keyword::MaxProperties, RuleKind::MaxProperties);
    if (truth(Keyword::UniqueItems)) add(RuleKind::UniqueItems);
    if (const Value* text = words_.text(Keyword::Pattern))
        add(RuleKind::Pattern).regex = regex(text->as_string(), Keyword::Pattern);
    if (const Value* required = find(Keyword::Required, Kind::List))
        add(RuleKind::Required).names = make_one(names(*required));
}

// What came with 2019-09 and 2020-12.
void Compiler::RuleMaker::add_recent() {
    const Dialect& dialect = schema_.resource->dialect;
    add_reference(Keyword::RecursiveRef, RuleKind::RecursiveRef);
    schema_.recursive_anchor = truth(Keyword::RecursiveAnchor);
    if (schema_.draft >= 2020) add_reference(Keyword::DynamicRef, RuleKind::DynamicRef);
    if (dialect.has(Vocabulary::Validation))
        add_dependencies(Keyword::DependentRequired, RuleKind::DependentRequired);
    if (dialect.has(Vocabulary::Applicator))
        add_dependencies(Keyword::DependentSchemas, RuleKind::DependentSchemas);
    if (!dialect.has(schema_.draft == 2019 ? Vocabulary::Applicator : Vocabulary::Unevaluated)) return;
    add_schema(Keyword::UnevaluatedItems, RuleKind::UnevaluatedItems);
    add_schema(Keyword::UnevaluatedProperties, RuleKind::UnevaluatedProperties);
    schema_.asks_items = child(Keyword::UnevaluatedItems) != nullptr;
    schema_.asks_properties = child(Keyword::UnevaluatedProperties) != nullptr;
}

void Compiler::RuleMaker::finish() {
    std::stable_sort(rules_.begin(), rules_.end(),
                     [](const Rule& left, const Rule& right) { return left.kind < right.kind; });
    schema_.rules = copy(rules_);
}

}  // namespace yare::schema
