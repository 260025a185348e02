#include "yare/schema/json_schema.h"

#include <array>
#include <charconv>

#include "json_schema_parts.h"
#include "yare/data/json.h"
#include "yare/data/limits.h"

namespace yare::schema {

namespace {

Result<int> draft_of(const Value& root) {
    const Value* name = root.find("$schema");
    if (!name || !name->is_string()) return 2020;
    std::string_view url = name->as_string();
    if (url.ends_with('#')) url.remove_suffix(1);
    if (url.starts_with("https://")) url.remove_prefix(8);
    if (url.starts_with("http://")) url.remove_prefix(7);
    constexpr std::array<std::pair<std::string_view, int>, 5> kDrafts = {{
        {"json-schema.org/draft-04/schema", 4},
        {"json-schema.org/draft-06/schema", 6},
        {"json-schema.org/draft-07/schema", 7},
        {"json-schema.org/draft/2019-09/schema", 2019},
        {"json-schema.org/draft/2020-12/schema", 2020},
    }};
    for (const auto& [known, draft] : kDrafts) {
        if (url == known) return draft;
    }
    if (url == "json-schema.org/schema") return 2020;
    return Error(ErrorCode::Invalid, "$schema \"" + std::string(name->as_string()) +
                                         "\" is not a draft that this version of yare knows; "
                                         "--skip-schema-validation leaves the check out");
}

std::string decode_token(std::string_view token) {
    std::string out;
    for (std::size_t i = 0; i < token.size(); ++i) {
        unsigned byte = 0;
        if (token[i] == '%' && i + 2 < token.size() &&
            std::from_chars(token.data() + i + 1, token.data() + i + 3, byte, 16).ptr ==
                token.data() + i + 3) {
            out += char(byte);
            i += 2;
        } else if (token.substr(i, 2) == "~1") {
            out += '/';
            ++i;
        } else if (token.substr(i, 2) == "~0") {
            out += '~';
            ++i;
        } else {
            out += token[i];
        }
    }
    return out;
}

const Value* follow_pointer(const Value& root, std::string_view pointer) {
    const Value* at = &root;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const std::size_t slash = std::min(pointer.find('/'), pointer.size());
        const std::string token = decode_token(pointer.substr(0, slash));
        pointer.remove_prefix(slash);
        if (at->is_list()) {
            std::size_t index = 0;
            const auto [end, failed] = std::from_chars(token.data(), token.data() + token.size(), index);
            if (failed != std::errc() || end != token.data() + token.size() || index >= at->items().size())
                return nullptr;
            at = &at->items()[index];
        } else {
            at = at->find(token);
            if (!at) return nullptr;
        }
    }
    return at;
}

// Every value of a schema, found with an explicit stack: how deep it nests is a stranger's choice.
std::vector<const Value*> all_values(const Value& root) {
    std::vector<const Value*> out;
    std::vector<const Value*> open{&root};
    while (!open.empty()) {
        const Value* value = open.back();
        open.pop_back();
        out.push_back(value);
        if (value->is_map()) {
            for (const Entry& entry : value->as_map()) open.push_back(&entry.value);
        } else if (value->is_list()) {
            for (const Value& item : value->items()) open.push_back(&item);
        }
    }
    return out;
}

const Value* find_anchor(const std::vector<const Value*>& values, std::string_view name) {
    for (const Value* value : values) {
        for (const std::string_view key : {"$anchor", "$dynamicAnchor"}) {
            const Value* anchor = value->find(key);
            if (anchor && anchor->is_string() && anchor->as_string() == name) return value;
        }
        for (const std::string_view key : {"$id", "id"}) {
            const Value* id = value->find(key);
            if (id && id->is_string() && id->as_string().starts_with('#') &&
                id->as_string().substr(1) == name)
                return value;
        }
    }
    return nullptr;
}

// Where a $ref leads, or null: into this document by pointer, by anchor or by a $id.
const Value* resolve(const Value& root, const std::vector<const Value*>& values, std::string_view reference) {
    const std::size_t hash = std::min(reference.find('#'), reference.size());
    const std::string_view file = reference.substr(0, hash);
    const std::string_view fragment = reference.substr(std::min(hash + 1, reference.size()));
    const Value* base = &root;
    if (!file.empty()) {
        base = nullptr;
        for (const Value* value : values) {
            const Value* id = value->find("$id");
            if (!id || !id->is_string()) continue;
            const std::string_view text = id->as_string();
            if (text == file || text == std::string(file) + "#" || text.ends_with("/" + std::string(file)))
                base = value;
        }
        if (!base) return nullptr;
    }
    if (fragment.empty()) return base;
    return fragment.starts_with('/') ? follow_pointer(*base, fragment) : find_anchor(values, fragment);
}

Result<void> resolve_references(JsonSchema::Parts& parts) {
    const Value& root = parts.document.root;
    const std::vector<const Value*> values = all_values(root);
    for (const Value* value : values) {
        for (const std::string_view key : {"$ref", "$dynamicRef", "$recursiveRef"}) {
            const Value* reference = value->find(key);
            if (!reference || !reference->is_string()) continue;
            const Value* target = resolve(root, values, reference->as_string());
            if (!target) {
                return Error(ErrorCode::NotFound, "$ref \"" + std::string(reference->as_string()) +
                                                      "\" leads out of this schema, and this version of yare "
                                                      "does not read other files for schemas; "
                                                      "--skip-schema-validation leaves the check out");
            }
            parts.references.emplace(reference->as_string(), target);
        }
    }
    return {};
}

Result<void> compile_patterns(JsonSchema::Parts& parts) {
    const auto compile = [&](std::string_view text) -> Result<void> {
        auto& slot = parts.patterns[std::string(text)];
        if (!slot)
            slot = std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), re2::RE2::Quiet);
        if (!slot->ok())
            return Error(ErrorCode::Invalid, quoted(text) + " is not valid regex: " + slot->error());
        return {};
    };
    for (const Value* value : all_values(parts.document.root)) {
        if (const Value* pattern = value->find("pattern"); pattern && pattern->is_string())
            YARE_TRY(compile(pattern->as_string()));
        const Value* properties = value->find("patternProperties");
        if (!properties || !properties->is_map()) continue;
        const Map& map = properties->as_map();
        for (const Entry& entry : map) YARE_TRY(compile(map.key_text(entry)));
    }
    return {};
}

}  // namespace

JsonSchema::JsonSchema(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
JsonSchema::JsonSchema(JsonSchema&&) noexcept = default;
JsonSchema& JsonSchema::operator=(JsonSchema&&) noexcept = default;
JsonSchema::~JsonSchema() = default;

const re2::RE2& JsonSchema::Parts::pattern(std::string_view text) const {
    return *patterns.find(text)->second;
}

Result<JsonSchema> JsonSchema::parse(std::string_view text) {
    auto parts = std::make_unique<Parts>();
    parts->document.root = YARE_TRY(read_json(text, parts->document));
    parts->draft = YARE_TRY(draft_of(parts->document.root));
    YARE_TRY(resolve_references(*parts));
    YARE_TRY(compile_patterns(*parts));
    return JsonSchema(std::move(parts));
}

}  // namespace yare::schema
