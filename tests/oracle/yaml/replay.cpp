// The recorded answers of Helm's YAML and JSON libraries (record.sh), asked of ours. differences.jsonl has
// the cases that are known to differ, each with its reason; one that no longer differs fails.
#include <fstream>
#include <map>
#include <string>

#include "yare/data/base64.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"
#include "yare/test/catch.h"

using namespace yare;

namespace {

// The answers by name, as in the records: v or e, y or ye, p or pe.
using Answers = std::map<std::string, std::string>;

void add(Answers& answers, const std::string& good, const std::string& bad, const Result<std::string>& text) {
    if (text)
        answers[good] = *text;
    else
        answers[bad] = text.error().text();
}

Answers answers_of(const std::string& mode, std::string_view text) {
    Document document;
    const Result<Value> value = mode == "json"     ? read_json(text, document)
                                : mode == "strict" ? read_yaml(text, document, {.unique_keys = true})
                                                   : read_yaml(text, document);
    Answers answers;
    if (!value) {
        answers["e"] = value.error().text();
        return answers;
    }
    add(answers, "v", "v", write_json(*value));
    add(answers, "y", "ye", write_yaml(*value));
    add(answers, "p", "pe", write_yaml_pretty(*value));
    return answers;
}

Answers recorded(const Value& record) {
    Answers answers;
    for (const Entry& entry : record.as_map()) {
        const std::string name(record.as_map().key_text(entry));
        if (name == "i" || name == "b") continue;
        if (name == "v")
            answers[name] = write_json(entry.value).value();
        else
            answers[name] = std::string(entry.value.as_string());
    }
    return answers;
}

std::map<std::string, std::string> known_differences(const std::string& mode) {
    std::map<std::string, std::string> known;
    std::ifstream file(YARE_ORACLE "/differences.jsonl");
    for (std::string line; std::getline(file, line);) {
        Document document;
        const Value difference = read_json(line, document).value();
        if (difference.path({"mode"}).string_or("") != mode) continue;
        known[std::string(difference.path({"i"}).string_or(""))] = difference.path({"why"}).string_or("");
    }
    return known;
}

void replay(const std::string& mode, std::size_t least) {
    const auto known = known_differences(mode);
    std::ifstream file(YARE_ORACLE "/" + mode + ".jsonl");
    std::size_t count = 0;
    std::size_t differing = 0;
    for (std::string line; std::getline(file, line); ++count) {
        Document document;
        const Value record = read_json(line, document).value();
        std::string input(record.path({"i"}).string_or(""));
        const std::string_view encoded = record.path({"b"}).string_or("");
        if (!encoded.empty()) input = decode_base64(encoded).value();
        const Answers expected = recorded(record);
        const Answers actual = answers_of(mode, input);
        INFO(mode << " " << line);
        if (known.contains(input)) {
            INFO("no longer differs: take it out of differences.jsonl");
            CHECK(actual != expected);
            ++differing;
        } else {
            CHECK(actual == expected);
        }
    }
    CHECK(count >= least);
    CHECK(differing == known.size());
}

}  // namespace

TEST_CASE("YAML is read and written as Helm's libraries do it", "[oracle][yaml]") { replay("read", 2000); }
TEST_CASE("keys that come twice are refused as Helm's libraries do it", "[oracle][yaml]") {
    replay("strict", 10);
}
TEST_CASE("JSON is read as Go reads it", "[oracle][json]") { replay("json", 90); }
