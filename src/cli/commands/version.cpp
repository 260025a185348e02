// yare version.
#include "../texts/version.h"

#include "../name_template.h"
#include "../version_info.h"
#include "commands.h"
#include "yare/templates/host.h"

namespace yare::cli {
namespace {

constexpr FlagSpec kVersionFlags[] = {
    {.name = "short", .type = FlagType::Bool, .usage = "print the version number"},
    {.name = "template", .usage = "template for version string format"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kVersionFlags};

// What a template of --template sees.
class BuildInfo final : public templates::TemplateObject {
  public:
    std::string_view go_type() const override { return "version.BuildInfo"; }
    std::string_view go_kind() const override { return "struct"; }
    Value print(Document& document) const override {
        return document.string("{" + std::string(kVersion) + "   " + std::string(kGoVersion) + " " +
                               std::string(kKubeClientVersion) + "}");
    }
    Value plain(Document& document) const override {
        Map* map = document.make_map();
        map->set("version", Value::of_view(kVersion));
        map->set("go_version", Value::of_view(kGoVersion));
        map->set("kube_client_version", Value::of_view(kKubeClientVersion));
        return map;
    }
    std::optional<Value> field(std::string_view name, Document&) const override {
        if (name == "Version") return Value::of_view(kVersion);
        if (name == "GitCommit" || name == "GitTreeState") return Value::of_view("");
        if (name == "GoVersion") return Value::of_view(kGoVersion);
        if (name == "KubeClientVersion") return Value::of_view(kKubeClientVersion);
        return std::nullopt;
    }
};

Result<void> run_version(Invocation& invocation) {
    const std::string& text = invocation.flags.text("template");
    if (!text.empty()) {
        Document document;
        BuildInfo info;
        const std::string out = YARE_TRY(execute_template(invocation, "_", text, Value(&info), document));
        invocation.console.print(out);
        return {};
    }
    if (invocation.flags.truth("short")) {
        invocation.console.print(std::string(kVersion) + "\n");
        return {};
    }
    invocation.console.print("version.BuildInfo{Version:\"" + std::string(kVersion) +
                             "\", GitCommit:\"\", GitTreeState:\"\", GoVersion:\"" + std::string(kGoVersion) +
                             "\", KubeClientVersion:\"" + std::string(kKubeClientVersion) + "\"}\n");
    return {};
}

}  // namespace

constinit const Command kVersionCommand{
    .use = "version",
    .brief = "print the helm version information",
    .description = kVersionDescription,
    .arguments = ArgumentRule::none(),
    .flags = kFlags,
    .run = run_version,
    .complete = complete_nothing,
};

}  // namespace yare::cli
