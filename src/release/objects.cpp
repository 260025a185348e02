#include "objects.h"

#include <algorithm>

#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/render/manifest.h"

namespace yare::release {

namespace {

constexpr std::string_view kPolicyAnnotation = "helm.sh/resource-policy";
constexpr std::size_t kAtOnce = 64;

// Go: an aggregate of one error is that error, of several a list without repetitions.
Error aggregate(std::vector<Error> errors) {
    if (errors.size() == 1) return std::move(errors.front());
    std::vector<std::string> texts;
    for (const Error& error : errors) {
        std::string text = error.text();
        if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
    }
    if (texts.size() == 1) return std::move(errors.front());
    std::string joined = "[";
    for (std::size_t i = 0; i < texts.size(); ++i) joined += (i > 0 ? ", " : "") + texts[i];
    Error out(errors.front().code(), joined + "]");
    for (const Error& error : errors) {
        for (const std::string& note : error.notes()) out = std::move(out).note(note);
    }
    return out;
}

class Reader {
  public:
    Reader(std::string_view namespace_name, const ScopeOf& scope, UnknownKinds unknown,
           Diagnostics& diagnostics)
        : namespace_(namespace_name), scope_(scope), unknown_(unknown), diagnostics_(diagnostics) {}

    void read(const render::Manifest& manifest) {
        Document document;
        const Result<Value> root = read_yaml(manifest.text, document, {.numbers = Numbers::KeepIntegers});
        if (!root) {
            errors_.push_back(root.error());
            return;
        }
        if (root->is_nil()) return;  // comments alone
        add(*root, std::string(manifest.path), document);
    }

    Result<std::vector<ManifestObject>> take() {
        if (!errors_.empty()) return aggregate(std::move(errors_));
        return std::move(objects_);
    }

  private:
    void add(const Value& object, const std::string& path, Document& document) {
        const std::string_view kind = object.path({"kind"}).string_or("");
        const Value items = object.path({"items"});
        if (kind.ends_with("List") && items.is_list()) {
            for (const Value& item : items.items()) add(item, path, document);
            return;
        }
        Result<void> added = add_single(object, path, document);
        if (!added) errors_.push_back(std::move(added).error());
    }

    Result<void> add_single(const Value& object, const std::string& path, Document& document) {
        ManifestObject found;
        found.ref = kube::object_ref(object);
        found.path = path;
        if (found.ref.kind.empty() || found.ref.api_version.empty()) {
            const std::string text = YARE_TRY(write_json(object));
            return Error(ErrorCode::Invalid, std::string("unable to decode \"\": Object '") +
                                                 (found.ref.kind.empty() ? "Kind" : "apiVersion") +
                                                 "' is missing in '" + text + "'");
        }
        const Result<bool> namespaced = scope_(found.ref.api_version, found.ref.kind);
        if (!namespaced) return unknown_kind(found, namespaced.error());
        if (*namespaced) {
            if (found.ref.namespace_name.empty()) {
                found.ref.namespace_name = namespace_;
                metadata_of(object, document).set("namespace", document.string(namespace_));
            }
        } else {
            found.ref.namespace_name.clear();
        }
        const Value metadata = object.path({"metadata"});
        found.generate_name = metadata.path({"generateName"}).string_or("");
        found.keep = is_keep(metadata.path({"annotations", kPolicyAnnotation}).string_or(""));
        found.json = YARE_TRY(write_json(object));
        objects_.push_back(std::move(found));
        return {};
    }

    static Map& metadata_of(const Value& object, Document& document) {
        if (Map* metadata = object.path({"metadata"}).map_or_null()) return *metadata;
        Map* metadata = document.make_map();
        object.as_map().set("metadata", metadata);
        return *metadata;
    }

    // Helm: read generously where a manifest is uninstalled.
    static bool is_keep(std::string_view policy) {
        const std::size_t first = policy.find_first_not_of(" \t\n");
        if (first == std::string_view::npos) return false;
        policy = policy.substr(first, policy.find_last_not_of(" \t\n") - first + 1);
        return policy.size() == 4 && (policy[0] | 0x20) == 'k' && (policy[1] | 0x20) == 'e' &&
               (policy[2] | 0x20) == 'e' && (policy[3] | 0x20) == 'p';
    }

    Result<void> unknown_kind(const ManifestObject& object, const Error& error) {
        if (error.code() != ErrorCode::NotFound) return error;
        if (unknown_ == UnknownKinds::Drop) {
            diagnostics_.warn(
                "the cluster no longer serves a kind of an earlier revision; its objects are left out",
                {{"kind", object.ref.kind},
                 {"apiVersion", object.ref.api_version},
                 {"name", object.ref.name}});
            return {};
        }
        return Error(ErrorCode::NotFound, "resource mapping not found for name: \"" + object.ref.name +
                                              "\" namespace: \"" + object.ref.namespace_name +
                                              "\" from \"\": " + error.text() +
                                              "\nensure CRDs are installed first")
            .note(object.ref.kind + "/" + object.ref.name + " is written by " + object.path);
    }

