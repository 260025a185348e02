#include "yare/kube/refused_fields.h"

#include <algorithm>
#include <string_view>

namespace yare::kube {

namespace {

class Fields {
  public:
    void add(std::string_view field) {
        if (field.starts_with('.')) field.remove_prefix(1);
        // Of the object as a whole, or of the request.
        if (field.empty() || field == "<nil>" || field == "patch") return;
        if (std::find(found_.begin(), found_.end(), field) == found_.end()) found_.emplace_back(field);
    }
    bool empty() const { return found_.empty(); }
    std::vector<std::string> take() { return std::move(found_); }

  private:
    std::vector<std::string> found_;
};

// strict decoding error: unknown field "spec.foo", duplicate field "spec.bar"
void add_quoted(std::string_view message, std::string_view before, Fields& out) {
    for (std::size_t at = message.find(before); at != std::string_view::npos; at = message.find(before, at)) {
        at += before.size();
        const std::size_t end = message.find('"', at);
        if (end == std::string_view::npos) return;
        out.add(message.substr(at, end - at));
    }
}

// json: cannot unmarshal string into Go struct field ServicePort.spec.ports.port of type int32
void add_struct_field(std::string_view message, Fields& out) {
    constexpr std::string_view kBefore = "into Go struct field ";
    const std::size_t found = message.find(kBefore);
    if (found == std::string_view::npos) return;
    const std::string_view rest = message.substr(found + kBefore.size());
    const std::string_view field = rest.substr(0, rest.find(" of type"));
    const std::size_t dot = field.find('.');
    if (dot != std::string_view::npos) out.add(field.substr(dot + 1));
}

// Where a path ends that has keys in brackets: .spec.ports[port=80,protocol="TCP"].x: duplicate ...
std::size_t end_of_path(std::string_view text) {
    bool quoted = false;
    std::size_t open = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '[') ++open;
        if (c == ']' && open > 0) --open;
        if (open == 0 && (c == ':' || c == ' ' || c == '\n')) return i;
    }
    return std::string_view::npos;
}

// failed to create typed patch object (...): errors:\n  .spec.foo: field not declared in schema\n ...
void add_typed_paths(std::string_view message, Fields& out) {
    constexpr std::string_view kBefore = "failed to create typed patch object (";
    const std::size_t found = message.find(kBefore);
    if (found == std::string_view::npos) return;
    std::string_view rest = message.substr(found);
    for (std::size_t at = rest.find(" ."); at != std::string_view::npos; at = rest.find(" .", at)) {
        const std::size_t size = end_of_path(rest.substr(++at));
        if (size == std::string_view::npos) return;
        if (rest[at + size] == ':') out.add(rest.substr(at, size));
        at += size;
    }
}

}  // namespace

std::vector<std::string> refused_fields(const ApiStatus& status) {
    Fields out;
    // The causes of a conflict are fields too, but there is nothing wrong with what the chart says.
    if (status.reason == "Conflict") return {};
    for (const ApiStatus::Cause& cause : status.causes) out.add(cause.field);
    if (out.empty()) {
        add_typed_paths(status.message, out);
        add_quoted(status.message, "unknown field \"", out);
        add_quoted(status.message, "duplicate field \"", out);
        add_struct_field(status.message, out);
    }
    return out.take();
}

}  // namespace yare::kube
