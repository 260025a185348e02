// A compiled schema: for each schema in a document the rules that a value has to pass, in the order in which
// they are asked. All of it lives in the arena of a Compiler, which owns what needs destruction.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decimal.h"
#include "formats.h"
#include "keywords.h"
#include "regex.h"
#include "yare/data/value.h"

namespace yare::schema {

struct Resource;
struct SchemaDocument;
struct Subschema;

// The vocabularies of 2019-09 and 2020-12, bits of a set.
enum class Vocabulary : std::uint16_t {
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    Format = 32,
    FormatAnnotation = 64,
    FormatAssertion = 128,
    Content = 256,
};

// What the words of a schema mean.
struct Dialect {
    int draft = 2020;
    // Of a metaschema that names its vocabularies; otherwise those of the draft.
    std::optional<std::uint16_t> vocabularies;

    bool has(Vocabulary vocabulary) const;
    friend bool operator==(const Dialect&, const Dialect&) = default;
};

// In the order of asking.
enum class RuleKind : std::uint8_t {
    Const,
    Enum,
    Format,
    Ref,
    // of objects
    MinProperties,
    MaxProperties,
    Required,
    Dependencies,
    Properties,
    PropertyNames,
    DependentSchemas,
    DependentRequired,
    // of lists
    MinItems,
    MaxItems,
    UniqueItems,
    Items,
    Contains,
    // of texts
    MinLength,
    MaxLength,
    Pattern,
    // of numbers
    Minimum,
    Maximum,
    ExclusiveMinimum,
    ExclusiveMaximum,
    MultipleOf,
    // of all
    RecursiveRef,
    DynamicRef,
    Not,
    AllOf,
    AnyOf,
    OneOf,
    If,
    UnevaluatedProperties,
    UnevaluatedItems,
};

struct PropertyRule {
    std::string_view name;
    const Subschema* schema = nullptr;
};
struct PatternRule {
    Regex* regex = nullptr;
    const Subschema* schema = nullptr;
};
// properties, patternProperties and additionalProperties: they decide about a property together.
struct ObjectRules {
    std::span<const PropertyRule> properties;  // in key order
    std::span<const PatternRule> patterns;
    const Subschema* additional = nullptr;
    bool refuses_additional = false;
};
// items in all its forms, prefixItems and additionalItems.
struct ArrayRules {
    std::span<const Subschema* const> first;
    const Subschema* rest = nullptr;
    bool refuses_rest = false;
};
struct ContainsRule {
    const Subschema* schema = nullptr;
    std::optional<std::int64_t> least;
    std::optional<std::int64_t> most;
};
struct ConditionRule {
    const Subschema* condition = nullptr;
    const Subschema* then = nullptr;
    const Subschema* otherwise = nullptr;
};
// What else is asked where a property is there: a schema, or other properties.
struct DependencyRule {
    std::string_view property;
    const Subschema* schema = nullptr;
    std::span<const std::string_view> names;
};
struct ReferenceRule {
    const Subschema* target = nullptr;
    std::string_view anchor;  // of a $dynamicRef
};

struct Rule {
    RuleKind kind;
    union {
        const Value* value;  // Const, Enum
        const FormatRule* format;
        const ReferenceRule* reference;                  // Ref, RecursiveRef, DynamicRef
        std::int64_t count;                              // Min..., Max... of properties, items and length
        const std::span<const std::string_view>* names;  // Required
        const std::span<const DependencyRule>* dependencies;  // Dependencies, Dependent...
        const ObjectRules* object;                            // Properties
        const ArrayRules* array;                              // Items
        const ContainsRule* contains;                         // Contains
        Regex* regex;                                         // Pattern
        const Decimal* number;                                // Minimum ... MultipleOf
        const Subschema* schema;                              // PropertyNames, Not, Unevaluated...
        const std::span<const Subschema* const>* schemas;     // AllOf, AnyOf, OneOf
        const ConditionRule* condition;                       // If
    };
};

// The types that a value may have, bits of a set in the order in which messages name them.
enum class Type : std::uint8_t {
    Null = 1,
    Boolean = 2,
    Number = 4,
    Integer = 8,
    String = 16,
    Array = 32,
    Object = 64,
};

struct Subschema {
    enum class Truth : std::uint8_t { None, True, False };

    const Value* node = nullptr;
    SchemaDocument* document = nullptr;
    Resource* resource = nullptr;  // that it is part of
    // Where it is: below `parent` by a keyword and perhaps a key or index; or, without a parent, where
    // `pointer` says.
    const Subschema* parent = nullptr;
    std::string_view pointer;
    std::string_view key;
    std::int32_t index = -1;
    Keyword keyword = Keyword::Anchor;
    bool has_key = false;

    Truth truth = Truth::None;
    std::uint8_t types = 0;  // none: any
    bool all_properties_evaluated = false;
    bool all_items_evaluated = false;
    bool asks_properties = false;  // has unevaluatedProperties
    bool asks_items = false;
    bool recursive_anchor = false;
    std::int32_t draft = 2020;
    std::uint32_t items_evaluated = 0;
    std::uint32_t error = 0;  // of those that the compiler keeps, counted from 1
    std::string_view dynamic_anchor;
    std::span<const Rule> rules;
};

// The pointer to a schema in its document, and its URL with that as the fragment.
std::string pointer_of(const Subschema& schema);
std::string url_of(const Subschema& schema);

struct Anchor {
    std::string name;
    Subschema* schema = nullptr;
    bool dynamic = false;
};

// A schema with an address of its own: the whole document, and whatever in it has an $id.
struct Resource {
    Subschema* top = nullptr;
    std::string url;
    Dialect dialect;
    std::vector<Anchor> anchors;

    const Anchor* find(std::string_view name) const;
};

struct SchemaDocument {
    std::string url;
    Document* data = nullptr;
    Subschema* top = nullptr;
    std::vector<Resource*> resources;
    // By the place of what was compiled.
    std::unordered_map<const Value*, Subschema*> schemas;

    Resource* find_resource(std::string_view resource_url) const;
};

// RFC 6901: "a/b" is "a~1b" within a pointer.
void append_token(std::string& pointer, std::string_view token);

}  // namespace yare::schema
