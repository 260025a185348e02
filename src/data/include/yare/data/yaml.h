// YAML in and out, as Helm's libraries read and write it (YAML 1.1 typing, Go's error texts).
//
//     Document document;
//     Value values = YARE_TRY(read_yaml(text, document));
//     std::string text = YARE_TRY(write_yaml(values));
//
// Reading is done by a fast reader of our own for the ordinary subset, which hands the whole text to libyaml
// when it meets anything it does not own or anything wrong. Both give the same value.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/base/result.h"
#include "yare/base/source_map.h"
#include "yare/data/numbers.h"
#include "yare/data/value.h"

namespace yare::inline data {

struct YamlOptions {
    Numbers numbers = Numbers::Float64;
    // Entries and list items then get Origin ids: the Pos offset of their key (an item: of its value), and
    // errors a Pos. Its text must be `text`, or hold it.
    const Source* source = nullptr;
    // The text lives at least as long as the document, so plain strings may point into it.
    bool text_outlives = false;
    // As UnmarshalStrict: a key that comes twice is an error.
    bool unique_keys = false;
    // As version 3 of Go's library (go.yaml.in/yaml/v3) reads into `any`, without the way through JSON: yes,
    // no, on and off are texts, a key is the text that was written and may not come twice, .inf and .nan are
    // numbers. Errors have no words before "yaml: ". Wanted with Numbers::AsWritten.
    bool version3 = false;
    // Told whether the text took libyaml, which is several times slower than our own reader.
    bool* slow = nullptr;
};

// The first document of a text, as sigs.k8s.io/yaml's Unmarshal into interface{} gives it. Later duplicates
// of a key win, anchors are expanded, keys become strings, an empty text is nil. The error's text() begins
// with "error converting YAML to JSON: " (or "error unmarshaling JSON: ") as there.
Result<Value> read_yaml(std::string_view text, Document& document, const YamlOptions& options = {});

// The same into map[string]interface{}: nil gives null (Go's nil map), anything but a map is Go's error
// "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type
// map[string]interface {}".
Result<Map*> read_yaml_map(std::string_view text, Document& document, const YamlOptions& options = {});

// The same into []interface{} (fromYamlArray); nil gives null.
Result<const List*> read_yaml_list(std::string_view text, Document& document,
                                   const YamlOptions& options = {});

// What a string field of a Go struct becomes when the YAML holds something else (read with
// Numbers::AsWritten): `1.10` is "1.1", `true` is "true", nil is nothing. Lists and maps give nothing either:
// those are errors there.
std::optional<std::string> yaml_string_field(const Value& value);

// Of a value in YAML that does not fit into a Go type: json_mismatch() with "error unmarshaling JSON: while
// decoding JSON: " in front.
Error yaml_mismatch(const Value& value, std::string_view target);

// The documents of a values file, by apimachinery's rule: cut at each line that starts with "---", of which
// only spaces and a comment may follow; anything else is the error "invalid Yaml document separator: ...". A
// separator that nothing comes before stays in its document. The views point into `text`.
Result<std::vector<std::string_view>> split_yaml_documents(std::string_view text);

// What a text may come to: values that share their parts can be written more often than there is memory.
struct WritingLimits {
    std::size_t most = std::string::npos;  // bytes
    // For putting keys into order, each step some ten nanoseconds; what it took is taken off. Null: any
    // number.
    std::uint64_t* steps = nullptr;
};

// sigs.k8s.io/yaml's Marshal, ending in a line feed: what toYaml prints before it strips that. Fails, as
// there, on what the way through JSON cannot carry (control character 0x7F, Inf, NaN). Host objects are
// written as their plain data. Past its limits it is ErrorCode::TooLarge.
Result<std::string> write_yaml(const Value& value, WritingLimits limits = {});
// The same appended; on an error `out` is as it was.
Result<void> append_yaml(std::string& out, const Value& value);

// toYamlPretty: go.yaml.in/yaml/v3 with indent 2. Lists are indented below their key, nothing is folded.
Result<std::string> write_yaml_pretty(const Value& value, WritingLimits limits = {});

}  // namespace yare::inline data
