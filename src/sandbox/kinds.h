// Kinds: what the API serves right now: the built-in types and those of the CRDs in the database.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "yare/data/value.h"
#include "yare/schema/custom_types.h"
#include "yare/schema/kubernetes.h"

namespace yare::sandbox {

struct PrinterColumn {
    std::string name, type, format, description, json_path;
    std::int64_t priority = 0;
};

struct KindSubresource {
    std::string name, group, version, kind;
    std::vector<std::string> verbs;
};

// Where a custom type keeps what its scale subresource shows.
struct ScalePaths {
    std::string spec_replicas, status_replicas, selector;
};

struct Kind {
    std::string group, version, kind, list_kind, plural, singular;
    std::vector<std::string> short_names, categories, verbs;
    bool namespaced = true;
    bool custom = false;
    bool has_status = false;  // the status subresource
    std::vector<KindSubresource> subresources;
    schema::Type type;
    // All versions of a type share its objects: "deployments.apps".
    std::string storage;
    std::vector<PrinterColumn> columns;  // custom
    ScalePaths scale;                    // custom
    std::shared_ptr<const schema::CustomType>
        custom_type;  // owns `type`; the versions that a watch still uses keep it alive

    std::string api_version() const { return group.empty() ? version : group + "/" + version; }
    // "deployments.apps", "secrets"
    std::string qualified() const { return group.empty() ? plural : plural + "." + group; }
    bool is(std::string_view wanted_group, std::string_view wanted_kind) const {
        return group == wanted_group && kind == wanted_kind;
    }
    bool has(std::string_view subresource) const;
    bool can(std::string_view verb) const;
};

class Kinds {
  public:
    Kinds();  // the built-in ones
    // Replaces what this CRD brings; `established` false or a CRD that is gone takes it away.
    void set_custom(const Value& crd);
    void remove_custom(std::string_view crd_name);
    void clear_custom() { custom_.clear(), ++generation_; }

    const Kind* find(std::string_view group, std::string_view version, std::string_view plural) const;
    const Kind* find_kind(std::string_view group, std::string_view version, std::string_view kind) const;
    // The preferred version of a type by its storage key; null when it is not served.
    const Kind* find_storage(std::string_view storage) const;
    const Kind& builtin(std::string_view group, std::string_view kind) const;
    // Groups in discovery's order, each with its versions, preferred first.
    struct Group {
        std::string name;
        std::vector<std::string> versions;
    };
    std::vector<Group> groups() const;
    std::vector<const Kind*> of(std::string_view group, std::string_view version) const;
    std::vector<const Kind*> all() const;
    // Grows with each change of the custom types.
    std::int64_t generation() const { return generation_; }

  private:
    std::vector<const Kind*> builtin_;
    std::deque<Kind>
        owned_;  // stable addresses; kinds of removed CRDs stay, since requests under way may hold them
    std::map<std::string, std::vector<const Kind*>, std::less<>> custom_;  // by CRD name
    std::int64_t generation_ = 0;
};

}  // namespace yare::sandbox
