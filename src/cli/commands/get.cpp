// yare get: parts of a stored release.
#include "../texts/get.h"

#include <algorithm>

#include "../flag_groups.h"
#include "../name_template.h"
#include "../release_print.h"
#include "../release_session.h"
#include "commands.h"
#include "yare/data/go_time.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kRevision[] = {
    {.name = "revision", .type = FlagType::Int, .usage = "get the named release with revision"},
};
constexpr FlagSpec kMetadataRevision[] = {
    {.name = "revision", .type = FlagType::Int, .usage = "specify release revision"},
};
constexpr FlagSpec kAll[] = {
    {.name = "all", .shorthand = 'a', .type = FlagType::Bool, .usage = "dump all (computed) values"},
};
constexpr FlagSpec kTemplateFlag[] = {
    {.name = "template", .usage = "go template for formatting the output, eg: {{.Release.Name}}"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kRevision};
constexpr std::span<const FlagSpec> kAllFlags[] = {kRevision, kTemplateFlag};
constexpr std::span<const FlagSpec> kMetadataFlags[] = {kMetadataRevision, kOutputFlags};
constexpr std::span<const FlagSpec> kValuesFlags[] = {kRevision, kAll, kOutputFlags};

Result<release::Release> find_release(Invocation& invocation) {
    const std::unique_ptr<ReleaseSession> session = YARE_TRY(ReleaseSession::open(invocation));
    return release::get(session->context(), invocation.arguments[0], invocation.flags.integer("revision"));
}

Result<void> get_all(Invocation& invocation) {
    const release::Release release = YARE_TRY(find_release(invocation));
    if (!invocation.flags.text("template").empty()) {
        return Error(ErrorCode::Unavailable,
                     "get all --template is not implemented yet in this version of yare");
    }
    return print_status_block(invocation, release, {.debug = true, .stored = true, .show_metadata = true});
}

Result<void> get_hooks(Invocation& invocation) {
    const release::Release release = YARE_TRY(find_release(invocation));
    std::string out;
    for (const release::Hook& hook : release.hooks)
        out += "---\n# Source: " + hook.path + "\n" + hook.manifest + "\n";
    invocation.console.print(out);
    return {};
}

Result<void> get_manifest(Invocation& invocation) {
    const release::Release release = YARE_TRY(find_release(invocation));
    invocation.console.print(release.manifest + "\n");
    return {};
}

Result<void> get_notes(Invocation& invocation) {
    const release::Release release = YARE_TRY(find_release(invocation));
    if (!release.info.notes.empty()) invocation.console.print("NOTES:\n" + release.info.notes + "\n");
    return {};
}

Result<void> get_values(Invocation& invocation) {
    const release::Release release = YARE_TRY(find_release(invocation));
    const bool all = invocation.flags.truth("all");
    Document document(invocation.charts().symbols());
    const Value values = YARE_TRY(all ? computed_values(invocation, release, document)
                                      : release::config_value(release, document));
    if (output_format(invocation) == Format::Json) {
        const std::string json = YARE_TRY(write_json(values));
        invocation.console.print(json + "\n");
        return {};
    }
    std::string out;
    if (output_format(invocation) == Format::Table)
        out = all ? "COMPUTED VALUES:\n" : "USER-SUPPLIED VALUES:\n";
    YARE_TRY(append_yaml(out, values));
    invocation.console.print(out);
    return {};
}

// -- get metadata --

struct Described {
    const release::Release& release;
    Value annotations;                      // a map, or nil
    std::vector<std::string> dependencies;  // JSON, one each
    std::vector<std::string> dependency_names;
    std::string deployed_at;
};

// Go's struct order of a dependency; empty fields are left out.
Result<std::string> dependency_json(const Value& dependency) {
    constexpr std::string_view kFields[] = {"name", "version", "repository",    "condition",
                                            "tags", "enabled", "import-values", "alias"};
    std::string out = "{";
    for (const std::string_view field : kFields) {
        const Value* value = dependency.find(field);
        if (!value || value->is_nil()) {
            // Helm: these two are printed although they are empty.
            if (field != "name" && field != "repository") continue;
            out += (out.size() > 1 ? ",\"" : "\"") + std::string(field) + "\":\"\"";
            continue;
        }
        out += (out.size() > 1 ? ",\"" : "\"") + std::string(field) + "\":";
        YARE_TRY(append_json(out, *value));
    }
    return out + "}";
}

Result<Described> describe(const release::Release& release, Document& document) {
    Described out{release, {}, {}, {}, {}};
    const Value metadata = YARE_TRY(release::chart_metadata(release, document));
    if (const Value* annotations = metadata.find("annotations")) out.annotations = *annotations;
    const Value* dependencies = metadata.find("dependencies");
    if (dependencies && dependencies->is_list()) {
        for (const Value& one : dependencies->items()) {
            std::string json = YARE_TRY(dependency_json(one));
            out.dependencies.push_back(std::move(json));
            out.dependency_names.emplace_back(one.path({"name"}).string_or(""));
        }
    }
    std::sort(out.dependency_names.begin(), out.dependency_names.end());
    out.deployed_at = go_time_text(release.info.last_deployed, layout::kRfc3339);
    return out;
}

std::string joined_labels(const Value& annotations) {
    std::string out;
    const Map* map = annotations.map_or_null();
    if (!map) return out;
    for (const Entry& entry : *map) {
        out += (out.empty() ? "" : ",") + std::string(map->key_text(entry)) + "=" +
               std::string(entry.value.string_or(""));
    }
    return out;
}

std::string_view apply_method_text(release::ApplyMethod method) {
    switch (method) {
        case release::ApplyMethod::ClientSide:
            return "client-side apply";
        case release::ApplyMethod::ServerSide:
            return "server-side apply";
        case release::ApplyMethod::Unset:
            break;
    }
    return "client-side apply (defaulted)";
}

std::string metadata_table(const Described& described) {
    const release::Release& release = described.release;
    std::string labels;
    for (const auto& [name, value] : release.labels)
        labels += (labels.empty() ? "" : ",") + name + "=" + value;
    std::string dependencies;
    for (const std::string& name : described.dependency_names)
        dependencies += (dependencies.empty() ? "" : ",") + name;
    return "NAME: " + release.name + "\nCHART: " + release.chart_name +
           "\nVERSION: " + release.chart_version + "\nAPP_VERSION: " + release.app_version +
           "\nANNOTATIONS: " + joined_labels(described.annotations) + "\nLABELS: " + labels +
           "\nDEPENDENCIES: " + dependencies + "\nNAMESPACE: " + release.namespace_name +
           "\nREVISION: " + std::to_string(release.revision) +
           "\nSTATUS: " + std::string(release::status_name(release.info.status)) +
           "\nDEPLOYED_AT: " + described.deployed_at +
           "\nAPPLY_METHOD: " + std::string(apply_method_text(release.apply_method)) + "\n";
}

Result<std::string> metadata_json(const Described& described) {
    const release::Release& release = described.release;
    std::string out;
    const auto field = [&](std::string_view before, std::string_view value) {
        out += before;
        append_json_string(out, value);
    };
    field("{\"name\":", release.name);
    field(",\"chart\":", release.chart_name);
    field(",\"version\":", release.chart_version);
    field(",\"appVersion\":", release.app_version);
    if (const Map* annotations = described.annotations.map_or_null(); annotations && !annotations->empty()) {
        out += ",\"annotations\":";
        YARE_TRY(append_json(out, described.annotations));
    }
    if (!release.labels.empty()) {
        std::string_view before = ",\"labels\":{";
        for (const auto& [name, value] : release.labels) {
            field(before, name);
            field(":", value);
            before = ",";
        }
        out += '}';
    }
    if (!described.dependencies.empty()) {
        std::string_view before = ",\"dependencies\":[";
        for (const std::string& json : described.dependencies) {
            out += before;
            out += json;
            before = ",";
        }
        out += ']';
    }
    field(",\"namespace\":", release.namespace_name);
    out += ",\"revision\":" + std::to_string(release.revision);
    field(",\"status\":", release::status_name(release.info.status));
    field(",\"deployedAt\":", described.deployed_at);
    if (release.apply_method != release::ApplyMethod::Unset) {
        field(",\"applyMethod\":", release.apply_method == release::ApplyMethod::ServerSide ? "ssa" : "csa");
    }
    return out + "}";
}

Result<void> get_metadata(Invocation& invocation) {
    const release::Release release = YARE_TRY(find_release(invocation));
    Document document;
    const Described described = YARE_TRY(describe(release, document));
    if (output_format(invocation) != Format::Table) {
        const std::string json = YARE_TRY(metadata_json(described));
        return print_encoded(invocation, json);
    }
    invocation.console.print(metadata_table(described));
    return {};
}

constexpr ArgumentRule kOne = ArgumentRule::exactly(1);
constexpr Command kGetAll{.use = "all RELEASE_NAME",
                          .brief = "download all information for a named release",
                          .description = kGetAllDescription,
                          .arguments = kOne,
                          .flags = kAllFlags,
                          .run = get_all,
                          .complete = complete_release};
constexpr Command kGetHooks{.use = "hooks RELEASE_NAME",
                            .brief = "download all hooks for a named release",
                            .description = kGetHooksDescription,
                            .arguments = kOne,
                            .flags = kFlags,
                            .run = get_hooks,
                            .complete = complete_release};
constexpr Command kGetManifest{.use = "manifest RELEASE_NAME",
                               .brief = "download the manifest for a named release",
                               .description = kGetManifestDescription,
                               .arguments = kOne,
                               .flags = kFlags,
                               .run = get_manifest,
                               .complete = complete_release};
constexpr Command kGetMetadata{.use = "metadata RELEASE_NAME",
                               .brief = "This command fetches metadata for a given release",
                               .arguments = kOne,
                               .flags = kMetadataFlags,
                               .run = get_metadata,
                               .complete = complete_release};
constexpr Command kGetNotes{.use = "notes RELEASE_NAME",
                            .brief = "download the notes for a named release",
                            .description = kGetNotesDescription,
                            .arguments = kOne,
                            .flags = kFlags,
                            .run = get_notes,
                            .complete = complete_release};
constexpr Command kGetValues{.use = "values RELEASE_NAME",
                             .brief = "download the values file for a named release",
                             .description = kGetValuesDescription,
                             .arguments = kOne,
                             .flags = kValuesFlags,
                             .run = get_values,
                             .complete = complete_release};
constexpr const Command* kCommands[] = {&kGetAll,      &kGetHooks, &kGetManifest,
                                        &kGetMetadata, &kGetNotes, &kGetValues};

}  // namespace

constinit const Command kGet{
    .use = "get",
    .brief = "download extended information of a named release",
    .description = kGetDescription,
    .arguments = ArgumentRule::none(),
    .commands = kCommands,
};

}  // namespace yare::cli
