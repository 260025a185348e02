// Assertions about whole documents: isKind, isAPIVersion, hasDocuments, containsDocument.
#include "check_walk.h"
#include "checks.h"
#include "parameters.h"

namespace yare::unittest {

namespace {

// A field at the top of each document has a text.
class HasField final : public Check {
  public:
    HasField(std::string field, std::string wanted) : field_(std::move(field)), wanted_(std::move(wanted)) {}

    Verdict check(const CheckContext& context) const override {
        return walk_manifests(
            context,
            [&](const Manifest& manifest, int index) -> Verdict {
                const Value* found = manifest.value.find(field_);
                const bool same = found && found->is_string() && found->as_string() == wanted_;
                if (same != context.negative) return {true, {}};
                return {false, lines({index, -1}, found ? *found : Value(), context.negative)};
            },
            [&] { return lines({}, Value::of_view(kNoManifest), false); });
    }

  private:
    Lines lines(FoundAt at, const Value& actual, bool negative) const {
        const std::string what = " to be " + field_;
        if (negative) return failure_lines(at, true, what, Shown::Expected, {wanted_});
        return failure_lines(at, false, what, Shown::Actual, {wanted_, shown_yaml(actual)});
    }

    std::string field_;
    std::string wanted_;
};

class HasDocuments final : public Check {
  public:
    HasDocuments(std::int64_t count, bool filtered) : count_(count), filtered_(filtered) {}

    Verdict check(const CheckContext& context) const override {
        const std::size_t found = filtered_ ? context.selected.size() : context.all.size();
        if ((static_cast<std::int64_t>(found) == count_) != context.negative) return {true, {}};
        const std::string wanted = std::to_string(count_);
        constexpr std::string_view kWhat = " documents count to be";
        if (context.negative) return {false, failure_lines({}, true, kWhat, Shown::Expected, {wanted})};
        return {false, failure_lines({}, false, kWhat, Shown::Actual, {wanted, std::to_string(found)})};
    }

  private:
    std::int64_t count_;
    bool filtered_;
};

class ContainsDocument final : public Check {
  public:
    struct Wanted {
        std::string kind;
        std::string api_version;
        std::string name;
        std::string namespace_name;
        bool any = false;
    };
    explicit ContainsDocument(Wanted wanted) : wanted_(std::move(wanted)) {}

    Verdict check(const CheckContext& context) const override {
        Tally tally(context.selected.empty() && context.negative);
        int index = -1;
        for (const Manifest& manifest : context.selected) {
            ++index;
            const bool passed = matches(manifest.value) != context.negative;
            // One is enough.
            if (passed && wanted_.any != context.negative) return {true, {}};
            tally.add(passed, passed ? Lines() : lines({index, -1}, context.negative));
            if (!passed && context.fail_fast) break;
        }
        if (context.selected.empty() && !context.negative) tally.append(lines({0, -1}, false));
        return std::move(tally).verdict();
    }

  private:
    // helm-unittest: a document without kind or apiVersion has any.
    static bool is_or_absent(const Value* found, const std::string& wanted) {
        return !found || !found->is_string() || found->as_string() == wanted;
    }
    static bool is_if_wanted(const Value& found, const std::string& wanted) {
        return wanted.empty() || (found.is_string() && found.as_string() == wanted);
    }
    bool matches(const Value& manifest) const {
        return is_or_absent(manifest.find("kind"), wanted_.kind) &&
               is_or_absent(manifest.find("apiVersion"), wanted_.api_version) &&
               is_if_wanted(manifest.path({"metadata", "name"}), wanted_.name) &&
               is_if_wanted(manifest.path({"metadata", "namespace"}), wanted_.namespace_name);
    }
    Lines lines(FoundAt at, bool negative) const {
        std::string shown = "Kind = " + wanted_.kind + ", apiVersion = " + wanted_.api_version;
        if (!wanted_.name.empty()) shown += ", Name = " + wanted_.name;
        if (!wanted_.namespace_name.empty()) shown += ", Namespace = " + wanted_.namespace_name;
        return failure_lines(at, negative, " to contain document", Shown::Expected, {shown});
    }

    Wanted wanted_;
};

MadeCheck make_has_field(const Value& given, std::string field) {
    Parameters parameters(given);
    std::string wanted = parameters.text("Of");
    YARE_TRY(parameters.finish());
    return made(HasField(std::move(field), std::move(wanted)));
}

}  // namespace

MadeCheck make_is_kind(const Value& given) { return make_has_field(given, "kind"); }
MadeCheck make_is_api_version(const Value& given) { return make_has_field(given, "apiVersion"); }

MadeCheck make_has_documents(const Value& given) {
    Parameters parameters(given);
    const std::int64_t count = parameters.number("Count").value_or(0);
    const bool filtered = parameters.truth("FilterAware");
    YARE_TRY(parameters.finish());
    return made(HasDocuments(count, filtered));
}

MadeCheck make_contains_document(const Value& given) {
    Parameters parameters(given);
    ContainsDocument::Wanted wanted;
    wanted.kind = parameters.text("Kind");
    wanted.api_version = parameters.text("APIVersion");
    wanted.name = parameters.text("Name");
    wanted.namespace_name = parameters.text("Namespace");
    wanted.any = parameters.truth("Any");
    YARE_TRY(parameters.finish());
    return made(ContainsDocument(std::move(wanted)));
}

}  // namespace yare::unittest
