#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "json_schema_parts.h"
#include "yare/data/limits.h"

namespace yare::schema {

namespace {

// Schemas that lead to each other for ever end here; real ones stay far below.
constexpr std::size_t kSchemaDepth = 512;

std::string_view type_of(const Value& value) {
    switch (value.kind()) {
        case Kind::Nil:
            return "null";
        case Kind::Bool:
            return "boolean";
        case Kind::String:
            return "string";
        case Kind::List:
            return "array";
        case Kind::Map:
            return "object";
        default:
            return "number";
    }
}

double number_of(const Value& value) {
    return value.is_integer() ? double(value.as_integer()) : value.as_float();
}

bool is_whole(const Value& value) {
    return value.is_integer() || (value.is_float() && std::floor(value.as_float()) == value.as_float());
}

// JSON's equality: 1 and 1.0 are the same number.
bool equal(const Value& left, const Value& right) {
    if (left.is_number() && right.is_number()) return number_of(left) == number_of(right);
    if (left.is_list() && right.is_list()) {
        return std::equal(left.items().begin(), left.items().end(), right.items().begin(),
                          right.items().end(), equal);
    }
    if (left.is_map() && right.is_map()) {
        const Map& a = left.as_map();
        const Map& b = right.as_map();
        return a.size() == b.size() && std::all_of(a.begin(), a.end(), [&](const Entry& entry) {
                   const Value* other = b.find(a.key_text(entry));
                   return other && equal(entry.value, *other);
               });
    }
    return deep_equal(left, right);
}

std::size_t rune_count(std::string_view text) {
    return std::size_t(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

bool is_multiple(double number, double of) {
    if (of == 0) return false;
    const double times = number / of;
    return std::fabs(times - std::round(times)) <= 1e-9 * std::max(1.0, std::fabs(times));
}

using Violations = std::vector<Violation>;

// Which properties and items some schema has looked at.
struct Evaluated {
    std::set<std::string, std::less<>> properties;
    std::set<std::size_t> items;
    void merge(Evaluated& other) {
        properties.merge(other.properties);
        items.merge(other.items);
    }
};

// Checks one value against one schema; a Checker for each.
class Checker {
  public:
    Checker(const JsonSchema::Parts& parts, std::string location, std::size_t depth)
        : parts_(parts), location_(std::move(location)), depth_(depth) {}

    // Empty: it fits. Otherwise one violation, a group when there are several.
    Violations check(const Value& schema, const Value& value) {
        if (schema.is_bool()) {
            if (!schema.as_bool()) add("false schema");
            return std::move(found_);
        }
        if (!schema.is_map()) return {};
        if (depth_ > kSchemaDepth) {
            add("the schema leads to itself, or nests deeper than " + std::to_string(kSchemaDepth));
            return std::move(found_);
        }
        if (const Value* reference = schema.find("$ref");
            reference && reference->is_string() && parts_.draft < 2019) {
            follow(*reference, value);  // the words beside it do not count in these drafts
            return std::move(found_);
        }
        if (!check_type(schema, value) || !check_const(schema, value) || !check_enum(schema, value))
            return std::move(found_);
        for (const std::string_view key : {"$ref", "$dynamicRef", "$recursiveRef"}) {
            if (const Value* reference = schema.find(key); reference && reference->is_string())
                follow(*reference, value);
        }
        if (value.is_map()) check_object(schema, value.as_map());
        if (value.is_list()) check_array(schema, value.items());
        if (value.is_string()) check_string(schema, value.as_string());
        if (value.is_number()) check_number(schema, value);
        check_combinations(schema, value);
        check_unevaluated(schema, value);
        if (found_.size() < 2) return std::move(found_);
        Violation group{location_, "validation failed", false, true, std::move(found_), {}};
        Violations out;
        out.push_back(std::move(group));
        return out;
    }

    Evaluated evaluated;

  private:
    void add(std::string message, Violations causes = {}) {
        found_.push_back({location_, std::move(message), false, false, std::move(causes), {}});
    }
    void take(Violations violations) {
        std::move(violations.begin(), violations.end(), std::back_inserter(found_));
    }

    // The same value against another schema; what it evaluates counts here when it fits.
    Violations check_self(const Value& schema, const Value& value) {
        Checker other(parts_, location_, depth_ + 1);
        Violations out = other.check(schema, value);
        if (out.empty()) evaluated.merge(other.evaluated);
        return out;
    }

    Violations check_part(const Value& schema, const Value& value, std::string_view token) const {
        std::string location = location_ + "/";
        for (const char c : token) {
            if (c == '~') {
                location += "~0";
            } else if (c == '/') {
                location += "~1";
            } else {
                location += c;
            }
        }
        return Checker(parts_, std::move(location), depth_ + 1).check(schema, value);
    }

    void follow(const Value& reference, const Value& value) {
        const auto target = parts_.references.find(reference.as_string());
        if (target == parts_.references.end()) return;
        Violations inner = check_self(*target->second, value);
        if (inner.empty()) return;
        Violation out{location_, "validation failed", true, false, {}, {}};
        out.causes = inner.front().group ? std::move(inner.front().causes) : std::move(inner);
        found_.push_back(std::move(out));
    }

    bool check_type(const Value& schema, const Value& value) {
        const Value* types = schema.find("type");
        if (!types || (!types->is_string() && !types->is_list())) return true;
        const auto wanted = [&](std::string_view name) {
            if (types->is_string()) return types->as_string() == name;
            return std::any_of(types->items().begin(), types->items().end(),
                               [&](const Value& item) { return item.string_or("") == name; });
        };
        if (wanted(type_of(value)) || (value.is_number() && is_whole(value) && wanted("integer")))
            return true;
        std::string list;
        for (const std::string_view name :
             {"null", "boolean", "number", "integer", "string", "array", "object"}) {
            if (wanted(name)) list.append(list.empty() ? "" : " or ").append(name);
        }
        if (list.empty()) return true;
        add("got " + std::string(type_of(value)) + ", want " + list);
        return false;
    }

    bool check_const(const Value& schema, const Value& value) {
        const Value* wanted = schema.find("const");
        if (!wanted || parts_.draft == 4 || equal(*wanted, value)) return true;
        add(wanted->is_map() || wanted->is_list() ? "'const' failed" : "value must be " + shown(*wanted));
        return false;
    }

    bool check_enum(const Value& schema, const Value& value) {
        const Value* wanted = schema.find("enum");
        if (!wanted || !wanted->is_list()) return true;
        const auto items = wanted->items();
        if (std::any_of(items.begin(), items.end(), [&](const Value& item) { return equal(item, value); }))
            return true;
        if (std::any_of(items.begin(), items.end(),
                        [](const Value& item) { return item.is_map() || item.is_list(); })) {
            add("'enum' failed");
            return false;
        }
        std::string list;
        for (const Value& item : items) list.append(list.empty() ? "" : ", ").append(shown(item));
        add((items.size() == 1 ? "value must be " : "value must be one of ") + list);
        return false;
    }

    // `minItems: got 1, want 2`.
    void check_least(const Value& schema, std::string_view key, std::size_t have) {
        const Value* limit = schema.find(key);
        if (limit && limit->is_number() && double(have) < number_of(*limit))
            add_limit(key, double(have), number_of(*limit));
    }
    void check_most(const Value& schema, std::string_view key, std::size_t have) {
        const Value* limit = schema.find(key);
        if (limit && limit->is_number() && double(have) > number_of(*limit))
            add_limit(key, double(have), number_of(*limit));
    }
    void add_limit(std::string_view key, double have, double want) {
        add(std::string(key) + ": got " + grouped(have) + ", want " + grouped(want));
    }

    static std::vector<std::string_view> missing(const Value& wanted, const Map& map) {
        std::vector<std::string_view> out;
        for (const Value& name : wanted.items()) {
            if (name.is_string() && !map.contains(name.as_string())) out.push_back(name.as_string());
        }
        return out;
    }

    void check_object(const Value& schema, Map& map) {
        check_least(schema, "minProperties", map.size());
        check_most(schema, "maxProperties", map.size());
        if (const Value* required = schema.find("required"); required && required->is_list()) {
            const auto names = missing(*required, map);
            if (!names.empty()) {
                add((names.size() == 1 ? "missing property " : "missing properties ") + quoted_list(names));
                found_.back().keys.assign(names.begin(), names.end());
            }
        }
        check_dependencies(schema, "dependencies", map);
        check_properties(schema, map);
        if (parts_.draft >= 6) check_names(schema, map);
        if (parts_.draft >= 2019) {
            check_dependencies(schema, "dependentSchemas", map);
            check_dependencies(schema, "dependentRequired", map);
        }
    }

    void check_dependencies(const Value& schema, std::string_view key, Map& map) {
        const Value* dependencies = schema.find(key);
        if (!dependencies || !dependencies->is_map()) return;
        const Map& wanted = dependencies->as_map();
        for (const Entry& entry : wanted) {
            const std::string_view name = wanted.key_text(entry);
            if (!map.contains(name)) continue;
            if (!entry.value.is_list()) {
                take(check_self(entry.value, Value(&map)));
                continue;
            }
            const auto names = missing(entry.value, map);
            if (!names.empty())
                add("properties " + quoted_list(names) + " required, if " + quoted(name) + " exists");
        }
    }

    void check_properties(const Value& schema, const Map& map) {
        const Value* properties = schema.find("properties");
        const Value* patterns = schema.find("patternProperties");
        const Value* additional = schema.find("additionalProperties");
        std::vector<std::string_view> surplus;
        for (const Entry& entry : map) {
            const std::string_view name = map.key_text(entry);
            bool known = false;
            if (const Value* own = properties ? properties->find(name) : nullptr) {
                known = true;
                take(check_part(*own, entry.value, name));
            }
            if (patterns && patterns->is_map()) {
                const Map& by_pattern = patterns->as_map();
                for (const Entry& pattern : by_pattern) {
                    if (!matches(by_pattern.key_text(pattern), name)) continue;
                    known = true;
                    take(check_part(pattern.value, entry.value, name));
                }
            }
            if (!known && additional) {
                known = true;
                if (additional->is_bool() && !additional->as_bool()) {
                    surplus.push_back(name);
                } else if (additional->is_map()) {
                    take(check_part(*additional, entry.value, name));
                }
            }
            if (known) evaluated.properties.emplace(name);
        }
        if (!surplus.empty()) {
            add("additional properties " + quoted_list(surplus) + " not allowed");
            found_.back().keys.assign(surplus.begin(), surplus.end());
        }
    }

    void check_names(const Value& schema, const Map& map) {
        const Value* names = schema.find("propertyNames");
        if (!names) return;
        for (const Entry& entry : map) {
            const std::string_view name = map.key_text(entry);
            Violations inner = Checker(parts_, "", depth_ + 1).check(*names, Value::of_view(name));
            if (inner.empty()) continue;
            if (inner.front().group) inner = std::move(inner.front().causes);
            add("invalid propertyName " + quoted(name), std::move(inner));
        }
    }

    bool matches(std::string_view pattern, std::string_view text) const {
        return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), parts_.pattern(pattern));
    }

    void check_array(const Value& schema, std::span<const Value> items) {
        check_least(schema, "minItems", items.size());
        check_most(schema, "maxItems", items.size());
        const Value* unique = schema.find("uniqueItems");
        if (unique && unique->is_bool() && unique->as_bool()) check_unique(items);
        const Value* rest = schema.find("items");
        const Value* first = schema.find("prefixItems");
        if (parts_.draft < 2020) {
            first = rest;
            rest = first && first->is_list() ? schema.find("additionalItems") : first;
        }
        std::size_t at = 0;
        if (first && first->is_list()) {
            for (; at < items.size() && at < first->items().size(); ++at)
                check_item(first->items()[at], items, at);
        }
        if (parts_.draft < 2020 && rest && rest->is_bool() && first && first->is_list()) {
            if (!rest->as_bool() && at < items.size()) {
                add("last " + std::to_string(items.size() - at) + " additionalItem(s) not allowed");
            }
        } else if (rest) {
            for (; at < items.size(); ++at) check_item(*rest, items, at);
        }
        check_contains(schema, items);
    }

    void check_item(const Value& schema, std::span<const Value> items, std::size_t at) {
        evaluated.items.insert(at);
        take(check_part(schema, items[at], std::to_string(at)));
    }

    void check_unique(std::span<const Value> items) {
        for (std::size_t i = 1; i < items.size(); ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                if (!equal(items[i], items[j])) continue;
                add("items at " + std::to_string(j) + " and " + std::to_string(i) + " are equal");
                return;
            }
        }
    }

