#include "selectors.h"

#include <algorithm>
#include <array>

#include "kinds.h"

namespace yare::sandbox {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// Splits at commas that are not inside parentheses.
std::vector<std::string_view> terms_of(std::string_view text) {
    std::vector<std::string_view> terms;
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        if (i < text.size() && text[i] == '(') ++depth;
        if (i < text.size() && text[i] == ')') --depth;
        if (i < text.size() && (text[i] != ',' || depth > 0)) continue;
        const std::string_view term = trimmed(text.substr(begin, i - begin));
        if (!term.empty()) terms.push_back(term);
        begin = i + 1;
    }
    return terms;
}

std::vector<std::string> values_in(std::string_view text) {
    std::vector<std::string> values;
    const std::size_t open = text.find('(');
    const std::size_t close = text.rfind(')');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return values;
    std::string_view inside = text.substr(open + 1, close - open - 1);
    while (true) {
        const std::size_t comma = inside.find(',');
        values.emplace_back(trimmed(inside.substr(0, comma)));
        if (comma == std::string_view::npos) return values;
        inside.remove_prefix(comma + 1);
    }
}

bool parse_comparison(std::string_view term, Requirement& into) {
    for (const auto& [sign, match] : {std::pair<std::string_view, Match>{"!=", Match::Differs},
                                      {"==", Match::Equals},
                                      {"=", Match::Equals}}) {
        const std::size_t at = term.find(sign);
        if (at == std::string_view::npos) continue;
        into = {std::string(trimmed(term.substr(0, at))),
                match,
                {std::string(trimmed(term.substr(at + sign.size())))}};
        return true;
    }
    return false;
}

bool parse_set(std::string_view term, Requirement& into) {
    const std::size_t space = term.find(' ');
    if (space == std::string_view::npos) return false;
    const std::string_view rest = trimmed(term.substr(space));
    const bool in = rest.starts_with("in") && rest.find('(') != std::string_view::npos;
    if (!in && !rest.starts_with("notin")) return false;
    into = {std::string(term.substr(0, space)), in ? Match::In : Match::NotIn, values_in(rest)};
    return !into.values.empty();
}

bool satisfied(const Requirement& requirement, const std::optional<std::string>& value) {
    const bool listed = value && std::find(requirement.values.begin(), requirement.values.end(), *value) !=
                                     requirement.values.end();
    switch (requirement.match) {
        case Match::Equals:
        case Match::In:
            return listed;
        case Match::Differs:
        case Match::NotIn:
            return !listed;
        case Match::Exists:
            return value.has_value();
        case Match::Missing:
            return !value.has_value();
    }
    return false;
}

bool selectable(const Kind& kind, std::string_view field) {
    if (field == "metadata.name" || (field == "metadata.namespace" && kind.namespaced)) return true;
    struct Known {
        std::string_view kind, field;
    };
    static constexpr auto kKnown = std::to_array<Known>({
        {"Pod", "spec.nodeName"},
        {"Pod", "spec.restartPolicy"},
        {"Pod", "spec.schedulerName"},
        {"Pod", "spec.serviceAccountName"},
        {"Pod", "spec.hostNetwork"},
        {"Pod", "status.phase"},
        {"Pod", "status.podIP"},
        {"Pod", "status.podIPs"},
        {"Pod", "status.nominatedNodeName"},
        {"Secret", "type"},
        {"Namespace", "status.phase"},
        {"Namespace", "name"},
        {"Node", "spec.unschedulable"},
        {"Job", "status.successful"},
        {"ReplicaSet", "status.replicas"},
        {"ReplicationController", "status.replicas"},
        {"Service", "spec.clusterIP"},
        {"Service", "spec.type"},
        {"CertificateSigningRequest", "spec.signerName"},
        {"Event", "involvedObject.kind"},
        {"Event", "involvedObject.namespace"},
        {"Event", "involvedObject.name"},
        {"Event", "involvedObject.uid"},
        {"Event", "involvedObject.apiVersion"},
        {"Event", "involvedObject.resourceVersion"},
        {"Event", "involvedObject.fieldPath"},
        {"Event", "reason"},
        {"Event", "reportingComponent"},
        {"Event", "source"},
        {"Event", "type"},
    });
    return std::any_of(kKnown.begin(), kKnown.end(),
                       [&](const Known& known) { return known.kind == kind.kind && known.field == field; });
}

