#include "head.h"

#include "yare/base/ascii.h"
#include "yare/data/yaml.h"

namespace yare::render {

namespace {

Result<std::string> text_field(const Value& value, std::string_view target) {
    if (value.is_nil()) return std::string();
    std::optional<std::string> text = yaml_string_field(value);
    if (!text) return yaml_mismatch(value, target);
    return *text;
}

Result<void> read_annotations(const Value& value, Head& head) {
    if (value.is_nil()) return {};
    if (!value.is_map())
        return yaml_mismatch(value, "struct field .metadata.annotations of type map[string]string");
    const Map& map = value.as_map();
    for (const Entry& entry : map) {
        std::string text =
            YARE_TRY(text_field(entry.value, "struct field .metadata.annotations of type string"));
        // Others decide nothing.
        if (map.key_text(entry).starts_with("helm.sh/"))
            head.annotations.emplace_back(map.key_text(entry), std::move(text));
    }
    return {};
}

Result<void> read_metadata(const Value& value, Head& head) {
    if (value.is_nil()) return {};
    if (!value.is_map()) {
        return yaml_mismatch(
            value,
            "struct field SimpleHead.metadata of type struct { Name string \"json:\\\"name\\\"\"; "
            "Annotations map[string]string \"json:\\\"annotations\\\"\" }");
    }
    const Map& map = value.as_map();
    for (const Entry& entry : map) {
        const std::string_view key = map.key_text(entry);
        if (ascii::equal_fold(key, "annotations")) {
            YARE_TRY(read_annotations(entry.value, head));
        } else if (ascii::equal_fold(key, "name")) {
            head.name = YARE_TRY(text_field(entry.value, "struct field .metadata.name of type string"));
        }
    }
    return {};
}

}  // namespace

const std::string* Head::annotation(std::string_view key) const {
    for (const auto& [known, text] : annotations) {
        if (known == key) return &text;
    }
    return nullptr;
}

Result<Head> HeadReader::read(std::string_view text) {
    Document document(symbols_);
    const Value value = YARE_TRY(
        read_yaml(text, document, {.numbers = Numbers::AsWritten, .source = nullptr, .text_outlives = true}));
    Head head;
    if (value.is_nil()) return head;
    if (!value.is_map()) return yaml_mismatch(value, "value of type util.SimpleHead");
    // Helm: keys match in any case, as Go's JSON reader has it, and in this order the first error is Go's.
    const Map& map = value.as_map();
    for (const Entry& entry : map) {
        const std::string_view key = map.key_text(entry);
        if (ascii::equal_fold(key, "apiVersion")) {
            head.api_version =
                YARE_TRY(text_field(entry.value, "struct field SimpleHead.apiVersion of type string"));
        } else if (ascii::equal_fold(key, "kind")) {
            head.kind = YARE_TRY(text_field(entry.value, "struct field SimpleHead.kind of type string"));
        } else if (ascii::equal_fold(key, "metadata")) {
            YARE_TRY(read_metadata(entry.value, head));
        }
    }
    return head;
}

}  // namespace yare::render
