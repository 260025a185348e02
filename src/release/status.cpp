// `helm status`: a record, and its objects as they are now.
#include <map>
#include <set>

#include "deploy.h"
#include "yare/base/ascii.h"
#include "yare/data/json.h"
#include "yare/data/url.h"

namespace yare::release {

namespace {

constexpr std::string_view kPods = "v1/Pod(related)";
constexpr std::string_view kTableForm =
    "application/json;as=Table;v=v1;g=meta.k8s.io,application/"
    "json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

// "a=b,c=d" out of spec.selector.matchLabels; empty for what chooses no pods that way.
std::string pod_selector(const ManifestObject& object) {
    Document document;
    const Result<Value> root = read_json(object.json, document);
    const Value labels = root ? root->path({"spec", "selector", "matchLabels"}) : Value();
    std::string out;
    const Map* map = labels.map_or_null();
    if (!map) return out;
    for (const Entry& entry : *map) {
        if (!out.empty()) out += ',';
        out.append(map->key_text(entry)).append("=").append(entry.value.string_or(""));
    }
    return out;
}

std::string cell_text(const Value& cell) {
    if (cell.is_string()) return std::string(cell.as_string());
    if (cell.is_nil()) return "<none>";
    return write_json(cell).ok() ? *write_json(cell) : std::string();
}

// Appends the rows of a server's Table; columns that only the wide form shows are left out.
void append_rows(ResourceTable& table, const Value& answer) {
    const Value definitions = answer.path({"columnDefinitions"});
    const Value rows = answer.path({"rows"});
    if (!definitions.is_list() || !rows.is_list()) return;
    std::vector<std::size_t> shown;
    const bool first = table.columns.empty();
    for (std::size_t i = 0; i < definitions.items().size(); ++i) {
        const Value& definition = definitions.items()[i];
        const Value priority = definition.path({"priority"});
        if (priority.is_integer() && priority.as_integer() > 0) continue;
        shown.push_back(i);
        if (!first) continue;
        table.columns.push_back(ascii::uppered(definition.path({"name"}).string_or("")));
    }
    for (const Value& row : rows.items()) {
        const Value cells = row.path({"cells"});
        if (!cells.is_list()) continue;
        std::vector<std::string> texts;
        texts.reserve(shown.size());
        for (const std::size_t i : shown) {
            texts.push_back(i < cells.items().size() ? cell_text(cells.items()[i]) : std::string());
        }
        table.rows.push_back(std::move(texts));
    }
}

// Items of a list come without their kind; Helm's client fills it in.
void name_items(const Value& list) {
    const Value items = list.path({"items"});
    if (!items.is_list()) return;
    for (const Value& item : items.items()) {
        Map* map = item.map_or_null();
        if (!map) continue;
        if (!map->contains("apiVersion")) map->set("apiVersion", Value::of_view("v1"));
        if (!map->contains("kind")) map->set("kind", Value::of_view("Pod"));
    }
}

// Asks for the objects of a release, one after the other, and for the pods that they choose.
class Inspector {
  public:
    Inspector(const Context& context, ResourceForm form) : context_(context), form_(form) {}

    Result<void> add(const ManifestObject& object) {
        const kube::ResourceMapping mapping =
            YARE_TRY(context_.cluster->mapping(object.ref.api_version, object.ref.kind));
        const std::string title = mapping.version() + "/" + object.ref.kind;
        YARE_TRY(ask(title, mapping.path(object.ref.namespace_name, object.ref.name)));
        const std::string selector = pod_selector(object);
        if (selector.empty() || !asked_.insert(object.ref.namespace_name + " " + selector).second) return {};
        return ask(std::string(kPods), "/api/v1/namespaces/" + object.ref.namespace_name +
                                           "/pods?labelSelector=" + percent_escape(selector, "-._~"));
    }

    // The pods come last, as what they belong to is read first.
    std::vector<ResourceTable> tables() && {
        std::stable_partition(tables_.begin(), tables_.end(),
                              [](const ResourceTable& table) { return table.title != kPods; });
        std::erase_if(tables_, [](const ResourceTable& table) { return table.rows.empty(); });
        return std::move(tables_);
    }

    std::string json() const {
        if (objects_.empty()) return "";
        std::string out;
        for (const auto& [title, texts] : objects_) {
            out += out.empty() ? "{" : ",";
            append_json_string(out, title);
            out += ":[";
            for (std::size_t i = 0; i < texts.size(); ++i) out.append(i > 0 ? "," : "").append(texts[i]);
            out += "]";
        }
        return out + "}";
    }

  private:
    Result<void> ask(const std::string& title, std::string path) {
        kube::CallOptions options;
        options.cancellation = context_.cancellation;
        const bool table = form_ == ResourceForm::Tables;
        Result<std::string> text = context_.cluster->get_text(
            std::move(path), std::move(options), std::string(table ? kTableForm : "application/json"));
        // Helm: what is not there is left out.
        if (!text && text.error().code() == ErrorCode::NotFound) return {};
        if (!text) return text.error();
        Document document;
        JsonOptions whole_numbers;
        whole_numbers.numbers = Numbers::KeepIntegers;
        const Value answer = YARE_TRY(read_json(*text, document, whole_numbers));
        if (table) {
            append_rows(table_named(title), answer);
            return {};
        }
        if (title == kPods) name_items(answer);
        std::string compact = YARE_TRY(write_json(answer));
        objects_[title].push_back(std::move(compact));
        return {};
    }

    ResourceTable& table_named(const std::string& title) {
        for (ResourceTable& table : tables_) {
            if (table.title == title) return table;
        }
        return tables_.emplace_back(ResourceTable{title, {}, {}});
    }

    const Context& context_;
    ResourceForm form_;
    std::set<std::string> asked_;
    std::vector<ResourceTable> tables_;
    std::map<std::string, std::vector<std::string>> objects_;
};

}  // namespace

Result<ReleaseStatus> status(const Context& context, const std::string& name, std::int64_t revision,
                             ResourceForm form) {
    ReleaseStatus found;
    found.release = YARE_TRY(get(context, name, revision));
    if (!context.cluster) return found;
    const std::vector<ManifestObject> objects = YARE_TRY(past_objects(context, found.release));
    Inspector inspector(context, form);
    for (const ManifestObject& object : objects) YARE_TRY(inspector.add(object));
    found.resources_json = inspector.json();
    found.resources = std::move(inspector).tables();
    return found;
}

}  // namespace yare::release
