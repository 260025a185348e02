#include "snapshots.h"

#include <re2/re2.h>

#include <algorithm>

#include "yare/base/paths.h"
#include "yare/data/go_regex.h"
#include "yare/data/go_text.h"
#include "yare/data/yaml.h"

namespace yare::unittest {

namespace {

bool begins_with_feed(const Value& value) {
    if (value.is_string()) return value.as_string().starts_with("\n");
    if (value.is_list()) return std::ranges::any_of(value.items(), begins_with_feed);
    const Map* map = value.map_or_null();
    return map && std::any_of(map->begin(), map->end(),
                              [](const Entry& one) { return begins_with_feed(one.value); });
}

Value without_leading_feeds(const Value& value, Document& document) {
    if (value.is_string()) {
        const std::string_view text = value.as_string();
        return document.string(text.substr(std::min(text.size(), text.find_first_not_of('\n'))));
    }
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) items.push_back(without_leading_feeds(item, document));
        return document.make_list(items);
    }
    const Map* map = value.map_or_null();
    if (!map) return value;
    Map* out = document.make_map();
    for (const Entry& entry : *map) {
        out->set(map->key_text(entry), without_leading_feeds(entry.value, document));
    }
    return out;
}

// "kNNN:" where a line begins, at the indent of a test's snapshots, is the number alone.
void unmark_numbers(std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.size(), text.find('\n', at));
        if (text.compare(at, 3, "  k") == 0 || text.compare(at, 3, ": k") == 0) {
            const std::size_t colon = text.find_first_not_of("0123456789", at + 3);
            if (colon != std::string::npos && colon > at + 3 && text[colon] == ':') {
                text.erase(at + 2, 1);
                at = end;
                continue;
            }
        }
        at = end + 1;
    }
}

Result<bool> matches(const std::string& text, const std::string& pattern) {
    Result<std::unique_ptr<re2::RE2>> compiled = compile_go_regex(pattern);
    if (!compiled) {
        return Error(ErrorCode::Invalid,
                     "failed to compile regex pattern " + pattern + ": " + compiled.error().text());
    }
    return re2::RE2::PartialMatch(text, **compiled);
}

}  // namespace

std::string shown_yaml(const Value& value) {
    Document document;
    const Value shown = begins_with_feed(value) ? without_leading_feeds(value, document) : value;
    Result<std::string> text = write_yaml_pretty(shown);
    return text ? std::move(*text) : text.error().text();
}

Result<Snapshots> Snapshots::of_suite(FileSystem& files, const std::string& suite_path, bool updating) {
    const std::string folder = join_path(dir_name(suite_path), "__snapshot__");
    const Result<FileInfo> info = files.stat(folder);
    if (info && info->kind != FileKind::Directory)
        return Error(ErrorCode::Invalid, "snapshot cache dir " + folder + " is not a directory");
    if (!info) YARE_TRY(files.make_directories(folder));
    Snapshots out(join_path(folder, std::string(base_name(suite_path)) + ".snap"), updating);
    if (!files.stat(out.path_)) return out;
    const std::string text = YARE_TRY(files.read(out.path_));
    YARE_TRY(out.read(text));
    return out;
}

Result<void> Snapshots::read(std::string_view text) {
    Document document;
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    options.version3 = true;
    const Value root = YARE_TRY(read_yaml(text, document, options));
    const Map* tests = root.map_or_null();
    if (!tests) return {};
    for (const Entry& test : *tests) {
        const Map* snapshots = test.value.map_or_null();
        if (!snapshots) continue;
        ByIndex& kept = before_[std::string(tests->key_text(test))];
        for (const Entry& entry : *snapshots) {
            const Parsed<std::uint64_t> index = parse_uint(snapshots->key_text(entry), 10);
            if (index) kept[index.value] = yaml_string_field(entry.value).value_or("");
        }
    }
    return {};
}

SnapshotComparison Snapshots::compare(const std::string& test, std::size_t index, const Value& content,
                                      const SnapshotPatterns& patterns) {
    SnapshotComparison out;
    out.index = index;
    out.now = shown_yaml(content);
    ++compared_;
    const auto of_test = before_.find(test);
    const bool known = of_test != before_.end() && of_test->second.contains(index);
    if (known)
        out.before = of_test->second.at(index);
    else
        ++inserted_;
    bool match = true;
    const std::string wanted(trim_space(patterns.wanted));
    const std::string unwanted(trim_space(patterns.unwanted));
    if (!wanted.empty()) {
        const Result<bool> found = matches(out.now, wanted);
        match = found && *found;
        if (!found) out.error = found.error().text();
        if (!match) out.reason = " pattern '" + wanted + "' not found in snapshot";
    }
    if (!unwanted.empty() && match) {
        const Result<bool> found = matches(out.now, unwanted);
        if (!found) out.error = found.error().text();
        match = !found || !*found;
        if (!match) out.reason = " pattern '" + unwanted + "' should not be in snapshot";
    }
    if (wanted.empty() && unwanted.empty() && known && out.now != out.before) {
        match = false;
        ++updated_;
    }
    now_[test][index] = updating_ || !known ? out.now : out.before;
    out.passed = updating_ || match;
    return out;
}

std::size_t Snapshots::vanished() const {
    std::size_t count = 0;
    for (const auto& [test, snapshots] : before_) {
        const auto found = now_.find(test);
        for (const auto& [index, text] : snapshots) {
            if (found == now_.end() || !found->second.contains(index)) ++count;
        }
    }
    return count;
}

SnapshotCounts Snapshots::counts() const {
    return {compared_, updating_ ? 0 : updated_, inserted_, vanished()};
}

std::string Snapshots::text() const {
    Document document;
    Map* tests = document.make_map();
    for (const auto& [test, snapshots] : now_) {
        Map* kept = document.make_map();
        // Numbers are keys of their own type, which values have not: they are marked, and written without the
        // mark.
        for (const auto& [index, text] : snapshots)
            kept->set("k" + std::to_string(index), document.string(text));
        tests->set(test, kept);
    }
    Result<std::string> text = write_yaml_pretty(tests);
    std::string out = text ? std::move(*text) : std::string();
    unmark_numbers(out);
    return out;
}

Result<void> Snapshots::store(FileSystem& files) const {
    const std::size_t gone = vanished();
    const bool wanted = inserted_ > 0 || gone > 0 || (updating_ && updated_ > 0);
    if (!wanted) return {};
    return files.write(path_, text());
}

}  // namespace yare::unittest
