#include "printer.h"

#include "yare/base/paths.h"

namespace yare::unittest {

namespace {

struct Codes {
    std::string_view on;
    std::string_view off;
};

Codes codes_of(Look look) {
    switch (look) {
        case Look::Success:
            return {"32", "0"};
        case Look::SuccessLabel:
            return {"42;30", "0;0"};
        case Look::Danger:
            return {"31", "0"};
        case Look::DangerLabel:
            return {"41;37", "0;0"};
        case Look::Warning:
            return {"33", "0"};
        case Look::WarningLabel:
            return {"43;30", "0;0"};
        case Look::Highlight:
            return {"1", "22"};
        case Look::Faint:
            return {"2", "22"};
    }
    return {};
}

std::string line(std::string_view text, std::size_t level) {
    return std::string(level, '\t') + std::string(text) + "\n";
}

}  // namespace

std::string assertion_title(const AssertionResult& result) {
    return "- asserts[" + std::to_string(result.index) + "]" + (result.negated ? " NOT" : "") + " `" +
           result.type + "` fail";
}

std::string Printer::look(Look look, std::string_view text) const {
    if (!colored_) return std::string(text);
    const Codes codes = codes_of(look);
    return "\x1B[" + std::string(codes.on) + "m" + std::string(text) + "\x1B[" + std::string(codes.off) + "m";
}

std::string Printer::chart_header(std::string_view name, std::string_view path) const {
    return "\n### Chart [ " + look(Look::Highlight, name) + " ] " + look(Look::Faint, path) + "\n\n";
}

std::string Printer::error_header(std::string_view error) const {
    return "\n### " + look(Look::Danger, "Error: ") + " " + std::string(error) + "\n\n";
}

std::string Printer::test(const TestResult& result) const {
    if (result.passed) return {};
    if (result.skipped) {
        return line(look(Look::Highlight, "- ") + look(Look::WarningLabel, "SKIPPED") +
                        look(Look::Warning, " '" + result.name + "'"),
                    1);
    }
    if (result.error) {
        return line(look(Look::Highlight, "- " + result.name), 1) +
               line(look(Look::Highlight, "Error: " + *result.error + "\n"), 2);
    }
    std::string out = line(look(Look::Danger, "- " + result.name + "\n"), 1);
    for (const AssertionResult& assertion : result.assertions) {
        if (assertion.passed) continue;
        out += line(look(Look::Danger, assertion_title(assertion)), 2);
        for (const std::string& why : assertion.lines) out += line(why, 3);
        out += "\n";
    }
    return out;
}

std::string Printer::suite(const SuiteResult& result) const {
    std::string out = result.skipped  ? look(Look::WarningLabel, " SKIP ")
                      : result.passed ? look(Look::SuccessLabel, " PASS ")
                                      : look(Look::DangerLabel, " FAIL ");
    out += " " + look(Look::Highlight, result.name) + "\t";
    if (!result.path.empty())
        out += look(Look::Faint, dir_name(result.path) + "/") + std::string(base_name(result.path));
    out += "\n";
    if (result.error) {
        return out + line(look(Look::Highlight, "- Execution Error: "), 1) + line(*result.error + "\n", 2);
    }
    for (const TestResult& one : result.tests) out += test(one);
    return out;
}

std::string Counts::text(const Printer& printer) const {
    std::string out;
    if (failed > 0) out += printer.look(Look::Danger, std::to_string(failed) + " failed, ");
    if (errored > 0) out += std::to_string(errored) + " errored, ";
    out += std::to_string(passed) + " passed, ";
    if (skipped > 0) out += std::to_string(skipped) + " skipped, ";
    return out + std::to_string(passed + failed + skipped) + " total";
}

void Totals::add_chart(bool passed, bool error) {
    ++(passed ? charts.passed : charts.failed);
    if (error) ++charts.errored;
}

void Totals::add(const SuiteResult& result) {
    if (result.skipped) {
        ++suites.skipped;
    } else if (result.passed) {
        ++suites.passed;
    } else {
        ++suites.failed;
        if (result.error) ++suites.errored;
        if (result.snapshots.failed > 0) ++suites_with_failed_snapshots;
    }
    snapshots.failed += result.snapshots.failed;
    snapshots.passed += result.snapshots.total - result.snapshots.failed;
    for (const TestResult& test : result.tests) {
        if (test.passed) {
            ++tests.passed;
        } else if (test.skipped) {
            ++tests.skipped;
        } else {
            ++tests.failed;
            if (test.error) ++tests.errored;
        }
    }
}

std::string Totals::text(const Printer& printer, std::string_view duration) const {
    std::string out;
    if (snapshots.failed > 0) {
        out += "\nSnapshot Summary: " +
               printer.look(Look::Danger, std::to_string(snapshots.failed) + " snapshot failed") + " in " +
               std::to_string(suites_with_failed_snapshots) + " test suite." +
               printer.look(Look::Faint, " Check changes and use `-u` to update snapshot.") + "\n";
    }
    return out + "\nCharts:      " + charts.text(printer) + "\nTest Suites: " + suites.text(printer) +
           "\nTests:       " + tests.text(printer) + "\nSnapshot:    " + snapshots.text(printer) +
           "\nTime:        " + std::string(duration) + "\n\n";
}

std::string report_text(const TestResult& result) {
    std::string out;
    if (result.skipped) out += "SKIPPED '" + result.name + "' \n";
    if (result.error) out += *result.error + "\n";
    for (const AssertionResult& assertion : result.assertions) {
        out += "\t\t " + assertion_title(assertion) + " \n";
        if (assertion.skipped) {
            out += "\t\t\t " + assertion.skip_reason + " \n";
            continue;
        }
        for (const std::string& why : assertion.lines) out += "\t\t\t " + why + " \n";
    }
    return out;
}

}  // namespace yare::unittest
