// Holds a value against a compiled schema. Two ways: quietly, for a yes or no, and in full, for all that is
// wrong. The work of both is bounded: steps, depth of the stack, and what is said.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "remaining.h"
#include "subschema.h"
#include "violation.h"
#include "yare/base/result.h"
#include "yare/base/stack_guard.h"
#include "yare/data/limits.h"
#include "yare/data/value.h"

namespace yare::schema {

// Which metaschema takes the place of the one that is being held against a document, for those schemas in it
// that are written in another dialect.
class OtherMetaschemas {
  public:
    virtual ~OtherMetaschemas() = default;
    // Null where the schema at `node` is no resource.
    virtual const Subschema* find(const Value& node) = 0;
};

class Checker {
  public:
    explicit Checker(std::uint64_t steps = limits::kSchemaSteps);

    // The violations of a value; none when it fits. An error when it costs too much to know.
    Result<std::vector<Violation>> check(const Subschema& schema, const Value& value);
    // The same without asking for a yes or no first.
    Result<std::vector<Violation>> check_in_full(const Subschema& schema, const Value& value);
    // The same for a document and its metaschema.
    Result<std::vector<Violation>> check(const Subschema& metaschema, const Value& document,
                                         OtherMetaschemas& others);

  private:
    // The schemas that led to this one. Those of one `level` are asked about the same value.
    struct Scope {
        const Subschema* schema;
        std::string_view keyword;  // of a reference, else empty
        std::uint32_t level;
        const Scope* parent;
    };
    // One value against one schema.
    struct Question {
        const Subschema& schema;
        const Value& value;
        const Scope& scope;
        bool quiet;
        Remaining& remaining;
        std::vector<Violation> found = {};
        bool failed = false;
    };
    using Violations = std::vector<Violation>;

    // Sets out what no schema has looked at yet, where `schema` or who asks it wants to know.
    static void begin(Remaining& remaining, const Value& value, const Subschema& schema, bool wanted);
    // In full, or quietly without violations.
    Result<Violations> run(const Subschema& schema, const Value& value, bool quiet, bool& fits);
    // Whether it fits; if not, and not quiet, one violation goes to `out`.
    bool ask(const Subschema& schema, const Value& value, const Scope& scope, bool quiet,
             Remaining& remaining, Violations* out);
    // A part of the value.
    bool ask_part(Question& question, const Subschema& schema, const Value& part, Violations* out);
    bool ask_property(Question& question, const Subschema& schema, std::string_view name, const Value& part,
                      Violations* out);
    bool ask_item(Question& question, const Subschema& schema, std::size_t index, const Value& part,
                  Violations* out);
    // The same value against another schema; what that evaluates counts here when it fits.
    bool ask_same(Question& question, const Subschema& schema, std::string_view keyword, bool quiet,
                  Violations* out);
    bool conclude(Question& question, Violations* out);

    void follow_rule(Question& question, const Rule& rule);
    bool is_of_type(Question& question);
    bool is_cycle(Question& question);
    void check_const(Question& question, const Value& wanted);
    void check_enum(Question& question, const Value& choices);
    void check_format(Question& question, const FormatRule& format);
    void check_reference(Question& question, const Subschema& target, std::string_view keyword);
    const Subschema& recursive_target(const Question& question, const Subschema& target) const;
    const Subschema& dynamic_target(const Question& question, const ReferenceRule& rule) const;

    void check_object(Question& question, const Rule& rule, const Map& map);
    void check_properties(Question& question, const ObjectRules& rules, const Map& map);
    bool check_property(Question& question, const ObjectRules& rules, std::string_view name,
                        const Value& part, const Subschema* known);
    void check_dependencies(Question& question, const Rule& rule, const Map& map);
    void check_property_names(Question& question, const Subschema& schema, const Map& map);
    std::vector<std::string_view> missing(const Map& map, std::span<const std::string_view> names);

    void check_array(Question& question, const Rule& rule, std::span<const Value> items);
    void check_items(Question& question, const ArrayRules& rules, std::span<const Value> items);
    void check_unique(Question& question, std::span<const Value> items);
    void check_contains(Question& question, const ContainsRule& rule, std::span<const Value> items);

    void check_text(Question& question, const Rule& rule, std::string_view text);
    void check_number(Question& question, const Rule& rule);

    void check_not(Question& question, const Subschema& schema);
    void check_all(Question& question, std::span<const Subschema* const> schemas);
    void check_any(Question& question, std::span<const Subschema* const> schemas);
    void check_one(Question& question, std::span<const Subschema* const> schemas);
    void check_condition(Question& question, const ConditionRule& rule);
    void check_unevaluated_properties(Question& question, const Subschema& schema);
    void check_unevaluated_items(Question& question, const Subschema& schema);

    // `text` makes the message, and is asked only in full.
    template <typename Text>
    void add(Question& question, Text&& text, Violations causes = {}) {
        question.failed = true;
        if (question.quiet || stopped()) return;
        Violation violation;
        violation.location = location();
        violation.message = text();
        violation.causes = std::move(causes);
        charge(violation);
        question.found.push_back(std::move(violation));
    }
    std::string location() const;
    void charge(const Violation& violation);
    // Counts work; false with none left.
    bool spend(std::uint64_t steps);
    void stop(std::string_view why);
    bool stopped() const { return !why_.empty(); }
    bool equal(const Value& left, const Value& right);
    // Equal values have equal hashes.
    std::size_t hash_of(const Value& value);

    struct Step {
        std::string_view name;
        std::size_t index;
        bool is_item;
    };
    std::vector<Step> way_;  // to the value that is being asked about; in full only
    StackGuard stack_;
    const std::uint64_t limit_;
    std::uint64_t steps_;   // left
    std::size_t said_ = 0;  // bytes of violations
    std::string why_;       // it was given up
    const Subschema* metaschema_ = nullptr;
    OtherMetaschemas* others_ = nullptr;
};

}  // namespace yare::schema
