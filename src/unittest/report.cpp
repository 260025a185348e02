#include "yare/unittest/report.h"

#include <array>

#include "printer.h"
#include "xml_writer.h"
#include "yare/base/ascii.h"
#include "yare/data/numbers.h"

namespace yare::unittest {

namespace {

constexpr std::string_view kFramework = "helm-unittest";
constexpr std::string_view kMethod = "Helm-Validation";
constexpr std::string_view kPlatform = "yare.linux-amd64";

std::string seconds(std::chrono::nanoseconds time) {
    std::string out;
    append_float(out, double(time.count()) / 1e9, 'f', 3);
    return out;
}

std::string truth(bool value) { return value ? "true" : "false"; }

// What is behind the last slash of a suite's name.
std::string class_name(const std::string& suite) { return suite.substr(suite.rfind('/') + 1); }

// On one line, for attributes.
std::string on_one_line(const std::string& text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n')
            out += ',';
        else if (c != '\t')
            out += c;
    }
    return out;
}

struct TestCounts {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;
};

TestCounts counts_of(const SuiteResult& suite) {
    TestCounts out;
    for (const TestResult& test : suite.tests)
        ++(test.skipped ? out.skipped : test.passed ? out.passed : test.error ? out.errors : out.failed);
    return out;
}

void junit(XmlWriter& xml, const std::vector<SuiteResult>& suites, const ReportFacts& facts) {
    xml.open("testsuites");
    for (std::size_t i = 0; i < suites.size(); ++i) {
        const SuiteResult& suite = suites[i];
        const TestCounts counts = counts_of(suite);
        xml.open("testsuite", {{"id", std::to_string(i)},
                               {"tests", std::to_string(suite.tests.size())},
                               {"failures", std::to_string(counts.failed)},
                               {"errors", std::to_string(counts.errors)},
                               {"package", ""},
                               {"time", seconds(suite.duration())},
                               {"name", suite.name},
                               {"timestamp", facts.time.format("2006-01-02T15:04:05")},
                               {"hostname", facts.host}});
        xml.open("properties");
        xml.element("property", {{"name", "helm-unittest.version"}, {"value", "1.6"}}, "");
        xml.close();
        for (const TestResult& test : suite.tests) {
            xml.open("testcase", {{"classname", class_name(suite.name)},
                                  {"name", test.name},
                                  {"time", seconds(test.duration)}});
            const std::string line = on_one_line(report_text(test));
            if (test.skipped) {
                xml.element("skipped", {{"message", line}}, "");
            } else if (!test.passed && test.error) {
                xml.element("error", {{"message", "Error"}, {"type", ""}}, *test.error);
            } else if (!test.passed) {
                xml.element("failure", {{"message", "Failed"}, {"type", ""}}, line);
            }
            xml.close();
        }
        xml.close();
    }
}

std::string nunit_outcome(bool passed, bool skipped) {
    return skipped ? "Skipped" : passed ? "Success" : "Failed";
}

void nunit_test(XmlWriter& xml, const SuiteResult& suite, const TestResult& test) {
    xml.open("test-case", {{"name", test.name},
                           {"description", class_name(suite.name) + "." + test.name},
                           {"success", truth(test.passed)},
                           {"time", seconds(test.duration)},
                           {"executed", truth(!test.error && !test.skipped)},
                           {"asserts", "0"},
                           {"result", nunit_outcome(test.passed, test.skipped)}});
    if (test.skipped) {
        xml.open("reason");
        xml.element("message", {}, report_text(test));
        xml.close();
    } else if (!test.passed) {
        xml.open("failure");
        xml.element("message", {}, "Failed");
        xml.element("stack-trace", {}, report_text(test));
        xml.close();
    }
    xml.close();
}

void nunit(XmlWriter& xml, const std::vector<SuiteResult>& suites, const ReportFacts& facts) {
    TestCounts all;
    std::size_t total = 0;
    for (const SuiteResult& suite : suites) {
        const TestCounts counts = counts_of(suite);
        all.errors += counts.errors;
        all.failed += counts.failed;
        all.skipped += counts.skipped;
        total += suite.tests.size();
    }
    xml.open("test-results", {{"name", std::string(kFramework)},
                              {"total", std::to_string(total)},
                              {"errors", std::to_string(all.errors)},
                              {"failures", std::to_string(all.failed)},
                              {"inconclusive", "0"},
                              {"not-run", "0"},
                              {"ignored", "0"},
                              {"skipped", std::to_string(all.skipped)},
                              {"invalid", "0"},
                              {"date", facts.time.format(layout::kDate)},
                              {"time", facts.time.format("15:04:05")}});
    xml.element("environment",
                {{"nunit-version", "2.5.8.0"},
                 {"clr-version", "unknown"},
                 {"os-version", "unknown"},
                 {"platform", std::string(kPlatform)},
                 {"cwd", facts.working_directory},
                 {"machine-name", facts.host},
                 {"user", facts.user},
                 {"user-domain", ""}},
                "");
    xml.element("culture-info", {{"current-culture", facts.language}, {"current-uiculture", facts.locale}},
                "");
    for (const SuiteResult& suite : suites) {
        xml.open("test-suite", {{"type", "TestFixture"},
                                {"name", suite.name},
                                {"description", suite.path},
                                {"success", truth(suite.passed)},
                                {"time", seconds(suite.duration())},
                                {"executed", truth(!suite.skipped)},
                                {"asserts", ""},
                                {"result", nunit_outcome(suite.passed, suite.skipped)}});
        xml.open("results");
        for (const TestResult& test : suite.tests) nunit_test(xml, suite, test);
        xml.close();
        xml.close();
    }
}

void xunit_test(XmlWriter& xml, const SuiteResult& suite, const TestResult& test) {
    xml.open("test", {{"name", test.name},
                      {"type", class_name(suite.name)},
                      {"method", std::string(kMethod)},
                      {"time", seconds(test.duration)},
                      {"result", test.skipped  ? "Skip"
                                 : test.passed ? "Pass"
                                               : "Fail"}});
    if (test.skipped) {
        xml.data_element("reason", {}, report_text(test));
    } else if (!test.passed) {
        xml.open("failure", {{"exception-type", std::string(kMethod) + (test.error ? "-Error" : "")}});
        xml.data_element("message", {}, "Failed");
        xml.data_element("stack-trace", {}, report_text(test));
        xml.close();
    }
    xml.close();
}

void xunit(XmlWriter& xml, const std::vector<SuiteResult>& suites, const ReportFacts& facts) {
    xml.open("assemblies");
    for (const SuiteResult& suite : suites) {
        const TestCounts counts = counts_of(suite);
        const std::string total = std::to_string(suite.tests.size());
        xml.open("assembly", {{"name", suite.path},
                              {"config-file", suite.path},
                              {"test-framework", std::string(kFramework)},
                              {"run-date", facts.time.format(layout::kDate)},
                              {"run-time", facts.time.format("15:04:05")},
                              {"time", seconds(suite.duration())},
                              {"total", total},
                              {"passed", std::to_string(counts.passed)},
                              {"failed", std::to_string(counts.failed)},
                              {"skipped", std::to_string(counts.skipped)},
                              {"errors", std::to_string(counts.errors)}});
        xml.element("environment", {}, kPlatform);
        xml.open("collection", {{"name", suite.name},
                                {"time", seconds(suite.duration())},
                                {"total", total},
                                {"passed", std::to_string(counts.passed)},
                                {"failed", std::to_string(counts.failed)},
                                {"skipped", std::to_string(counts.skipped)}});
        for (const TestResult& test : suite.tests) xunit_test(xml, suite, test);
        xml.close();
        xml.close();
    }
}

void sonar(XmlWriter& xml, const std::vector<SuiteResult>& suites) {
    xml.open("testExecutions", {{"version", "1"}});
    for (const SuiteResult& suite : suites) {
        xml.open("file", {{"path", suite.path}});
        for (const TestResult& test : suite.tests) {
            xml.open("testCase", {{"name", test.name},
                                  {"duration", std::to_string(test.duration.count() / kMillisecond)}});
            if (test.skipped) {
                xml.data_element("skipped", {{"message", "Skipped"}}, report_text(test));
            } else if (!test.passed && test.error) {
                xml.data_element("error", {{"message", "Error"}}, *test.error);
            } else if (!test.passed) {
                xml.data_element("failure", {{"message", "Failed"}}, report_text(test));
            }
            xml.close();
        }
        xml.close();
    }
}

}  // namespace

std::optional<ReportKind> report_kind(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, ReportKind>, 4> kKinds = {
        {{"junit", ReportKind::JUnit},
         {"nunit", ReportKind::NUnit},
         {"xunit", ReportKind::XUnit},
         {"sonar", ReportKind::Sonar}}};
    for (const auto& [known, kind] : kKinds) {
        if (ascii::equal_fold(known, name)) return kind;
    }
    return std::nullopt;
}

std::string report(ReportKind kind, const std::vector<SuiteResult>& suites, const ReportFacts& facts) {
    XmlWriter xml;
    switch (kind) {
        case ReportKind::JUnit:
            junit(xml, suites, facts);
            break;
        case ReportKind::NUnit:
            nunit(xml, suites, facts);
            break;
        case ReportKind::XUnit:
            xunit(xml, suites, facts);
            break;
        case ReportKind::Sonar:
            sonar(xml, suites);
            break;
    }
    return std::move(xml).finish();
}

}  // namespace yare::unittest
