#include "metaschemas.h"

namespace yare::schema {

namespace {

std::string draft_url(int draft) {
    if (draft < 2019) return "http://json-schema.org/draft-0" + std::to_string(draft) + "/schema";
    return draft == 2019 ? "https://json-schema.org/draft/2019-09/schema"
                         : "https://json-schema.org/draft/2020-12/schema";
}

struct Part {
    Vocabulary vocabulary;
    std::string_view name;
};
constexpr Part kParts[] = {
    {Vocabulary::Core, "core"},
    {Vocabulary::Applicator, "applicator"},
    {Vocabulary::Unevaluated, "unevaluated"},
    {Vocabulary::Validation, "validation"},
    {Vocabulary::MetaData, "meta-data"},
    {Vocabulary::Format, "format"},
    {Vocabulary::FormatAnnotation, "format-annotation"},
    {Vocabulary::FormatAssertion, "format-assertion"},
    {Vocabulary::Content, "content"},
};

}  // namespace

// Schemas within a document that are written in another dialect than the whole.
class Metaschemas::Others final : public OtherMetaschemas {
  public:
    Others(Metaschemas& all, const SchemaDocument& document) : all_(all) {
        for (const Resource* resource : document.resources) by_node_.emplace(resource->top->node, resource);
    }
    const Subschema* find(const Value& node) override {
        const auto found = by_node_.find(&node);
        if (found == by_node_.end()) return nullptr;
        const Result<const Subschema*> metaschema = all_.of(found->second->dialect);
        return metaschema ? *metaschema : nullptr;
    }

  private:
    Metaschemas& all_;
    std::map<const Value*, const Resource*> by_node_;
};

Metaschemas::Metaschemas() : compiler_({.source = nullptr, .formats = true}) {}

Result<const Subschema*> Metaschemas::of(const Dialect& dialect) {
    const auto key = std::make_pair(dialect.draft, dialect.vocabularies);
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    const Subschema* out = nullptr;
    if (!dialect.vocabularies) {
        out = YARE_TRY(compiler_.compile(draft_url(dialect.draft)));
    } else {
        std::vector<const Subschema*> parts;
        const std::string whole = draft_url(dialect.draft);
        for (const Part& part : kParts) {
            if ((*dialect.vocabularies & unsigned(part.vocabulary)) == 0) continue;
            const std::string url = whole.substr(0, whole.rfind('/')) + "/meta/" + std::string(part.name);
            parts.push_back(YARE_TRY(compiler_.compile(url)));
        }
        out = compiler_.all_of(parts, dialect.draft);
    }
    known_.emplace(key, out);
    return out;
}

Result<std::string> Metaschemas::problem(const Subschema& schema) {
    const Subschema* metaschema = YARE_TRY(of(schema.resource->dialect));
    Others others(*this, *schema.document);
    const std::vector<Violation> found = YARE_TRY(Checker().check(*metaschema, *schema.node, others));
    if (found.empty()) return std::string();
    const std::string url =
        metaschema->pointer.starts_with("urn:") ? std::string(metaschema->pointer) : url_of(*metaschema);
    std::string out = "jsonschema validation failed with " + quoted(url);
    for (const Violation& violation : found) append_violation(out, violation);
    return out;
}

}  // namespace yare::schema
