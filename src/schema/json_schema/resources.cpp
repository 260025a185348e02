// Which schemas of a document have addresses of their own, and which draft each is written in.
#include <algorithm>
#include <array>

#include "compiler.h"
#include "yare/data/go_text.h"
#include "yare/data/url.h"

namespace yare::schema {

namespace {

// 0 for a URL that names none.
int known_draft(std::string_view url) {
    const std::size_t hash = url.find('#');
    if (hash != std::string_view::npos && hash + 1 < url.size()) return 0;
    url = url.substr(0, hash);
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (!url.starts_with(scheme)) continue;
        url.remove_prefix(scheme.size());
        break;
    }
    constexpr std::array<std::pair<std::string_view, int>, 6> kDrafts = {{
        {"json-schema.org/schema", 2020},
        {"json-schema.org/draft/2020-12/schema", 2020},
        {"json-schema.org/draft/2019-09/schema", 2019},
        {"json-schema.org/draft-07/schema", 7},
        {"json-schema.org/draft-06/schema", 6},
        {"json-schema.org/draft-04/schema", 4},
    }};
    const auto found =
        std::find_if(kDrafts.begin(), kDrafts.end(), [&](const auto& each) { return each.first == url; });
    return found == kDrafts.end() ? 0 : found->second;
}

// The $id of a schema without its fragment. Before 2019-09 nothing counts beside a $ref.
std::string_view id_of(const Words& words, int draft) {
    if (draft < 2019 && words.has(Keyword::Ref)) return {};
    const Value* id = words.text(draft == 4 ? Keyword::OldId : Keyword::Id);
    if (!id) return {};
    const std::string_view text = id->as_string();
    return text.substr(0, text.find('#'));
}

std::optional<Vocabulary> known_vocabulary(std::string_view url, int draft) {
    const std::string_view prefix = draft == 2019 ? "https://json-schema.org/draft/2019-09/vocab/"
                                                  : "https://json-schema.org/draft/2020-12/vocab/";
    if (!url.starts_with(prefix)) return std::nullopt;
    url.remove_prefix(prefix.size());
    struct Known {
        std::string_view name;
        Vocabulary vocabulary;
        int draft;  // 0: both
    };
    constexpr std::array<Known, 9> kVocabularies = {{
        {"core", Vocabulary::Core, 0},
        {"applicator", Vocabulary::Applicator, 0},
        {"unevaluated", Vocabulary::Unevaluated, 2020},
        {"validation", Vocabulary::Validation, 0},
        {"meta-data", Vocabulary::MetaData, 0},
        {"format", Vocabulary::Format, 2019},
        {"format-annotation", Vocabulary::FormatAnnotation, 2020},
        {"format-assertion", Vocabulary::FormatAssertion, 2020},
        {"content", Vocabulary::Content, 0},
    }};
    for (const Known& known : kVocabularies) {
        if (known.name == url && (known.draft == 0 || known.draft == draft)) return known.vocabulary;
    }
    return std::nullopt;
}

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

}  // namespace

Result<void> Compiler::open(Subschema& schema, const Words& words) {
    const bool is_top = schema.resource == nullptr;
    if (!is_top) {
        schema.draft = schema.resource->dialect.draft;
        const bool plain = !words.has(Keyword::Id) && !words.has(Keyword::OldId) &&
                           !words.has(Keyword::Anchor) && !words.has(Keyword::DynamicAnchor) &&
                           !words.has(Keyword::SchemaUrl);
        if (plain) return {};
    }
    const Dialect inherited = is_top ? Dialect() : schema.resource->dialect;
    Dialect dialect = inherited;
    const Value* named = words.text(Keyword::SchemaUrl);
    if (named) {
        std::vector<std::string> way;
        dialect.draft = YARE_TRY(draft_named(schema, named->as_string(), inherited.draft, way));
    }
    std::string_view id = id_of(words, dialect.draft);
    // Helm: $schema counts at the top, and beside an $id.
    if (id.empty() && !is_top) {
        dialect = inherited;
        named = nullptr;
        id = id_of(words, dialect.draft);
    }
    if (!id.empty() || is_top) {
        dialect.vocabularies = inherited.vocabularies;
        if (named) {
            dialect.vocabularies = YARE_TRY(vocabularies_named(named->as_string(), dialect.draft));
        } else {
            dialect = inherited;
        }
        YARE_TRY(add_resource(schema, id, dialect));
    }
    schema.draft = schema.resource->dialect.draft;
    return add_anchors(schema, words);
}

