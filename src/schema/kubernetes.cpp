#include "yare/schema/kubernetes.h"

#include <algorithm>

#include "table.h"

namespace yare::schema {
namespace {

std::string_view text_at(const Table& table, std::uint32_t offset) { return table.strings + offset; }
std::string_view text_at(std::uint16_t offset) { return text_at(kKubernetes, offset); }

std::vector<std::string_view> split(std::string_view joined) {
    std::vector<std::string_view> parts;
    while (!joined.empty()) {
        const std::size_t comma = joined.find(',');
        parts.push_back(joined.substr(0, comma));
        if (comma == std::string_view::npos) break;
        joined.remove_prefix(comma + 1);
    }
    return parts;
}

constexpr TypeRow kAny{};

Type entered(const Table* table, std::uint32_t index) {
    const TypeRow& row = table->types[index];
    return row.flags & kElsewhere ? Type(&kKubernetes, row.ref) : Type(table, index);
}

}  // namespace

const TypeRow& Type::row() const { return table_ ? table_->types[index_] : kAny; }
TypeKind Type::kind() const { return TypeKind(row().kind); }
bool Type::atomic() const { return (row().flags & kAtomic) != 0; }

ListType Type::list_type() const {
    if (row().flags & kSet) return ListType::Set;
    return row().flags & kMapList ? ListType::Map : ListType::Atomic;
}

std::vector<std::string_view> Type::list_keys() const {
    return table_ ? split(text_at(*table_, row().keys)) : std::vector<std::string_view>();
}

Type Type::element() const { return is_list() || is_map() ? entered(table_, row().ref) : Type(); }
bool Type::patch_merges() const { return (row().flags & kPatchMerge) != 0; }
std::string_view Type::merge_key() const {
    return table_ ? text_at(*table_, row().merge_key) : std::string_view();
}
bool Type::patch_retains_keys() const { return (row().flags & kRetainKeys) != 0; }
bool Type::keeps_unknown_fields() const { return (row().flags & kKeepUnknown) != 0; }
std::string_view Type::format() const { return table_ ? text_at(*table_, row().format) : std::string_view(); }

std::string_view Type::name() const {
    return is_struct() ? text_at(*table_, table_->structs[row().ref].name) : std::string_view();
}

std::vector<Field> Type::fields() const {
    std::vector<Field> found;
    if (!is_struct()) return found;
    const StructRow& about = table_->structs[row().ref];
    for (const FieldRow& field : table_->fields.subspan(about.first_field, about.field_count)) {
        found.emplace_back(table_, &field);
    }
    return found;
}

std::optional<Field> Type::find_field(std::string_view name) const {
    if (!is_struct()) return std::nullopt;
    const StructRow& about = table_->structs[row().ref];
    const auto fields = table_->fields.subspan(about.first_field, about.field_count);
    const auto at = std::lower_bound(fields.begin(), fields.end(), name,
                                     [&](const FieldRow& field, std::string_view wanted) {
                                         return text_at(*table_, field.name) < wanted;
                                     });
    if (at == fields.end() || text_at(*table_, at->name) != name) return std::nullopt;
    return Field(table_, &*at);
}

Type Type::at(std::initializer_list<std::string_view> path) const {
    Type here = *this;
    for (const std::string_view name : path) {
        while (here.is_list() || here.is_map()) here = here.element();
        const std::optional<Field> field = here.find_field(name);
        if (!field) return {};
        here = field->type();
    }
    return here;
}

std::string_view Field::name() const { return text_at(*table_, row_->name); }
Type Field::type() const { return entered(table_, row_->type); }
bool Field::required() const { return (row_->flags & kRequired) != 0; }
bool Field::tells_zero_from_absent() const { return (row_->flags & kPointer) != 0; }
bool Field::always_written() const { return (row_->flags & kAlways) != 0; }
std::uint32_t Field::protobuf_number() const { return row_->number; }
std::string_view Field::default_json() const { return text_at(*table_, row_->default_json); }

std::string_view Resource::group() const { return text_at(group_); }
std::string_view Resource::version() const { return text_at(version_); }
std::string_view Resource::kind() const { return text_at(kind_); }
std::string_view Resource::plural() const { return text_at(plural_); }
std::string_view Resource::singular() const { return text_at(singular_); }
std::vector<std::string_view> Resource::short_names() const { return split(text_at(short_names_)); }
std::vector<std::string_view> Resource::categories() const { return split(text_at(categories_)); }
std::vector<std::string_view> Resource::verbs() const { return split(text_at(verbs_)); }
Type Resource::type() const { return Type(&kKubernetes, type_); }

std::vector<Subresource> Resource::subresources() const {
    std::vector<Subresource> found;
    for (const SubresourceRow& row :
         kKubernetesSubresources.subspan(first_subresource_, subresource_count_)) {
        found.push_back({text_at(row.name), text_at(row.group), text_at(row.version), text_at(row.kind),
                         split(text_at(row.verbs))});
    }
    return found;
}

std::string Resource::api_version() const {
    return group().empty() ? std::string(version()) : std::string(group()) + "/" + std::string(version());
}

const Resource* find_kind(std::string_view group, std::string_view version, std::string_view kind) {
    for (const Resource& resource : kKubernetesResources) {
        if (resource.kind() == kind && resource.version() == version && resource.group() == group)
            return &resource;
    }
    return nullptr;
}

const Resource* find_resource(std::string_view group, std::string_view version, std::string_view plural) {
    for (const Resource& resource : kKubernetesResources) {
        if (resource.plural() == plural && resource.version() == version && resource.group() == group)
            return &resource;
    }
    return nullptr;
}

bool served_by_default(const Resource& resource) {
    return resource.version().find("alpha") == std::string_view::npos &&
           resource.version().find("beta") == std::string_view::npos;
}

std::size_t resource_count() { return kKubernetesResources.size(); }
const Resource& resource_at(std::size_t index) { return kKubernetesResources[index]; }

Type find_definition(std::string_view name) {
    for (std::uint32_t i = 0; i < kKubernetes.types.size(); ++i) {
        const Type type(&kKubernetes, i);
        if (type.is_struct() && type.name() == name) return type;
    }
    return {};
}

std::vector<Type> definitions() {
    std::vector<Type> found;
    std::vector<bool> seen(kKubernetes.structs.size());
    for (std::uint32_t i = 0; i < kKubernetes.types.size(); ++i) {
        const Type type(&kKubernetes, i);
        if (!type.is_struct() || seen[kKubernetes.types[i].ref]) continue;
        seen[kKubernetes.types[i].ref] = true;
        found.push_back(type);
    }
    return found;
}

std::string full_definition_name(std::string_view name) {
    const std::string_view package = name.substr(0, name.find('.'));
    if (package == "meta") return "io.k8s.apimachinery.pkg.apis." + std::string(name);
    if (package == "runtime" || package == "util" || package == "version")
        return "io.k8s.apimachinery.pkg." + std::string(name);
    if (name == "api.resource.Quantity") return "io.k8s.apimachinery.pkg." + std::string(name);
    if (package == "apiextensions") return "io.k8s.apiextensions-apiserver.pkg.apis." + std::string(name);
    if (package == "apiregistration") return "io.k8s.kube-aggregator.pkg.apis." + std::string(name);
    return "io.k8s.api." + std::string(name);
}

GroupVersion split_api_version(std::string_view api_version) {
    const std::size_t slash = api_version.find('/');
    if (slash == std::string_view::npos) return {{}, api_version};
    return {api_version.substr(0, slash), api_version.substr(slash + 1)};
}

}  // namespace yare::schema
