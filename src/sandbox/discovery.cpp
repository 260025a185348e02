#include "discovery.h"

#include "object.h"
#include "openapi.h"

namespace yare::sandbox {
namespace {

constexpr std::string_view kAggregated =
    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

constexpr std::string_view kVersion = R"({
  "major": "1",
  "minor": "36",
  "emulationMajor": "1",
  "emulationMinor": "36",
  "minCompatibilityMajor": "1",
  "minCompatibilityMinor": "35",
  "gitVersion": "v1.36.3",
  "gitCommit": "",
  "gitTreeState": "clean",
  "buildDate": "1970-01-01T00:00:00Z",
  "goVersion": "none: yare sandbox",
  "compiler": "none",
  "platform": "linux/amd64"
})";

bool wants_aggregated(const Call& call) {
    const std::string accept = call.header("Accept");
    return accept.find("as=APIGroupDiscoveryList") != std::string::npos &&
           accept.find("v=v2;") != std::string::npos;
}

Answer text_answer(std::string body) {
    Answer answer = json_answer(200, std::move(body));
    answer.response.headers.front().value = "text/plain; charset=utf-8";
    return answer;
}

void set_list(Map& map, std::string_view key, const std::vector<std::string>& texts) {
    if (!texts.empty()) set_texts(map, key, texts);
}

Value aggregated_resource(const Kind& kind, Document& document) {
    Map& item = *document.make_map();
    set_text(item, "resource", kind.plural);
    Map& answer = map_at(item, {"responseKind"});
    // Empty: the group and version of the list itself.
    set_text(answer, "group", kind.custom ? kind.group : "");
    set_text(answer, "version", kind.custom ? kind.version : "");
    set_text(answer, "kind", kind.kind);
    set_text(item, "scope", kind.namespaced ? "Namespaced" : "Cluster");
    set_text(item, "singularResource", kind.singular);
    set_texts(item, "verbs", kind.verbs);
    set_list(item, "shortNames", kind.short_names);
    set_list(item, "categories", kind.categories);
    std::vector<Value> subs;
    for (const KindSubresource& sub : kind.subresources) {
        Map& entry = *document.make_map();
        set_text(entry, "subresource", sub.name);
        Map& kind_of = map_at(entry, {"responseKind"});
        set_text(kind_of, "group", sub.group);
        set_text(kind_of, "version", sub.version);
        set_text(kind_of, "kind", sub.kind);
        set_texts(entry, "verbs", sub.verbs);
        subs.emplace_back(&entry);
    }
    if (!subs.empty()) set_items(item, "subresources", subs);
    return &item;
}

Answer aggregated(const Kinds& kinds, bool core) {
    Document document;
    Map& list = *document.make_map();
    set_text(list, "kind", "APIGroupDiscoveryList");
    set_text(list, "apiVersion", "apidiscovery.k8s.io/v2");
    map_at(list, {"metadata"});
    std::vector<Value> groups;
    for (const Kinds::Group& group : kinds.groups()) {
        if (group.name.empty() != core) continue;
        Map& entry = *document.make_map();
        map_at(entry, {"metadata"});
        if (!core) set_text(metadata(entry), "name", group.name);
        metadata(entry).set("creationTimestamp", Value());
        std::vector<Value> versions;
        for (const std::string& version : group.versions) {
            Map& about = *document.make_map();
            set_text(about, "version", version);
            set_text(about, "freshness", "Current");
            std::vector<Value> resources;
            for (const Kind* kind : kinds.of(group.name, version))
                resources.push_back(aggregated_resource(*kind, document));
            set_items(about, "resources", resources);
            versions.emplace_back(&about);
        }
        set_items(entry, "versions", versions);
        groups.emplace_back(&entry);
    }
    set_items(list, "items", groups);
    Answer answer = json_answer(200, json_of(&list));
    answer.response.headers.front().value = kAggregated;
    answer.response.headers.push_back({"Vary", "Accept"});
    return answer;
}

Value group_entry(const Kinds::Group& group, Document& document) {
    Map& entry = *document.make_map();
    set_text(entry, "name", group.name);
    std::vector<Value> versions;
    for (const std::string& version : group.versions) {
        Map& about = *document.make_map();
        set_text(about, "groupVersion", group.name + "/" + version);
        set_text(about, "version", version);
        versions.emplace_back(&about);
    }
    set_items(entry, "versions", versions);
    entry.set("preferredVersion", versions.front());
    return &entry;
}

