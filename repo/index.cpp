#include "yare/repo/index.h"

#include <algorithm>
#include <array>
#include <optional>

#include "yare/base/ascii.h"
#include "yare/charts/chart_yaml.h"
#include "yare/data/go_text.h"
#include "yare/data/go_time.h"
#include "yare/data/json.h"
#include "yare/data/limits.h"
#include "yare/data/yaml.h"

namespace yare::repo {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

Error mismatch(const Value& value, std::string_view field, std::string_view type) {
    const std::string target = field.empty() ? "value" : "struct field " + std::string(field);
    return invalid(json_mismatch(value, target + " of type " + std::string(type)));
}

// The fields of an entry beside the chart's own.
constexpr std::array<std::string_view, 8> kEntryFields = {"urls",     "created", "removed",       "digest",
                                                          "checksum", "engine",  "tillerVersion", "url"};
// Those of Chart.yaml that hold a text.
constexpr std::array<std::string_view, 11> kTexts = {"name",       "home",        "version",   "description",
                                                     "icon",       "apiVersion",  "condition", "tags",
                                                     "appVersion", "kubeVersion", "type"};

// Go: an exact name before one in other letters.
template <std::size_t N>
std::string_view known_field(const std::array<std::string_view, N>& names, std::string_view key) {
    auto at = std::ranges::find(names, key);
    if (at == names.end())
        at = std::ranges::find_if(names, [&](std::string_view one) { return ascii::equal_fold(one, key); });
    return at == names.end() ? std::string_view() : *at;
}

class Reader {
  public:
    Reader(Document& document, bool strictly, std::string_view source, Diagnostics& diagnostics)
        : document_(document), strictly_(strictly), source_(source), diagnostics_(diagnostics) {}

    using Charts = std::map<std::string_view, std::vector<IndexedChart>, std::less<>>;

    // Helm: the whole is decoded before any entry is judged.
    Result<void> decode(const Value& root) {
        if (root.is_nil()) return {};
        if (!root.is_map()) return mismatch(root, "", "repo.IndexFile");
        YARE_TRY(check_top(root.as_map()));
        if (!entries_) return {};
        for (const Entry& entry : *entries_) YARE_TRY(check_entries(entry.value));
        return {};
    }

    Result<void> judge(Charts& charts) {
        if (entries_) {
            for (const Entry& entry : *entries_) judge(entries_->key_text(entry), entry.value, charts);
        }
        if (api_version_.empty()) return invalid("no API version specified");
        return {};
    }

  private:
    Result<void> check_top(const Map& map) {
        static constexpr std::array<std::string_view, 6> kNames = {"serverInfo", "apiVersion", "generated",
                                                                   "entries",    "publicKeys", "annotations"};
        for (const Entry& entry : map) {
            const std::string_view key = map.key_text(entry);
            const std::string_view name = known_field(kNames, key);
            const Value& value = entry.value;
            if (name.empty() && strictly_) return invalid("json: unknown field " + go_quote(key));
            if (name.empty() || value.is_nil()) continue;
            if (name == "apiVersion") {
                api_version_ = YARE_TRY(text(value, "IndexFile.apiVersion"));
            } else if (name == "generated") {
                YARE_TRY(check_time(value));
            } else if (name == "publicKeys") {
                YARE_TRY(check_texts(value, "IndexFile.publicKeys"));
            } else if (name == "entries") {
                if (!value.is_map())
                    return mismatch(value, "IndexFile.entries", "map[string]repo.ChartVersions");
                entries_ = &value.as_map();
            } else if (!value.is_map()) {
                const bool texts = name == "annotations";
                return mismatch(value, "IndexFile." + std::string(name),
                                texts ? "map[string]string" : "map[string]interface {}");
            }
        }
        return {};
    }

    // Outside of a chart's own fields YAML's scalars become text.
    Result<std::string_view> text(const Value& value, std::string_view field) {
        if (value.is_nil()) return std::string_view();
        if (value.is_string()) return value.as_string();
        const std::optional<std::string> written = yaml_string_field(value);
        if (!written || !strictly_) return mismatch(value, field, "string");
        return document_.arena().copy(*written);
    }

    Result<void> check_texts(const Value& value, std::string_view field) {
        if (!value.is_list()) return mismatch(value, field, "[]string");
        for (const Value& item : value.items()) YARE_TRY(text(item, field));
        return {};
    }

    static Result<void> check_time(const Value& value) {
        if (!value.is_string()) return invalid("Time.UnmarshalJSON: input is not a JSON string");
        if (charts::parse_timestamp(value.as_string())) return {};
        const Result<GoTime> read = parse_time(layout::kRfc3339, value.as_string(), {}, {});
        if (!read) return invalid(read.error().text());
        return invalid("parsing time " + go_quote(value.as_string()) + " as \"" +
                       std::string(layout::kRfc3339) + "\": cannot parse it");
    }

