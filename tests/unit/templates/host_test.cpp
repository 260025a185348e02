#include "yare/templates/host.h"

#include "rendering.h"

using namespace yare;
using namespace yare::templates;
using test::Rendering;

namespace {

Result<Value> greet(Call& call, std::span<const Value> args);
Result<Value> size(Call&, std::span<const Value>) { return Value::of_int(7); }
Result<Value> refuse(Call&, std::span<const Value>) { return Error(ErrorCode::Invalid, "not today"); }

constexpr Function kMethods[] = {{"Greet", greet, {Param::String}}, {"Size", size}, {"Refuse", refuse}};

class Thing final : public TemplateObject {
  public:
    std::string_view go_type() const override { return "*demo.Thing"; }
    std::string_view go_kind() const override { return "ptr"; }
    Value print(Document& document) const override { return document.string("a thing"); }
    Value plain(Document& document) const override { return document.make_map(); }
    std::optional<Value> field(std::string_view name, Document& document) const override {
        if (name == "Name") return document.string("box");
        return std::nullopt;
    }
    const Function* method(std::string_view name) const override {
        for (const Function& each : kMethods) {
            if (each.name == name) return &each;
        }
        return nullptr;
    }
};

Result<Value> greet(Call& call, std::span<const Value> args) {
    REQUIRE(args.size() == 2);
    REQUIRE(args[0].as_host().go_type() == "*demo.Thing");
    return call.document.string("hello " + std::string(args[1].as_string()));
}

// A map type with methods, as .Files is.
class Shelf final : public TemplateObject {
  public:
    std::string_view go_type() const override { return "demo.Shelf"; }
    std::string_view go_kind() const override { return "map"; }
    Value print(Document& document) const override { return document.string("a shelf"); }
    Value plain(Document& document) const override {
        Map* map = document.make_map();
        map->set("b", Value::of_bytes_view("2"));
        map->set("a", Value::of_bytes_view("1"));
        return map;
    }
    std::optional<Value> field(std::string_view name, Document& document) const override {
        const Value* found = plain(document).find(name);
        return found ? *found : Value::of_bytes_view({});
    }
};

std::string with_thing(const std::string& text) {
    Rendering rendering({{"t", text}});
    Map* dot = rendering.document.make_map();
    dot->set("T", rendering.document.arena().make<Thing>());
    dot->set("S", rendering.document.arena().make<Shelf>());
    return rendering.run(dot);
}

}  // namespace

TEST_CASE("a host object has fields and methods", "[templates][host]") {
    CHECK(with_thing("{{ .T.Name }} {{ .T.Size }} {{ .T.Greet \"you\" }} {{ \"me\" | .T.Greet }} {{ .T }}") ==
          "box 7 hello you hello me a thing");
    CHECK(
        with_thing(
            "{{ $x := .T }}{{ $x.Greet $x.Name }} {{ (.T.Greet \"a\") | len }} {{ if .T }}there{{ end }}") ==
        "hello box 7 there");
}

TEST_CASE("a host object is asked for what it does not have", "[templates][host]") {
    CHECK(with_thing("{{ .T.Nope }}").ends_with("can't evaluate field Nope in type interface {}"));
    CHECK(
        with_thing("{{ $x := .T }}{{ $x.Nope }}").ends_with("can't evaluate field Nope in type *demo.Thing"));
    CHECK(with_thing("{{ .T.Name.x }}").ends_with("can't evaluate field x in type string"));
    CHECK(with_thing("{{ .T.Name 1 }}").ends_with("Name has arguments but cannot be invoked as function"));
    CHECK(with_thing("{{ .T.Greet }}").ends_with("wrong number of args for Greet: want 1 got 0"));
    CHECK(with_thing("{{ .T.Greet 1 }}").ends_with("expected string; found 1"));
    CHECK(with_thing("{{ 1 | .T.Greet }}").ends_with("wrong type for value; expected string; got int"));
    CHECK(with_thing("{{ .T.Size 1 }}").ends_with("wrong number of args for Size: want 0 got 1"));
    CHECK(with_thing("{{ .T.Refuse }}").ends_with("at <.T.Refuse>: error calling Refuse: not today"));
    CHECK(with_thing("{{ range .T }}{{ end }}").ends_with("range can't iterate over a thing"));
}

TEST_CASE("a host object that is a map is ranged over, indexed and measured", "[templates][host]") {
    CHECK(with_thing("{{ range $k, $v := .S }}{{ $k }}={{ printf \"%s\" $v }} {{ end }}{{ len .S }}") ==
          "a=1 b=2 2");
    CHECK(with_thing("{{ printf \"%s\" (index .S \"a\") }}{{ printf \"%s\" .S.b }}{{ .S.nope }}") == "12[]");
    CHECK(with_thing("{{ .S.a 1 }}").ends_with("a is not a method but has arguments"));
}