Answer group_list(const Kinds& kinds) {
    Document document;
    Map& list = *document.make_map();
    set_text(list, "kind", "APIGroupList");
    set_text(list, "apiVersion", "v1");
    std::vector<Value> groups;
    for (const Kinds::Group& group : kinds.groups()) {
        if (!group.name.empty()) groups.push_back(group_entry(group, document));
    }
    set_items(list, "groups", groups);
    return json_answer(200, json_of(&list) + "\n");
}

Answer one_group(const Kinds& kinds, const std::string& name) {
    Document document;
    for (const Kinds::Group& group : kinds.groups()) {
        if (group.name != name || name.empty()) continue;
        const Value entry = group_entry(group, document);
        set_text(entry.as_map(), "kind", "APIGroup");
        set_text(entry.as_map(), "apiVersion", "v1");
        return json_answer(200, json_of(entry) + "\n");
    }
    return failed(no_such_path());
}

Value resource_entry(const Kind& kind, Document& document) {
    Map& item = *document.make_map();
    set_text(item, "name", kind.plural);
    set_text(item, "singularName", kind.singular);
    set_bool(item, "namespaced", kind.namespaced);
    set_text(item, "kind", kind.kind);
    set_texts(item, "verbs", kind.verbs);
    set_list(item, "shortNames", kind.short_names);
    set_list(item, "categories", kind.categories);
    return &item;
}

Answer resource_list(const Kinds& kinds, const std::string& group, const std::string& version) {
    const std::vector<const Kind*> found = kinds.of(group, version);
    if (found.empty()) return failed(no_such_path());
    Document document;
    Map& list = *document.make_map();
    set_text(list, "kind", "APIResourceList");
    if (!group.empty()) set_text(list, "apiVersion", "v1");
    set_text(list, "groupVersion", found.front()->api_version());
    std::vector<Value> items;
    for (const Kind* kind : found) {
        items.push_back(resource_entry(*kind, document));
        for (const KindSubresource& sub : kind->subresources) {
            Map& item = *document.make_map();
            set_text(item, "name", kind->plural + "/" + sub.name);
            set_text(item, "singularName", "");
            set_bool(item, "namespaced", kind->namespaced);
            if (!sub.version.empty() && (sub.group != group || sub.version != version)) {
                set_text(item, "group", sub.group);
                set_text(item, "version", sub.version);
            }
            set_text(item, "kind", sub.kind);
            set_texts(item, "verbs", sub.verbs);
            items.emplace_back(&item);
        }
    }
    set_items(list, "resources", items);
    return json_answer(200, json_of(&list) + "\n");
}

Answer api_versions() {
    return json_answer(200, R"({"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[]})"
                            "\n");
}

}  // namespace

std::optional<Answer> answer_discovery(const Kinds& kinds, Call& call) {
    const std::vector<std::string>& path = call.segments;
    const std::string first = path.empty() ? "" : path[0];
    if (first == "healthz" || first == "readyz" || first == "livez") return text_answer("ok");
    if (first == "version" && path.size() == 1) return json_answer(200, std::string(kVersion));
    if (first == "openapi") return answer_openapi(kinds, call);
    if (path.empty()) {
        return json_answer(
            200,
            R"({"paths":["/api","/api/v1","/apis","/healthz","/livez","/openapi/v3","/readyz","/version"]})"
            "\n");
    }
    if (first == "api" && path.size() == 1)
        return wants_aggregated(call) ? aggregated(kinds, true) : api_versions();
    if (first == "api" && path.size() == 2) return resource_list(kinds, "", path[1]);
    if (first == "apis" && path.size() == 1)
        return wants_aggregated(call) ? aggregated(kinds, false) : group_list(kinds);
    if (first == "apis" && path.size() == 2) return one_group(kinds, path[1]);
    if (first == "apis" && path.size() == 3) return resource_list(kinds, path[1], path[2]);
    if (first != "api" && first != "apis") return failed(no_such_path());
    return std::nullopt;
}

}  // namespace yare::sandbox
