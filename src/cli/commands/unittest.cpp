// yare unittest: the suites of charts, as helm-unittest runs them.
#include "yare/unittest/unittest.h"

#include "../flag_groups.h"
#include "../render_flags.h"
#include "../texts/unittest.h"
#include "commands.h"
#include "yare/base/paths.h"
#include "yare/plugins/subprocess.h"
#include "yare/unittest/report.h"

namespace yare::cli {
namespace {

constexpr std::string_view kReportTypes[] = {"JUnit", "NUnit", "XUnit", "Sonar"};

constexpr FlagSpec kUnittestFlags[] = {
    {.name = "chart-tests-path",
     .usage = "folder of a chart that renders to suites, from the tested chart's folder"},
    {.name = "color", .type = FlagType::Bool, .usage = "print in colors, also where no terminal is"},
    {.name = "coverage",
     .type = FlagType::Bool,
     .usage = "tell which statements and branches of templates no test has run"},
    {.name = "debugPlugin",
     .shorthand = 'd',
     .type = FlagType::Bool,
     .usage = "write what is rendered into the folder .debug"},
    {.name = "failfast",
     .shorthand = 'q',
     .type = FlagType::Bool,
     .usage = "stop at the first test that fails"},
    {.name = "file",
     .shorthand = 'f',
     .type = FlagType::Strings,
     .usage = "pattern of the suites' files, from the chart's folder; tests/*_test.yaml if there is none"},
    {.name = "output-file", .shorthand = 'o', .usage = "file to write a report into"},
    {.name = "output-type",
     .shorthand = 't',
     .fallback = "XUnit",
     .usage = "form of the report: JUnit, NUnit, XUnit or Sonar",
     .choices = kReportTypes},
    {.name = "skip-schema-validation",
     .type = FlagType::Bool,
     .usage = "if set, disables JSON schema validation"},
    {.name = "strict", .type = FlagType::Bool, .usage = "take unknown fields in suites for errors"},
    {.name = "update-snapshot",
     .shorthand = 'u',
     .type = FlagType::Bool,
     .usage = "replace snapshots that differ"},
    {.name = "values",
     .shorthand = 'v',
     .type = FlagType::Strings,
     .usage = "pattern of values files that every test gets"},
    {.name = "with-subchart",
     .shorthand = 's',
     .type = FlagType::Bool,
     .fallback = "true",
     .usage = "run the suites of sub-charts in the folder charts too"},
};
constexpr std::span<const FlagSpec> kFlags[] = {kUnittestFlags, kRenderFlags};

bool wants_color(const Invocation& invocation) {
    if (invocation.flags.changed("color")) return invocation.flags.truth("color");
    return invocation.console.colored() && !invocation.world.variable("NO_COLOR");
}

// A suite's post-renderer, with the words that helm-unittest has for its failures.
Result<std::string> run_program(const World& world, std::vector<std::string> words,
                                const std::string& input) {
    words.front() =
        YARE_TRY_WHILE("unable to find binary at " + words.front(),
                       plugins::locate_program(words.front(), world.environment, world.working_directory));
    const std::string failed =
        "post-render failed: error while running command " + words.front() + ". error output:\n";
    plugins::Ended ended = YARE_TRY_WHILE(failed, plugins::run_program(words, world.environment, input));
    if (ended.code != 0)
        return Error(ErrorCode::Invalid, failed + ended.errors + ": " + plugins::ending_text(ended));
    return std::move(ended.output);
}

unittest::Options options_of(Invocation& invocation) {
    const FlagSet& flags = invocation.flags;
    unittest::Options options;
    options.files = &invocation.world.files;
    options.clock = &invocation.world.clock;
    options.random = &invocation.world.random;
    options.working_directory = invocation.world.working_directory;
    options.second_thread = invocation.world.second_thread;
    if (!flags.texts("file").empty()) options.suite_patterns = flags.texts("file");
    options.values_patterns = flags.texts("values");
    options.suites_chart = flags.text("chart-tests-path");
    options.with_sub_charts = flags.truth("with-subchart");
    options.strict = flags.truth("strict");
    options.fail_fast = flags.truth("failfast");
    options.update_snapshots = flags.truth("update-snapshot");
    options.skip_schema_validation = flags.truth("skip-schema-validation");
    options.schema_references = invocation.schema_references.get();
    options.limits = render_limits(flags);
    options.coverage = flags.truth("coverage");
    options.colored = wants_color(invocation);
    if (flags.truth("debugPlugin")) options.rendered_folder = ".debug";
    options.run_program = [&world = invocation.world](const std::vector<std::string>& words,
                                                      const std::string& input) {
        return run_program(world, words, input);
    };
    options.print = [&invocation](std::string_view text) { invocation.console.print(text); };
    return options;
}

// "en" and "en-US" of "en_US.UTF-8".
void take_locale(const World& world, unittest::ReportFacts& facts) {
    for (const std::string_view name : {"LC_MESSAGES", "LC_ALL", "LANG"}) {
        std::string locale(world.variable(name).value_or(""));
        locale = locale.substr(0, locale.find('.'));
        if (locale.empty() || locale == "C" || locale == "POSIX") continue;
        facts.language = locale.substr(0, locale.find('_'));
        facts.locale = locale;
        if (const std::size_t line = facts.locale.find('_'); line != std::string::npos)
            facts.locale[line] = '-';
        return;
    }
}

Result<void> write_report(Invocation& invocation, const unittest::Run& run) {
    const std::string& path = invocation.flags.text("output-file");
    const std::optional<unittest::ReportKind> kind =
        unittest::report_kind(invocation.flags.text("output-type"));
    if (path.empty() || !kind) return {};
    World& world = invocation.world;
    unittest::ReportFacts facts;
    facts.time = GoTime::of(world.clock.now());
    facts.host = world.process.host_name();
    facts.user = world.variable("USER").value_or("");
    facts.working_directory = world.working_directory;
    take_locale(world, facts);
    YARE_TRY(world.files.make_directories(dir_name(path)));
    return world.files.write(path, unittest::report(*kind, run.suites, facts));
}

Result<void> run_unittest(Invocation& invocation) {
    const unittest::Options options = options_of(invocation);
    const unittest::Run run =
        unittest::run_charts(invocation.arguments, options, invocation.diagnostics,
                             [&](const unittest::Run& done) { return write_report(invocation, done); });
    if (run.passed) return {};
    return Error(ErrorCode::Invalid, "");  // told already
}

}  // namespace

constinit const Command kUnittest{
    .use = "unittest CHART [...]",
    .brief = "run the unit tests of charts",
    .description = kUnittestDescription,
    .arguments = ArgumentRule::at_least(1),
    .flags = kFlags,
    .run = run_unittest,
};

}  // namespace yare::cli