    void check_contains(const Value& schema, std::span<const Value> items) {
        const Value* wanted = schema.find("contains");
        if (!wanted || parts_.draft == 4) return;
        Violations misses;
        std::string matched;
        std::size_t count = 0;
        for (std::size_t i = 0; i < items.size(); ++i) {
            Violations inner = check_part(*wanted, items[i], std::to_string(i));
            if (inner.empty()) {
                ++count;
                matched.append(matched.empty() ? "" : " ").append(std::to_string(i));
                if (parts_.draft >= 2020) evaluated.items.insert(i);
            }
            std::move(inner.begin(), inner.end(), std::back_inserter(misses));
        }
        const Value* least = parts_.draft >= 2019 ? schema.find("minContains") : nullptr;
        const Value* most = parts_.draft >= 2019 ? schema.find("maxContains") : nullptr;
        if (least && least->is_number()) {
            if (double(count) < number_of(*least)) {
                const std::string want =
                    "min " + grouped(number_of(*least)) + " items required to match contains schema, but ";
                add(want + (count == 0 ? "none matched"
                                       : "matched " + std::to_string(count) + " items at " + matched),
                    std::move(misses));
            }
        } else if (count == 0) {
            add("no items match contains schema", std::move(misses));
        }
        if (most && most->is_number() && double(count) > number_of(*most)) {
            add("max " + grouped(number_of(*most)) +
                " items required to match contains schema, but matched " + std::to_string(count) +
                " items at " + matched);
        }
    }

