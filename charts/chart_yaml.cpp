#include "yare/charts/chart_yaml.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/go_time.h"
#include "yare/data/json.h"
#include "yare/data/semver.h"
#include "yare/data/utf8.h"
#include "yare/data/yaml.h"

namespace yare::charts {

namespace {

constexpr std::string_view kDecoding = "error unmarshaling JSON: while decoding JSON";

// Where in the structure a value is being put, as Go's decoder names it: "Maintainer.maintainers.name".
struct Place {
    std::string_view structure;
    std::string path;

    Place field(std::string_view name) const {
        return {structure, path.empty() ? std::string(name) : path + "." + std::string(name)};
    }
    Place in(std::string_view inner) const { return {inner, path}; }
};

enum class Unknown { Ignore, Refuse };
// Whether a scalar of another type is taken for a text.
enum class Scalars { Convert, Refuse };

// Reads one file into a structure. The first value that does not fit is remembered and the rest still read,
// as Go does.
class Decoder {
  public:
    explicit Decoder(ChartSet& set, Unknown unknown = Unknown::Ignore, Scalars scalars = Scalars::Convert)
        : set_(set), unknown_(unknown), scalars_(scalars) {}

    void metadata(const Value& value, Metadata& out) { metadata(value, out, Place{"Metadata", {}}); }
    void metadata(const Value& value, Metadata& out, const Place& place);
    void lock(const Value& value, Lock& out);
    // Fields that are somebody else's business.
    void pass_over(std::span<const std::string_view> others) { others_ = others; }
    Result<void> result() && {
        if (first_error_.empty()) return {};
        return Error(ErrorCode::Invalid, first_error_, pos_).during(std::string(kDecoding));
    }
    Result<void> bare_result() && {
        if (first_error_.empty()) return {};
        return Error(ErrorCode::Invalid, first_error_, pos_);
    }

  private:
    using Read = void (Decoder::*)(const Value&, void*, const Place&);

    void mismatch(const Value& value, const Place& place, std::string_view type) {
        if (!first_error_.empty()) return;
        pos_ = here_;
        const std::string target =
            place.path.empty() ? "value" : "struct field " + std::string(place.structure) + "." + place.path;
        first_error_ = json_mismatch(value, target + " of type " + std::string(type));
    }

    void refuse(std::string_view key) {
        const auto same = [&](std::string_view one) { return ascii::equal_fold(one, key); };
        if (std::ranges::any_of(others_, same)) return;
        if (unknown_ == Unknown::Ignore || !first_error_.empty()) return;
        pos_ = here_;
        first_error_ = "json: unknown field " + go_quote(key);
    }

    void text(const Value& value, std::string& out, const Place& place) {
        if (value.is_nil()) return;
        if (value.is_string()) {
            out = value.as_string();
        } else if (std::optional<std::string> written = yaml_string_field(value);
                   written && scalars_ == Scalars::Convert) {
            out = *std::move(written);
        } else {
            mismatch(value, place, "string");
        }
    }
    void truth(const Value& value, bool& out, const Place& place) {
        if (value.is_nil()) return;
        if (!value.is_bool()) return mismatch(value, place, "bool");
        out = value.as_bool();
    }
    void texts(const Value& value, std::vector<std::string>& out, const Place& place) {
        if (value.is_nil()) return out.clear();
        if (!value.is_list()) return mismatch(value, place, "[]string");
        out.assign(value.items().size(), {});
        for (std::size_t index = 0; index < out.size(); ++index)
            text(value.items()[index], out[index], place);
    }
    void text_map(const Value& value, Metadata& out, const Place& place) {
        if (value.is_nil()) return out.annotations.clear();
        if (!value.is_map()) return mismatch(value, place, "map[string]string");
        const Map& map = value.as_map();
        for (const Entry& entry : map) {
            std::string one;
            text(entry.value, one, place);
            out.annotations.insert_or_assign(std::string(map.key_text(entry)), std::move(one));
        }
    }
    void maintainers(const Value& value, std::vector<Maintainer>& out, const Place& place);
    void maintainer(const Value& value, Maintainer& out, const Place& place);
    void dependencies(const Value& value, std::vector<Dependency>& out, const Place& place);
    void dependency(const Value& value, Dependency& out, const Place& place);
    void imports(const Value& value, std::vector<Value>& out, const Place& place);

