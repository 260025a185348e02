#include "kinds.h"

#include <algorithm>

#include "object.h"

namespace yare::sandbox {
namespace {

std::vector<std::string> owned(const std::vector<std::string_view>& views) {
    return {views.begin(), views.end()};
}

Kind of_builtin(const schema::Resource& resource) {
    Kind kind;
    kind.group = resource.group();
    kind.version = resource.version();
    kind.kind = resource.kind();
    kind.list_kind = kind.kind + "List";
    kind.plural = resource.plural();
    kind.singular = resource.singular();
    kind.short_names = owned(resource.short_names());
    kind.categories = owned(resource.categories());
    kind.verbs = owned(resource.verbs());
    kind.namespaced = resource.scope() == schema::Scope::Namespaced;
    for (const schema::Subresource& sub : resource.subresources()) {
        kind.subresources.push_back({std::string(sub.name), std::string(sub.group), std::string(sub.version),
                                     std::string(sub.kind), owned(sub.verbs)});
    }
    kind.type = resource.type();
    kind.storage = kind.qualified();
    kind.has_status = kind.has("status");
    return kind;
}

Kind of_version(const Value& crd, const Value& version) {
    Kind kind;
    kind.custom = true;
    kind.group = text_of(crd, {"spec", "group"});
    kind.version = text_of(version, {"name"});
    kind.kind = text_of(crd, {"spec", "names", "kind"});
    kind.list_kind = text_of(crd, {"spec", "names", "listKind"});
    if (kind.list_kind.empty()) kind.list_kind = kind.kind + "List";
    kind.plural = text_of(crd, {"spec", "names", "plural"});
    kind.singular = text_of(crd, {"spec", "names", "singular"});
    kind.short_names = texts_at(crd, {"spec", "names", "shortNames"});
    kind.categories = texts_at(crd, {"spec", "names", "categories"});
    kind.verbs = {"delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"};
    kind.namespaced = text_of(crd, {"spec", "scope"}) != "Cluster";
    kind.storage = kind.qualified();
    if (version.path({"subresources", "status"}).is_map()) {
        kind.has_status = true;
        kind.subresources.push_back(
            {"status", kind.group, kind.version, kind.kind, {"get", "patch", "update"}});
    }
    if (const Value scale = version.path({"subresources", "scale"}); scale.is_map()) {
        kind.scale = {text_of(scale, {"specReplicasPath"}), text_of(scale, {"statusReplicasPath"}),
                      text_of(scale, {"labelSelectorPath"})};
        kind.subresources.push_back({"scale", "autoscaling", "v1", "Scale", {"get", "patch", "update"}});
    }
    for (const Value& column : items_at(version, {"additionalPrinterColumns"})) {
        kind.columns.push_back({text_of(column, {"name"}), text_of(column, {"type"}),
                                text_of(column, {"format"}), text_of(column, {"description"}),
                                text_of(column, {"jsonPath"}), number_at(column, {"priority"})});
    }
    kind.custom_type = schema::CustomType::of(version.path({"schema", "openAPIV3Schema"}));
    kind.type = kind.custom_type->type();
    return kind;
}

// "v1" before "v1beta2" before "v1beta1" before "v1alpha1": how discovery orders versions of custom groups.
struct VersionRank {
    int stability = 0;  // 3 stable, 2 beta, 1 alpha, 0 not of that form
    long major = 0;
    long minor = 0;
    friend auto operator<=>(const VersionRank&, const VersionRank&) = default;
};

VersionRank rank_of(const std::string& version) {
    VersionRank rank;
    char stage[8] = {};
    char rest = 0;
    if (std::sscanf(version.c_str(), "v%ld%7[a-z]%ld%c", &rank.major, stage, &rank.minor, &rest) == 3) {
        const std::string_view name = stage;
        rank.stability = name == "beta" ? 2 : name == "alpha" ? 1 : 0;
    } else if (std::sscanf(version.c_str(), "v%ld%c", &rank.major, &rest) == 1) {
        rank.stability = 3;
    }
    return rank;
}

}  // namespace

bool Kind::has(std::string_view subresource) const {
    return std::any_of(subresources.begin(), subresources.end(),
                       [&](const KindSubresource& sub) { return sub.name == subresource; });
}

bool Kind::can(std::string_view verb) const {
    return std::find(verbs.begin(), verbs.end(), verb) != verbs.end();
}

Kinds::Kinds() {
    for (std::size_t i = 0; i < schema::resource_count(); ++i) {
        const schema::Resource& resource = schema::resource_at(i);
        if (!schema::served_by_default(resource)) continue;
        owned_.push_back(of_builtin(resource));
        builtin_.push_back(&owned_.back());
    }
}

void Kinds::set_custom(const Value& crd) {
    const std::string name = text_of(crd, {"metadata", "name"});
    std::vector<const Kind*> served;
    for (const Value& version : items_at(crd, {"spec", "versions"})) {
        if (!truth_at(version, {"served"})) continue;
        owned_.push_back(of_version(crd, version));
        served.push_back(&owned_.back());
    }
    custom_[name] = std::move(served);
    ++generation_;
}

void Kinds::remove_custom(std::string_view crd_name) {
    const auto at = custom_.find(crd_name);
    if (at == custom_.end()) return;
    custom_.erase(at);
    ++generation_;
}

std::vector<const Kind*> Kinds::all() const {
    std::vector<const Kind*> found = builtin_;
    for (const auto& [name, kinds] : custom_) found.insert(found.end(), kinds.begin(), kinds.end());
    return found;
}

const Kind* Kinds::find(std::string_view group, std::string_view version, std::string_view plural) const {
    for (const Kind* kind : all()) {
        if (kind->plural == plural && kind->version == version && kind->group == group) return kind;
    }
    return nullptr;
}

const Kind* Kinds::find_kind(std::string_view group, std::string_view version, std::string_view name) const {
    for (const Kind* kind : all()) {
        if (kind->kind == name && kind->version == version && kind->group == group) return kind;
    }
    return nullptr;
}

const Kind* Kinds::find_storage(std::string_view storage) const {
    for (const Kind* kind : all()) {
        if (kind->storage == storage) return kind;
    }
    return nullptr;
}

const Kind& Kinds::builtin(std::string_view group, std::string_view name) const {
    for (const Kind* kind : builtin_) {
        if (kind->kind == name && kind->group == group) return *kind;
    }
    YARE_ASSERT(false, "the built-in types that the controllers use are in the table");
}

std::vector<Kinds::Group> Kinds::groups() const {
    std::vector<Group> groups;
    const auto add = [&groups](const Kind& kind) {
        auto at = std::find_if(groups.begin(), groups.end(),
                               [&](const Group& group) { return group.name == kind.group; });
        if (at == groups.end()) at = groups.insert(groups.end(), {kind.group, {}});
        if (std::find(at->versions.begin(), at->versions.end(), kind.version) == at->versions.end())
            at->versions.push_back(kind.version);
    };
    for (const Kind* kind : builtin_) add(*kind);
    const auto first_custom = std::ptrdiff_t(groups.size());
    for (const auto& [name, kinds] : custom_) {
        for (const Kind* kind : kinds) add(*kind);
    }
    std::sort(groups.begin() + first_custom, groups.end(),
              [](const Group& a, const Group& b) { return a.name < b.name; });
    for (auto group = groups.begin() + first_custom; group != groups.end(); ++group) {
        std::stable_sort(group->versions.begin(), group->versions.end(),
                         [](const std::string& a, const std::string& b) { return rank_of(a) > rank_of(b); });
    }
    return groups;
}

std::vector<const Kind*> Kinds::of(std::string_view group, std::string_view version) const {
    std::vector<const Kind*> found;
    for (const Kind* kind : all()) {
        if (kind->group == group && kind->version == version) found.push_back(kind);
    }
    return found;
}

}  // namespace yare::sandbox
