// The stream that a post-renderer gets and gives back, as Helm has it.
#include "yare/render/post_render.h"

#include "yare/test/catch.h"

using namespace yare;
using namespace yare::render;

namespace {

std::string merged(const std::string& text) {
    const auto out = merge_for_post_render({{"w/t.yaml", text}});
    return out ? *out : "! " + out.error().text();
}

std::string split(std::string_view stream) {
    const auto files = split_post_rendered(stream);
    if (!files) return "! " + files.error().text();
    std::string out;
    for (const RenderedFile& file : *files) out += "[" + file.path + "]\n" + file.text;
    return out;
}

struct Row {
    std::string_view text;
    std::string_view stream;
};

constexpr Row kRows[] = {
    {"a: 1\n", "a: 1\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n"},
    {"metadata:\n  name: x\n",
     "metadata:\n  name: x\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n"},
    {"metadata: {name: x}\n",
     "metadata: {name: x, annotations: {postrenderer.helm.sh/postrender-filename: 'w/t.yaml'}}\n"},
    {"metadata: null\nk: v\n",
     "k: v\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n"},
    {"metadata:\n  annotations: {}\n  name: x\n",
     "metadata:\n  name: x\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n"},
    {"metadata:\n  annotations:\n    a: b\n",
     "metadata:\n  annotations:\n    a: b\n    postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n"},
    {"- a\n- b\n",
     "! parsing w/t.yaml: wrong node kind: expected MappingNode but got SequenceNode: node contents:\n- a\n- "
     "b\n"},
    {"scalar\n",
     "! parsing w/t.yaml: wrong node kind: expected MappingNode but got ScalarNode: node "
     "contents:\nscalar\n"},
    {"metadata: []\n",
     "! parsing w/t.yaml: wrong node kind: expected MappingNode but got SequenceNode: node contents:\n[]\n"},
    {"# only\n", ""},
    {"{}\n", "{metadata: {annotations: {postrenderer.helm.sh/postrender-filename: 'w/t.yaml'}}}\n"},
    {"kind: List\nitems:\n- a: 1\n- b: 2\n",
     "a: 1\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n---\nb: "
     "2\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n"},
    {"metadata:\n  annotations:\n    config.kubernetes.io/index: '5'\n    a: b\n",
     "metadata:\n  annotations:\n    a: b\n    postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n"},
    {"metadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: x\n    a: b\n",
     "metadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: w/t.yaml\n    a: b\n"},
    {"a: [\n", "! parsing w/t.yaml: MalformedYAMLError: yaml: line 1: did not find expected node content"},
    {"metadata:\n  # head\n  annotations: # line\n    # c\n    a: b # l\n    # foot\n\n  name: x\n",
     "metadata:\n  # head\n  annotations: # line\n    # c\n    a: b # l\n    # foot\n\n    "
     "postrenderer.helm.sh/postrender-filename: 'w/t.yaml'\n  name: x\n"},
};

class Reply final : public PostRenderer {
  public:
    explicit Reply(Result<std::string> reply) : reply_(std::move(reply)) {}
    Result<std::string> run(const std::string&) override { return reply_; }

  private:
    Result<std::string> reply_;
};

}  // namespace

TEST_CASE("every document is told its file by an annotation", "[render][post_render]") {
    for (const Row& row : kRows) {
        INFO(row.text);
        CHECK(merged(std::string(row.text)) == row.stream);
    }
}

TEST_CASE("files come in the order of their names, partials do not come", "[render][post_render]") {
    const auto out = merge_for_post_render(
        {{"w/b.yaml", "b: 1\n"}, {"w/_a.yaml", "a: 1\n"}, {"w/a.yaml", "a: 1\n---\na: 2\n"}});
    REQUIRE(out);
    CHECK(*out ==
          "a: 1\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/a.yaml'\n---\n"
          "a: 2\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/a.yaml'\n---\n"
          "b: 1\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/b.yaml'\n");
}

TEST_CASE("documents go back to their files, new ones get names of their own", "[render][post_render]") {
    CHECK(split("a: 1\nmetadata:\n  annotations:\n    postrenderer.helm.sh/postrender-filename: 'w/b.yaml'\n"
                "--- # next\n# new\nkind: New\n---\n---\nb: 1\nmetadata:\n  name: x\n  annotations:\n"
                "    postrenderer.helm.sh/postrender-filename: w/b.yaml\n    c: d\n") ==
          "[generated-by-postrender-1.yaml]\n# new\nkind: New\n"
          "[w/b.yaml]\na: 1\n---\nb: 1\nmetadata:\n  name: x\n  annotations:\n    c: d\n");
}

TEST_CASE("what a post-renderer gives back may be wrong", "[render][post_render]") {
    CHECK(split("a: [\n") ==
          "! error parsing YAML: MalformedYAMLError: yaml: line 1: did not find expected node content");
    CHECK(split("- a\n") ==
          "! error parsing YAML: wrong node kind: expected MappingNode but got SequenceNode: node "
          "contents:\n- a\n");
    CHECK(split("a: 1\n---x\nb: 1\n") == "! error parsing YAML: invalid document separator: ---x");
}

TEST_CASE("an error says at which step it happened", "[render][post_render]") {
    Reply fails(Error(ErrorCode::Invalid, "no"));
    const auto failed = post_render(fails, {{"w/a.yaml", "a: 1\n"}});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().text() == "error while running post render on files: no");
}
