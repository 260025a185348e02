#include "yare/schema/custom_types.h"

#include "yare/data/json.h"
#include "yare/test/catch.h"

using namespace yare;
using schema::TypeKind;

namespace {

std::unique_ptr<schema::CustomType> type_of(std::string_view json) {
    Document document;  // not kept by the type
    Result<Value> read = read_json(json, document);
    REQUIRE(read);
    return schema::CustomType::of(*read);
}

}  // namespace

TEST_CASE("a CRD's schema becomes a type like the built-in ones", "[schema][custom_types]") {
    const auto custom =
        type_of(R"({"type":"object","properties":{"spec":{"type":"object","required":["size"],"properties":{
        "size":{"type":"integer","format":"int32"},"mode":{"type":"string","default":"fast"},
        "rules":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{"type":"object","properties":{
            "name":{"type":"string"},"port":{"x-kubernetes-int-or-string":true}}}},
        "tags":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
        "labels":{"type":"object","additionalProperties":{"type":"string"}},
        "anything":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
        "whole":{"type":"object","x-kubernetes-map-type":"atomic","properties":{"a":{"type":"string"}}}}}}})");
    const schema::Type spec = custom->type().at({"spec"});
    CHECK(spec.find_field("size")->required());
    CHECK(spec.at({"size"}).kind() == TypeKind::Integer);
    CHECK(spec.find_field("mode")->default_json() == "\"fast\"");
    CHECK(spec.at({"rules"}).list_type() == schema::ListType::Map);
    CHECK(spec.at({"rules"}).list_keys() == std::vector<std::string_view>{"name"});
    CHECK(spec.at({"rules", "port"}).kind() == TypeKind::IntOrString);
    CHECK(spec.at({"tags"}).list_type() == schema::ListType::Set);
    CHECK(spec.at({"labels"}).element().kind() == TypeKind::String);
    CHECK(spec.at({"anything"}).kind() == TypeKind::Any);
    CHECK(spec.at({"whole"}).atomic());
    CHECK_FALSE(spec.find_field("other"));
}

TEST_CASE("metadata of a custom type is every object's", "[schema][custom_types]") {
    const auto custom =
        type_of(R"({"type":"object","properties":{"metadata":{"type":"object"},"kind":{"type":"string"}}})");
    CHECK(custom->type().at({"metadata"}).name() == "meta.v1.ObjectMeta");
    CHECK(custom->type().at({"metadata", "finalizers"}).list_type() == schema::ListType::Set);
    CHECK(custom->type().at({"apiVersion"}).kind() == TypeKind::String);
}

TEST_CASE("without a schema every field is kept", "[schema][custom_types]") {
    const auto custom = schema::CustomType::of({});
    CHECK(custom->type().keeps_unknown_fields());
    CHECK_FALSE(custom->type().at({"spec"}).known());
}

TEST_CASE("a schema that nests without end is cut off", "[schema][custom_types]") {
    std::string json = R"({"type":"object"})";
    for (int i = 0; i < 3000; ++i) json = R"({"type":"object","properties":{"a":)" + json + "}}";
    const auto custom = type_of(json);
    CHECK(custom->type().at({"a", "a", "a"}).is_struct());
}
