#include "suite.h"

#include <algorithm>

#include "fields.h"
#include "yare/data/semver.h"
#include "yare/data/yaml.h"

namespace yare::unittest {

namespace {

using Field = FieldReader::Field;

constexpr std::string_view kReleaseType =
    "struct { Name string; Namespace string; Revision int; IsUpgrade bool \"yaml:\\\"upgrade\\\"\" }";
constexpr std::string_view kChartType =
    "struct { Version string; AppVersion string \"yaml:\\\"appVersion\\\"\" }";
constexpr std::string_view kSkipType = "struct { Reason string \"yaml:\\\"reason\\\"\" }";

class SuiteReader {
  public:
    SuiteReader(FieldReader& fields, Suite& suite) : fields_(fields), suite_(suite) {}

    void read(const Value& root) {
        fields_.structure(root, 1, "unittest.TestSuite", [this](std::string_view name, const Field& field) {
            return suite_field(name, field);
        });
    }

  private:
    bool suite_field(std::string_view name, const Field& field);
    bool test_field(Test& test, std::string_view name, const Field& field);
    void release(const Field& field, ReleaseFields& out);
    void chart(const Field& field, ChartFields& out);
    void suite_capabilities(const Field& field);
    void test_capabilities(const Field& field, CapabilityFields& out);
    void cluster(const Field& field, ClusterFields& out);
    void post_renderer(const Field& field, PostRendererFields& out);
    void selector(const Field& field, std::optional<Selector>& out);
    void skip(const Field& field, std::string& reason, std::string* minimum_version);
    void tests(const Field& field);
    void assertions(const Field& field, Test& test);
    Result<Assertion> assertion(const Map& definition);

