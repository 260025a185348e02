#include "rendering.h"

using namespace yare;
using namespace yare::templates;
using test::Rendering;

TEST_CASE("a thousand nested includes work and one more than Helm allows does not", "[templates][budget]") {
    CHECK(test::render(
              "{{ define \"n\" }}{{ if gt . 0 }}{{ include \"n\" (sub . 1 | int) }}{{ else }}bottom{{ end }}"
              "{{ end }}{{ include \"n\" 1000 }}") == "bottom");
    const std::string error =
        test::render("{{ define \"n\" }}{{ include \"n\" . }}{{ end }}{{ include \"n\" 1 }}");
    CHECK(error.ends_with(
        "error calling include: rendering template has a nested reference name: n: unable to execute "
        "template"));
}

TEST_CASE("many names that include each other end before the stack does", "[templates][budget]") {
    std::string text;
    for (int i = 0; i < 60; ++i) {
        text += "{{ define \"n" + std::to_string(i) +
                "\" }}{{ if true }}{{ with . }}{{ range list 1 }}{{ include \"n" +
                std::to_string((i + 1) % 60) + "\" 1 | quote | upper }}{{ end }}{{ end }}{{ end }}{{ end }}";
    }
    const std::string error = test::render(text + "{{ include \"n0\" 1 }}");
    INFO(error.substr(0, 200));
    // Which of the two comes first depends on the size of frames: sanitizers make them larger.
    const bool stopped = error.find("unable to execute template") != std::string::npos ||
                         error.find("templates are nested too deeply") != std::string::npos;
    CHECK(stopped);
}

TEST_CASE("template actions without an end are stopped", "[templates][budget]") {
    const std::string error =
        test::render("{{ define \"n\" }}{{ template \"n\" . }}{{ end }}{{ template \"n\" 1 }}");
    INFO(error);
    // As above.
    const bool stopped = error.ends_with("exceeded maximum template depth (100000)") ||
                         error.ends_with("templates are nested too deeply");
    CHECK(stopped);
    const std::string tpl = test::render("{{ $t := \"{{ tpl . . }}\" }}{{ tpl $t $t }}");
    CHECK(tpl.ends_with("templates are nested too deeply"));
}

TEST_CASE("steps are counted", "[templates][budget]") {
    BudgetLimits limits;
    limits.steps = 10000;
    Rendering rendering({{"t", "{{ range 100000 }}{{ range 100000 }}{{ end }}{{ end }}"}}, limits);
    CHECK(rendering.run().ends_with("rendering takes more than 10000 steps"));
    CHECK(rendering.failure.kind == FailureKind::Budget);
    Rendering enough({{"t", "{{ range 900 }}x{{ end }}"}}, limits);
    CHECK(enough.run() == std::string(900, 'x'));
}

TEST_CASE("output is measured", "[templates][budget]") {
    BudgetLimits limits;
    limits.output = 1000;
    CHECK(Rendering({{"t", "{{ range 1000 }}{{ 1 }}{{ end }}"}}, limits).run() == std::string(1000, '1'));
    Rendering more({{"t", "{{ range 1001 }}{{ 1 }}{{ end }}"}}, limits);
    CHECK(more.run().ends_with("rendering writes more than 1000 bytes"));
    Rendering text({{"t", "{{ range 100000 }}0123456789{{ end }}"}}, limits);
    CHECK(text.run().ends_with("rendering writes more than 1000 bytes"));
    Rendering captured({{"t", "{{ $x := include \"d\" . }}"}, {"d", "{{ range 100000 }}0123456789{{ end }}"}},
                       limits);
    CHECK(captured.run().find("rendering writes more than 1000 bytes") != std::string::npos);
}

TEST_CASE("memory is measured", "[templates][budget]") {
    BudgetLimits limits;
    limits.memory = std::size_t{4} << 20;
    Rendering growing(
        {{"t", "{{ $s := \"0123456789\" }}{{ range 40 }}{{ $s = printf \"%s%s\" $s $s }}{{ end }}"}}, limits);
    CHECK(growing.run().ends_with("rendering needs more than 4194304 bytes of memory"));
    Rendering slowly({{"t", "{{ range 100000000 }}{{ $x := print . \"0123456789\" }}{{ end }}"}}, limits);
    CHECK(slowly.run().ends_with("rendering needs more than 4194304 bytes of memory"));
    Rendering wide({{"t", "{{ printf \"%1000000d%1000000d%1000000d%1000000d%1000000d\" 1 1 1 1 1 }}"}},
                   limits);
    CHECK(wide.run().ends_with("rendering needs more than 4194304 bytes of memory"));
}

TEST_CASE("a deadline ends a render", "[templates][budget]") {
    test::FixedClock clock;
    BudgetLimits limits;
    limits.clock = &clock;
    limits.time = std::chrono::seconds(0);
    Rendering rendering({{"t", "{{ range 100000 }}{{ end }}"}}, limits);
    CHECK(rendering.run().ends_with("rendering takes longer than it may"));
    CHECK(rendering.failure.code == ErrorCode::TimedOut);
}

TEST_CASE("a render can be cancelled", "[templates][budget]") {
    std::stop_source source;
    source.request_stop();
    BudgetLimits limits;
    limits.cancellation = source.get_token();
    Rendering rendering({{"t", "{{ range 100000 }}{{ end }}"}}, limits);
    CHECK(rendering.run().ends_with("rendering was cancelled"));
    CHECK(rendering.failure.code == ErrorCode::Cancelled);
}

TEST_CASE("keys and key derivations have a limit of their own", "[templates][budget]") {
    BudgetLimits limits;
    limits.keys = 2;
    Rendering enough({{"t", "{{ range 2 }}{{ genPrivateKey \"ed25519\" | len }} {{ end }}"}}, limits);
    CHECK(enough.run() == "119 119 ");
    Rendering more({{"t", "{{ range 3 }}{{ bcrypt \"x\" | len }}{{ end }}"}}, limits);
    CHECK(more.run().ends_with("rendering makes more than 2 keys and key derivations"));
    REQUIRE(more.failure.notes.size() == 1);
    CHECK(more.failure.notes[0].find("--render-max-keys") != std::string::npos);
}

TEST_CASE("the depth of templates is counted over include, tpl and template", "[templates][budget]") {
    BudgetLimits limits;
    limits.depth = 3;
    const std::string a = "{{ define \"a\" }}{{ template \"b\" . }}{{ end }}";
    const std::string b = "{{ define \"b\" }}{{ tpl \"x\" . }}{{ end }}";
    CHECK(Rendering({{"t", a + b + "{{ include \"a\" . }}{{ include \"a\" . }}"}}, limits).run() == "xx");
    limits.depth = 2;
    Rendering deeper({{"t", a + b + "{{ include \"a\" . }}"}}, limits);
    CHECK(deeper.run().ends_with("templates are nested too deeply"));
}

TEST_CASE("a function that swallows errors does not hide a spent budget", "[templates][budget]") {
    BudgetLimits limits;
    limits.memory = std::size_t{4} << 20;
    const std::string shared = "{{ $d := dict }}{{ range 40 }}{{ $d = dict \"a\" $d \"b\" $d }}{{ end }}";
    for (const std::string function :
         {"toYaml", "toYamlPretty", "toJson", "toPrettyJson", "toRawJson", "toString"}) {
        INFO(function);
        Rendering rendering({{"t", shared + "{{ $x := " + function + " $d }}done"}}, limits);
        CHECK(rendering.run().ends_with("rendering needs more than 4194304 bytes of memory"));
    }
}