    Result<void> check_entries(const Value& versions) {
        if (versions.is_nil()) return {};
        if (!versions.is_list()) return mismatch(versions, "IndexFile.entries", "repo.ChartVersions");
        for (const Value& entry : versions.items()) {
            if (entry.is_nil()) continue;
            if (!entry.is_map()) return mismatch(entry, "IndexFile.entries", "repo.ChartVersion");
            YARE_TRY(check_entry(entry));
        }
        return {};
    }

    enum class Field : std::uint8_t { NotSeen, Text, Own, Other };

    // What a key is, told by its number after the first time.
    Field field_of(const Map& map, const Entry& entry) {
        const std::size_t number = entry.key.id;
        if (number >= fields_.size()) fields_.resize(number + 64, Field::NotSeen);
        if (fields_[number] == Field::NotSeen) {
            const std::string_view key = map.key_text(entry);
            if (std::ranges::find(kTexts, key) != kTexts.end())
                fields_[number] = Field::Text;
            else
                fields_[number] = known_field(kEntryFields, key).empty() ? Field::Other : Field::Own;
        }
        return fields_[number];
    }

    Result<void> check_entry(const Value& entry) {
        const Map& map = entry.as_map();
        bool ordinary = true;
        for (const Entry& one : map) {
            switch (field_of(map, one)) {
                case Field::Text:
                    ordinary = ordinary && (one.value.is_string() || one.value.is_nil());
                    break;
                case Field::Own:
                    YARE_TRY(check_own(known_field(kEntryFields, map.key_text(one)), one.value));
                    break;
                default:
                    ordinary = ordinary && is_ordinary(map.key_text(one), one.value);
            }
        }
        if (ordinary) return {};
        charts::Metadata metadata;
        charts::ChartSet set;
        return charts::read_indexed_metadata(entry, kEntryFields, strictly_, metadata, set);
    }

    Result<void> check_own(std::string_view name, const Value& value) {
        if (value.is_nil()) return {};
        const std::string field = "ChartVersion.entries." + std::string(name);
        if (name == "urls") return check_texts(value, field);
        if (name == "created") return check_time(value);
        if (name == "removed") {
            if (!value.is_bool()) return mismatch(value, field, "bool");
            return {};
        }
        YARE_TRY(text(value, field));
        return {};
    }

    static bool are_texts(const Value& list) {
        return list.is_list() &&
               std::ranges::all_of(list.items(), [](const Value& one) { return one.is_string(); });
    }

    static bool are_plain_texts(const Map& map) {
        return std::ranges::all_of(map, [](const Entry& one) { return one.value.is_string(); });
    }

    static bool is_maintainer(const Value& value) {
        if (!value.is_map()) return false;
        const Map& map = value.as_map();
        return are_plain_texts(map) && std::ranges::all_of(map, [&](const Entry& one) {
                   const std::string_view key = map.key_text(one);
                   return key == "name" || key == "email" || key == "url";
               });
    }

    // Of what holds no text: whether nothing about it needs a second look.
    static bool is_ordinary(std::string_view key, const Value& value) {
        if (key == "deprecated") return value.is_bool();
        if (key == "keywords" || key == "sources") return are_texts(value);
        if (key == "annotations") return value.is_map() && are_plain_texts(value.as_map());
        if (key == "maintainers") return value.is_list() && std::ranges::all_of(value.items(), is_maintainer);
        return false;
    }

    static bool is_plain(std::string_view text) {
        return std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
    }

    static std::string_view plain_text(const Map& map, std::string_view key) {
        const Value* value = map.find(key);
        return value && value->is_string() ? value->as_string() : std::string_view();
    }

    // The entries of one chart, from the last: those that are none are left out.
    void judge(std::string_view chart, const Value& versions, Charts& charts) {
        std::vector<IndexedChart>& out = charts[chart];
        if (!versions.is_list()) return;
        const std::span<const Value> items = versions.items();
        out.reserve(items.size());
        for (auto at = items.rbegin(); at != items.rend(); ++at) {
            if (at->is_nil()) {
                diagnostics_.warn("skipping loading invalid entry for chart: empty entry",
                                  {{"name", std::string(chart)}, {"source", std::string(source_)}});
                continue;
            }
            std::string version;
            const Result<void> valid = validate(at->as_map(), *at, version);
            if (valid) {
                add(at->as_map(), out);
                continue;
            }
            diagnostics_.warn("skipping loading invalid entry for chart", {{"name", std::string(chart)},
                                                                           {"version", version},
                                                                           {"source", std::string(source_)},
                                                                           {"error", valid.error().text()}});
        }
        std::ranges::reverse(out);
        std::ranges::stable_sort(out, [](const IndexedChart& left, const IndexedChart& right) {
            return compare_versions(left.number, right.number) > 0;
        });
    }