std::string field_text(const Value& object, std::string_view path) {
    Value here = object;
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        here = here.path({path.substr(0, dot)});
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return here.is_nil() ? std::string() : plain_text(here);
}

}  // namespace

Checked Selector::parse_labels(std::string_view text, Selector& into) {
    for (const std::string_view term : terms_of(text)) {
        Requirement requirement;
        if (parse_set(term, requirement) || parse_comparison(term, requirement)) {
            into.requirements_.push_back(std::move(requirement));
        } else if (term.front() == '!') {
            into.requirements_.push_back({std::string(trimmed(term.substr(1))), Match::Missing, {}});
        } else if (term.find_first_of(" ()=") == std::string_view::npos) {
            into.requirements_.push_back({std::string(term), Match::Exists, {}});
        } else {
            return bad_request("unable to parse requirement: found '" + std::string(term) +
                               "', expected: label selector");
        }
    }
    return std::nullopt;
}

Checked Selector::parse_fields(const Kind& kind, std::string_view text, Selector& into) {
    for (const std::string_view term : terms_of(text)) {
        Requirement requirement;
        if (!parse_comparison(term, requirement)) {
            return bad_request("invalid selector: '" + std::string(term) + "'; can't understand '" +
                               std::string(term) + "'");
        }
        if (!selectable(kind, requirement.key))
            return bad_request("field label not supported: " + requirement.key);
        into.requirements_.push_back(std::move(requirement));
    }
    return std::nullopt;
}

Selector Selector::of_object(const Value& label_selector) {
    Selector selector;
    for (const auto& [key, value] : labels_at(label_selector, {"matchLabels"})) {
        selector.requirements_.push_back({key, Match::Equals, {value}});
    }
    for (const Value& expression : items_at(label_selector, {"matchExpressions"})) {
        const std::string how = text_of(expression, {"operator"});
        const Match match = how == "In"       ? Match::In
                            : how == "NotIn"  ? Match::NotIn
                            : how == "Exists" ? Match::Exists
                                              : Match::Missing;
        selector.requirements_.push_back(
            {text_of(expression, {"key"}), match, texts_at(expression, {"values"})});
    }
    return selector;
}

bool Selector::matches(const Labels& labels) const {
    return std::all_of(requirements_.begin(), requirements_.end(), [&](const Requirement& requirement) {
        const auto at = std::find_if(labels.begin(), labels.end(),
                                     [&](const auto& label) { return label.first == requirement.key; });
        return satisfied(requirement, at == labels.end() ? std::nullopt : std::optional(at->second));
    });
}

bool Selector::matches_fields(const Value& object) const {
    return std::all_of(requirements_.begin(), requirements_.end(), [&](const Requirement& requirement) {
        return satisfied(requirement,
                         field_text(object, requirement.key == "name" ? "metadata.name" : requirement.key));
    });
}

std::optional<std::string> Selector::exact(std::string_view key) const {
    for (const Requirement& requirement : requirements_) {
        if (requirement.key == key && requirement.match == Match::Equals) return requirement.values.front();
    }
    return std::nullopt;
}

bool Selector::only_names() const {
    return std::all_of(requirements_.begin(), requirements_.end(), [](const Requirement& requirement) {
        return requirement.key == "metadata.name" || requirement.key == "metadata.namespace";
    });
}

bool Selector::matches_names(std::string_view space, std::string_view name) const {
    return std::all_of(requirements_.begin(), requirements_.end(), [&](const Requirement& requirement) {
        return satisfied(requirement, std::string(requirement.key == "metadata.name" ? name : space));
    });
}

std::string Selector::text() const {
    std::string out;
    for (const Requirement& requirement : requirements_) {
        if (!out.empty()) out += ",";
        std::string joined;
        for (const std::string& value : requirement.values) joined += (joined.empty() ? "" : ",") + value;
        switch (requirement.match) {
            case Match::Equals:
                out += requirement.key + "=" + joined;
                break;
            case Match::Differs:
                out += requirement.key + "!=" + joined;
                break;
            case Match::In:
                out += requirement.key + " in (" + joined + ")";
                break;
            case Match::NotIn:
                out += requirement.key + " notin (" + joined + ")";
                break;
            case Match::Exists:
                out += requirement.key;
                break;
            case Match::Missing:
                out += "!" + requirement.key;
                break;
        }
    }
    return out;
}

}  // namespace yare::sandbox
