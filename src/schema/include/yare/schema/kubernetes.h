// Kubernetes' built-in types (1.36.3), from a table that generate.py makes out of the published OpenAPI
// documents: their fields, how lists and maps merge, defaults, scopes and names. The table is constant data
// without pointers: it costs nothing until it is read. Custom types get the same form from their CRD
// (custom_types.h).
//
//     const Resource* deployments = find_kind("apps", "v1", "Deployment");
//     Type containers = deployments->type().at({"spec", "template", "spec", "containers"});
//     containers.merge_key();  // "name"
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yare::schema {

struct Table;
struct TypeRow;
struct FieldRow;
struct StructRow;
class Field;

enum class TypeKind : std::uint8_t {
    Any,
    String,
    Integer,
    Number,
    Bool,
    IntOrString,
    Quantity,
    Time,
    Bytes,
    Struct,
    List,
    Map
};

// How server-side apply tells the items of a list apart. Atomic also says of a map or struct that it has one
// owner.
enum class ListType : std::uint8_t { Atomic, Set, Map };

// One type: a handle, cheap to copy, valid as long as its table. The default one is of Kind Any: nothing is
// known, all is allowed.
class Type {
  public:
    Type() = default;
    Type(const Table* table, std::uint32_t index) : table_(table), index_(index) {}

    TypeKind kind() const;
    bool known() const { return table_ != nullptr && kind() != TypeKind::Any; }
    bool is_struct() const { return kind() == TypeKind::Struct; }
    bool is_list() const { return kind() == TypeKind::List; }
    bool is_map() const { return kind() == TypeKind::Map; }
    bool is_scalar() const { return !is_struct() && !is_list() && !is_map() && kind() != TypeKind::Any; }

    // Structs and maps: owned as a whole (x-kubernetes-map-type: atomic).
    bool atomic() const;
    ListType list_type() const;                       // lists
    std::vector<std::string_view> list_keys() const;  // lists of ListType::Map
    Type element() const;                             // of a list or map

    // Strategic merge patch: whether a list is merged, and by which key (empty: a set of scalars).
    bool patch_merges() const;
    std::string_view merge_key() const;
    bool patch_retains_keys() const;

    // Structs. The name is the definition's, shortened: "apps.v1.Deployment", "meta.v1.ObjectMeta".
    std::string_view name() const;
    std::vector<Field> fields() const;  // by name
    std::optional<Field> find_field(std::string_view name) const;
    // Fields that are not in the schema are kept (CRDs: x-kubernetes-preserve-unknown-fields; embedded
    // objects).
    bool keeps_unknown_fields() const;
    // Follows field names; list elements and map values are entered without a name. Kind Any when there is no
    // such path.
    Type at(std::initializer_list<std::string_view> path) const;

    // "int32", "int64", "double", "byte", "date-time" or empty, as OpenAPI has it.
    std::string_view format() const;
    const Table* table() const { return table_; }
    std::uint32_t index() const { return index_; }

  private:
    const TypeRow& row() const;
    const Table* table_ = nullptr;
    std::uint32_t index_ = 0;
};

class Field {
  public:
    Field(const Table* table, const FieldRow* row) : table_(table), row_(row) {}
    std::string_view name() const;
    Type type() const;
    bool required() const;
    // JSON text of what the API server fills in when the field is missing from an object that has its parent;
    // empty when nothing. "{}" for structs that are always written.
    std::string_view default_json() const;
    // A pointer in Go: zero is a value of its own. Where it is none, API servers do not write 0, false and
    // "".
    bool tells_zero_from_absent() const;
    // Not left out by the API server's encoder even when it is empty.
    bool always_written() const;
    // In Kubernetes' protobuf form; of a field that Go inlines, its struct's number << 16 | its own. 0: not
    // known.
    std::uint32_t protobuf_number() const;

  private:
    const Table* table_;
    const FieldRow* row_;
};

enum class Scope : std::uint8_t { Namespaced, Cluster };

struct Subresource {
    std::string_view name;   // "status"
    std::string_view group;  // of the kind it speaks: "autoscaling", "v1", "Scale"
    std::string_view version;
    std::string_view kind;
    std::vector<std::string_view> verbs;
};

// One built-in API: what a kind is called, where it lives, what it is made of.
class Resource {
  public:
    std::string_view group() const;
    std::string_view version() const;
    std::string_view kind() const;
    std::string_view plural() const;
    std::string_view singular() const;
    Scope scope() const { return scope_; }
    std::vector<std::string_view> short_names() const;
    std::vector<std::string_view> categories() const;
    std::vector<std::string_view> verbs() const;
    std::vector<Subresource> subresources() const;
    Type type() const;
    // "v1", "apps/v1"
    std::string api_version() const;

    // Filled by the generated table.
    std::uint16_t group_, version_, kind_, plural_, singular_;
    Scope scope_;
    std::uint16_t short_names_, categories_, verbs_, first_subresource_, subresource_count_;
    std::uint32_t type_;
};

// Null when there is no such built-in type. Alpha and beta versions are in the table too; API servers do not
// serve them unless told to (`served_by_default`).
const Resource* find_kind(std::string_view group, std::string_view version, std::string_view kind);
const Resource* find_resource(std::string_view group, std::string_view version, std::string_view plural);
bool served_by_default(const Resource& resource);
// All of them, in the order in which an API server's discovery lists its groups, versions and resources.
std::size_t resource_count();
const Resource& resource_at(std::size_t index);

// A definition by its shortened name ("meta.v1.ObjectMeta"); Kind Any when there is none.
Type find_definition(std::string_view name);
std::vector<Type> definitions();
// The definition's full name: "io.k8s.api.apps.v1.Deployment".
std::string full_definition_name(std::string_view name);

// Splits "apps/v1" into group and version; "v1" has the empty group.
struct GroupVersion {
    std::string_view group;
    std::string_view version;
};
GroupVersion split_api_version(std::string_view api_version);

}  // namespace yare::schema
