#include "protobuf.h"

#include "api.h"
#include "object.h"

using namespace yare;

namespace {

std::string field(int number, std::string_view bytes) {
    std::string out(1, char(number << 3 | 2));
    out += char(bytes.size());  // short ones only
    out += bytes;
    return out;
}

std::string enveloped(std::string_view version, std::string_view kind, std::string_view raw) {
    std::string body("k8s\0", 4);
    body += field(1, field(1, version) + field(2, kind));
    std::string size;
    for (std::size_t left = raw.size();; left >>= 7) {
        size += char((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
        if (left <= 0x7f) break;
    }
    return body + char(2 << 3 | 2) + size + std::string(raw);
}

std::string read(const std::string& body) {
    Document document;
    const Result<Map*> object = sandbox::read_protobuf(body, document);
    return object ? sandbox::json_of(*object) : "failed: " + object.error().text();
}

}  // namespace

TEST_CASE("an object in protobuf reads as its JSON", "[sandbox][protobuf]") {
    const std::string meta = field(1, "a") + field(2, "") + field(11, field(1, "app") + field(2, "web"));
    const std::string secret =
        field(1, meta) + field(2, field(1, "key") + field(2, "value")) + field(3, "Opaque");
    CHECK(
        read(enveloped("v1", "Secret", secret)) ==
        R"({"apiVersion":"v1","data":{"key":"dmFsdWU="},"kind":"Secret","metadata":{"labels":{"app":"web"},"name":"a"},"type":"Opaque"})");
}

TEST_CASE("inlined structs, numbers and either-or values are read", "[sandbox][protobuf]") {
    // A service port: name, protocol, port, and a target port that is a string.
    const std::string port = field(1, "http") + field(2, "TCP") + std::string("\x18\x50") +
                             field(4, std::string("\x08\x01\x10\x00", 4) + field(3, "web"));
    CHECK(
        read(enveloped("v1", "Service", field(1, field(1, "s")) + field(2, field(1, port)))) ==
        R"({"apiVersion":"v1","kind":"Service","metadata":{"name":"s"},"spec":{"ports":[{"name":"http","port":80,"protocol":"TCP","targetPort":"web"}]}})");
    // A volume keeps its source inline: number 2, and in it the secret's number 6.
    const std::string volume = field(1, "v") + field(2, field(6, field(1, "s")));
    CHECK(
        read(enveloped("v1", "Pod", field(2, field(1, volume)))) ==
        R"({"apiVersion":"v1","kind":"Pod","spec":{"volumes":[{"name":"v","secret":{"secretName":"s"}}]}})");
}

TEST_CASE("what is cut off or unknown is refused", "[sandbox][protobuf]") {
    const std::string whole = enveloped("v1", "Secret", field(1, field(1, "a")));
    CHECK(read("nonsense").starts_with("failed: provided data does not appear to be a protobuf message"));
    CHECK(read(enveloped("v1", "Nonsense", "")) ==
          "failed: no kind \"Nonsense\" is registered for version \"v1\"");
    const std::size_t no_object =
        whole.size() - field(2, field(1, field(1, "a"))).size();  // cut between two parts
    for (std::size_t size = 4; size + 1 < whole.size(); ++size) {
        if (size == no_object) continue;
        INFO(size);
        CHECK(read(whole.substr(0, size)).starts_with("failed: "));
    }
    std::string deep;
    for (int i = 0; i < 20; ++i) deep = field(1, deep).substr(0, 120);
    CHECK_FALSE(read(enveloped("v1", "Secret", deep)).empty());
}

TEST_CASE("a Go client's secret is taken and answered in JSON", "[sandbox][protobuf]") {
    test::SandboxApi api;
    const std::string body =
        enveloped("v1", "Secret", field(1, field(1, "a")) + field(3, "helm.sh/release.v1"));
    const test::Reply made =
        api.send("POST", "/api/v1/namespaces/default/secrets", body, "application/vnd.kubernetes.protobuf");
    CHECK(made.status == 201);
    CHECK(made.at({"type"}) == "helm.sh/release.v1");
}