    void check_string(const Value& schema, std::string_view text) {
        if (schema.find("minLength") || schema.find("maxLength")) {
            check_least(schema, "minLength", rune_count(text));
            check_most(schema, "maxLength", rune_count(text));
        }
        const Value* pattern = schema.find("pattern");
        if (pattern && pattern->is_string() && !matches(pattern->as_string(), text)) {
            add(quoted(text) + " does not match pattern " + quoted(pattern->as_string()));
        }
    }

    void check_number(const Value& schema, const Value& value) {
        const double have = number_of(value);
        const auto limit = [&](std::string_view key, auto wrong, std::string_view name) {
            const Value* want = schema.find(key);
            if (want && want->is_number() && wrong(number_of(*want))) add_limit(name, have, number_of(*want));
        };
        // Draft 4: exclusiveMinimum: true makes `minimum` itself a wrong value.
        const auto exclusive = [&](std::string_view key) {
            const Value* flag = schema.find(key);
            return parts_.draft == 4 && flag && flag->is_bool() && flag->as_bool();
        };
        const auto not_above = [&](double want) { return have <= want; };
        const auto not_below = [&](double want) { return have >= want; };
        if (exclusive("exclusiveMinimum")) {
            limit("minimum", not_above, "exclusiveMinimum");
        } else {
            limit("minimum", [&](double want) { return have < want; }, "minimum");
        }
        if (exclusive("exclusiveMaximum")) {
            limit("maximum", not_below, "exclusiveMaximum");
        } else {
            limit("maximum", [&](double want) { return have > want; }, "maximum");
        }
        limit("exclusiveMinimum", not_above, "exclusiveMinimum");
        limit("exclusiveMaximum", not_below, "exclusiveMaximum");
        limit("multipleOf", [&](double want) { return !is_multiple(have, want); }, "multipleOf");
    }

