// Semantic versions: semver gives an object with fields and methods, semverCompare says whether one is in a
// range.
#include <array>
#include <new>
#include <string>

#include "call.h"
#include "yare/data/json.h"
#include "yare/data/numbers.h"
#include "yare/data/semver.h"
#include "yare/templates/host.h"

namespace yare::templates {

namespace {

using P = Param;

// Reading a version or a range, in steps.
constexpr std::uint64_t kParsing = 110;

// A version's parts, as views of the document's memory.
class VersionObject final : public TemplateObject {
  public:
    enum class Form { Pointer, Struct };  // what semver gives, and what its methods give

    VersionObject(Document& document, const SemanticVersion& version, Form given = Form::Pointer)
        : form(given),
          major(version.major),
          minor(version.minor),
          patch(version.patch),
          prerelease(document.arena().copy(version.prerelease)),
          metadata(document.arena().copy(version.metadata)),
          original(document.arena().copy(version.original)) {}

    std::string_view go_type() const override {
        return form == Form::Pointer ? "*semver.Version" : "semver.Version";
    }
    std::string_view go_kind() const override { return form == Form::Pointer ? "ptr" : "struct"; }
    Value print(Document& document) const override { return document.string(version().text()); }
    Value plain(Document& document) const override { return document.string(version().text()); }
    GoParts parts(Document& document) const override;
    // Helm: the copy has none of the parts, which are private to their package.
    HostObject* copied(Document& document) const override {
        return document.arena().make<VersionObject>(document, SemanticVersion{}, form);
    }
    bool same_as(const HostObject& other) const override {
        return form == Form::Pointer ? this == &other : equals(other);
    }
    bool equals(const HostObject& other) const override {
        const auto* object = dynamic_cast<const VersionObject*>(&other);
        return object && object->form == form && object->major == major && object->minor == minor &&
               object->patch == patch && object->prerelease == prerelease && object->metadata == metadata &&
               object->original == original;
    }
    const Function* method(std::string_view name) const override;

    SemanticVersion version() const {
        return {major, minor, patch, std::string(prerelease), std::string(metadata), std::string(original)};
    }

