#include "checker.h"

#include <algorithm>

#include "yare/data/go_text.h"

namespace yare::schema {

namespace {

// What the check may use of the machine's stack, below where it begins.
constexpr std::size_t kStack = std::size_t{4} << 20;

std::uint8_t type_of(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return std::uint8_t(Type::Null);
        case Kind::Bool:
            return std::uint8_t(Type::Boolean);
        case Kind::String:
            return std::uint8_t(Type::String);
        case Kind::List:
            return std::uint8_t(Type::Array);
        case Kind::Map:
            return std::uint8_t(Type::Object);
        default:
            return std::uint8_t(Type::Number);
    }
}

std::string type_names(std::uint8_t types) {
    constexpr std::string_view kNames[] = {"null",   "boolean", "number", "integer",
                                           "string", "array",   "object"};
    std::string out;
    for (std::size_t i = 0; i < std::size(kNames); ++i) {
        if ((types >> i & 1) != 0) out.append(out.empty() ? "" : " or ").append(kNames[i]);
    }
    return out;
}

enum class RuleFor : std::uint8_t { All, Object, Array, Text, Number };

RuleFor rule_for(RuleKind kind) {
    if (kind >= RuleKind::RecursiveRef || kind <= RuleKind::Ref) return RuleFor::All;
    if (kind <= RuleKind::DependentRequired) return RuleFor::Object;
    if (kind <= RuleKind::Contains) return RuleFor::Array;
    return kind <= RuleKind::Pattern ? RuleFor::Text : RuleFor::Number;
}

}  // namespace

Checker::Checker(std::uint64_t steps) : stack_(kStack), limit_(steps), steps_(steps) {}

Result<std::vector<Violation>> Checker::check(const Subschema& schema, const Value& value) {
    // Nearly all values fit, and a yes is cheaper than the whole story.
    bool fits = false;
    Violations found = YARE_TRY(run(schema, value, true, fits));
    if (!fits) found = YARE_TRY(run(schema, value, false, fits));
    return found;
}

Result<std::vector<Violation>> Checker::check_in_full(const Subschema& schema, const Value& value) {
    bool fits = false;
    return run(schema, value, false, fits);
}

Result<std::vector<Violation>> Checker::check(const Subschema& metaschema, const Value& document,
                                              OtherMetaschemas& others) {
    others_ = &others;
    metaschema_ = &metaschema;
    bool fits = false;
    return run(metaschema, document, false, fits);
}

Result<Checker::Violations> Checker::run(const Subschema& schema, const Value& value, bool quiet,
                                         bool& fits) {
    const Scope scope{&schema, {}, 0, nullptr};
    Remaining remaining;
    begin(remaining, value, schema, false);
    Violations out;
    fits = ask(schema, value, scope, quiet, remaining, &out);
    if (stopped()) return Error(ErrorCode::TooLarge, why_);
    if (out.size() != 1 || out[0].shape != Violation::Shape::Group) return out;
    Violations causes = std::move(out[0].causes);
    return causes;
}

bool Checker::ask(const Subschema& schema, const Value& value, const Scope& scope, bool quiet,
                  Remaining& remaining, Violations* out) {
    if (!spend(2)) return false;  // it takes longer than an item or 16 bytes do
    Question question{schema, value, scope, quiet, remaining};
    if (schema.truth != Subschema::Truth::None) {
        if (schema.truth == Subschema::Truth::True) return true;
        add(question, [] { return std::string("false schema"); });
        return conclude(question, out);
    }
    if (is_cycle(question) || !is_of_type(question)) return conclude(question, out);
    for (const Rule& rule : schema.rules) {
        follow_rule(question, rule);
        // Before 2019-09 a reference is all there is.
        if (rule.kind == RuleKind::Ref && schema.draft < 2019) break;
        if (question.failed && (quiet || rule.kind < RuleKind::Ref || stopped())) break;
    }
    return conclude(question, out);
}

bool Checker::conclude(Question& question, Violations* out) {
    if (!question.failed) return true;
    if (question.quiet || !out || question.found.empty()) return false;
    if (question.found.size() == 1) {
        out->push_back(std::move(question.found[0]));
        return false;
    }
    Violation group;
    group.location = location();
    group.message = "validation failed";
    group.shape = Violation::Shape::Group;
    group.causes = std::move(question.found);
    charge(group);
    out->push_back(std::move(group));
    return false;
}

bool Checker::is_of_type(Question& question) {
    const std::uint8_t wanted = question.schema.types;
    if (wanted == 0) return true;
    const std::uint8_t type = type_of(question.value);
    if ((wanted & type) != 0) return true;
    if ((wanted & std::uint8_t(Type::Integer)) != 0 && type == std::uint8_t(Type::Number)) {
        const std::optional<Decimal> number = Decimal::read(question.value);
        if (number && number->is_integer()) return true;
    }
    add(question, [&] { return "got " + type_names(type) + ", want " + type_names(wanted); });
    return false;
}

namespace {

std::string keyword_location(const Subschema& schema, const Subschema& parent) {
    const std::string url = url_of(schema);
    return url.substr(std::min(url_of(parent).size(), url.size()));
}

}  // namespace

// A reference that leads back to a schema that is being asked about the same value.
bool Checker::is_cycle(Question& question) {
    const Scope& scope = question.scope;
    const Scope* other = scope.parent;
    std::uint64_t looked_at = 0;
    while (other && other->level == scope.level && other->schema != scope.schema) {
        other = other->parent;
        ++looked_at;
    }
    if (!spend(looked_at / 4)) return true;
    if (!other || other->level != scope.level) return false;
    const auto place = [](const Scope* at) {
        std::string out;
        for (; at->parent; at = at->parent) {
            out.insert(0, at->keyword.empty() ? keyword_location(*at->schema, *at->parent->schema)
                                              : "/" + std::string(at->keyword));
        }
        return out;
    };
    add(question, [&] {
        return "both " + place(&scope) + " and " + place(other) + " resolve to " +
               go_quote(url_of(question.schema)) + " causing reference cycle";
    });
    return true;
}

