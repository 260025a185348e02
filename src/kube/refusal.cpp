#include "refusal.h"

#include <array>
#include <charconv>

#include "yare/base/ascii.h"
#include "yare/kube/object.h"

namespace yare::kube {

namespace {

std::string text_at(const Value& value, std::string_view key) {
    const Value* found = value.find(key);
    return std::string(found ? found->string_or({}) : std::string_view());
}

std::int64_t number_at(const Value& value, std::string_view key) {
    const Value* found = value.find(key);
    return found && found->is_integer() ? found->as_integer() : 0;
}

struct Generic {
    std::string reason;
    std::string message;
};

// Go's %q of printable text.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c;
        }
    }
    return out + "\"";
}

Generic generic_answer(int code, std::string_view verb, const std::string& body) {
    switch (code) {
        case 400:
            return {"BadRequest", "the server rejected our request for an unknown reason"};
        case 401:
            return {"Unauthorized", "the server has asked for the client to provide credentials"};
        case 403:
            return {"Forbidden", body};
        case 404:
            return {"NotFound", "the server could not find the requested resource"};
        case 405:
            return {"MethodNotAllowed", "the server does not allow this method on the requested resource"};
        case 406:
            if (!body.empty() && body != "unknown") return {"NotAcceptable", body};
            return {"NotAcceptable",
                    "the server was unable to respond with a content type that the client supports"};
        case 409:
            return {verb == "POST" ? "AlreadyExists" : "Conflict", "the server reported a conflict"};
        case 415:
            return {"UnsupportedMediaType", body};
        case 422:
            return {"Invalid", "the server rejected our request due to an error in our request"};
        case 429:
            return {"TooManyRequests",
                    "the server has received too many requests and has asked us to try again later"};
        case 503:
            return {"ServiceUnavailable", "the server is currently unable to handle the request"};
        case 504:
            return {"Timeout",
                    "the server was unable to return a response in the time allotted, but may still be "
                    "processing the request"};
        default:
            break;
    }
    if (code >= 500) {
        return {"InternalError",
                "an error on the server (" + quoted(body) + ") has prevented the request from succeeding"};
    }
    return {"", "the server responded with the status code " + std::to_string(code) +
                    " but did not return more information"};
}

bool is_text(const net::Response& response) {
    const std::string* type = response.header("Content-Type");
    return !type || type->empty() || type->starts_with("text/");
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1));
}

ApiStatus generic_status(const net::Response& response, const Subject& subject) {
    constexpr std::size_t kLongestText = 2048;
    const std::string body =
        is_text(response) ? trimmed(std::string_view(response.body).substr(0, kLongestText)) : "unknown";
    Generic generic = generic_answer(response.status, subject.verb, body);
    ApiStatus out;
    out.code = response.status;
    out.reason = std::move(generic.reason);
    out.message = std::move(generic.message);
    out.group = subject.group;
    out.kind = subject.resource;
    out.name = subject.name;
    if (!subject.resource.empty()) {
        out.message += " (" + ascii::lowered(subject.verb) + " " + subject.resource +
                       (subject.group.empty() ? "" : "." + subject.group) +
                       (subject.name.empty() ? "" : " " + subject.name) + ")";
    }
    if (const auto wait = asked_to_wait(response)) out.retry_after = *wait;
    return out;
}

ErrorCode code_of(const ApiStatus& status) {
    static constexpr std::array<std::pair<std::string_view, ErrorCode>, 16> kReasons{{
        {"NotFound", ErrorCode::NotFound},
        {"AlreadyExists", ErrorCode::AlreadyExists},
        {"Conflict", ErrorCode::Conflict},
        {"Forbidden", ErrorCode::Forbidden},
        {"Unauthorized", ErrorCode::Forbidden},
        {"Invalid", ErrorCode::Invalid},
        {"BadRequest", ErrorCode::Invalid},
        {"MethodNotAllowed", ErrorCode::Invalid},
        {"UnsupportedMediaType", ErrorCode::Invalid},
        {"RequestEntityTooLarge", ErrorCode::Invalid},
        {"Gone", ErrorCode::Conflict},
        {"Expired", ErrorCode::Conflict},
        {"ServerTimeout", ErrorCode::Unavailable},
        {"ServiceUnavailable", ErrorCode::Unavailable},
        {"TooManyRequests", ErrorCode::Unavailable},
        {"Timeout", ErrorCode::TimedOut},
    }};
    for (const auto& [reason, code] : kReasons) {
        if (status.reason == reason) return code;
    }
    switch (status.code) {
        case 401:
        case 403:
            return ErrorCode::Forbidden;
        case 404:
            return ErrorCode::NotFound;
        case 409:
            return ErrorCode::Conflict;
        case 429:
        case 503:
            return ErrorCode::Unavailable;
        case 504:
            return ErrorCode::TimedOut;
        default:
            return status.code >= 500 ? ErrorCode::Unavailable : ErrorCode::Invalid;
    }
}

}  // namespace

bool read_status(const Value& object, ApiStatus& out) {
    if (text_at(object, "kind") != "Status" || text_at(object, "apiVersion") != "v1") return false;
    if (text_at(object, "status") == "Success") return false;
    out.code = int(number_at(object, "code"));
    out.reason = text_at(object, "reason");
    out.message = text_at(object, "message");
    const Value details = object.path({"details"});
    out.group = text_at(details, "group");
    out.kind = text_at(details, "kind");
    out.name = text_at(details, "name");
    out.uid = text_at(details, "uid");
    out.retry_after = std::chrono::seconds(number_at(details, "retryAfterSeconds"));
    const Value causes = details.path({"causes"});
    if (!causes.is_list()) return true;
    for (const Value& cause : causes.items()) {
        out.causes.push_back({text_at(cause, "reason"), text_at(cause, "message"), text_at(cause, "field")});
    }
    return true;
}

ApiStatus status_of(const net::Response& response, const Subject& subject, bool structured) {
    if (structured) {
        ApiStatus out;
        const auto object = parse_object(response.body);
        if (object && read_status(object->root(), out)) {
            if (out.code == 0) out.code = response.status;
            return out;
        }
    }
    return generic_status(response, subject);
}

Error refusal(const ApiStatus& status) { return Error(code_of(status), status.message); }

std::optional<std::chrono::seconds> asked_to_wait(const net::Response& response) {
    if (response.status != 429 && response.status < 500) return std::nullopt;
    const std::string* header = response.header("Retry-After");
    if (!header) return std::nullopt;
    long seconds = 0;
    const auto parsed = std::from_chars(header->data(), header->data() + header->size(), seconds);
    if (parsed.ec != std::errc() || seconds < 0) return std::nullopt;
    return std::chrono::seconds(seconds);
}

}  // namespace yare::kube
