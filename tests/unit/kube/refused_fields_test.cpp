#include "yare/kube/refused_fields.h"

#include "yare/test/catch.h"

using namespace yare;
using namespace yare::kube;

namespace {

std::string fields(std::string message, std::vector<ApiStatus::Cause> causes = {}) {
    ApiStatus status;
    status.message = std::move(message);
    status.causes = std::move(causes);
    std::string out;
    for (const std::string& field : refused_fields(status)) out += (out.empty() ? "" : " | ") + field;
    return out;
}

}  // namespace

TEST_CASE("the causes of a refusal name its fields, each once", "[kube][refused_fields]") {
    CHECK(fields("Pod \"s\" is invalid", {{"FieldValueRequired", "Required value", "spec.containers"},
                                          {"FieldValueInvalid", "Invalid value", "metadata.name"},
                                          {"FieldValueInvalid", "Invalid value", "metadata.name"},
                                          {"FieldValueInvalid", "the whole", "<nil>"}}) ==
          "spec.containers | metadata.name");
}

TEST_CASE("a decoder's message names its fields", "[kube][refused_fields]") {
    CHECK(fields("failed to create typed patch object (default/web; apps/v1, Kind=Deployment): errors:\n"
                 "  .spec.template.spec.containers[name=\"a: b .c\"].foo: field not declared in schema\n"
                 "  .spec.bar: field not declared in schema") ==
          "spec.template.spec.containers[name=\"a: b .c\"].foo | spec.bar");
    CHECK(fields("failed to create typed patch object (default/s; /v1, Kind=Service): .spec.ports: duplicate "
                 "entries "
                 "for key [port=80,protocol=\"TCP\"]") == "spec.ports");
    CHECK(
        fields(
            "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown "
            "field \"spec.bar\", duplicate field \"spec.replicas\"") == "spec.bar | spec.replicas");
    CHECK(
        fields(
            "Service in version \"v1\" cannot be handled as a Service: json: cannot unmarshal string into Go "
            "struct field ServicePort.spec.ports.port of type int32") == "spec.ports.port");
}

TEST_CASE("what is not about fields names none", "[kube][refused_fields]") {
    CHECK(fields("services \"s\" is forbidden: exceeded quota").empty());
    CHECK(fields("unknown field \"spec").empty());
    ApiStatus conflict;
    conflict.reason = "Conflict";
    conflict.causes = {{"FieldManagerConflict", "conflict with \"other\"", ".spec.replicas"}};
    CHECK(refused_fields(conflict).empty());
}
