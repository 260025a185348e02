// API objects as data: a Document with the object at its root, and the few things that every object has.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/data/value.h"

namespace yare::kube {

// Names an object. `namespace_name` is empty for what has none.
struct ObjectRef {
    std::string api_version{};  // "v1", "apps/v1"
    std::string kind{};
    std::string namespace_name{};
    std::string name{};

    friend bool operator==(const ObjectRef&, const ObjectRef&) = default;
    friend auto operator<=>(const ObjectRef&, const ObjectRef&) = default;
};

// "apps/v1" is group "apps", version "v1"; "v1" is the group with the empty name.
struct GroupVersion {
    std::string group{};
    std::string version{};
};
GroupVersion split_api_version(std::string_view api_version);
std::string join_api_version(std::string_view group, std::string_view version);

// Owns one object. Moving it keeps all Values into it valid.
class Object {
  public:
    Object() : document_(std::make_unique<Document>()) {}
    explicit Object(std::unique_ptr<Document> document) : document_(std::move(document)) {}

    Value root() const { return document_->root; }
    Document& document() { return *document_; }
    const Document& document() const { return *document_; }

    std::string_view api_version() const;
    std::string_view kind() const;
    std::string_view name() const;
    std::string_view namespace_name() const;
    std::string_view uid() const;
    std::string_view resource_version() const;
    ObjectRef ref() const;

  private:
    std::unique_ptr<Document> document_;
};

// The same for an object that somebody else owns. Empty when it is not there or no string.
std::string_view object_name(const Value& object);
std::string_view object_namespace(const Value& object);
std::string_view object_uid(const Value& object);
std::string_view object_resource_version(const Value& object);
ObjectRef object_ref(const Value& object);

// An object of its own from JSON. Whole numbers stay whole.
Result<Object> parse_object(std::string_view json);
// A copy that outlives the original.
Object copy_object(const Value& object);
// As the wire has it.
// Fails on numbers that JSON does not have (Inf, NaN).
Result<std::string> object_json(const Value& object);

// The pages of a list, and the items of all of them in order. Items of built-in kinds come without apiVersion
// and kind; they are filled in.
struct ObjectList {
    std::vector<Object> pages{};  // each a List object; with `limit` 0 there is one
    std::vector<Value> items{};
    std::string resource_version{};
};

}  // namespace yare::kube
