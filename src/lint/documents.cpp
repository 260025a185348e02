#include "documents.h"

#include "yare/base/ascii.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"
#include "yare/data/utf8.h"
#include "yare/data/yaml.h"

namespace yare::lint {

namespace {

constexpr std::string_view kInReading = "error unmarshaling JSON: while decoding JSON: ";

// Fits values into fields as Go does: the first that does not fit is the error, the others are still read.
class Fields {
  public:
    // JSON's numbers and truths are no texts; YAML's become some.
    explicit Fields(bool json) : json_(json) {}

    void mismatch(const Value& value, std::string_view target) {
        if (error_.empty()) error_ = json_mismatch(value, target);
    }
    void text(const Value& value, std::string& out, std::string_view field) {
        if (value.is_nil()) return;
        std::optional<std::string> written;
        if (value.is_string()) {
            written = std::string(value.as_string());
        } else if (!json_) {
            written = yaml_string_field(value);
        }
        if (!written) return mismatch(value, "struct field " + std::string(field) + " of type string");
        out = *std::move(written);
    }
    Result<void> result() const {
        if (error_.empty()) return {};
        return Error(ErrorCode::Invalid, (json_ ? "" : std::string(kInReading)) + error_);
    }

  private:
    bool json_;
    std::string error_;
};

void read_metadata(const Value& value, ObjectHead& head, Fields& fields) {
    if (value.is_nil()) return;
    const Map* map = value.map_or_null();
    if (!map)
        return fields.mismatch(value, "struct field k8sYamlStruct.Metadata of type rules.k8sYamlMetadata");
    for (const Entry& entry : *map) {
        const std::string_view key = map->key_text(entry);
        std::string ignored;
        if (ascii::equal_fold(key, "name"))
            fields.text(entry.value, head.name, "k8sYamlMetadata.Metadata.Name");
        if (ascii::equal_fold(key, "namespace"))
            fields.text(entry.value, ignored, "k8sYamlMetadata.Metadata.Namespace");
    }
}

Result<std::optional<ObjectHead>> read_head(const Value& value, bool json) {
    if (value.is_nil()) return std::optional<ObjectHead>();
    Fields fields(json);
    ObjectHead head;
    if (const Map* map = value.map_or_null()) {
        for (const Entry& entry : *map) {
            const std::string_view key = map->key_text(entry);
            if (ascii::equal_fold(key, "apiVersion"))
                fields.text(entry.value, head.api_version, "k8sYamlStruct.apiVersion");
            if (ascii::equal_fold(key, "kind")) fields.text(entry.value, head.kind, "k8sYamlStruct.Kind");
            if (ascii::equal_fold(key, "metadata")) read_metadata(entry.value, head, fields);
        }
    } else {
        fields.mismatch(value, "value of type rules.k8sYamlStruct");
    }
    YARE_TRY(fields.result());
    return std::optional<ObjectHead>(std::move(head));
}

YamlOptions as_written() {
    YamlOptions options;
    options.numbers = Numbers::AsWritten;
    return options;
}

// One line with its line feed, "\r\n" counted as one; the rest of the text at its end.
std::string_view line_at(std::string_view text, std::size_t at) {
    const std::size_t end = text.find('\n', at);
    return text.substr(at, end == std::string_view::npos ? end : end + 1 - at);
}

}  // namespace

Documents::Documents(std::string_view text) : text_(text) {
    constexpr std::size_t kLookedAt = 4096;  // Helm: no brace later than that makes JSON of it
    std::string_view start = text.substr(0, kLookedAt);
    json_ = trim_space(start).starts_with('{');
}

Result<bool> Documents::next(std::optional<ObjectHead>& head) {
    if (!json_) return next_yaml(head);
    Result<bool> read = next_json(head);
    if (read) return read;
    if (count_ > 1) return read;
    // It may be YAML after all: from here on, past the rest of the line.
    json_ = false;
    while (at_ < text_.size()) {
        std::size_t next = at_;
        const char32_t rune = utf8::next(text_, next);
        if (!is_space(rune)) break;
        at_ = next;
        if (rune == '\n') break;
    }
    Result<bool> as_yaml = next_yaml(head);
    if (as_yaml) return as_yaml;
    return read;
}

Result<bool> Documents::next_json(std::optional<ObjectHead>& head) {
    const std::string_view rest = text_.substr(at_);
    if (trim_space(rest).empty()) return false;
    Document document;
    JsonOptions options;
    options.numbers = Numbers::AsWritten;
    std::size_t used = 0;
    Result<Value> value = read_json_value(rest, document, used, options);
    if (!value) {
        const std::string text = value.error().text();
        if (text == "unexpected EOF" || count_ > 1) return std::move(value).error();
        return Error(ErrorCode::Invalid, "json: offset " + std::to_string(at_ + used + 1) + ": " + text);
    }
    head = YARE_TRY(read_head(*value, true));
    at_ += used;
    ++count_;
    return true;
}

Result<bool> Documents::next_yaml(std::optional<ObjectHead>& head) {
    std::string document;
    while (at_ < text_.size()) {
        const std::string_view line = line_at(text_, at_);
        at_ += line.size();
        if (line.starts_with("---")) {
            const std::string_view behind = trim_space(line.substr(3));
            if (!behind.empty() && behind[0] != '#') {
                return Error(ErrorCode::Invalid, "invalid Yaml document separator: " + std::string(behind));
            }
            // A separator that nothing comes before stays in its document.
            if (!document.empty()) break;
        }
        std::string_view content = line;
        while (content.ends_with('\n') || content.ends_with('\r')) content.remove_suffix(1);
        document.append(content).push_back('\n');
    }
    if (document.empty()) return false;
    Document values;
    const Value value = YARE_TRY(read_yaml(document, values, as_written()));
    head = YARE_TRY(read_head(value, false));
    ++count_;
    return true;
}

namespace {

constexpr std::string_view kItem = "struct { Metadata struct { Annotations map[string]string } }";

void look_at_item(const Value& item, std::string_view annotation, Fields& fields, bool& found) {
    if (item.is_nil()) return;
    const Map* map = item.map_or_null();
    if (!map) return fields.mismatch(item, "struct field .Items of type " + std::string(kItem));
    for (const Entry& entry : *map) {
        if (!ascii::equal_fold(map->key_text(entry), "metadata") || entry.value.is_nil()) continue;
        const Map* metadata = entry.value.map_or_null();
        if (!metadata) {
            fields.mismatch(entry.value,
                            "struct field .Items.Metadata of type struct { Annotations map[string]string }");
            continue;
        }
        for (const Entry& inner : *metadata) {
            if (!ascii::equal_fold(metadata->key_text(inner), "annotations") || inner.value.is_nil())
                continue;
            const Map* annotations = inner.value.map_or_null();
            if (!annotations) {
                fields.mismatch(inner.value,
                                "struct field .Items.Metadata.Annotations of type map[string]string");
                continue;
            }
            for (const Entry& one : *annotations) {
                std::string text;
                fields.text(one.value, text, ".Items.Metadata.Annotations");
                found = found || annotations->key_text(one) == annotation;
            }
        }
    }
}

}  // namespace

Result<bool> list_items_annotated(std::string_view text, std::string_view annotation) {
    Document document;
    const Value value = YARE_TRY(read_yaml(text, document, as_written()));
    Fields fields(false);
    bool found = false;
    const Map* map = value.map_or_null();
    if (!map) return false;
    for (const Entry& entry : *map) {
        if (!ascii::equal_fold(map->key_text(entry), "items") || entry.value.is_nil()) continue;
        if (!entry.value.is_list()) {
            fields.mismatch(entry.value, "struct field .Items of type []" + std::string(kItem));
            continue;
        }
        for (const Value& item : entry.value.items()) look_at_item(item, annotation, fields, found);
    }
    YARE_TRY(fields.result());
    return found;
}

}  // namespace yare::lint