Result<void> Compiler::add_resource(Subschema& schema, std::string_view id, const Dialect& dialect) {
    SchemaDocument& document = *schema.document;
    std::string url = schema.resource ? schema.resource->url : document.url;
    if (!id.empty()) {
        Result<Address> address = resolve_address(url, id);
        if (!address) return invalid("error in parsing id at " + go_quote(url_of(schema)));
        url = std::move(address->url);
    }
    if (const Resource* other = document.find_resource(url)) {
        return invalid("duplicate id " + go_quote(url) + " in " + go_quote(document.url) + " at " +
                       go_quote(pointer_of(schema)) + " and " + go_quote(pointer_of(*other->top)));
    }
    Resource& resource = resources_.emplace_back();
    resource.top = &schema;
    resource.url = std::move(url);
    resource.dialect = dialect;
    schema.resource = &resource;
    document.resources.push_back(&resource);
    return {};
}

Result<void> Compiler::add_anchors(Subschema& schema, const Words& words) {
    const int draft = schema.draft;
    if (draft < 2019) {
        if (words.has(Keyword::Ref)) return {};
        const Value* id = words.text(draft == 4 ? Keyword::OldId : Keyword::Id);
        if (!id) return {};
        const Result<std::string> name = fragment_of(id->as_string());
        if (!name) return invalid("error in parsing anchor at " + go_quote(url_of(schema)));
        if (!name->empty() && (*name)[0] != '/') return add_anchor(schema, *name, false);
        return {};
    }
    if (const Value* name = words.text(Keyword::Anchor))
        YARE_TRY(add_anchor(schema, name->as_string(), false));
    const Value* dynamic = words.text(Keyword::DynamicAnchor);
    if (draft < 2020 || !dynamic) return {};
    schema.dynamic_anchor = dynamic->as_string();
    return add_anchor(schema, dynamic->as_string(), true);
}

Result<void> Compiler::add_anchor(Subschema& schema, std::string_view name, bool dynamic) {
    std::vector<Anchor>& anchors = schema.resource->anchors;
    const auto known =
        std::find_if(anchors.begin(), anchors.end(), [&](const Anchor& each) { return each.name == name; });
    if (known == anchors.end()) {
        anchors.push_back({std::string(name), &schema, dynamic});
        return {};
    }
    known->dynamic = known->dynamic || dynamic;
    if (known->schema == &schema) return {};
    return invalid("duplicate anchor " + go_quote(name) + " in " + go_quote(schema.document->url) + " at " +
                   go_quote(pointer_of(*known->schema)) + " and " + go_quote(pointer_of(schema)));
}

// A $schema that is no draft's is a document, whose own $schema says what it is written in.
Result<int> Compiler::draft_named(const Subschema& schema, std::string_view url, int otherwise,
                                  std::vector<std::string>& way) {
    if (const int draft = known_draft(url)) return draft;
    std::string address(url.substr(0, url.find('#')));
    if (const Result<Url> readable = parse_url(address); !readable) {
        return invalid("invalid $schema in " + go_quote(way.empty() ? url_of(schema) : way.back() + "#") +
                       ": " + readable.error().text());
    }
    const std::string& from = way.empty() ? schema.document->url : way.back();
    const bool at_top = !way.empty() || schema.document->top == &schema;
    if (at_top && address == from) return invalid("draft " + go_quote(address) + " is not supported");
    if (std::find(way.begin(), way.end(), address) != way.end())
        return invalid("cycle in resolving $schema in " + go_quote(address));
    const Document* data = YARE_TRY(load(address));
    way.push_back(std::move(address));
    const Value* next = data->root.find("$schema");
    if (!next || !next->is_string()) return otherwise;
    return draft_named(schema, next->as_string(), otherwise, way);
}

Result<std::optional<std::uint16_t>> Compiler::vocabularies_named(std::string_view url, int draft) {
    using Set = std::optional<std::uint16_t>;
    if (known_draft(url) != 0) return Set();
    const std::string address(url.substr(0, url.find('#')));
    const Document* data = YARE_TRY(load(address));
    const Value* named = data->root.find("$vocabulary");
    if (draft < 2019 || !named || !named->is_map()) return Set();
    unsigned out = unsigned(Vocabulary::Core);
    const Map& map = named->as_map();
    for (const Entry& entry : map) {
        if (!entry.value.is_bool() || !entry.value.as_bool()) continue;
        const std::optional<Vocabulary> known = known_vocabulary(map.key_text(entry), draft);
        if (!known) {
            return invalid("unsupported vocabulary " + go_quote(map.key_text(entry)) + " in " +
                           go_quote(address));
        }
        out |= unsigned(*known);
    }
    return Set(std::uint16_t(out));
}

}  // namespace yare::schema
