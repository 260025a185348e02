#include "ignore.h"

#include "yare/base/paths.h"
#include "yare/charts/path_match.h"
#include "yare/data/go_text.h"

namespace yare::charts {

Result<IgnoreRules> IgnoreRules::parse(std::string_view text) {
    IgnoreRules out;
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        // Helm: its scanner of lines gives up at 64 KiB.
        if (line.size() >= 65536) return Error(ErrorCode::Invalid, "bufio.Scanner: token too long");
        YARE_TRY(out.add(line));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    YARE_TRY(out.add("templates/.?*"));
    return out;
}

Result<void> IgnoreRules::add(std::string_view line) {
    line = trim_space(line);
    if (line.empty() || line[0] == '#') return {};
    if (line.find("**") != std::string_view::npos) {
        return Error(ErrorCode::Invalid, "double-star (**) syntax is not supported");
    }
    YARE_TRY(path_match(line, "abc"));
    Rule rule;
    if (line.starts_with('!')) {
        rule.negated = true;
        line.remove_prefix(1);
    }
    if (line.ends_with('/')) {
        rule.directories_only = true;
        line.remove_suffix(1);
    }
    if (line.starts_with('/')) {
        rule.against = Against::WholePath;
        line.remove_prefix(1);
    } else if (line.find('/') != std::string_view::npos) {
        rule.against = Against::WholePath;
    }
    rule.pattern = line;
    rules_.push_back(std::move(rule));
    return {};
}

bool IgnoreRules::matches(const Rule& rule, std::string_view path) {
    const Result<bool> matched =
        path_match(rule.pattern, rule.against == Against::WholePath ? path : base_name(path));
    return matched && *matched;  // Helm: a pattern that turns out broken here only logs
}

bool IgnoreRules::ignores(std::string_view path, bool is_directory) const {
    for (const Rule& rule : rules_) {
        if (rule.negated) {
            // Helm: a negated rule drops everything that it does not match, Chart.yaml included (pkg/ignore).
            if (rule.directories_only && !is_directory) return true;
            if (!matches(rule, path)) return true;
            continue;
        }
        if (rule.directories_only && !is_directory) continue;
        if (matches(rule, path)) return true;
    }
    return false;
}

std::size_t IgnoreRules::pattern_bytes() const {
    std::size_t bytes = 0;
    for (const Rule& rule : rules_) bytes += rule.pattern.size() + 1;
    return bytes;
}

}  // namespace yare::charts
