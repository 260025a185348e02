#include "cluster_lookup.h"

#include <algorithm>

#include "objects.h"

namespace yare::release {

Result<Value> ClusterLookup::unknown_kind(const kube::ObjectRef& ref, const Value& nothing, Error error) {
    if (error.code() != ErrorCode::NotFound) return error;
    const std::string& version = ref.api_version;
    const std::vector<std::string> served = YARE_TRY(cluster_.api_versions());
    if (std::find(served.begin(), served.end(), version) != served.end()) {
        // Helm: a kind that its group does not have is asked for under no name, and is not there.
        log_missing(ref);
        return nothing;
    }
    const bool readable = !version.empty() && std::count(version.begin(), version.end(), '/') < 2;
    const std::string why =
        readable ? "the server could not find the requested resource" : "groupVersion shouldn't be empty";
    const std::string kind = readable ? kind_text(ref) : "/, Kind=" + ref.kind;
    const auto log = [&](const char* what, const char* key, const std::string& value) {
        diagnostics_.report({Severity::Error, what, {{key, value}, {"error", why}}, {}});
    };
    log("unable to retrieve resource list", "GroupVersion", readable ? version : "");
    log("unable to get apiresource", "groupVersionKind", kind);
    return Error(ErrorCode::NotFound, why).during("unable to get apiresource from unstructured: " + kind);
}

void ClusterLookup::log_missing(const kube::ObjectRef& ref) {
    std::vector<std::pair<std::string, std::string>> about = {
        {"apiVersion", ref.api_version}, {"kind", ref.kind}, {"namespace", ref.namespace_name}};
    if (ref.name.empty()) return diagnostics_.debug("lookup: resource list not found", std::move(about));
    about.emplace_back("name", ref.name);
    diagnostics_.debug("lookup: resource not found", std::move(about));
}

Result<Value> ClusterLookup::lookup(Document& document, std::string_view api_version, std::string_view kind,
                                    std::string_view namespace_name, std::string_view name) {
    const kube::ObjectRef ref{std::string(api_version), std::string(kind), std::string(namespace_name),
                              std::string(name)};
    const Value empty = document.make_map();
    Result<kube::ResourceMapping> found = cluster_.mapping(api_version, kind);
    if (!found) return unknown_kind(ref, empty, std::move(found).error());
    const kube::ResourceMapping& mapping = *found;
    if (!name.empty()) {
        kube::CallOptions options;
        options.cancellation = cancellation_;
        kube::ObjectRef wanted = ref;
        if (!mapping.namespaced) wanted.namespace_name.clear();
        const Result<kube::Object> object = cluster_.get(wanted, options).wait();
        if (object) return deep_copy(object->root(), document);
        if (object.error().code() != ErrorCode::NotFound) return object.error();
        log_missing(ref);
        return empty;
    }
    kube::ListOptions options;
    if (mapping.namespaced) options.namespace_name = namespace_name;
    options.limit = 0;
    options.call.cancellation = cancellation_;
    const Result<kube::ObjectList> list = cluster_.list(api_version, kind, options);
    if (list && !list->pages.empty()) return deep_copy(list->pages.front().root(), document);
    if (list) return empty;
    if (list.error().code() != ErrorCode::NotFound) return list.error();
    log_missing(ref);
    return empty;
}

}  // namespace yare::release
