#include <array>
#include <vector>

#include "objects.h"

namespace yare::render {

namespace {

// Everything is copied: a template may change the map that it is given, and the chart set is shared.
Value texts(const std::vector<std::string>& items, Document& document) {
    std::vector<Value> out;
    for (const std::string& item : items) out.push_back(Value::of_view(item));
    return document.make_list(out);
}

Value dependency_object(const charts::Dependency& dependency, Document& document) {
    Map* map = document.make_map();
    map->set("Name", Value::of_view(dependency.name));
    map->set("Version", Value::of_view(dependency.version));
    map->set("Repository", Value::of_view(dependency.repository));
    map->set("Condition", Value::of_view(dependency.condition));
    map->set("Tags", texts(dependency.tags, document));
    map->set("Enabled", Value::of_bool(dependency.enabled));
    std::vector<Value> imports;
    for (const Value& item : dependency.import_values) imports.push_back(deep_copy(item, document));
    map->set("ImportValues", document.make_list(imports));
    map->set("Alias", Value::of_view(dependency.alias));
    return map;
}

Value maintainer_object(const charts::Maintainer& maintainer, Document& document) {
    Map* map = document.make_map();
    map->set("Name", Value::of_view(maintainer.name));
    map->set("Email", Value::of_view(maintainer.email));
    map->set("URL", Value::of_view(maintainer.url));
    return map;
}

template <typename T>
Value objects(const std::vector<T>& items, Value (*make)(const T&, Document&), Document& document) {
    std::vector<Value> out;
    for (const T& item : items) out.push_back(make(item, document));
    return document.make_list(out);
}

}  // namespace

Map* chart_object(const charts::Chart& chart, Document& document) {
    const charts::Metadata& metadata = chart.metadata;
    // Go: a map that is not there is nil, which prints as null.
    Map* annotations = document.make_map(metadata.annotations.empty() ? GoType::NilStrings : GoType::Strings);
    for (const auto& [key, value] : metadata.annotations) annotations->set(key, Value::of_view(value));
    const auto field = [&](std::string_view key, Value value) {
        return Entry{document.symbols().intern(key), {}, value};
    };
    const auto text = [&](std::string_view key, const std::string& value) {
        return field(key, Value::of_view(value));
    };
    const std::array fields = {
        text("APIVersion", metadata.api_version),
        field("Annotations", annotations),
        text("AppVersion", metadata.app_version),
        text("Condition", metadata.condition),
        field("Dependencies", objects(metadata.dependencies, dependency_object, document)),
        field("Deprecated", Value::of_bool(metadata.deprecated)),
        text("Description", metadata.description),
        text("Home", metadata.home),
        text("Icon", metadata.icon),
        field("IsRoot", Value::of_bool(chart.is_root())),
        field("Keywords", texts(metadata.keywords, document)),
        text("KubeVersion", metadata.kube_version),
        field("Maintainers", objects(metadata.maintainers, maintainer_object, document)),
        text("Name", metadata.name),
        field("Sources", texts(metadata.sources, document)),
        text("Tags", metadata.tags),
        text("Type", metadata.type),
        text("Version", metadata.version),
    };
    Map* map = document.make_map();
    map->append_all(fields);
    map->finish();
    return map;
}

}  // namespace yare::render