    Form form;
    std::uint64_t major;
    std::uint64_t minor;
    std::uint64_t patch;
    std::string_view prerelease;
    std::string_view metadata;
    std::string_view original;
};

GoParts VersionObject::parts(Document& document) const {
    const auto number = [](std::uint64_t part) {
        return Value::of_int64(std::int64_t(part), GoType::Uint64);
    };
    const std::array<GoField, 6> fields{{{"major", number(major)},
                                         {"minor", number(minor)},
                                         {"patch", number(patch)},
                                         {"pre", Value::of_view(prerelease)},
                                         {"metadata", Value::of_view(metadata)},
                                         {"original", Value::of_view(original)}}};
    const auto shape = form == Form::Pointer ? GoParts::Shape::Pointer : GoParts::Shape::Struct;
    return {shape, true, document.arena().copy(std::span<const GoField>(fields))};
}

const VersionObject& self(Args args) { return static_cast<const VersionObject&>(args[0].as_host()); }

Value make_version(Call& call, const SemanticVersion& version, VersionObject::Form form) {
    return Value(call.document.arena().make<VersionObject>(call.document, version, form));
}

Value unsigned_number(std::uint64_t number) { return Value::of_int64(std::int64_t(number), GoType::Uint64); }

Result<Value> major(Call&, Args args) { return unsigned_number(self(args).major); }
Result<Value> minor(Call&, Args args) { return unsigned_number(self(args).minor); }
Result<Value> patch(Call&, Args args) { return unsigned_number(self(args).patch); }
Result<Value> prerelease(Call&, Args args) { return Value::of_view(self(args).prerelease); }
Result<Value> metadata(Call&, Args args) { return Value::of_view(self(args).metadata); }
Result<Value> original(Call&, Args args) { return Value::of_view(self(args).original); }
Result<Value> text(Call& call, Args args) { return new_string(call, self(args).version().text()); }

Result<Value> as_bytes(Call& call, Args args) { return call.document.bytes(self(args).version().text()); }
Result<Value> json(Call& call, Args args) {
    return call.document.bytes("\"" + self(args).version().text() + "\"");
}

// Go: an error that is none, which prints where a nil of no type is left out.
class NoError final : public TemplateObject {
  public:
    std::string_view go_type() const override { return "<nil>"; }
    std::string_view go_kind() const override { return "invalid"; }
    Value print(Document&) const override { return Value::of_view("<nil>"); }
    Value plain(Document&) const override { return Value(); }
    bool truth() const override { return false; }
};

// Go: these change the version, and give their error as a value.
Result<Value> read_into(Call& call, VersionObject& version, std::string_view text) {
    YARE_TRY(pay(call, kParsing));
    const Result<SemanticVersion> parsed = parse_version(text);
    if (!parsed) return new_string(call, parsed.error().text());
    version = VersionObject(call.document, *parsed, version.form);
    return Value(call.document.arena().make<NoError>());
}

VersionObject& own(Args args) { return static_cast<VersionObject&>(args[0].as_host()); }

Result<Value> scan(Call& call, Args args) { return read_into(call, own(args), args[1].string_or({})); }
Result<Value> unmarshal_text(Call& call, Args args) { return read_into(call, own(args), args[1].as_bytes()); }
Result<Value> unmarshal_json(Call& call, Args args) {
    Document scratch;
    const Result<Value> read = read_json(args[1].as_bytes(), scratch);
    if (!read) return new_string(call, read.error().text());
    return read_into(call, own(args), read->string_or({}));
}

Result<Value> raised(Call& call, Args args, void (*raise)(SemanticVersion&)) {
    SemanticVersion version = self(args).version();
    const bool has_v = version.original.starts_with('v');
    raise(version);
    version.original = (has_v ? "v" : "") + version.text();
    return make_version(call, version, VersionObject::Form::Struct);
}

Result<Value> inc_major(Call& call, Args args) {
    return raised(call, args,
                  [](SemanticVersion& version) { version = {version.major + 1, 0, 0, {}, {}, {}}; });
}

Result<Value> inc_minor(Call& call, Args args) {
    return raised(call, args, [](SemanticVersion& version) {
        version = {version.major, version.minor + 1, 0, {}, {}, {}};
    });
}

// A pre-release becomes its release; only a release becomes the next one.
Result<Value> inc_patch(Call& call, Args args) {
    return raised(call, args, [](SemanticVersion& version) {
        const std::uint64_t next = version.prerelease.empty() ? version.patch + 1 : version.patch;
        version = {version.major, version.minor, next, {}, {}, {}};
    });
}

// A part that is to be put into a version must parse as one there.
Result<Value> with_part(Call& call, Args args, char mark, std::string SemanticVersion::* part,
                        const char* error) {
    const std::string text(args[1].as_string());
    const Result<SemanticVersion> parsed =
        parse_strict_version("1.0.0" + (text.empty() ? text : mark + text));
    if (!parsed) {
        const bool leading_zero = parsed.error().message() == "version segment starts with 0";
        return failure(leading_zero ? parsed.error().message() : error);
    }
    if ((*parsed).*part != text) return failure(error);
    SemanticVersion version = self(args).version();
    const bool has_v = version.original.starts_with('v');
    version.*part = text;
    version.original = (has_v ? "v" : "") + version.text();
    return make_version(call, version, VersionObject::Form::Struct);
}

Result<Value> set_prerelease(Call& call, Args args) {
    return with_part(call, args, '-', &SemanticVersion::prerelease, "invalid prerelease string");
}
Result<Value> set_metadata(Call& call, Args args) {
    return with_part(call, args, '+', &SemanticVersion::metadata, "invalid metadata string");
}

int compare_with(Args args) {
    const auto& other = static_cast<const VersionObject&>(args[1].as_host());
    return compare_versions(self(args).version(), other.version());
}

template <typename Test>
Result<Value> compare_as(Args args, Test test) {
    if (args[1].is_nil()) return nil_dereference();
    return test(compare_with(args));
}

Result<Value> compare(Call&, Args args) {
    return compare_as(args, [](int order) { return Value::of_int(order); });
}
Result<Value> equal(Call&, Args args) {
    if (args[1].is_nil()) return Value::of_bool(false);
    return compare_as(args, [](int order) { return Value::of_bool(order == 0); });
}
Result<Value> less_than(Call&, Args args) {
    return compare_as(args, [](int order) { return Value::of_bool(order < 0); });
}
Result<Value> less_than_equal(Call&, Args args) {
    return compare_as(args, [](int order) { return Value::of_bool(order <= 0); });
}
Result<Value> greater_than(Call&, Args args) {
    return compare_as(args, [](int order) { return Value::of_bool(order > 0); });
}
Result<Value> greater_than_equal(Call&, Args args) {
    return compare_as(args, [](int order) { return Value::of_bool(order >= 0); });
}

constexpr Function kMethods[] = {
    {"Major", major},
    {"Minor", minor},
    {"Patch", patch},
    {"Prerelease", prerelease},
    {"MarshalJSON", json},
    {"MarshalText", as_bytes},
    {"Metadata", metadata},
    {"String", text},
    {"Value", text},
    {"SetPrerelease", set_prerelease, {P::String}},
    {"SetMetadata", set_metadata, {P::String}},
    {"IncMajor", inc_major},
    {"IncMinor", inc_minor},
    {"IncPatch", inc_patch},
};

// Only a pointer has these.
constexpr Function kPointerMethods[] = {
    {"Original", original},
    {"Compare", compare, {P::Version}},
    {"Scan", scan, {P::Any}},
    {"UnmarshalJSON", unmarshal_json, {P::Bytes}},
    {"UnmarshalText", unmarshal_text, {P::Bytes}},
    {"Equal", equal, {P::Version}},
    {"LessThan", less_than, {P::Version}},
    {"LessThanEqual", less_than_equal, {P::Version}},
    {"GreaterThan", greater_than, {P::Version}},
    {"GreaterThanEqual", greater_than_equal, {P::Version}},
};

const Function* find_in(std::span<const Function> functions, std::string_view name) {
    for (const Function& function : functions) {
        if (function.name == name) return &function;
    }
    return nullptr;
}

const Function* VersionObject::method(std::string_view name) const {
    const Function* found = find_in(kMethods, name);
    return found || form == Form::Struct ? found : find_in(kPointerMethods, name);
}

Result<Value> semver(Call& call, Args args) {
    YARE_TRY(pay(call, kParsing));
    const SemanticVersion version = YARE_TRY(parse_version(args[0].as_string()));
    return make_version(call, version, VersionObject::Form::Pointer);
}

Result<Value> semver_compare(Call& call, Args args) {
    YARE_TRY(pay(call, kParsing + args[0].as_string().size() * 2));
    const VersionRange range = YARE_TRY(VersionRange::parse(args[0].as_string()));
    const SemanticVersion version = YARE_TRY(parse_version(args[1].as_string()));
    return Value::of_bool(range.matches(version));
}

constexpr Function kFunctions[] = {
    {"semver", semver, {P::String}},
    {"semverCompare", semver_compare, {P::String, P::String}},
};

}  // namespace

std::span<const Function> version_functions() { return kFunctions; }

}  // namespace yare::templates