    // Calls `each` with the structure's name of every field of `value` that it has, in any case.
    template <std::size_t N, typename Each>
    void fields(const Value& value, const std::array<std::string_view, N>& names, Each each) {
        const Map& map = value.as_map();
        for (const Entry& entry : map) {
            const std::string_view key = map.key_text(entry);
            auto name = std::ranges::find(names, key);
            if (name == names.end()) {
                name = std::ranges::find_if(
                    names, [&](std::string_view one) { return ascii::equal_fold(one, key); });
            }
            here_ = Pos{entry.origin.id};
            if (name == names.end()) {
                refuse(key);
                continue;
            }
            each(*name, entry.value);
        }
    }

    ChartSet& set_;
    Unknown unknown_;
    Scalars scalars_;
    std::span<const std::string_view> others_;
    std::string first_error_;
    Pos here_;
    Pos pos_;
};

void Decoder::maintainer(const Value& value, Maintainer& out, const Place& place) {
    if (!value.is_map()) return mismatch(value, place, "v2.Maintainer");
    constexpr std::array<std::string_view, 3> kNames = {"name", "email", "url"};
    const Place inside = place.in("Maintainer");
    fields(value, kNames, [&](std::string_view name, const Value& field) {
        text(field, name == "name" ? out.name : name == "email" ? out.email : out.url, inside.field(name));
    });
}

void Decoder::maintainers(const Value& value, std::vector<Maintainer>& out, const Place& place) {
    if (value.is_nil()) return out.clear();
    if (!value.is_list()) return mismatch(value, place, "[]*v2.Maintainer");
    out.clear();
    for (const Value& item : value.items()) {
        Maintainer& one = out.emplace_back();
        one.null = item.is_nil();
        if (!one.null) maintainer(item, one, place);
    }
}

void Decoder::imports(const Value& value, std::vector<Value>& out, const Place& place) {
    if (value.is_nil()) return out.clear();
    if (!value.is_list()) return mismatch(value, place, "[]interface {}");
    Document& document = set_.new_document();
    out.clear();
    for (const Value& item : value.items()) out.push_back(deep_copy(item, document));
}

void Decoder::dependency(const Value& value, Dependency& out, const Place& place) {
    if (!value.is_map()) return mismatch(value, place, "v2.Dependency");
    constexpr std::array<std::string_view, 8> kNames = {"name", "version", "repository",    "condition",
                                                        "tags", "enabled", "import-values", "alias"};
    const Place inside = place.in("Dependency");
    fields(value, kNames, [&](std::string_view name, const Value& field) {
        const Place where = inside.field(name);
        if (name == "name") return text(field, out.name, where);
        if (name == "version") return text(field, out.version, where);
        if (name == "repository") return text(field, out.repository, where);
        if (name == "condition") return text(field, out.condition, where);
        if (name == "alias") return text(field, out.alias, where);
        if (name == "tags") return texts(field, out.tags, where);
        if (name == "enabled") return truth(field, out.enabled, where);
        imports(field, out.import_values, where);
    });
}

void Decoder::dependencies(const Value& value, std::vector<Dependency>& out, const Place& place) {
    if (value.is_nil()) return out.clear();
    if (!value.is_list()) return mismatch(value, place, "[]*v2.Dependency");
    out.clear();
    for (const Value& item : value.items()) {
        Dependency& one = out.emplace_back();
        one.null = item.is_nil();
        if (!one.null) dependency(item, one, place);
    }
}

void Decoder::metadata(const Value& value, Metadata& out, const Place& place) {
    if (value.is_nil()) return;
    if (!value.is_map()) return mismatch(value, place, "v2.Metadata");
    struct TextField {
        std::string_view name;
        std::string Metadata::* member;
    };
    static constexpr std::array<TextField, 11> kTexts = {{{"name", &Metadata::name},
                                                          {"home", &Metadata::home},
                                                          {"version", &Metadata::version},
                                                          {"description", &Metadata::description},
                                                          {"icon", &Metadata::icon},
                                                          {"apiVersion", &Metadata::api_version},
                                                          {"condition", &Metadata::condition},
                                                          {"tags", &Metadata::tags},
                                                          {"appVersion", &Metadata::app_version},
                                                          {"kubeVersion", &Metadata::kube_version},
                                                          {"type", &Metadata::type}}};
    constexpr std::array<std::string_view, 17> kNames = {
        "name",      "home",       "version",     "description", "icon",        "apiVersion",
        "condition", "tags",       "appVersion",  "kubeVersion", "type",        "sources",
        "keywords",  "deprecated", "annotations", "maintainers", "dependencies"};
    fields(value, kNames, [&](std::string_view name, const Value& field) {
        const Place where = place.field(name);
        const auto* plain = std::ranges::find(kTexts, name, &TextField::name);
        if (plain != kTexts.end()) return text(field, out.*(plain->member), where);
        if (name == "sources") return texts(field, out.sources, where);
        if (name == "keywords") return texts(field, out.keywords, where);
        if (name == "deprecated") return truth(field, out.deprecated, where);
        if (name == "annotations") return text_map(field, out, where);
        if (name == "maintainers") return maintainers(field, out.maintainers, where);
        dependencies(field, out.dependencies, where);
        out.dependencies_listed = field.is_list();
    });
}

namespace {

// What Go says of a time that is none.
std::string time_error(std::string_view text) {
    const Result<GoTime> read = parse_time(layout::kRfc3339, text, {}, {});
    if (!read) return read.error().text();
    return "parsing time " + go_quote(text) + " as \"" + std::string(layout::kRfc3339) +
           "\": cannot parse it";
}

}  // namespace

void Decoder::lock(const Value& value, Lock& out) {
    const Place place{"Lock", {}};
    if (value.is_nil()) return;
    if (!value.is_map()) return mismatch(value, place, "v2.Lock");
    constexpr std::array<std::string_view, 3> kNames = {"generated", "digest", "dependencies"};
    fields(value, kNames, [&](std::string_view name, const Value& field) {
        if (name == "digest") return text(field, out.digest, place.field(name));
        if (name == "dependencies") {
            if (field.is_nil()) return out.dependencies.reset();
            return dependencies(field, out.dependencies.emplace(), place.field(name));
        }
        if (field.is_nil()) return;
        const std::optional<Timestamp> time =
            field.is_string() ? parse_timestamp(field.as_string()) : std::nullopt;
        if (time) {
            out.generated = *time;
        } else if (first_error_.empty()) {
            pos_ = here_;
            first_error_ = field.is_string() ? time_error(field.as_string())
                                             : "Time.UnmarshalJSON: input is not a JSON string";
        }
    });
}

Result<Value> read_document(const Source& source, Document& document, bool unique_keys = false) {
    YamlOptions options;
    options.unique_keys = unique_keys;
    options.numbers = Numbers::AsWritten;
    options.source = &source;
    options.text_outlives = true;
    return read_yaml(source.text, document, options);
}

}  // namespace

Result<void> read_metadata(const Value& value, Metadata& metadata, ChartSet& set) {
    Decoder decoder(set);
    decoder.metadata(value, metadata);
    return std::move(decoder).result();
}

Result<void> read_metadata(const Source& source, Metadata& metadata, ChartSet& set) {
    Document document(set.symbols());
    const Value value = YARE_TRY(read_document(source, document));
    return read_metadata(value, metadata, set);
}

Result<void> check_metadata_strictly(const Source& source, ChartSet& set) {
    Document document(set.symbols());
    const Value value = YARE_TRY(read_document(source, document, true));
    Metadata metadata;
    Decoder decoder(set, Unknown::Refuse);
    decoder.metadata(value, metadata);
    return std::move(decoder).result();
}

Result<void> read_indexed_metadata(const Value& entry, std::span<const std::string_view> others,
                                   bool strictly, Metadata& metadata, ChartSet& set) {
    Decoder decoder(set, strictly ? Unknown::Refuse : Unknown::Ignore, Scalars::Refuse);
    decoder.pass_over(others);
    decoder.metadata(entry, metadata, Place{"ChartVersion", "entries.Metadata"});
    return std::move(decoder).bare_result();
}

Result<Lock> read_lock(const Value& value, ChartSet& set) {
    Decoder decoder(set);
    Lock lock;
    decoder.lock(value, lock);
    YARE_TRY(std::move(decoder).result());
    return lock;
}

Result<std::optional<Lock>> read_lock(const Source& source, ChartSet& set) {
    Document document(set.symbols());
    const Value value = YARE_TRY(read_document(source, document));
    if (value.is_nil()) return std::optional<Lock>();
    Lock lock = YARE_TRY(read_lock(value, set));
    return std::optional<Lock>(std::move(lock));
}

// --- checks ---

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, "validation: " + std::move(text)); }

