#include "failure.h"

#include "kinds.h"
#include "object.h"

namespace yare::sandbox {
namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

Failure about(const Kind& kind, std::string_view name, int code, std::string_view reason,
              std::string message) {
    Failure failure;
    failure.code = code;
    failure.reason = reason;
    failure.message = std::move(message);
    failure.name = name;
    failure.group = kind.group;
    failure.kind = kind.plural;
    return failure;
}

Failure plain(int code, std::string_view reason, std::string message) {
    Failure failure;
    failure.code = code;
    failure.reason = reason;
    failure.message = std::move(message);
    return failure;
}

// A value as it stands in "Invalid value: ..."
std::string shown(const Value& value) {
    if (value.is_nil()) return "null";
    return json_of(value);
}

}  // namespace

Failure not_found(const Kind& kind, std::string_view name) {
    return about(kind, name, 404, "NotFound", kind.qualified() + " " + quoted(name) + " not found");
}

Failure no_such_path() { return plain(404, "NotFound", "the server could not find the requested resource"); }

Failure already_exists(const Kind& kind, std::string_view name) {
    return about(kind, name, 409, "AlreadyExists", kind.qualified() + " " + quoted(name) + " already exists");
}

Failure stale(const Kind& kind, std::string_view name) {
    return conflict(
        kind, name,
        "the object has been modified; please apply your changes to the latest version and try again");
}

Failure conflict(const Kind& kind, std::string_view name, std::string_view why) {
    return about(kind, name, 409, "Conflict",
                 "Operation cannot be fulfilled on " + kind.qualified() + " " + quoted(name) + ": " +
                     std::string(why));
}

Failure invalid(const Kind& kind, std::string_view name, const std::vector<Cause>& causes) {
    const std::string qualified = kind.group.empty() ? kind.kind : kind.kind + "." + kind.group;
    std::string message = qualified + " " + quoted(name) + " is invalid: ";
    if (causes.size() > 1) message += "[";
    for (std::size_t i = 0; i < causes.size(); ++i) {
        message += (i ? ", " : "") + causes[i].field + ": " + causes[i].message;
    }
    if (causes.size() > 1) message += "]";
    Failure failure = about(kind, name, 422, "Invalid", std::move(message));
    failure.kind = kind.kind;
    failure.causes = causes;
    return failure;
}

Failure bad_request(std::string message) { return plain(400, "BadRequest", std::move(message)); }

Failure forbidden(const Kind& kind, std::string_view name, std::string_view why) {
    return about(kind, name, 403, "Forbidden",
                 kind.qualified() + " " + quoted(name) + " is forbidden: " + std::string(why));
}

Failure nothing_runs(const Kind& kind, std::string_view name, std::string_view subresource) {
    return forbidden(kind, name,
                     "the sandbox runs no containers: \"" + std::string(subresource) + "\" is not there");
}

Failure method_not_allowed() {
    return plain(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
}

Failure unsupported_media(std::string_view accepted) {
    return plain(415, "UnsupportedMediaType",
                 "the body of the request was in an unknown format - accepted media types include: " +
                     std::string(accepted));
}

Failure gone(std::string_view message) { return plain(410, "Expired", std::string(message)); }
Failure broken(std::string message) {
    return plain(500, "InternalError", "Internal error occurred: " + std::move(message));
}

Cause required_value(std::string field, std::string_view detail) {
    return {"FieldValueRequired",
            detail.empty() ? "Required value" : "Required value: " + std::string(detail), std::move(field)};
}

Cause invalid_value(std::string field, const Value& value, std::string_view detail) {
    return {"FieldValueInvalid", "Invalid value: " + shown(value) + ": " + std::string(detail),
            std::move(field)};
}

Cause unsupported_value(std::string field, const Value& value,
                        const std::vector<std::string_view>& supported) {
    std::string message = "Unsupported value: " + shown(value) + ": supported values: ";
    for (std::size_t i = 0; i < supported.size(); ++i) message += (i ? ", " : "") + quoted(supported[i]);
    return {"FieldValueNotSupported", std::move(message), std::move(field)};
}

Cause forbidden_field(std::string field, std::string_view detail) {
    return {"FieldValueForbidden", "Forbidden: " + std::string(detail), std::move(field)};
}

std::string status_json(const Failure& failure) {
    Document document;
    Map& status = *document.make_map();
    set_text(status, "kind", "Status");
    set_text(status, "apiVersion", "v1");
    map_at(status, {"metadata"});
    set_text(status, "status", "Failure");
    set_text(status, "message", failure.message);
    set_text(status, "reason", failure.reason);
    set_number(status, "code", failure.code);
    Map& details = map_at(status, {"details"});
    if (!failure.name.empty()) set_text(details, "name", failure.name);
    if (!failure.group.empty()) set_text(details, "group", failure.group);
    if (!failure.kind.empty()) set_text(details, "kind", failure.kind);
    if (!failure.uid.empty()) set_text(details, "uid", failure.uid);
    std::vector<Value> causes;
    for (const Cause& cause : failure.causes) {
        Map& item = *document.make_map();
        set_text(item, "reason", cause.reason);
        set_text(item, "message", cause.message);
        if (!cause.field.empty()) set_text(item, "field", cause.field);
        causes.emplace_back(&item);
    }
    if (!causes.empty()) set_items(details, "causes", causes);
    if (details.empty()) status.erase("details");
    return json_of(&status) + "\n";
}

std::string success_json(const Kind& kind, std::string_view name, std::string_view uid) {
    Document document;
    Map& status = *document.make_map();
    set_text(status, "kind", "Status");
    set_text(status, "apiVersion", "v1");
    map_at(status, {"metadata"});
    set_text(status, "status", "Success");
    Map& details = map_at(status, {"details"});
    if (!name.empty()) set_text(details, "name", name);
    if (!kind.group.empty()) set_text(details, "group", kind.group);
    set_text(details, "kind", kind.plural);
    if (!uid.empty()) set_text(details, "uid", uid);
    return json_of(&status) + "\n";
}

}  // namespace yare::sandbox
