// What the API server answers when it does not do what was asked: a Status object with a reason and its
// words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yare/data/value.h"

namespace yare::sandbox {

struct Kind;

struct Cause {
    std::string reason;
    std::string message;
    std::string field;
};

struct Failure {
    int code = 500;
    std::string reason;
    std::string message;
    // details
    std::string name;
    std::string group;
    std::string kind;
    std::string uid;
    std::vector<Cause> causes;
};

// Nothing wrong, or what is.
using Checked = std::optional<Failure>;

// `deployments.apps "web" not found`
Failure not_found(const Kind& kind, std::string_view name);
Failure no_such_path();
Failure already_exists(const Kind& kind, std::string_view name);
Failure stale(const Kind& kind, std::string_view name);
Failure conflict(const Kind& kind, std::string_view name, std::string_view why);
// `Deployment.apps "web" is invalid: spec.selector: Required value`
Failure invalid(const Kind& kind, std::string_view name, const std::vector<Cause>& causes);
Failure bad_request(std::string message);
Failure forbidden(const Kind& kind, std::string_view name, std::string_view why);
// What would need a running container.
Failure nothing_runs(const Kind& kind, std::string_view name, std::string_view subresource);
Failure method_not_allowed();
Failure unsupported_media(std::string_view accepted);
Failure gone(std::string_view message);
Failure broken(std::string message);

// Causes in the API server's words.
Cause required_value(std::string field, std::string_view detail = {});
Cause invalid_value(std::string field, const Value& value, std::string_view detail);
Cause unsupported_value(std::string field, const Value& value,
                        const std::vector<std::string_view>& supported);
Cause forbidden_field(std::string field, std::string_view detail);

// The Status object, as JSON.
std::string status_json(const Failure& failure);
std::string success_json(const Kind& kind, std::string_view name, std::string_view uid);

}  // namespace yare::sandbox
