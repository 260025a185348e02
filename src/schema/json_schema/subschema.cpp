#include "subschema.h"

#include <algorithm>

#include "addresses.h"

namespace yare::schema {

bool Dialect::has(Vocabulary vocabulary) const {
    constexpr auto kOf2019 =
        unsigned(Vocabulary::Core) | unsigned(Vocabulary::Applicator) | unsigned(Vocabulary::Validation);
    constexpr auto kOf2020 = kOf2019 | unsigned(Vocabulary::Unevaluated);
    if (draft < 2019) return true;
    const unsigned known = vocabularies ? *vocabularies : draft == 2019 ? kOf2019 : kOf2020;
    return vocabulary == Vocabulary::Core || (known & unsigned(vocabulary)) != 0;
}

void append_token(std::string& pointer, std::string_view token) {
    pointer += '/';
    for (const char c : token) {
        if (c == '~' || c == '/')
            pointer += c == '~' ? "~0" : "~1";
        else
            pointer += c;
    }
}

std::string pointer_of(const Subschema& schema) {
    std::vector<const Subschema*> way;
    for (const Subschema* at = &schema; at; at = at->parent) way.push_back(at);
    std::string out(way.back()->pointer);
    way.pop_back();
    for (auto step = way.rbegin(); step != way.rend(); ++step) {
        append_token(out, name_of((*step)->keyword));
        if ((*step)->has_key) append_token(out, (*step)->key);
        if ((*step)->index >= 0) append_token(out, std::to_string((*step)->index));
    }
    return out;
}

std::string url_of(const Subschema& schema) {
    return schema.document->url + "#" + escaped_fragment(pointer_of(schema));
}

const Anchor* Resource::find(std::string_view name) const {
    const auto found =
        std::find_if(anchors.begin(), anchors.end(), [&](const Anchor& each) { return each.name == name; });
    return found == anchors.end() ? nullptr : &*found;
}

Resource* SchemaDocument::find_resource(std::string_view resource_url) const {
    const auto found = std::find_if(resources.begin(), resources.end(),
                                    [&](const Resource* each) { return each->url == resource_url; });
    return found == resources.end() ? nullptr : *found;
}

}  // namespace yare::schema
