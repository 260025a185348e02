// FieldSet: a set of paths into an object, as metadata.managedFields keeps them ("fieldsV1"): fields f:name,
// list items by key k:{"name":"a"} or by value v:"a".
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "yare/data/value.h"
#include "yare/schema/kubernetes.h"

namespace yare::sandbox {

class FieldSet {
  public:
    bool member = false;  // this very path is in the set
    std::map<std::string, FieldSet, std::less<>> children;

    bool empty() const { return !member && children.empty(); }
    const FieldSet* find(std::string_view element) const;
    void unite(const FieldSet& other);
    // Takes away the paths that `other` has, not what is below them.
    void subtract(const FieldSet& other);
    FieldSet intersection(const FieldSet& other) const;
    friend bool operator==(const FieldSet& a, const FieldSet& b) {
        return a.member == b.member && a.children == b.children;
    }

    static FieldSet from_json(const Value& fields_v1);
    Value to_json(Document& document) const;
    // ".spec.containers[name=\"a\"].image", in order.
    std::vector<std::string> paths() const;

  private:
    void drop_empty();
    void collect_paths(const std::string& prefix, std::vector<std::string>& into) const;
};

// How an item of a list is called: k:{...} or v:...
std::string element_of(const schema::Type& list, const Value& item);
// The same as people read it: .name, [name="a"], [="a"].
std::string shown_element(const std::string& element);
// Whether the parts of this value have owners of their own.
bool is_granular_map(const schema::Type& type, const Value& value);
bool is_granular_list(const schema::Type& type, const Value& value);
schema::Type type_of_entry(const schema::Type& type, std::string_view key);

// All that an object sets.
FieldSet fields_of(const Value& value, const schema::Type& type);
// What is new or other in `after`, and what is gone.
struct Difference {
    FieldSet changed;
    FieldSet removed;
};
Difference compare_fields(const Value& before, const Value& after, const schema::Type& type);
// `wanted` laid over `live`, in the document of the target.
Value merge_typed(const Value& live, const Value& wanted, const schema::Type& type, Document& target);

}  // namespace yare::sandbox