void Checker::follow_rule(Question& question, const Rule& rule) {
    const Value& value = question.value;
    switch (rule_for(rule.kind)) {
        case RuleFor::Object:
            if (value.is_map()) check_object(question, rule, value.as_map());
            return;
        case RuleFor::Array:
            if (value.is_list()) check_array(question, rule, value.items());
            return;
        case RuleFor::Text:
            if (value.is_string()) check_text(question, rule, value.as_string());
            return;
        case RuleFor::Number:
            if (value.is_number() || value.is_bytes()) check_number(question, rule);
            return;
        case RuleFor::All:
            break;
    }
    switch (rule.kind) {
        case RuleKind::Const:
            return check_const(question, *rule.value);
        case RuleKind::Enum:
            return check_enum(question, *rule.value);
        case RuleKind::Format:
            return check_format(question, *rule.format);
        case RuleKind::Ref:
            return check_reference(question, *rule.reference->target, "$ref");
        case RuleKind::RecursiveRef:
            return check_reference(question, recursive_target(question, *rule.reference->target),
                                   "$recursiveRef");
        case RuleKind::DynamicRef:
            return check_reference(question, dynamic_target(question, *rule.reference), "$dynamicRef");
        case RuleKind::Not:
            return check_not(question, *rule.schema);
        case RuleKind::AllOf:
            return check_all(question, *rule.schemas);
        case RuleKind::AnyOf:
            return check_any(question, *rule.schemas);
        case RuleKind::OneOf:
            return check_one(question, *rule.schemas);
        case RuleKind::If:
            return check_condition(question, *rule.condition);
        case RuleKind::UnevaluatedProperties:
            return check_unevaluated_properties(question, *rule.schema);
        default:
            return check_unevaluated_items(question, *rule.schema);
    }
}

void Checker::check_const(Question& question, const Value& wanted) {
    if (equal(question.value, wanted)) return;
    add(question, [&] {
        return wanted.is_list() || wanted.is_map() ? "'const' failed" : "value must be " + shown(wanted);
    });
}

void Checker::check_enum(Question& question, const Value& choices) {
    const auto items = choices.items();
    if (std::any_of(items.begin(), items.end(),
                    [&](const Value& each) { return equal(question.value, each); }))
        return;
    add(question, [&]() -> std::string {
        const bool plain = std::none_of(items.begin(), items.end(),
                                        [](const Value& each) { return each.is_list() || each.is_map(); });
        if (!plain) return "'enum' failed";
        if (items.size() == 1) return "value must be " + shown(items[0]);
        std::string out = "value must be one of ";
        for (std::size_t i = 0; i < items.size(); ++i) out.append(i == 0 ? "" : ", ").append(shown(items[i]));
        return out;
    });
}

void Checker::check_format(Question& question, const FormatRule& format) {
    if (!question.value.is_string()) return;
    const std::string_view text = question.value.as_string();
    if (!spend(text.size() / 16)) return;
    const std::optional<std::string> problem = format.problem(text);
    if (!problem) return;
    add(question,
        [&] { return quoted(text) + " is not valid " + std::string(format.name) + ": " + *problem; });
}

bool Checker::spend(std::uint64_t steps) {
    if (stopped()) return false;
    if (stack_.exhausted()) {
        stop("the schema and the values nest too deeply to be held against each other");
        return false;
    }
    if (steps_ > steps) {
        steps_ -= steps;
        return true;
    }
    stop("holding the values against the schema takes more than " + grouped(std::int64_t(limit_)) + " steps");
    return false;
}

void Checker::stop(std::string_view why) {
    if (!stopped()) why_ = std::string(why) + "; --skip-schema-validation leaves it out";
}

void Checker::charge(const Violation& violation) {
    said_ += sizeof(Violation) + violation.location.size() + violation.message.size();
    if (said_ > limits::kSchemaViolations) stop("more is wrong with the values than can be said");
}

std::string Checker::location() const {
    std::string out;
    for (const Step& step : way_) append_token(out, step.is_item ? std::to_string(step.index) : step.name);
    return out;
}

// JSON's equality: 1 and 1.0 are the same number.
bool Checker::equal(const Value& left, const Value& right) {
    if (!spend(1)) return false;
    if (left.is_map() && right.is_map()) {
        const Map& a = left.as_map();
        const Map& b = right.as_map();
        return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const Entry& entry) {
                   const Value* other = b.find(a.key_text(entry));
                   return other && equal(entry.value, *other);
               });
    }
    if (left.is_list() && right.is_list()) {
        return std::equal(left.items().begin(), left.items().end(), right.items().begin(),
                          right.items().end(), [&](const Value& a, const Value& b) { return equal(a, b); });
    }
    if (type_of(left) != type_of(right)) return false;
    if (left.is_string()) return left.as_string() == right.as_string();
    if (left.is_bool()) return left.as_bool() == right.as_bool();
    if (left.is_nil()) return true;
    const std::optional<Decimal> a = Decimal::read(left);
    const std::optional<Decimal> b = Decimal::read(right);
    return a && b && spend(left.is_bytes() ? left.as_bytes().size() / 16 : 0) && a->compare(*b) == 0;
}

}  // namespace yare::schema