    FieldReader& fields_;
    Suite& suite_;
};

bool SuiteReader::suite_field(std::string_view name, const Field& field) {
    if (name == "suite") return fields_.text(field, suite_.name), true;
    if (name == "values") return fields_.texts(field, suite_.values), true;
    if (name == "set") return fields_.values(field, suite_.set), true;
    if (name == "templates") return fields_.texts(field, suite_.templates), true;
    if (name == "excludeTemplates") return fields_.texts(field, suite_.excluded), true;
    if (name == "includeCrds") return fields_.truth(field, suite_.include_crds), true;
    if (name == "release") return release(field, suite_.release), true;
    if (name == "chart") return chart(field, suite_.chart), true;
    if (name == "capabilities") return suite_capabilities(field), true;
    if (name == "kubernetesProvider") return cluster(field, suite_.cluster), true;
    if (name == "postRenderer") return post_renderer(field, suite_.post_renderer), true;
    if (name == "snapshotId") return fields_.text(field, suite_.snapshot_id), true;
    if (name == "skip") return skip(field, suite_.skip_reason, &suite_.minimum_version), true;
    if (name == "tests") return tests(field), true;
    return false;
}

bool SuiteReader::test_field(Test& test, std::string_view name, const Field& field) {
    if (name == "it") return fields_.text(field, test.name), true;
    if (name == "values") return fields_.texts(field, test.values), true;
    if (name == "set") return fields_.values(field, test.set), true;
    if (name == "template") {
        std::string one;
        fields_.text(field, one);
        if (!one.empty() && test.templates.empty()) test.templates.push_back(std::move(one));
        return true;
    }
    if (name == "templates") {
        std::vector<std::string> all;
        fields_.texts(field, all);
        if (!all.empty()) test.templates = std::move(all);
        return true;
    }
    if (name == "documentIndex") {
        if (field.value().is_nil()) return true;
        std::int64_t index = 0;
        fields_.integer(field, index);
        test.document_index = index;
        return true;
    }
    if (name == "documentSelector") return selector(field, test.selector), true;
    if (name == "release") return release(field, test.release), true;
    if (name == "chart") return chart(field, test.chart), true;
    if (name == "capabilities") return test_capabilities(field, test.capabilities), true;
    if (name == "asserts") return assertions(field, test), true;
    if (name == "skip") return skip(field, test.skip_reason, nullptr), true;
    if (name == "kubernetesProvider") return cluster(field, test.cluster), true;
    if (name == "postRenderer") return post_renderer(field, test.post_renderer), true;
    return name == "documentindices";
}

void SuiteReader::release(const Field& field, ReleaseFields& out) {
    fields_.structure(field, kReleaseType, [&](std::string_view name, const Field& part) {
        if (name == "name") return fields_.text(part, out.name), true;
        if (name == "namespace") return fields_.text(part, out.namespace_name), true;
        if (name == "upgrade") return fields_.truth(part, out.is_upgrade), true;
        if (name != "revision") return false;
        std::int64_t revision = 0;
        fields_.integer(part, revision);
        out.revision = static_cast<int>(revision);
        return true;
    });
}

void SuiteReader::chart(const Field& field, ChartFields& out) {
    fields_.structure(field, kChartType, [&](std::string_view name, const Field& part) {
        if (name == "version") return fields_.text(part, out.version), true;
        if (name == "appVersion") return fields_.text(part, out.app_version), true;
        return false;
    });
}

void SuiteReader::suite_capabilities(const Field& field) {
    constexpr std::string_view kType =
        "struct { MajorVersion string \"yaml:\\\"majorVersion\\\"\"; MinorVersion string "
        "\"yaml:\\\"minorVersion\\\"\"; APIVersions []string \"yaml:\\\"apiVersions\\\"\" }";
    CapabilityFields& out = suite_.capabilities;
    fields_.structure(field, kType, [&](std::string_view name, const Field& part) {
        if (name == "majorVersion") return fields_.text(part, out.major), true;
        if (name == "minorVersion") return fields_.text(part, out.minor), true;
        if (name == "apiVersions") return fields_.texts(part, *out.api_versions), true;
        return false;
    });
}

// helm-unittest: whole numbers and texts alone count here, and of the list texts alone.
void SuiteReader::test_capabilities(const Field& field, CapabilityFields& out) {
    SetValues given;
    fields_.values(field, given);
    for (const auto& [name, value] : given) {
        std::string text(value.string_or(""));
        if (value.is_integer()) text = std::to_string(value.as_integer());
        if (name == "majorVersion") out.major = text;
        if (name == "minorVersion") out.minor = text;
        if (name != "apiVersions") continue;
        if (!value.is_list()) {
            out.api_versions.reset();
            continue;
        }
        for (const Value& item : value.items()) {
            if (item.is_string()) out.api_versions->emplace_back(item.as_string());
        }
    }
}

void SuiteReader::cluster(const Field& field, ClusterFields& out) {
    fields_.structure(field, "unittest.KubernetesFakeClientProvider",
                      [&](std::string_view name, const Field& part) {
                          if (name == "objects") {
                              if (!fields_.list(part, "[]map[string]interface {}")) return true;
                              for (const Value& item : part.value().items()) {
                                  if (item.is_map()) out.objects.push_back(item);
                              }
                              return true;
                          }
                          if (name != "scheme") return false;
                          SetValues kinds;
                          fields_.values(part, kinds);
                          for (const auto& [key, value] : kinds) {
                              ClusterFields::Kind& kind = out.kinds[key];
                              kind.group = value.path({"gvr", "group"}).string_or("");
                              kind.version = value.path({"gvr", "version"}).string_or("");
                              kind.resource = value.path({"gvr", "resource"}).string_or("");
                              const Value namespaced = value.path({"namespaced"});
                              kind.namespaced = namespaced.is_bool() && namespaced.as_bool();
                          }
                          return true;
                      });
}

void SuiteReader::post_renderer(const Field& field, PostRendererFields& out) {
    fields_.structure(field, "unittest.PostRendererConfig", [&](std::string_view name, const Field& part) {
        if (name == "cmd") return fields_.text(part, out.command), true;
        if (name == "args") return fields_.texts(part, out.arguments), true;
        return false;
    });
}

void SuiteReader::selector(const Field& field, std::optional<Selector>& out) {
    if (field.value().is_nil()) return;
    Selector& selector = out.emplace();
    fields_.structure(field, "valueutils.DocumentSelector", [&](std::string_view name, const Field& part) {
        if (name == "path") return fields_.text(part, selector.path), true;
        if (name == "matchMany") return fields_.truth(part, selector.match_many), true;
        if (name == "skipEmptyTemplates") return fields_.truth(part, selector.skip_empty_templates), true;
        if (name != "value") return false;
        selector.value = part.value();
        return true;
    });
}

void SuiteReader::skip(const Field& field, std::string& reason, std::string* minimum_version) {
    fields_.structure(field, kSkipType, [&](std::string_view name, const Field& part) {
        if (name == "reason") return fields_.text(part, reason), true;
        if (name == "minimumVersion" && minimum_version) return fields_.text(part, *minimum_version), true;
        return false;
    });
}

void SuiteReader::tests(const Field& field) {
    if (!fields_.list(field, "[]*unittest.TestJob")) return;
    const List& list = field.value().as_list();
    for (std::size_t i = 0; i < list.size; ++i) {
        Test& test = suite_.tests.emplace_back();
        fields_.structure(
            list.items[i], fields_.line_of_item(list, i, fields_.line_of(field)), "unittest.TestJob",
            [&](std::string_view name, const Field& part) { return test_field(test, name, part); });
    }
}

void SuiteReader::assertions(const Field& field, Test& test) {
    if (!fields_.list(field, "[]*unittest.Assertion")) return;
    for (const Value& item : field.value().items()) {
        if (item.is_nil()) {
            test.assertions.emplace_back();
            continue;
        }
        if (!item.is_map()) {
            fields_.fail(Error(ErrorCode::Invalid, "an assertion is a map"));
            return;
        }
        Result<Assertion> read = assertion(item.as_map());
        if (!read) return fields_.fail(std::move(read).error());
        test.assertions.push_back(std::move(*read));
    }
}

Error no_assertion(const Map& definition) {
    for (const bool selectors : {false, true}) {
        for (const Entry& entry : definition) {
            const std::string_view name = definition.key_text(entry);
            if (name == "template" || name == "documentIndex" || name == "not") continue;
            if ((name == "documentSelector") != selectors) continue;
            return Error(ErrorCode::Invalid, "Assertion type `" + std::string(name) + "` is invalid");
        }
    }
    return Error(ErrorCode::Invalid, "no assertion type defined");
}

Result<Assertion> SuiteReader::assertion(const Map& definition) {
    Assertion out;
    if (const Value* index = definition.find("documentIndex"); index && index->is_integer())
        out.document_index = index->as_integer();
    if (const Value* negated = definition.find("not"); negated && negated->is_bool())
        out.negated = negated->as_bool();
    if (const Value* name = definition.find("template")) out.template_name = name->string_or("");
    if (const Value* selector = definition.find("documentSelector"); selector && selector->is_map()) {
        const Value* path = selector->find("path");
        if (!path || !path->is_string())
            return Error(ErrorCode::Invalid, "empty 'documentSelector.path' not supported");
        const auto truth = [&](std::string_view name) {
            const Value* found = selector->find(name);
            return found && found->is_bool() && found->as_bool();
        };
        const Value* value = selector->find("value");
        out.selector = Selector{truth("skipEmptyTemplates"), truth("matchMany"),
                                std::string(path->as_string()), value ? *value : Value()};
    }
    for (const Entry& entry : definition) {
        const CheckKind* kind = find_check(definition.key_text(entry));
        if (!kind) continue;
        if (out.check) {
            return Error(ErrorCode::Invalid, "assertion type `" + out.type + "` and `" +
                                                 std::string(kind->name) + "` is declared duplicately");
        }
        out.check = YARE_TRY(kind->make(entry.value));
        out.type = kind->name;
        out.antonym = kind->antonym;
        out.wants_success = kind->wants_success;
    }
    if (!out.check) return no_assertion(definition);
    return out;
}

// A suite's own settings where its tests have none of theirs.
void settle(Suite& suite) {
    for (Test& test : suite.tests) {
        if (!suite.skip_reason.empty()) test.skip_reason = suite.skip_reason;
        const auto inherit = [](std::string& own, const std::string& from) {
            if (own.empty()) own = from;
        };
        inherit(test.release.name, suite.release.name);
        inherit(test.release.namespace_name, suite.release.namespace_name);
        if (test.release.revision == 0) test.release.revision = suite.release.revision;
        test.release.is_upgrade = test.release.is_upgrade || suite.release.is_upgrade;
        inherit(test.chart.version, suite.chart.version);
        inherit(test.chart.app_version, suite.chart.app_version);
        inherit(test.capabilities.major, suite.capabilities.major);
        inherit(test.capabilities.minor, suite.capabilities.minor);
        if (test.capabilities.api_versions) {
            std::vector<std::string>& own = *test.capabilities.api_versions;
            own.insert(own.end(), suite.capabilities.api_versions->begin(),
                       suite.capabilities.api_versions->end());
        }
        std::vector<Value>& objects = test.cluster.objects;
        objects.insert(objects.end(), suite.cluster.objects.begin(), suite.cluster.objects.end());
        for (const auto& [key, kind] : suite.cluster.kinds) test.cluster.kinds[key] = kind;
        if (test.post_renderer.command.empty()) test.post_renderer = suite.post_renderer;
        test.values.insert(test.values.begin(), suite.values.begin(), suite.values.end());
    }
}

bool is_at_least(std::string_view version, std::string_view minimum) {
    const auto own = parse_version(version);
    const auto other = parse_version(minimum);
    return own && other && compare_versions(*own, *other) >= 0;
}

Result<void> validate(Suite& suite, const SuiteSource& source) {
    if (suite.tests.empty()) return Error(ErrorCode::Invalid, "no tests found");
    if (source.generated && suite.name.empty())
        return Error(ErrorCode::Invalid, "helm chart based test suites must include `suite` field");
    if (!suite.minimum_version.empty() && !is_at_least(kVersion, suite.minimum_version)) {
        suite.skip_reason = "Test suite requires minimum unittest plugin version " + suite.minimum_version +
                            ", but current version is " + std::string(kVersion);
    }
    for (const Test& test : suite.tests) {
        if (test.assertions.empty()) return Error(ErrorCode::Invalid, "no asserts found");
    }
    return {};
}

// helm-unittest: a single backslash in quotes that is no escape is one backslash.
std::string with_backslashes_doubled(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.size(), text.find_first_not_of('\\', at));
        if (text[at] != '\\') {
            out += text[at++];
            continue;
        }
        out.append((end - at + 1) / 2 * 2, '\\');
        at = end;
    }
    return out;
}

}  // namespace

