// Semantic versions: semver gives an object with fields and methods, semverCompare says whether one is in a
// range.
#include <new>
#include <string>

#include "call.h"
#include "yare/data/numbers.h"
#include "yare/data/semver.h"
#include "yare/templates/host.h"

namespace yare::templates {

namespace {

using P = Param;

// A version's parts, as views of the document's memory.
class VersionObject final : public TemplateObject {
  public:
    VersionObject(Document& document, const SemanticVersion& version)
        : major(version.major),
          minor(version.minor),
          patch(version.patch),
          prerelease(document.arena().copy(version.prerelease)),
          metadata(document.arena().copy(version.metadata)),
          original(document.arena().copy(version.original)) {}

    std::string_view go_type() const override { return "*semver.Version"; }
    std::string_view go_kind() const override { return "ptr"; }
    Value print(Document& document) const override { return document.string(version().text()); }
    Value plain(Document& document) const override { return document.string(version().text()); }
    const Function* method(std::string_view name) const override;

    SemanticVersion version() const {
        return {major, minor, patch, std::string(prerelease), std::string(metadata), std::string(original)};
    }

    std::uint64_t major;
    std::uint64_t minor;
    std::uint64_t patch;
    std::string_view prerelease;
    std::string_view metadata;
    std::string_view original;
};

const VersionObject& self(Args args) { return static_cast<const VersionObject&>(args[0].as_host()); }

Value make_version(Call& call, const SemanticVersion& version) {
    return Value(call.document.arena().make<VersionObject>(call.document, version));
}

Value unsigned_number(std::uint64_t number) { return Value::of_int64(std::int64_t(number), GoType::Uint64); }

Result<Value> major(Call&, Args args) { return unsigned_number(self(args).major); }
Result<Value> minor(Call&, Args args) { return unsigned_number(self(args).minor); }
Result<Value> patch(Call&, Args args) { return unsigned_number(self(args).patch); }
Result<Value> prerelease(Call&, Args args) { return Value::of_view(self(args).prerelease); }
Result<Value> metadata(Call&, Args args) { return Value::of_view(self(args).metadata); }
Result<Value> original(Call&, Args args) { return Value::of_view(self(args).original); }
Result<Value> text(Call& call, Args args) { return new_string(call, self(args).version().text()); }

Result<Value> raised(Call& call, Args args, void (*raise)(SemanticVersion&)) {
    SemanticVersion version = self(args).version();
    const bool has_v = version.original.starts_with('v');
    raise(version);
    version.original = (has_v ? "v" : "") + version.text();
    return make_version(call, version);
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

Result<int> compare_with(Args args) {
    const auto* other = args[1].is_host() ? dynamic_cast<const VersionObject*>(&args[1].as_host()) : nullptr;
    if (!other) {
        return failure("wrong type for value; expected *semver.Version; got " +
                       std::string(type_name(args[1])));
    }
    return compare_versions(self(args).version(), other->version());
}

template <typename Test>
Result<Value> compare_as(Args args, Test test) {
    const int order = YARE_TRY(compare_with(args));
    return test(order);
}

Result<Value> compare(Call&, Args args) {
    return compare_as(args, [](int order) { return Value::of_int(order); });
}
Result<Value> equal(Call&, Args args) {
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
    {"Metadata", metadata},
    {"Original", original},
    {"String", text},
    {"IncMajor", inc_major},
    {"IncMinor", inc_minor},
    {"IncPatch", inc_patch},
    {"Compare", compare, {P::Any}},
    {"Equal", equal, {P::Any}},
    {"LessThan", less_than, {P::Any}},
    {"LessThanEqual", less_than_equal, {P::Any}},
    {"GreaterThan", greater_than, {P::Any}},
    {"GreaterThanEqual", greater_than_equal, {P::Any}},
};

const Function* VersionObject::method(std::string_view name) const {
    for (const Function& function : kMethods) {
        if (function.name == name) return &function;
    }
    return nullptr;
}

Result<Value> semver(Call& call, Args args) {
    const SemanticVersion version = YARE_TRY(parse_version(args[0].as_string()));
    return make_version(call, version);
}

Result<Value> semver_compare(Call&, Args args) {
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
