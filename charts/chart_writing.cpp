// Chart.yaml and Chart.lock on their way out, as YAML and as JSON.
#include "yare/charts/chart_yaml.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"

namespace yare::charts {

namespace {

// Writes one JSON object in the order of the calls, leaving out what Go's omitempty leaves out.
class ObjectWriter {
  public:
    explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
    ObjectWriter(const ObjectWriter&) = delete;
    ObjectWriter& operator=(const ObjectWriter&) = delete;
    ~ObjectWriter() { out_ += '}'; }

    std::string& key(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        append_json_string(out_, name);
        out_ += ':';
        return out_;
    }
    void text_always(std::string_view name, std::string_view text) { append_json_string(key(name), text); }
    void text(std::string_view name, std::string_view text) {
        if (!text.empty()) text_always(name, text);
    }
    void truth(std::string_view name, bool value) {
        if (value) key(name) += "true";
    }
    template <typename Items, typename Each>
    void list(std::string_view name, const Items& items, Each each) {
        if (items.empty()) return;
        key(name);
        list_body(items, each);
    }
    template <typename Items, typename Each>
    void list_body(const Items& items, Each each) {
        char before = '[';
        for (const auto& item : items) {
            out_ += before;
            each(item);
            before = ',';
        }
        if (before == '[') out_ += '[';
        out_ += ']';
    }
    void texts(std::string_view name, const std::vector<std::string>& items) {
        list(name, items, [&](const std::string& item) { append_json_string(out_, item); });
    }

  private:
    std::string& out_;
    bool first_ = true;
};

void append_maintainer_json(std::string& out, const Maintainer& maintainer) {
    ObjectWriter object(out);
    object.text("name", maintainer.name);
    object.text("email", maintainer.email);
    object.text("url", maintainer.url);
}

// The YAML that Go makes of a structure is made of its JSON, so we take the same way.
std::string yaml_of_json(const std::string& json) {
    Document document;
    JsonOptions options;
    options.numbers = Numbers::AsWritten;
    const Result<Value> value = read_json(json, document, options);
    YARE_ASSERT(value.ok(), "our own JSON reads back");
    Result<std::string> yaml = write_yaml(*value);
    // A character that YAML cannot carry (0x7F); validation has dropped those from all texts but odd ones.
    return yaml ? *std::move(yaml) : std::string();
}

}  // namespace

void append_dependency_json(std::string& out, const Dependency& dependency) {
    if (dependency.null) {
        out += "null";
        return;
    }
    ObjectWriter object(out);
    object.text_always("name", dependency.name);
    object.text("version", dependency.version);
    object.text_always("repository", dependency.repository);
    object.text("condition", dependency.condition);
    object.texts("tags", dependency.tags);
    object.truth("enabled", dependency.enabled);
    object.list("import-values", dependency.import_values, [&](const Value& value) {
        const Result<void> written = append_json(out, value);
        YARE_ASSERT(written.ok(), "what YAML or JSON gave can be written as JSON");
    });
    object.text("alias", dependency.alias);
}

void append_metadata_json(std::string& out, const Metadata& metadata) {
    ObjectWriter object(out);
    object.text("name", metadata.name);
    object.text("home", metadata.home);
    object.texts("sources", metadata.sources);
    object.text("version", metadata.version);
    object.text("description", metadata.description);
    object.texts("keywords", metadata.keywords);
    object.list("maintainers", metadata.maintainers,
                [&](const Maintainer& one) { append_maintainer_json(out, one); });
    object.text("icon", metadata.icon);
    object.text("apiVersion", metadata.api_version);
    object.text("condition", metadata.condition);
    object.text("tags", metadata.tags);
    object.text("appVersion", metadata.app_version);
    object.truth("deprecated", metadata.deprecated);
    if (!metadata.annotations.empty()) {
        ObjectWriter annotations(object.key("annotations"));
        for (const auto& [key, text] : metadata.annotations) annotations.text_always(key, text);
    }
    object.text("kubeVersion", metadata.kube_version);
    object.list("dependencies", metadata.dependencies,
                [&](const Dependency& one) { append_dependency_json(out, one); });
    object.text("type", metadata.type);
}

void append_lock_json(std::string& out, const Lock& lock) {
    ObjectWriter object(out);
    object.text_always("generated", format_timestamp(lock.generated));
    object.text_always("digest", lock.digest);
    object.key("dependencies");
    if (!lock.dependencies) {
        out += "null";
        return;
    }
    object.list_body(*lock.dependencies, [&](const Dependency& one) { append_dependency_json(out, one); });
}

std::string metadata_yaml(const Metadata& metadata) {
    std::string json;
    append_metadata_json(json, metadata);
    return yaml_of_json(json);
}

std::string lock_yaml(const Lock& lock) {
    std::string json;
    append_lock_json(json, lock);
    return yaml_of_json(json);
}

}  // namespace yare::charts
