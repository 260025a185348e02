// Where $ref and its kin lead.
#include <algorithm>
#include <unordered_set>

#include "compiler.h"
#include "yare/data/go_text.h"
#include "yare/data/numbers.h"

namespace yare::schema {

void Compiler::resolve_references() {
    // By number: what one leads to may hold others.
    for (; resolved_ < pending_.size(); ++resolved_) {
        const Pending pending = pending_[resolved_];
        const Result<const Subschema*> target = resolve(*pending.from, pending.text);
        if (target)
            pending.rule->target = *target;
        else
            keep_error(*pending.from, target.error());
    }
}

Result<const Subschema*> Compiler::resolve(const Subschema& from, std::string_view reference) {
    const Address address = YARE_TRY(resolve_address(from.resource->url, reference));
    SchemaDocument* document = from.document;
    const Resource* resource =
        address.url == document->url ? document->top->resource : document->find_resource(address.url);
    if (!resource) {
        document = YARE_TRY(this->document(address.url));
        resource = document->top->resource;
    }
    if (!address.is_anchor()) {
        Result<const Subschema*> found = follow(*document, *resource, address.fragment);
        if (found) return found;
        // Helm: it is compiled later that is not there, when its turn comes.
        auto* missing = arena_.make<Subschema>();
        keep_error(*missing, std::move(found).error());
        return static_cast<const Subschema*>(missing);
    }
    const Anchor* anchor = resource->find(address.fragment);
    if (anchor) return static_cast<const Subschema*>(anchor->schema);
    const std::string wanted = Address{resource->url, address.fragment}.text();
    return Error(ErrorCode::NotFound,
                 "anchor in " + go_quote(wanted) + " not found in schema " + go_quote(document->url));
}

namespace {

// One step of a pointer, or null.
const Value* step_into(const Value& value, const std::string& token) {
    if (value.is_map()) return value.find(token);
    if (!value.is_list()) return nullptr;
    const Parsed<std::int64_t> index = parse_int(token, 10);
    const auto items = value.items();
    if (!index || index.value < 0 || std::uint64_t(index.value) >= items.size()) return nullptr;
    return &items[std::size_t(index.value)];
}

}  // namespace

Result<const Subschema*> Compiler::follow(SchemaDocument& document, const Resource& resource,
                                          std::string_view pointer) {
    if (pointer.empty()) return static_cast<const Subschema*>(resource.top);
    index(document);
    const auto named = [&] {
        return go_quote(Address{document.url, pointer_of(*resource.top) + std::string(pointer)}.text());
    };
    const Value* at = resource.top->node;
    Subschema* nearest = resource.top;
    std::string token;
    for (std::string_view rest = pointer; !rest.empty();) {
        rest.remove_prefix(1);
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        if (!unescape_token(rest.substr(0, slash), token))
            return Error(ErrorCode::Invalid, "invalid json-pointer " + named());
        rest.remove_prefix(slash);
        at = step_into(*at, token);
        if (!at) return Error(ErrorCode::NotFound, "json-pointer in " + named() + " not found");
        const auto known = document.schemas.find(at);
        if (known != document.schemas.end()) nearest = known->second;
    }
    if (nearest->node == at) return static_cast<const Subschema*>(nearest);
    // A schema where no keyword would look for one.
    Subschema* found = make(*at, document, nullptr, Keyword::Anchor);
    found->resource = nearest->resource;
    found->pointer = arena_.copy(std::string_view(pointer_of(*resource.top) + std::string(pointer)));
    const bool doubtful = std::exchange(doubtful_, false);
    const Result<void> surveyed = drain();
    if (!surveyed) return surveyed.error();
    if (std::exchange(doubtful_, doubtful) || options_.thorough) YARE_TRY(check_against_metaschema(*found));
    return static_cast<const Subschema*>(found);
}

// Only pointers need to know what was compiled from a place.
void Compiler::index(SchemaDocument& document) {
    if (!document.schemas.empty()) return;
    for (Subschema* schema : open_) {
        if (schema->document == &document) document.schemas.emplace(schema->node, schema);
    }
}

namespace {

// Schemas that are reached, each once, in the order of their first mention.
class Reached {
  public:
    void add(const Subschema* schema) {
        if (schema && known_.insert(schema).second) order_.push_back(schema);
    }
    std::size_t size() const { return order_.size(); }
    const Subschema& at(std::size_t i) const { return *order_[i]; }

  private:
    std::unordered_set<const Subschema*> known_;
    std::vector<const Subschema*> order_;
};

void add_all(Reached& out, std::span<const Subschema* const> schemas) {
    for (const Subschema* schema : schemas) out.add(schema);
}

void add_targets(Reached& out, const Rule& rule) {
    switch (rule.kind) {
        case RuleKind::Ref:
        case RuleKind::RecursiveRef:
        case RuleKind::DynamicRef:
            return out.add(rule.reference->target);
        case RuleKind::Dependencies:
        case RuleKind::DependentSchemas:
            for (const DependencyRule& each : *rule.dependencies) out.add(each.schema);
            return;
        case RuleKind::Properties:
            for (const PropertyRule& each : rule.object->properties) out.add(each.schema);
            for (const PatternRule& each : rule.object->patterns) out.add(each.schema);
            return out.add(rule.object->additional);
        case RuleKind::Items:
            add_all(out, rule.array->first);
            return out.add(rule.array->rest);
        case RuleKind::Contains:
            return out.add(rule.contains->schema);
        case RuleKind::PropertyNames:
        case RuleKind::Not:
        case RuleKind::UnevaluatedProperties:
        case RuleKind::UnevaluatedItems:
            return out.add(rule.schema);
        case RuleKind::AllOf:
        case RuleKind::AnyOf:
        case RuleKind::OneOf:
            return add_all(out, *rule.schemas);
        case RuleKind::If:
            out.add(rule.condition->condition);
            out.add(rule.condition->then);
            return out.add(rule.condition->otherwise);
        default:
            return;
    }
}

// The order in which Helm comes upon what the rules of a schema lead to.
int turn_of(const Rule& rule) {
    constexpr RuleKind kTurns[] = {
        RuleKind::Ref,
        RuleKind::AllOf,
        RuleKind::AnyOf,
        RuleKind::OneOf,
        RuleKind::Not,
        RuleKind::Properties,
        RuleKind::Dependencies,
        RuleKind::Contains,
        RuleKind::PropertyNames,
        RuleKind::If,
        RuleKind::RecursiveRef,
        RuleKind::DependentSchemas,
        RuleKind::UnevaluatedItems,
        RuleKind::UnevaluatedProperties,
        RuleKind::DynamicRef,
    };
    return int(std::find(std::begin(kTurns), std::end(kTurns), rule.kind) - std::begin(kTurns));
}

}  // namespace

// Helm compiles what it reaches, and fails at the first schema that it cannot.
Result<void> Compiler::first_error(const Subschema& top) const {
    if (errors_.empty()) return {};
    Reached reached;
    reached.add(&top);
    for (std::size_t i = 0; i < reached.size(); ++i) {
        const Subschema& schema = reached.at(i);
        if (schema.error != 0) return errors_[schema.error - 1];
        std::vector<Rule> rules(schema.rules.begin(), schema.rules.end());
        std::stable_sort(rules.begin(), rules.end(),
                         [](const Rule& left, const Rule& right) { return turn_of(left) < turn_of(right); });
        for (const Rule& rule : rules) add_targets(reached, rule);
    }
    return {};
}

}  // namespace yare::schema