    Result<void> validate(const Map& map, const Value& entry, std::string& version) {
        const std::string_view name = plain_text(map, "name");
        const std::string_view type = plain_text(map, "type");
        version = plain_text(map, "version");
        const bool simple = !name.empty() && name != "." && name != ".." && is_plain(name) &&
                            name.find('/') == std::string_view::npos && is_plain(version) &&
                            (type.empty() || type == "application" || type == "library") &&
                            !map.find("dependencies") && !has_null_maintainer(map);
        // The version is looked at when it is kept.
        if (simple && parse_version(version)) return {};
        charts::Metadata metadata;
        charts::ChartSet set;
        YARE_TRY(charts::read_indexed_metadata(entry, kEntryFields, false, metadata, set));
        version = metadata.version;
        if (metadata.api_version.empty()) metadata.api_version = "v1";
        Result<void> valid = charts::validate(metadata);
        // Helm: there are repositories that leave aliases out.
        if (!valid && valid.error().code() == ErrorCode::AlreadyExists) return {};
        return valid;
    }

    static bool has_null_maintainer(const Map& map) {
        const Value* list = map.find("maintainers");
        return list && list->is_list() &&
               std::ranges::any_of(list->items(), [](const Value& one) { return one.is_nil(); });
    }

    void add(const Map& map, std::vector<IndexedChart>& out) {
        IndexedChart chart;
        for (const Entry& one : map) {
            const std::string_view key = map.key_text(one);
            if (ascii::equal_fold(key, "version")) {
                if (one.value.is_string()) chart.version = one.value.as_string();
            } else if (ascii::equal_fold(key, "digest")) {
                if (const Result<std::string_view> digest = text(one.value, {})) chart.digest = *digest;
            } else if (ascii::equal_fold(key, "urls") && one.value.is_list() && !one.value.items().empty()) {
                chart.has_url = true;
                if (const Result<std::string_view> url = text(one.value.items().front(), {}))
                    chart.url = *url;
            }
        }
        Result<SemanticVersion> number = parse_version(chart.version);
        if (!number) return;
        chart.number = std::move(*number);
        out.push_back(std::move(chart));
    }

    Document& document_;
    bool strictly_;
    std::string_view source_;
    Diagnostics& diagnostics_;
    std::string_view api_version_;
    const Map* entries_ = nullptr;
    std::vector<Field> fields_;  // by symbol
};

// Whether Go would take the text for JSON. Most YAML shows by its first character that it is none.
bool may_be_json(std::string_view text) {
    const std::size_t at = text.find_first_not_of(" \t\r\n");
    return at != std::string_view::npos &&
           std::string_view("{[\"-0123456789tfn").find(text[at]) != std::string_view::npos;
}

}  // namespace

Result<std::unique_ptr<Index>> Index::read(std::string text, std::string_view source,
                                           Diagnostics& diagnostics) {
    if (text.empty()) return invalid("empty index.yaml file");
    if (text.size() > limits::kIndexBytes)
        return Error(ErrorCode::TooLarge,
                     "the index is larger than " + std::to_string(limits::kIndexBytes) + " bytes");
    std::unique_ptr<Index> index(new Index(std::move(text)));
    Document& document = index->document_;
    document.arena().set_limit(limits::kIndexMemory);
    if (may_be_json(index->text_)) {
        JsonOptions json;
        json.numbers = Numbers::AsWritten;
        json.text_outlives = true;
        if (const Result<Value> root = read_json(index->text_, document, json)) {
            // Helm takes the last of two entries of one name here; who reads the file takes the first.
            json.unique_keys = true;
            YARE_TRY(read_json(index->text_, document, json));
            Reader reader(document, false, source, diagnostics);
            YARE_TRY(reader.decode(*root));
            YARE_TRY(reader.judge(index->charts_));
            return index;
        }
    }
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    options.text_outlives = true;
    options.unique_keys = true;
    const Value root = YARE_TRY(read_yaml(index->text_, document, options));
    Reader reader(document, true, source, diagnostics);
    YARE_TRY_WHILE("error unmarshaling JSON: while decoding JSON", reader.decode(root));
    YARE_TRY(reader.judge(index->charts_));
    return index;
}

const std::vector<IndexedChart>* Index::find(std::string_view chart) const {
    const auto at = charts_.find(chart);
    return at == charts_.end() ? nullptr : &at->second;
}

std::vector<std::string_view> Index::chart_names() const {
    std::vector<std::string_view> out;
    out.reserve(charts_.size());
    for (const auto& [name, versions] : charts_) out.push_back(name);
    return out;
}

}  // namespace yare::repo
