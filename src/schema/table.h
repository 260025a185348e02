// The rows that types are kept in: the generated table's, and those made out of a CRD.
#pragma once

#include <cstdint>
#include <span>

#include "yare/schema/kubernetes.h"

namespace yare::schema {

// Strings are offsets into Table::strings, lists of strings are joined by commas.
struct TypeRow {
    std::uint8_t kind;  // TypeKind
    std::uint8_t flags;
    std::uint32_t ref;  // element type of lists and maps; struct of structs
    std::uint32_t keys;
    std::uint32_t merge_key;
    std::uint32_t format;
};

enum TypeFlag : std::uint8_t {
    kAtomic = 1,
    kSet = 2,
    kMapList = 4,
    kPatchMerge = 8,
    kRetainKeys = 16,
    kKeepUnknown = 32,
    kElsewhere = 64,  // `ref` is a type of the built-in table
};

struct FieldRow {
    std::uint32_t name;
    std::uint32_t type;
    std::uint32_t default_json;
    std::uint32_t flags;   // FieldFlag
    std::uint32_t number;  // in protobuf; of a field that Go inlines: its struct's number << 16 | its own; 0
                           // is not known
};

enum FieldFlag : std::uint32_t {
    kRequired = 1,
    kPointer = 2,  // absent and zero are two things
    kAlways = 4,   // written even when empty
};

struct StructRow {
    std::uint32_t name;
    std::uint32_t first_field;
    std::uint32_t field_count;
    std::uint32_t flags;
};

struct SubresourceRow {
    std::uint16_t name, group, version, kind, verbs;
};

struct Table {
    std::span<const TypeRow> types;
    std::span<const FieldRow> fields;
    std::span<const StructRow> structs;
    const char* strings;
};

extern const Table kKubernetes;
extern const std::span<const Resource> kKubernetesResources;
extern const std::span<const SubresourceRow> kKubernetesSubresources;

}  // namespace yare::schema