Result<std::optional<Suite>> read_suite(std::string_view text, const SuiteSource& source) {
    Suite suite;
    suite.path = source.path;
    suite.route = source.route;
    SourceMap sources;
    const Source* read = &sources.add(source.path, std::string(text));
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    options.version3 = true;
    options.source = read;
    Result<Value> root = read_yaml(read->text, *suite.document, options);
    bool escaped = false;
    if (!root && root.error().message().find("unknown escape character") != std::string::npos) {
        escaped = true;
        read = &sources.add(source.path, with_backslashes_doubled(text));
        options.source = read;
        root = read_yaml(read->text, *suite.document, options);
    }
    if (!root) return std::move(root).error();
    if (root->is_nil()) return std::optional<Suite>();
    FieldReader fields(sources, *read, source.strict && !escaped);
    SuiteReader(fields, suite).read(*root);
    YARE_TRY(fields.finish());
    if (!escaped) {
        YARE_TRY(validate(suite, source));
        suite.values.insert(suite.values.end(), source.values_files.begin(), source.values_files.end());
    }
    settle(suite);
    return std::optional<Suite>(std::move(suite));
}

Result<std::vector<Suite>> read_suites(std::string_view text, const SuiteSource& source) {
    std::vector<Suite> out;
    for (const std::string_view part : split_documents(text)) {
        if (part.find_first_not_of(" \t\r\n") == std::string_view::npos) continue;
        std::optional<Suite> suite = YARE_TRY(read_suite(part, source));
        if (suite) out.push_back(std::move(*suite));
    }
    return out;
}

}  // namespace yare::unittest