    const std::string_view namespace_;
    const ScopeOf& scope_;
    const UnknownKinds unknown_;
    Diagnostics& diagnostics_;
    std::vector<ManifestObject> objects_;
    std::vector<Error> errors_;
};

std::optional<std::string> text_of(const Value& map, std::string_view key) {
    const Value* found = map.find(key);
    if (!found || !found->is_string()) return std::nullopt;
    return std::string(found->as_string());
}

LiveObject read_live(const Value& object) {
    LiveObject live;
    live.uid = kube::object_uid(object);
    live.version = kube::object_resource_version(object);
    const Value metadata = object.path({"metadata"});
    live.managed_by = text_of(metadata.path({"labels"}), "app.kubernetes.io/managed-by");
    const Value annotations = metadata.path({"annotations"});
    live.release_name = text_of(annotations, "meta.helm.sh/release-name");
    live.release_namespace = text_of(annotations, "meta.helm.sh/release-namespace");
    live.keep = annotations.path({kPolicyAnnotation}).string_or("") == "keep";
    const Value managers = metadata.path({"managedFields"});
    if (!managers.is_list()) return live;
    for (const Value& entry : managers.items()) {
        if (entry.path({"manager"}).string_or("") == "helm" &&
            entry.path({"operation"}).string_or("") == "Update" &&
            entry.path({"subresource"}).string_or("").empty()) {
            live.client_side_managed = true;
        }
    }
    return live;
}

// A map below `parent`, made if it is not there.
Map& child_map(Map& parent, std::string_view key, Document& document) {
    const Value* found = parent.find(key);
    if (found && found->is_map()) return found->as_map();
    Map* made = document.make_map();
    parent.set(key, made);
    return *made;
}

}  // namespace

ScopeOf scope_from(kube::Client& cluster) {
    return [&cluster](std::string_view api_version, std::string_view kind) -> Result<bool> {
        const kube::ResourceMapping mapping = YARE_TRY(cluster.mapping(api_version, kind));
        return mapping.namespaced;
    };
}

Result<std::vector<ManifestObject>> read_objects(std::string_view manifest, std::string_view namespace_name,
                                                 const ScopeOf& scope, UnknownKinds unknown,
                                                 Diagnostics& diagnostics) {
    const std::vector<render::Manifest> documents = YARE_TRY(render::parse_manifest(manifest));
    Reader reader(namespace_name, scope, unknown, diagnostics);
    for (const render::Manifest& document : documents) reader.read(document);
    return reader.take();
}

Result<std::string> with_ownership(const std::string& json, std::string_view release,
                                   std::string_view namespace_name) {
    Document document;
    const Value object = YARE_TRY(read_json(json, document, {.numbers = Numbers::KeepIntegers}));
    Map& metadata = child_map(object.as_map(), "metadata", document);
    child_map(metadata, "labels", document).set("app.kubernetes.io/managed-by", document.string("Helm"));
    Map& annotations = child_map(metadata, "annotations", document);
    annotations.set("meta.helm.sh/release-name", document.string(release));
    annotations.set("meta.helm.sh/release-namespace", document.string(namespace_name));
    return write_json(object);
}

Result<Live> survey(kube::Client& cluster, const std::vector<kube::ObjectRef>& refs,
                    const Cancellation& cancellation) {
    Live live;
    for (std::size_t start = 0; start < refs.size(); start += kAtOnce) {
        const std::size_t end = std::min(refs.size(), start + kAtOnce);
        std::vector<kube::Pending> pending;
        for (std::size_t i = start; i < end; ++i) {
            kube::CallOptions options;
            options.cancellation = cancellation;
            pending.push_back(cluster.get(refs[i], options));
        }
        for (std::size_t i = start; i < end; ++i) {
            Result<kube::Object> object = pending[i - start].wait();
            if (object) {
                live.objects.emplace(refs[i], read_live(object->root()));
                continue;
            }
            if (cancellation.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
            if (object.error().code() == ErrorCode::NotFound) continue;
            live.unreadable.emplace(refs[i], object.error().text());
        }
    }
    return live;
}

bool same_object(const kube::ObjectRef& a, const kube::ObjectRef& b) {
    return a.kind == b.kind && a.name == b.name && a.namespace_name == b.namespace_name &&
           kube::split_api_version(a.api_version).group == kube::split_api_version(b.api_version).group;
}

std::string kind_text(const kube::ObjectRef& ref) {
    const kube::GroupVersion version = kube::split_api_version(ref.api_version);
    return version.group + "/" + version.version + ", Kind=" + ref.kind;
}

std::string ref_text(const kube::ObjectRef& ref) {
    if (ref.namespace_name.empty()) return ref.kind + "/" + ref.name;
    return ref.kind + "/" + ref.namespace_name + "/" + ref.name;
}

}  // namespace yare::release