    void check_combinations(const Value& schema, const Value& value) {
        if (const Value* not_schema = schema.find("not")) {
            if (check_self(*not_schema, value).empty()) add("'not' failed");
        }
        if (const Value* all = schema.find("allOf"); all && all->is_list()) {
            Violations wrong;
            for (const Value& each : all->items()) {
                Violations inner = check_self(each, value);
                std::move(inner.begin(), inner.end(), std::back_inserter(wrong));
            }
            if (!wrong.empty()) add("'allOf' failed", std::move(wrong));
        }
        if (const Value* any = schema.find("anyOf"); any && any->is_list()) check_any(*any, value);
        if (const Value* one = schema.find("oneOf"); one && one->is_list()) check_one(*one, value);
        if (const Value* condition = schema.find("if"); condition && parts_.draft >= 7) {
            const Value* next = schema.find(check_self(*condition, value).empty() ? "then" : "else");
            if (next) take(check_self(*next, value));
        }
    }

    void check_any(const Value& any, const Value& value) {
        Violations wrong;
        bool matched = false;
        for (const Value& each : any.items()) {
            Violations inner = check_self(each, value);
            matched = matched || inner.empty();
            std::move(inner.begin(), inner.end(), std::back_inserter(wrong));
        }
        if (!matched) add("'anyOf' failed", std::move(wrong));
    }