// Blanks of all kinds become spaces, what does not print is dropped.
void sanitise(std::string& text) {
    if (std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; })) return;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char32_t rune = utf8::next(text, at);
        if (is_space(rune)) {
            out += ' ';
        } else if (is_printable(rune)) {
            utf8::append(out, rune);
        }
    }
    text = std::move(out);
}

void sanitise(std::vector<std::string>& texts) {
    for (std::string& text : texts) sanitise(text);
}

bool is_alias(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return ascii::is_word(c) || c == '-'; });
}

Result<void> check_name(const std::string& name) {
    if (name.empty()) return invalid("chart.metadata.name is required");
    if (name == "." || name == "..")
        return invalid("chart.metadata.name " + go_quote(name) + " is not allowed");
    // Helm lets "/" itself pass; a name becomes part of paths, so Yare does not.
    if (name.find('/') != std::string::npos)
        return invalid("chart.metadata.name " + go_quote(name) + " is invalid");
    return {};
}

Result<void> check_dependencies_of(Metadata& metadata) {
    std::unordered_set<std::string_view> keys;
    for (Dependency& dependency : metadata.dependencies) {
        if (dependency.null) return invalid("dependencies must not contain empty or null nodes");
        sanitise(dependency.name);
        sanitise(dependency.version);
        sanitise(dependency.repository);
        sanitise(dependency.condition);
        sanitise(dependency.tags);
        if (!is_alias(dependency.alias)) {
            return invalid("dependency " + go_quote(dependency.name) +
                           " has disallowed characters in the alias");
        }
        const std::string_view key = dependency.alias.empty() ? dependency.name : dependency.alias;
        if (!keys.insert(key).second)
            return invalid("more than one dependency with name or alias " + go_quote(key))
                .with_code(ErrorCode::AlreadyExists);
    }
    return {};
}

}  // namespace

Result<void> validate(Metadata& metadata) {
    for (std::string* text :
         {&metadata.name, &metadata.description, &metadata.home, &metadata.icon, &metadata.condition,
          &metadata.tags, &metadata.app_version, &metadata.kube_version}) {
        sanitise(*text);
    }
    sanitise(metadata.sources);
    sanitise(metadata.keywords);
    if (metadata.api_version.empty()) return invalid("chart.metadata.apiVersion is required");
    YARE_TRY(check_name(metadata.name));
    if (metadata.version.empty()) return invalid("chart.metadata.version is required");
    if (!parse_version(metadata.version)) {
        return invalid("chart.metadata.version " + go_quote(metadata.version) + " is invalid");
    }
    if (!metadata.type.empty() && metadata.type != "application" && metadata.type != "library") {
        return invalid("chart.metadata.type must be application or library");
    }
    for (Maintainer& maintainer : metadata.maintainers) {
        if (maintainer.null) return invalid("maintainers must not contain empty or null nodes");
        sanitise(maintainer.name);
        sanitise(maintainer.email);
        sanitise(maintainer.url);
    }
    return check_dependencies_of(metadata);
}

}  // namespace yare::charts
