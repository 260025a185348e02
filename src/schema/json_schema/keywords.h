// The words that have a meaning in a JSON Schema, what may stand behind them, and where schemas are found
// within schemas.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "yare/data/value.h"

namespace yare::schema {

// In byte order of the names.
enum class Keyword : std::uint8_t {
    Anchor,
    Comment,
    Defs,
    DynamicAnchor,
    DynamicRef,
    Id,
    RecursiveAnchor,
    RecursiveRef,
    Ref,
    SchemaUrl,
    Vocabulary,
    AdditionalItems,
    AdditionalProperties,
    AllOf,
    AnyOf,
    Const,
    Contains,
    ContentEncoding,
    ContentMediaType,
    ContentSchema,
    Default,
    Definitions,
    Dependencies,
    DependentRequired,
    DependentSchemas,
    Deprecated,
    Description,
    Else,
    Enum,
    Examples,
    ExclusiveMaximum,
    ExclusiveMinimum,
    Format,
    OldId,  // "id", of draft 4
    If,
    Items,
    MaxContains,
    MaxItems,
    MaxLength,
    MaxProperties,
    Maximum,
    MinContains,
    MinItems,
    MinLength,
    MinProperties,
    Minimum,
    MultipleOf,
    Not,
    OneOf,
    Pattern,
    PatternProperties,
    PrefixItems,
    Properties,
    PropertyNames,
    ReadOnly,
    Required,
    Then,
    Title,
    Type,
    UnevaluatedItems,
    UnevaluatedProperties,
    UniqueItems,
    WriteOnly,
};
inline constexpr std::size_t kKeywords = std::size_t(Keyword::WriteOnly) + 1;
static_assert(kKeywords <= 64, "sets of keywords are 64 bits");

// What the metaschemas take behind a word.
enum class Shape : std::uint8_t {
    Anything,
    Text,
    Truth,
    Number,
    PositiveNumber,
    Count,
    Names,  // texts, none twice
    Types,
    List,
    Choices,  // of `enum`
    Url,
    Reference,
    Anchor,
    Regex,
    Vocabularies,
    NamesByName,
    // With schemas in them:
    Schema,
    Schemas,
    SchemaByName,
    SchemaByRegex,
    SchemaOrSchemas,
    SchemaOrNamesByName,
};

struct Word {
    std::string_view name;
    Shape shape;
    int since;  // the draft that knows it first
    int until;  // and the last one
};

const Word& word(Keyword keyword);
inline std::string_view name_of(Keyword keyword) { return word(keyword).name; }

// Interned before anything else, so that the number of a symbol is that of its keyword and one more.
void intern_keywords(SymbolTable& symbols);

// The entries of one schema by keyword.
class Words {
  public:
    explicit Words(const Map& map) {
        for (const Entry& entry : map) {
            if (entry.key.id - 1 >= kKeywords) continue;
            values_[entry.key.id - 1] = &entry.value;
            present_ |= std::uint64_t{1} << (entry.key.id - 1);
        }
    }
    bool has(Keyword keyword) const { return (present_ >> unsigned(keyword) & 1) != 0; }
    const Value* find(Keyword keyword) const {
        return has(keyword) ? values_[std::size_t(keyword)] : nullptr;
    }
    // A text, or null for anything else.
    const Value* text(Keyword keyword) const {
        const Value* value = find(keyword);
        return value && value->is_string() ? value : nullptr;
    }
    std::uint64_t present() const { return present_; }

  private:
    const Value* values_[kKeywords];  // those of `present_` are set
    std::uint64_t present_ = 0;
};

// Whether a metaschema of `draft` surely takes `value` behind `keyword`, not counting the schemas within it.
// False means that the metaschema has to be asked.
bool surely_fits(Keyword keyword, const Value& value, int draft);
// Whether it has schemas within it that `draft` looks for.
bool has_schemas(Keyword keyword, int draft);

}  // namespace yare::schema
