#include "cluster_lookup.h"

#include "objects.h"

namespace yare::release {

Result<Value> ClusterLookup::lookup(Document& document, std::string_view api_version, std::string_view kind,
                                    std::string_view namespace_name, std::string_view name) {
    const kube::ObjectRef ref{std::string(api_version), std::string(kind), std::string(namespace_name),
                              std::string(name)};
    const Value empty = document.make_map();
    const kube::ResourceMapping mapping =
        YARE_TRY_WHILE("unable to get apiresource from unstructured: " + kind_text(ref),
                       cluster_.mapping(api_version, kind));
    if (!name.empty()) {
        kube::CallOptions options;
        options.cancellation = cancellation_;
        kube::ObjectRef wanted = ref;
        if (!mapping.namespaced) wanted.namespace_name.clear();
        const Result<kube::Object> object = cluster_.get(wanted, options).wait();
        if (object) return deep_copy(object->root(), document);
        if (object.error().code() != ErrorCode::NotFound) return object.error();
        diagnostics_.debug("lookup: resource not found", {{"apiVersion", ref.api_version},
                                                          {"kind", ref.kind},
                                                          {"namespace", ref.namespace_name},
                                                          {"name", ref.name}});
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
    diagnostics_.debug(
        "lookup: resource list not found",
        {{"apiVersion", ref.api_version}, {"kind", ref.kind}, {"namespace", ref.namespace_name}});
    return empty;
}

}  // namespace yare::release
