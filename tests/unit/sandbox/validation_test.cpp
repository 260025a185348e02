#include "api.h"

using namespace yare;
using test::SandboxApi;

TEST_CASE("what cannot be is refused in the API server's words", "[sandbox][validation]") {
    SandboxApi api;
    const std::string services = "/api/v1/namespaces/default/services";
    const std::string secrets = "/api/v1/namespaces/default/secrets";
    struct Row {
        std::string path, body;
        int status;
        std::string message;
    };
    const Row rows[] = {
        {test::kMaps, R"({"metadata":{}})", 422,
         "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required"},
        {test::kMaps, R"({"metadata":{"name":"A_b"}})", 422,
         "ConfigMap \"A_b\" is invalid: metadata.name: Invalid value: \"A_b\": a lowercase RFC 1123 "
         "subdomain must consist of lower case alphanumeric "
         "characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', "
         "regex used for validation is "
         "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"},
        {test::kMaps, R"({"metadata":{"name":"a","namespace":"other"}})", 400,
         "the namespace of the provided object does not match the namespace sent on the request"},
        {test::kMaps, R"({"apiVersion":"v2","metadata":{"name":"a"}})", 400,
         "the API version in the data (v2) does not match the expected API version (v1)"},
        {test::kMaps, R"({"metadata":{"name":"a"},"data":{"x":5}})", 400,
         "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into "
         "Go struct field ConfigMap.data of type string"},
        {test::kDeployments, R"({"metadata":{"name":"a"},"spec":{"replicas":"3"}})", 400,
         "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal string into "
         "Go struct field "
         "DeploymentSpec.spec.replicas of type int32"},
        {test::kDeployments,
         R"({"metadata":{"name":"a"},"spec":{"template":{"spec":{"containers":[{"name":"c","env":[{"name":"E","value":true}]}]}}}})",
         400,
         "Deployment in version \"v1\" cannot be handled as a Deployment: json: cannot unmarshal bool into "
         "Go struct field "
         "EnvVar.spec.template.spec.containers.env.value of type string"},
        {test::kDeployments + "?fieldValidation=Strict",
         R"({"metadata":{"name":"a"},"spec":{"replica":3,"template":{"spec":{"foo":1}}}})", 400,
         "Deployment in version \"v1\" cannot be handled as a Deployment: strict decoding error: unknown "
         "field \"spec.replica\", unknown field "
         "\"spec.template.spec.foo\""},
        {services, R"({"metadata":{"name":"s"},"spec":{}})", 422,
         "Service \"s\" is invalid: spec.ports: Required value"},
        {services, R"({"metadata":{"name":"s"},"spec":{"type":"Foo","ports":[{"port":80}]}})", 422,
         "Service \"s\" is invalid: spec.type: Unsupported value: \"Foo\": supported values: \"ClusterIP\", "
         "\"ExternalName\", \"LoadBalancer\", \"NodePort\""},
        {secrets, R"({"metadata":{"name":"s"},"data":{"a":"%%"}})", 400,
         "Secret in version \"v1\" cannot be handled as a Secret: illegal base64 data at input byte 0"},
    };
    for (const Row& row : rows) {
        INFO(row.body);
        const test::Reply reply = api.post(row.path, row.body);
        CHECK(reply.status == row.status);
        CHECK(reply.message() == row.message);
    }
}

TEST_CASE("unknown fields are dropped, with a warning", "[sandbox][validation]") {
    SandboxApi api;
    const test::Reply made = api.post(test::kMaps, R"({"metadata":{"name":"a"},"date":{"x":"1"}})");
    CHECK(made.status == 201);
    CHECK(made.at({"date"}) == "");
    CHECK(made.headers.back().name == "Warning");
    CHECK(made.headers.back().value == R"(299 - "unknown field \"date\"")");
    CHECK(api.post(test::kMaps + "?fieldValidation=Ignore", R"({"metadata":{"name":"b"},"date":1})")
              .headers.size() == 1);
}

TEST_CASE("what may not change says so", "[sandbox][validation]") {
    SandboxApi api;
    api.post(test::kDeployments, test::deployment("web"));
    const test::Reply selector = api.merge(
        test::kDeployments + "/web",
        R"({"spec":{"selector":{"matchLabels":{"app":"web","x":"y"}},"template":{"metadata":{"labels":{"x":"y"}}}}})");
    CHECK(selector.status == 422);
    CHECK(selector.message() ==
          "Deployment.apps \"web\" is invalid: spec.selector: Invalid value: "
          "{\"matchLabels\":{\"app\":\"web\",\"x\":\"y\"}}: field is immutable");
    api.post("/api/v1/namespaces/default/secrets",
             R"({"metadata":{"name":"s"},"immutable":true,"stringData":{"a":"b"}})");
    CHECK(api.merge("/api/v1/namespaces/default/secrets/s", R"({"data":{"a":"Yg=="}})").status == 200);
    CHECK(api.merge("/api/v1/namespaces/default/secrets/s", R"({"data":{"a":"Yw=="}})").message() ==
          "Secret \"s\" is invalid: data: Forbidden: field is immutable when `immutable` is set");
    const std::string jobs = "/apis/batch/v1/namespaces/default/jobs";
    api.post(
        jobs,
        R"({"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}}})");
    const test::Reply job = api.merge(jobs + "/j", R"({"spec":{"completions":5}})");
    CHECK(job.message() ==
          "Job.batch \"j\" is invalid: spec.completions: Invalid value: 5: field is immutable");
}

TEST_CASE("defaults are those of an API server", "[sandbox][validation]") {
    SandboxApi api;
    const test::Reply made = api.post(
        test::kDeployments,
        R"({"metadata":{"name":"a"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},
        "spec":{"hostNetwork":false,"containers":[{"name":"c","image":"x","ports":[{"containerPort":80}],"args":[]}]}}}})");
    CHECK(
        made.at({"spec"}) ==
        R"({"progressDeadlineSeconds":600,"replicas":1,"revisionHistoryLimit":10,"selector":{"matchLabels":{"a":"b"}},"strategy":{"rollingUpdate":{"maxSurge":"25%","maxUnavailable":"25%"},"type":"RollingUpdate"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"image":"x","imagePullPolicy":"Always","name":"c","ports":[{"containerPort":80,"protocol":"TCP"}],"resources":{},"terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File"}],"dnsPolicy":"ClusterFirst","restartPolicy":"Always","schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30}}})");
}