    void check_one(const Value& one, const Value& value) {
        Violations wrong;
        std::vector<std::size_t> matched;
        for (std::size_t i = 0; i < one.items().size() && matched.size() < 2; ++i) {
            Violations inner = check_self(one.items()[i], value);
            if (inner.empty()) matched.push_back(i);
            std::move(inner.begin(), inner.end(), std::back_inserter(wrong));
        }
        if (matched.empty()) add("'oneOf' failed, none matched", std::move(wrong));
        if (matched.size() == 2) {
            add("'oneOf' failed, subschemas " + std::to_string(matched[0]) + ", " +
                std::to_string(matched[1]) + " matched");
        }
    }

    void check_unevaluated(const Value& schema, const Value& value) {
        if (parts_.draft < 2019) return;
        const Value* properties = schema.find("unevaluatedProperties");
        if (properties && value.is_map()) {
            const Map& map = value.as_map();
            for (const Entry& entry : map) {
                const std::string_view name = map.key_text(entry);
                if (evaluated.properties.emplace(name).second)
                    take(check_part(*properties, entry.value, name));
            }
        }
        const Value* items = schema.find("unevaluatedItems");
        if (items && value.is_list()) {
            for (std::size_t i = 0; i < value.items().size(); ++i) {
                if (evaluated.items.insert(i).second)
                    take(check_part(*items, value.items()[i], std::to_string(i)));
            }
        }
    }

    const JsonSchema::Parts& parts_;
    std::string location_;
    std::size_t depth_;
    Violations found_;
};

}  // namespace

namespace {

std::string pointer_key(std::string_view key) {
    std::string out;
    for (const char c : key) {
        if (c == '~' || c == '/') {
            out += c == '~' ? "~0" : "~1";
        } else {
            out += c;
        }
    }
    return out;
}

void add_places(const Violation& violation, std::vector<std::string>& places) {
    for (const std::string& key : violation.keys)
        places.push_back(violation.location + "/" + pointer_key(key));
    if (violation.causes.empty() && violation.keys.empty()) places.push_back(violation.location);
    for (const Violation& cause : violation.causes) add_places(cause, places);
}

}  // namespace

Result<std::string> JsonSchema::check(const Value& value, std::vector<std::string>* places) const {
    const Violations found = Checker(*parts_, "", 0).check(parts_->document.root, value);
    std::string out;
    for (const Violation& violation : found) {
        if (places) add_places(violation, *places);
        if (violation.group) {
            for (const Violation& cause : violation.causes) append_violation(out, cause, 0);
        } else {
            append_violation(out, violation, 0);
        }
    }
    return out;
}

}  // namespace yare::schema
