#include "managed_fields.h"

#include <vector>

#include "objects.h"
#include "yare/data/json.h"

namespace yare::release {

namespace {

constexpr std::string_view kManager = "helm";
constexpr int kAttempts = 5;

bool is_ours(const Value& entry, std::string_view operation) {
    return entry.path({"manager"}).string_or("") == kManager &&
           entry.path({"operation"}).string_or("") == operation &&
           entry.path({"subresource"}).string_or("").empty();
}

// A field set is a tree of maps; the union has every path of both.
void unite(Map& into, const Value& other, Document& document) {
    const Map* fields = other.map_or_null();
    if (!fields) return;
    for (const Entry& entry : *fields) {
        const std::string_view key = fields->key_text(entry);
        const Value* found = into.find(key);
        if (found && found->is_map()) {
            unite(found->as_map(), entry.value, document);
        } else {
            into.set(key, deep_copy(entry.value, document));
        }
    }
}

}  // namespace

Result<std::optional<std::string>> managed_fields_patch(const Value& live, Document& document) {
    const Value managers = live.path({"metadata", "managedFields"});
    if (!managers.is_list()) return std::nullopt;
    std::vector<Value> kept;
    Map* applied = nullptr;
    std::vector<Value> written;
    for (const Value& entry : managers.items()) {
        if (is_ours(entry, "Update")) {
            written.push_back(entry);
            continue;
        }
        const Value copy = deep_copy(entry, document);
        if (is_ours(entry, "Apply")) applied = copy.map_or_null();
        kept.push_back(copy);
    }
    if (written.empty()) return std::nullopt;
    std::size_t next = 0;
    if (!applied) {
        const Value first = deep_copy(written[next++], document);
        applied = &first.as_map();
        applied->set("operation", document.string("Apply"));
        kept.push_back(first);
    }
    const Value* fields = applied->find("fieldsV1");
    for (; next < written.size(); ++next) {
        if (fields && fields->is_map()) unite(fields->as_map(), written[next].path({"fieldsV1"}), document);
    }
    const std::string list = YARE_TRY(write_json(document.make_list(kept)));
    std::string patch = "[{\"op\":\"replace\",\"path\":\"/metadata/managedFields\",\"value\":" + list +
                        "},{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":";
    append_json_string(patch, kube::object_resource_version(live));
    return patch + "}]";
}

Result<void> adopt_managed_fields(kube::Client& cluster, const kube::ObjectRef& ref) {
    const std::string what = ref.namespace_name + "/" + ref.name + " " + kind_text(ref);
    for (int attempt = 1;; ++attempt) {
        kube::Pending asked = cluster.get(ref);
        const kube::Object live = YARE_TRY_WHILE("failed to get object " + what, asked.wait());
        Document document;
        std::optional<std::string> patch = YARE_TRY(managed_fields_patch(live.root(), document));
        if (!patch) return {};
        kube::Pending pending = cluster.patch(ref, kube::PatchKind::Json, std::move(*patch));
        Result<kube::Object> patched = pending.wait();
        if (patched) return {};
        if (patched.error().code() == ErrorCode::Conflict && attempt < kAttempts) continue;
        return std::move(patched.error())
            .during("failed to patch object to upgrade CSA field manager " + what);
    }
}

}  // namespace yare::release
