#include "compiler.h"

#include <algorithm>

#include "metaschema_texts.h"
#include "metaschemas.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"

namespace yare::schema {

namespace {

// Helm: what the drafts themselves publish is not held against anything.
bool is_of_a_draft(std::string_view url) {
    return url.starts_with("http://json-schema.org/") || url.starts_with("https://json-schema.org/");
}

}  // namespace

Compiler::Compiler(const Options& options) : options_(options) {}
Compiler::~Compiler() = default;

Result<const Subschema*> Compiler::compile(const std::string& url, std::string_view text) {
    Document* data = YARE_TRY(read(url, text));
    if (options_.debug && options_.diagnostics) {
        Diagnostic said{Severity::Debug, "unmarshalled JSON schema", {{"schema", std::string(text)}}, {}};
        said.quoted = true;  // Go's []byte
        options_.diagnostics->report(std::move(said));
    }
    const SchemaDocument* added = YARE_TRY(add_document(url, *data));
    resolve_references();
    YARE_TRY(first_error(*added->top));
    return static_cast<const Subschema*>(added->top);
}

Result<const Subschema*> Compiler::compile(const std::string& url) {
    const SchemaDocument* known = YARE_TRY(document(url));
    resolve_references();
    YARE_TRY(first_error(*known->top));
    return static_cast<const Subschema*>(known->top);
}

const Subschema* Compiler::all_of(const std::vector<const Subschema*>& schemas, int draft) {
    Subschema* out = arena_.make<Subschema>();
    Resource& resource = resources_.emplace_back();
    resource.top = out;
    resource.dialect.draft = draft;
    if (draft >= 2020) {
        out->dynamic_anchor = "meta";
        resource.anchors.push_back({"meta", out, true});
    }
    out->resource = &resource;
    out->document = schemas.front()->document;
    out->pointer = "urn:mem:metaschema";
    out->draft = draft;
    Rule* rule = arena_.make<Rule>();
    rule->kind = RuleKind::AllOf;
    rule->schemas = arena_.make<std::span<const Subschema* const>>(
        arena_.copy(std::span<const Subschema* const>(schemas)));
    out->rules = {rule, 1};
    return out;
}

Result<Document*> Compiler::read(const std::string& url, std::string_view text) {
    auto data = std::make_unique<Document>();
    intern_keywords(data->symbols());
    std::size_t used = 0;
    JsonOptions options;
    options.digits = true;
    options.text_outlives = true;
    data->root = YARE_TRY(read_json_value(text, *data, used, options));
    if (!trim_space(text.substr(used)).empty())
        return Error(ErrorCode::Invalid, "invalid character after top-level value");
    return data_.emplace(url, std::move(data)).first->second.get();
}

Result<Document*> Compiler::load(const std::string& url) {
    const auto known = data_.find(url);
    if (known != data_.end()) return known->second.get();
    if (const std::optional<std::string_view> text = text_of_a_draft(url)) return read(url, *text);
    const auto failing = [&](std::string_view why) {
        return Error(ErrorCode::Invalid, "failing loading " + go_quote(url) + ": " + std::string(why));
    };
    // Helm: a name that nobody knows stands for a schema that takes everything.
    if (url.starts_with("urn:")) {
        warn_of_urn(url);
        return read(url, "true");
    }
    const bool known_scheme =
        url.starts_with("file:") || url.starts_with("http:") || url.starts_with("https:");
    if (!known_scheme) return failing("no URLLoader registered for " + go_quote(url));
    if (!options_.source) return failing("references out of a schema are not followed");
    Result<std::string> text = options_.source->load(url);
    if (!text) return failing(text.error().text());
    const Result<Document*> data = read(url, texts_.emplace_back(*std::move(text)));
    if (!data) return failing(data.error().text());
    return *data;
}

// Helm: once for each name.
void Compiler::warn_of_urn(const std::string& url) {
    if (!options_.diagnostics) return;
    const std::string message = "unresolved URN reference ignored; using permissive schema";
    for (const Diagnostic& said : options_.diagnostics->entries()) {
        if (said.message == message && said.attributes.front().second == url) return;
    }
    options_.diagnostics->warn(message, {{"urn", url}});
}

Result<SchemaDocument*> Compiler::document(const std::string& url) {
    const auto known = documents_.find(url);
    if (known != documents_.end()) return known->second.get();
    Document* data = YARE_TRY(load(url));
    return add_document(url, *data);
}

Result<SchemaDocument*> Compiler::add_document(const std::string& url, Document& data) {
    SchemaDocument& added = *documents_.emplace(url, std::make_unique<SchemaDocument>()).first->second;
    added.url = url;
    added.data = &data;
    added.top = make(data.root, added, nullptr, Keyword::Anchor);
    const bool doubtful = std::exchange(doubtful_, false);
    const Result<void> drained = drain();
    if (!drained) return drained.error();
    const bool ask = std::exchange(doubtful_, doubtful) || options_.thorough;
    if (ask && !is_of_a_draft(url)) {
        YARE_TRY(check_against_metaschema(*added.top));
    }
    return &added;
}

Result<void> Compiler::drain() {
    // By number: surveying one schema makes others.
    while (surveyed_ < open_.size()) {
        Subschema& next = *open_[surveyed_++];
        YARE_TRY(survey(next));
    }
    return {};
}

Result<void> Compiler::check_against_metaschema(const Subschema& top) {
    if (!metaschemas_) metaschemas_ = std::make_unique<Metaschemas>();
    const std::string problem = YARE_TRY(metaschemas_->problem(top));
    if (problem.empty()) return {};
    return Error(ErrorCode::Invalid, go_quote(url_of(top)) + " is not valid against metaschema: " + problem);
}

Subschema* Compiler::make(const Value& node, SchemaDocument& document, const Subschema* parent,
                          Keyword keyword) {
    Subschema* out = arena_.make<Subschema>();
    out->node = &node;
    out->document = &document;
    out->parent = parent;
    out->keyword = keyword;
    if (parent) out->resource = parent->resource;
    open_.push_back(out);
    if (!document.schemas.empty()) document.schemas.emplace(&node, out);
    return out;
}

Result<void> Compiler::survey(Subschema& schema) {
    const Value& node = *schema.node;
    if (!node.is_map()) {
        if (!schema.resource) YARE_TRY(add_resource(schema, {}, {}));
        schema.draft = schema.resource->dialect.draft;
        const bool additional =
            schema.keyword == Keyword::AdditionalItems || schema.keyword == Keyword::AdditionalProperties;
        doubtful_ = doubtful_ || !node.is_bool() || (schema.draft == 4 && !additional);
        if (node.is_bool()) schema.truth = node.as_bool() ? Subschema::Truth::True : Subschema::Truth::False;
        return {};
    }
    const Words words(node.as_map());
    YARE_TRY(open(schema, words));
    Children children;
    survey_children(schema, words, children);
    if (node.as_map().empty())
        schema.truth = Subschema::Truth::True;
    else
        make_rules(schema, words, children);
    return {};
}

void Compiler::survey_children(Subschema& schema, const Words& words, Children& children) {
    for (std::uint64_t rest = words.present(); rest != 0; rest &= rest - 1) {
        const auto keyword = Keyword(__builtin_ctzll(rest));
        const Value& value = *words.find(keyword);
        if (!doubtful_ && !surely_fits(keyword, value, schema.draft)) doubtful_ = true;
        children[std::size_t(keyword)] = has_schemas(keyword, schema.draft)
                                             ? make_children(schema, keyword, value)
                                             : std::span<const Subschema* const>();
    }
    if (schema.resource->dialect.vocabularies) doubtful_ = true;
}

std::span<const Subschema* const> Compiler::make_children(Subschema& schema, Keyword keyword,
                                                          const Value& value) {
    const Shape shape = word(keyword).shape;
    const bool by_name =
        shape == Shape::SchemaByName || shape == Shape::SchemaByRegex || shape == Shape::SchemaOrNamesByName;
    const bool several = shape == Shape::Schemas || (shape == Shape::SchemaOrSchemas && value.is_list());
    SchemaDocument& document = *schema.document;
    if (by_name) {
        if (!value.is_map()) return {};
        const Map& map = value.as_map();
        auto* out = arena_.make_array<const Subschema*>(map.size());
        std::size_t count = 0;
        for (const Entry& entry : map) {
            Subschema* child = nullptr;
            if (shape != Shape::SchemaOrNamesByName || !entry.value.is_list()) {
                child = make(entry.value, document, &schema, keyword);
                child->key = map.key_text(entry);
                child->has_key = true;
            }
            out[count++] = child;
        }
        return {out, count};
    }
    if (several) {
        if (!value.is_list()) return {};
        auto* out = arena_.make_array<const Subschema*>(value.items().size());
        std::size_t count = 0;
        for (const Value& item : value.items()) {
            Subschema* child = make(item, document, &schema, keyword);
            child->index = std::int32_t(count);
            out[count++] = child;
        }
        return {out, count};
    }
    auto* out = arena_.make_array<const Subschema*>(1);
    *out = make(value, document, &schema, keyword);
    return {out, 1};
}

void Compiler::keep_error(Subschema& schema, Error error) {
    if (schema.error != 0) return;
    errors_.push_back(std::move(error));
    schema.error = std::uint32_t(errors_.size());
}

}  // namespace yare::schema
