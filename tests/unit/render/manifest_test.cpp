#include "yare/render/manifest.h"

#include "yare/test/catch.h"

using namespace yare;
using namespace yare::render;

namespace {

std::string pieces(std::string_view text) {
    std::string out;
    for (const std::string_view piece : split_manifests(text)) out.append("<").append(piece).append(">");
    return out;
}

// "path kind/name" of each manifest, then "hook events weight" of each hook.
std::string sorted(std::vector<RenderedFile> files) {
    Diagnostics diagnostics;
    Result<Rendered> result = sort_manifests(std::move(files), diagnostics);
    if (!result) return result.error().text();
    std::string out;
    for (const Manifest& manifest : result->manifests)
        out += std::string(manifest.path) + " " + manifest.kind + "/" + manifest.name + "\n";
    for (const Hook& hook : result->hooks) {
        out += "hook " + hook.kind + "/" + hook.name;
        for (const HookEvent event : hook.events) out.append(" ").append(hook_event_name(event));
        out += " " + std::to_string(hook.weight);
        for (const std::string& policy : hook.delete_policies) out += " " + policy;
        out += "\n";
    }
    for (const Diagnostic& entry : diagnostics.entries()) {
        out += entry.message;
        for (const auto& [key, value] : entry.attributes) out += " " + key + "=" + value;
        out += "\n";
    }
    return out;
}

}  // namespace

TEST_CASE("a rendered file is split at each --- at the start of a line", "[render][manifest]") {
    struct Row {
        std::string_view text;
        std::string_view expected;
    };
    for (const Row& row : {
             Row{"", ""},
             Row{" \n\t\n", ""},
             Row{"a: 1\n", "<a: 1\n>"},
             Row{"\n\na: 1   \n\n\n---\nb: 2", "<a: 1   \n\n\n><b: 2>"},
             Row{"---\n---\n---\na: 1\n", "<a: 1\n>"},
             Row{"---kind: X\n", "<kind: X\n>"},
             Row{"--- # c\na: 1\n", "<# c\na: 1\n>"},
             Row{"a: 1\n  ---\nb: 2\n", "<a: 1\n  ---\nb: 2\n>"},
             Row{"  ---\nb: 2\n", "<b: 2\n>"},
             Row{"a: 1\n----\nb: 2\n", "<a: 1\n><-\nb: 2\n>"},
             Row{"# only a comment", "<# only a comment>"},
             Row{"a: 1\n---\n\xC2\xA0\n---\nb: 2", "<a: 1\n><b: 2>"},
         }) {
        INFO(row.text);
        CHECK(pieces(row.text) == row.expected);
    }
}

TEST_CASE("manifests go in install order, unknown kinds last by name, equals as their files",
          "[render][manifest]") {
    CHECK(sorted({{"c/templates/z.yaml", "kind: Service\nmetadata: {name: z}"},
                  {"c/templates/a.yaml",
                   "kind: Widget\nmetadata: {name: w}\n---\nkind: Gadget\n---\nkind: Service\nmetadata: "
                   "{name: a}\n"
                   "---\n# nothing\n---\nkind: Namespace\nmetadata: {name: 5}"},
                  {"c/templates/_b.yaml", "kind: Pod"},
                  {"c/templates/empty.yaml", " \n"}}) ==
          "c/templates/a.yaml Namespace/5\n"
          "c/templates/a.yaml Service/a\n"
          "c/templates/z.yaml Service/z\n"
          "c/templates/a.yaml /\n"
          "c/templates/a.yaml Gadget/\n"
          "c/templates/a.yaml Widget/w\n");
}

TEST_CASE("hooks are told by their annotation", "[render][manifest]") {
    CHECK(sorted({{"c/templates/a.yaml",
                   "kind: Job\nmetadata:\n  name: j\n  annotations:\n    helm.sh/hook: ' pre-install, "
                   "Post-Upgrade'\n"
                   "    helm.sh/hook-weight: \"-5\"\n    helm.sh/hook-delete-policy: "
                   "Hook-Succeeded,before-hook-creation\n"},
                  {"c/templates/b.yaml",
                   "kind: Pod\nmetadata:\n  annotations: {helm.sh/hook: test-success, helm.sh/hook-weight: "
                   "heavy}\n"},
                  {"c/templates/c.yaml",
                   "kind: Pod\nmetadata:\n  annotations: {helm.sh/hook: 'pre-install,crd-install'}\n"}}) ==
          "hook Pod/ test 0\n"
          "hook Job/j pre-install post-upgrade -5 hook-succeeded before-hook-creation\n"
          "skipping unknown hooks hookTypes=pre-install,crd-install\n");
}

TEST_CASE("a head of the wrong types is an error in Go's words", "[render][manifest]") {
    const std::string decoding =
        "YAML parse error on f: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ";
    struct Row {
        std::string text;
        std::string expected;
    };
    for (const Row& row : {
             Row{"kind: [a]", decoding + "array into Go struct field SimpleHead.kind of type string\n"},
             Row{"apiVersion: {a: b}",
                 decoding + "object into Go struct field SimpleHead.apiVersion of type string\n"},
             Row{"metadata: x",
                 decoding +
                     "string into Go struct field SimpleHead.metadata of type struct { Name string "
                     "\"json:\\\"name\\\"\"; Annotations map[string]string \"json:\\\"annotations\\\"\" }\n"},
             Row{"metadata: {name: [a]}",
                 decoding + "array into Go struct field .metadata.name of type string\n"},
             Row{"metadata: {annotations: 5}",
                 decoding + "number into Go struct field .metadata.annotations of type map[string]string\n"},
             Row{"metadata: {annotations: {a: [b]}}",
                 decoding + "array into Go struct field .metadata.annotations of type string\n"},
             Row{"foo", decoding + "string into Go value of type util.SimpleHead\n"},
             Row{"[a]", decoding + "array into Go value of type util.SimpleHead\n"},
             Row{"5", decoding + "number into Go value of type util.SimpleHead\n"},
             Row{"a: b: c",
                 "YAML parse error on f: error converting YAML to JSON: yaml: mapping values are not allowed "
                 "in this context\n"},
         }) {
        INFO(row.text);
        CHECK(sorted({{"f", row.text}}) + "\n" == row.expected);
    }
    CHECK(sorted({{"f", "KIND: A\nkind: 1.10\nmetadata: null\n"}}) == "f 1.1/\n");
}

TEST_CASE("kinds that nobody knows come behind all others", "[render][kind_order]") {
    CHECK(kind_before("Namespace", "Deployment", KindOrder::Install));
    CHECK(kind_before("Deployment", "Namespace", KindOrder::Uninstall));
    CHECK(kind_before("ValidatingWebhookConfiguration", "Alpha", KindOrder::Install));
    CHECK(kind_before("Alpha", "Beta", KindOrder::Install));
    CHECK_FALSE(kind_before("Beta", "Alpha", KindOrder::Install));
    CHECK_FALSE(kind_before("Secret", "Secret", KindOrder::Install));
}
