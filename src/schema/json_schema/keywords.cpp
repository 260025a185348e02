#include "keywords.h"

#include <algorithm>
#include <array>

#include "decimal.h"
#include "regex.h"
#include "yare/base/ascii.h"

namespace yare::schema {

namespace {

constexpr int kNewest = 2020;

constexpr std::array<Word, kKeywords> kWords{{
    {"$anchor", Shape::Anchor, 2019, kNewest},
    {"$comment", Shape::Text, 7, kNewest},
    {"$defs", Shape::SchemaByName, 2019, kNewest},
    {"$dynamicAnchor", Shape::Anchor, 2020, kNewest},
    {"$dynamicRef", Shape::Reference, 2020, kNewest},
    {"$id", Shape::Reference, 6, kNewest},
    {"$recursiveAnchor", Shape::Truth, 2019, 2019},
    {"$recursiveRef", Shape::Reference, 2019, kNewest},
    {"$ref", Shape::Reference, 4, kNewest},
    {"$schema", Shape::Url, 4, kNewest},
    {"$vocabulary", Shape::Vocabularies, 2019, kNewest},
    {"additionalItems", Shape::Schema, 4, kNewest},
    {"additionalProperties", Shape::Schema, 4, kNewest},
    {"allOf", Shape::Schemas, 4, kNewest},
    {"anyOf", Shape::Schemas, 4, kNewest},
    {"const", Shape::Anything, 6, kNewest},
    {"contains", Shape::Schema, 6, kNewest},
    {"contentEncoding", Shape::Text, 7, kNewest},
    {"contentMediaType", Shape::Text, 7, kNewest},
    {"contentSchema", Shape::Schema, 2019, kNewest},
    {"default", Shape::Anything, 4, kNewest},
    {"definitions", Shape::SchemaByName, 4, kNewest},
    {"dependencies", Shape::SchemaOrNamesByName, 4, kNewest},
    {"dependentRequired", Shape::NamesByName, 2019, kNewest},
    {"dependentSchemas", Shape::SchemaByName, 2019, kNewest},
    {"deprecated", Shape::Truth, 2019, kNewest},
    {"description", Shape::Text, 4, kNewest},
    {"else", Shape::Schema, 7, kNewest},
    {"enum", Shape::Choices, 4, kNewest},
    {"examples", Shape::List, 6, kNewest},
    {"exclusiveMaximum", Shape::Number, 4, kNewest},
    {"exclusiveMinimum", Shape::Number, 4, kNewest},
    {"format", Shape::Text, 4, kNewest},
    {"id", Shape::Reference, 4, 4},
    {"if", Shape::Schema, 7, kNewest},
    {"items", Shape::SchemaOrSchemas, 4, kNewest},
    {"maxContains", Shape::Count, 2019, kNewest},
    {"maxItems", Shape::Count, 4, kNewest},
    {"maxLength", Shape::Count, 4, kNewest},
    {"maxProperties", Shape::Count, 4, kNewest},
    {"maximum", Shape::Number, 4, kNewest},
    {"minContains", Shape::Count, 2019, kNewest},
    {"minItems", Shape::Count, 4, kNewest},
    {"minLength", Shape::Count, 4, kNewest},
    {"minProperties", Shape::Count, 4, kNewest},
    {"minimum", Shape::Number, 4, kNewest},
    {"multipleOf", Shape::PositiveNumber, 4, kNewest},
    {"not", Shape::Schema, 4, kNewest},
    {"oneOf", Shape::Schemas, 4, kNewest},
    {"pattern", Shape::Regex, 4, kNewest},
    {"patternProperties", Shape::SchemaByRegex, 4, kNewest},
    {"prefixItems", Shape::Schemas, 2020, kNewest},
    {"properties", Shape::SchemaByName, 4, kNewest},
    {"propertyNames", Shape::Schema, 6, kNewest},
    {"readOnly", Shape::Truth, 7, kNewest},
    {"required", Shape::Names, 4, kNewest},
    {"then", Shape::Schema, 7, kNewest},
    {"title", Shape::Text, 4, kNewest},
    {"type", Shape::Types, 4, kNewest},
    {"unevaluatedItems", Shape::Schema, 2019, kNewest},
    {"unevaluatedProperties", Shape::Schema, 2019, kNewest},
    {"uniqueItems", Shape::Truth, 4, kNewest},
    {"writeOnly", Shape::Truth, 7, kNewest},
}};

constexpr bool in_byte_order() {
    for (std::size_t i = 1; i < kWords.size(); ++i) {
        if (kWords[i - 1].name >= kWords[i].name) return false;
    }
    return true;
}
static_assert(in_byte_order(), "the numbers of the enumeration are the rows of the table");

// Few enough that comparing each with each is quick; longer lists go to the metaschema.
constexpr std::size_t kFew = 20;

bool are_names(const Value& value, int draft) {
    if (!value.is_list() || value.items().size() > kFew) return false;
    const auto names = value.items();
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!names[i].is_string()) return false;
        for (std::size_t j = 0; j < i; ++j) {
            if (names[i].as_string() == names[j].as_string()) return false;
        }
    }
    return !names.empty() || draft > 4;
}

bool is_type(const Value& value) {
    constexpr std::array<std::string_view, 7> kTypes = {"array",  "boolean", "integer", "null",
                                                        "number", "object",  "string"};
    return value.is_string() && std::find(kTypes.begin(), kTypes.end(), value.as_string()) != kTypes.end();
}

