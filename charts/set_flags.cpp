#include "yare/charts/set_flags.h"

#include "set_parser.h"
#include "yare/charts/values.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

struct FlagKind {
    const std::vector<std::string>& texts;
    SetKind kind;
    const char* name;
};

// JSON is read without places: all that a flag holds came from the flag.
void come_from(Map& map, Origin origin) {
    for (Entry& entry : map) {
        entry.origin = origin;
        if (Map* table = entry.value.map_or_null()) come_from(*table, origin);
    }
}

// --set-json: a whole object, or pairs. Helm shows neither what is wrong nor where; Yare says it below.
Result<Map*> apply_json(const std::string& text, Map* base, ChartSet& set, Document& document) {
    const std::string_view trimmed = trim_space(text);
    const Source& source = set.sources().add_view("--set-json " + text, set.keep(text));
    if (trimmed.starts_with('{')) {
        Result<Map*> whole = read_json_map(trimmed, document);
        if (!whole) return invalid("failed parsing --set-json data JSON: " + text).note(whole.error().text());
        if (!*whole) return base;
        come_from(**whole, {source.begin.offset});
        // Flags behind this one change the map in place.
        set.add_given({.source = &source, .map = &deep_copy(*whole, document).as_map(), .flag = true});
        return merge_maps(*base, **whole, document);
    }
    Result<void> applied = apply_set(SetKind::Json, source, *base, {});
    if (!applied) return invalid("failed parsing --set-json data " + text).note(applied.error().text());
    set.add_given({.source = &source, .flag = true, .kind = SetKind::Json});
    return base;
}

Result<void> apply_flags(const FlagKind& flags, Map& base, const ReadText& read, ChartSet& set) {
    for (const std::string& text : flags.texts) {
        const std::string_view kept = set.keep(text);
        const Source& source = set.sources().add_view(std::string(flags.name) + " " + text, kept);
        YARE_TRY_WHILE(std::string("failed parsing ") + flags.name + " data",
                       apply_set(flags.kind, source, base, read));
        set.add_given({.source = &source, .flag = true, .kind = flags.kind});
    }
    return {};
}

}  // namespace

ReadText read_from(FileSystem& fs) {
    return [&fs](const std::string& name) -> Result<std::string> {
        if (trim_space(name) == "-") return invalid("reading standard input is not possible here");
        return fs.read(name);
    };
}

Result<Map*> merge_value_flags(const ValueFlags& flags, const ReadText& read, ChartSet& set) {
    Document& document = set.new_document();
    Map* base = document.make_map();
    for (const std::string& name : flags.files) {
        std::string text = YARE_TRY(read(name));
        const Source& source = set.sources().add(name, std::move(text));
        Map* map = YARE_TRY_WHILE("failed to parse " + name, read_values(source, document));
        base = merge_maps(*base, *map, document);
        set.add_given({.source = &source});
    }
    for (const std::string& text : flags.json) base = YARE_TRY(apply_json(text, base, set, document));
    YARE_TRY(apply_flags({flags.values, SetKind::Typed, "--set"}, *base, read, set));
    YARE_TRY(apply_flags({flags.string_values, SetKind::String, "--set-string"}, *base, read, set));
    YARE_TRY(apply_flags({flags.file_values, SetKind::File, "--set-file"}, *base, read, set));
    YARE_TRY(apply_flags({flags.literal_values, SetKind::Literal, "--set-literal"}, *base, read, set));
    return base;
}

Result<void> apply_set(SetKind kind, const Source& text, Map& values, const ReadText& read) {
    return SetParser(kind, text, values, read).run();
}

}  // namespace yare::charts
