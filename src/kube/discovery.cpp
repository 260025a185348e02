#include "discovery.h"

#include <algorithm>

#include "yare/base/ascii.h"
#include "yare/data/json.h"
#include "yare/kube/object.h"

namespace yare::kube {

namespace {

std::string text_at(const Value& value, std::string_view key) {
    const Value* found = value.find(key);
    return std::string(found ? found->string_or({}) : std::string_view());
}

std::span<const Value> list_at(const Value& value, std::string_view key) {
    const Value* found = value.find(key);
    return found && found->is_list() ? found->items() : std::span<const Value>();
}

std::vector<std::string> texts_at(const Value& value, std::string_view key) {
    std::vector<std::string> out;
    for (const Value& item : list_at(value, key)) out.emplace_back(item.string_or({}));
    return out;
}

void add_kind(Catalog& catalog, const std::string& api_version, const std::string& kind) {
    if (kind.empty()) return;
    std::string entry = api_version + "/" + kind;
    if (std::find(catalog.kinds.begin(), catalog.kinds.end(), entry) == catalog.kinds.end()) {
        catalog.kinds.push_back(std::move(entry));
    }
}

bool is_called(const ResourceMapping& mapping, std::string_view name) {
    return mapping.resource == name || mapping.singular == name || ascii::equal_fold(mapping.kind, name) ||
           std::find(mapping.short_names.begin(), mapping.short_names.end(), name) !=
               mapping.short_names.end();
}

void add_version(std::string_view group, const Value& version, Catalog& catalog) {
    // Stale: the server behind an aggregated API does not answer, and what it serves is not known.
    if (text_at(version, "freshness") == "Stale") return;
    const std::string api_version = join_api_version(group, text_at(version, "version"));
    catalog.api_versions.push_back(api_version);
    for (const Value& resource : list_at(version, "resources")) {
        ResourceMapping mapping;
        mapping.api_version = api_version;
        mapping.kind = std::string(resource.path({"responseKind", "kind"}).string_or({}));
        mapping.resource = text_at(resource, "resource");
        mapping.singular = text_at(resource, "singularResource");
        mapping.short_names = texts_at(resource, "shortNames");
        mapping.categories = texts_at(resource, "categories");
        mapping.verbs = texts_at(resource, "verbs");
        mapping.namespaced = text_at(resource, "scope") == "Namespaced";
        add_kind(catalog, api_version, mapping.kind);
        for (const Value& sub : list_at(resource, "subresources")) {
            add_kind(catalog, api_version, std::string(sub.path({"responseKind", "kind"}).string_or({})));
        }
        if (!mapping.kind.empty()) catalog.resources.push_back(std::move(mapping));
    }
}

}  // namespace

const ResourceMapping* Catalog::find(std::string_view api_version, std::string_view kind) const {
    const auto at = std::find_if(resources.begin(), resources.end(), [&](const ResourceMapping& mapping) {
        return mapping.api_version == api_version && mapping.kind == kind;
    });
    return at == resources.end() ? nullptr : &*at;
}

const ResourceMapping* Catalog::find_preferred(std::string_view group, std::string_view kind) const {
    const auto at = std::find_if(resources.begin(), resources.end(), [&](const ResourceMapping& mapping) {
        return mapping.kind == kind && mapping.group() == group;
    });
    return at == resources.end() ? nullptr : &*at;
}

const ResourceMapping* Catalog::find_by_text(std::string_view text) const {
    const std::string_view name = text.substr(0, text.find('.'));
    const std::string_view rest =
        name.size() == text.size() ? std::string_view() : text.substr(name.size() + 1);
    for (const ResourceMapping& mapping : resources) {
        if (!is_called(mapping, name)) continue;
        if (rest.empty() || rest == mapping.group() || rest == mapping.version() + "." + mapping.group()) {
            return &mapping;
        }
    }
    return nullptr;
}

void add_aggregated(const Value& list, Catalog& catalog) {
    for (const Value& group : list_at(list, "items")) {
        for (const Value& version : list_at(group, "versions"))
            add_version(object_name(group), version, catalog);
    }
}

void add_resource_list(std::string_view api_version, const Value& list, Catalog& catalog) {
    for (const Value& resource : list_at(list, "resources")) {
        ResourceMapping mapping;
        mapping.api_version = api_version;
        mapping.kind = text_at(resource, "kind");
        mapping.resource = text_at(resource, "name");
        mapping.singular = text_at(resource, "singularName");
        mapping.short_names = texts_at(resource, "shortNames");
        mapping.categories = texts_at(resource, "categories");
        mapping.verbs = texts_at(resource, "verbs");
        mapping.namespaced =
            resource.path({"namespaced"}).is_bool() && resource.path({"namespaced"}).as_bool();
        add_kind(catalog, mapping.api_version, mapping.kind);
        const bool subresource = mapping.resource.find('/') != std::string::npos;
        if (!subresource && !mapping.kind.empty()) catalog.resources.push_back(std::move(mapping));
    }
}

namespace {

Value list_of(Document& document, const std::vector<std::string>& texts) {
    std::vector<Value> items;
    items.reserve(texts.size());
    for (const std::string& text : texts) items.push_back(document.string(text));
    return document.make_list(items);
}

}  // namespace

Result<std::string> write_catalog(const Catalog& catalog) {
    Document document;
    Map* root = document.make_map();
    root->set("apiVersions", list_of(document, catalog.api_versions));
    root->set("kinds", list_of(document, catalog.kinds));
    std::vector<Value> resources;
    for (const ResourceMapping& mapping : catalog.resources) {
        Map* item = document.make_map();
        item->set("apiVersion", document.string(mapping.api_version));
        item->set("kind", document.string(mapping.kind));
        item->set("name", document.string(mapping.resource));
        item->set("singularName", document.string(mapping.singular));
        item->set("shortNames", list_of(document, mapping.short_names));
        item->set("categories", list_of(document, mapping.categories));
        item->set("verbs", list_of(document, mapping.verbs));
        item->set("namespaced", Value::of_bool(mapping.namespaced));
        resources.emplace_back(item);
    }
    root->set("resources", document.make_list(resources));
    return write_json(root);
}

Result<Catalog> read_catalog(std::string_view text) {
    Document document;
    const Value root = YARE_TRY(read_json(text, document));
    Catalog out;
    out.api_versions = texts_at(root, "apiVersions");
    if (out.api_versions.empty()) return Error(ErrorCode::Invalid, "no record of what a server serves");
    for (const Value& resource : list_at(root, "resources")) {
        Document one;
        Map* list = one.make_map();
        list->set("resources", one.make_list({resource}));
        add_resource_list(text_at(resource, "apiVersion"), list, out);
    }
    out.kinds = texts_at(root, "kinds");
    return out;
}

}  // namespace yare::kube