bool are_types(const Value& value) {
    if (!value.is_list()) return is_type(value);
    return are_names(value, 4) && std::all_of(value.items().begin(), value.items().end(), is_type);
}

// Up to draft 7 none may be there twice; whether two numbers are the same takes more thought than texts do.
bool are_choices(const Value& value, int draft) {
    return value.is_list() && (draft >= 2019 || are_names(value, 4));
}

bool is_count(const Value& value) {
    const std::optional<Decimal> number = Decimal::read(value);
    return number && number->nearest() >= 0 && number->is_integer();
}

// Letters, digits and what needs no thought: no escapes, no colon but that of "https://host/", no second "#".
bool is_plain_reference(std::string_view text, bool absolute) {
    bool has_scheme = false;
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!text.starts_with(scheme)) continue;
        text.remove_prefix(scheme.size());
        has_scheme = true;
        if (text.empty() || !ascii::is_alphanumeric(text[0])) return false;
    }
    if (text.starts_with("//")) return false;
    const std::string_view before = text.substr(0, text.find('#'));
    const std::string_view behind = text.substr(std::min(before.size() + 1, text.size()));
    const auto plain = [](char c) {
        return ascii::is_alphanumeric(c) || std::string_view("/._-$~").find(c) != std::string_view::npos;
    };
    return (has_scheme || !absolute) && std::all_of(before.begin(), before.end(), plain) &&
           std::all_of(behind.begin(), behind.end(), plain);
}

// An $id has no fragment but an empty one since 2019-09.
bool is_plain_id(std::string_view text, int draft) {
    const std::size_t hash = text.find('#');
    return draft < 2019 || hash == std::string_view::npos || hash + 1 == text.size();
}

bool is_anchor(std::string_view text) {
    return !text.empty() && !ascii::is_digit(text[0]) &&
           std::all_of(text.begin(), text.end(), ascii::is_alphanumeric);
}

bool is_regex(std::string_view text) { return is_plain_regex(text) || Regex(text).compile().ok(); }

bool fits_with_schemas(Shape shape, const Value& value, int draft) {
    switch (shape) {
        case Shape::Schema:
            return value.is_map() || value.is_bool();
        case Shape::Schemas:
            return value.is_list() && !value.items().empty();
        case Shape::SchemaByName:
            return value.is_map();
        case Shape::SchemaByRegex: {
            if (!value.is_map()) return false;
            const Map& map = value.as_map();
            return std::all_of(map.begin(), map.end(),
                               [&](const Entry& entry) { return is_regex(map.key_text(entry)); });
        }
        case Shape::SchemaOrSchemas:
            return value.is_map() || value.is_bool() ||
                   (draft < 2020 && value.is_list() && !value.items().empty());
        case Shape::SchemaOrNamesByName: {
            if (!value.is_map()) return false;
            const Map& map = value.as_map();
            return std::all_of(map.begin(), map.end(), [&](const Entry& entry) {
                return !entry.value.is_list() || are_names(entry.value, draft);
            });
        }
        default:
            return false;
    }
}

}  // namespace

const Word& word(Keyword keyword) { return kWords[std::size_t(keyword)]; }

void intern_keywords(SymbolTable& symbols) {
    for (std::size_t i = 0; i < kWords.size(); ++i) {
        const Symbol symbol = symbols.intern(kWords[i].name);
        YARE_ASSERT(symbol.id == i + 1, "the keywords are the first symbols of a table");
    }
}

bool has_schemas(Keyword keyword, int draft) {
    const Word& known = word(keyword);
    return known.shape >= Shape::Schema && draft >= known.since && draft <= known.until;
}

bool surely_fits(Keyword keyword, const Value& value, int draft) {
    const Word& known = word(keyword);
    // What a draft does not know it lets pass.
    if (draft < known.since) return true;
    if (draft > known.until) return keyword == Keyword::OldId;
    switch (known.shape) {
        case Shape::Anything:
            return true;
        case Shape::Text:
            return value.is_string();
        case Shape::Truth:
            return value.is_bool();
        case Shape::Number:
            return value.is_bytes() && (draft > 4 || known.name.starts_with('m'));
        case Shape::PositiveNumber:
            return value.is_bytes() && Decimal::read(value) && Decimal::read(value)->nearest() > 0;
        case Shape::Count:
            return is_count(value);
        case Shape::Names:
            return are_names(value, draft);
        case Shape::Types:
            return are_types(value);
        case Shape::List:
            return value.is_list();
        case Shape::Choices:
            return are_choices(value, draft);
        case Shape::Url:
            return value.is_string() && is_plain_reference(value.as_string(), true);
        case Shape::Reference:
            return value.is_string() && is_plain_reference(value.as_string(), false) &&
                   (keyword != Keyword::Id || is_plain_id(value.as_string(), draft));
        case Shape::Anchor:
            return value.is_string() && is_anchor(value.as_string());
        case Shape::Regex:
            return value.is_string() && is_regex(value.as_string());
        case Shape::NamesByName: {
            if (!value.is_map()) return false;
            const Map& map = value.as_map();
            return std::all_of(map.begin(), map.end(),
                               [&](const Entry& entry) { return are_names(entry.value, draft); });
        }
        case Shape::Vocabularies:
            return false;
        default:
            return fits_with_schemas(known.shape, value, draft);
    }
}

}  // namespace yare::schema
