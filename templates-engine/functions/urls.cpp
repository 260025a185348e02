// urlParse and urlJoin: a URL as a map of its parts, and back.
#include <string>

#include "call.h"
#include "yare/data/url.h"

namespace yare::templates {

namespace {

using P = Param;

Result<Value> url_parse(Call& call, Args args) {
    YARE_TRY(pay(call, 20));
    const Url url = YARE_TRY_WHILE("unable to parse url", parse_url(args[0].as_string()));
    Map* map = call.document.make_map();
    const auto put = [&](std::string_view key, std::string_view text) {
        map->set(key, call.document.string(text));
    };
    put("fragment", url.fragment);
    put("host", url.host);
    put("hostname", url.hostname());
    put("opaque", url.opaque);
    put("path", url.path);
    put("query", url.query);
    put("scheme", url.scheme);
    put("userinfo", url.userinfo.value_or(""));
    return Value(map);
}

Result<std::string> part_of(const Map& map, std::string_view key) {
    const Value* value = map.find(key);
    if (!value) return std::string();
    if (value->is_nil()) return nil_dereference();
    if (!value->is_string()) {
        return failure("unable to parse " + std::string(key) + " key, must be of type string, but " +
                       std::string(kind_name(*value)) + " found");
    }
    return std::string(value->as_string());
}

Result<Value> url_join(Call& call, Args args) {
    const Map& map = args[0].as_map();
    Url url;
    url.scheme = YARE_TRY(part_of(map, "scheme"));
    url.host = YARE_TRY(part_of(map, "host"));
    url.path = YARE_TRY(part_of(map, "path"));
    url.query = YARE_TRY(part_of(map, "query"));
    url.opaque = YARE_TRY(part_of(map, "opaque"));
    url.fragment = YARE_TRY(part_of(map, "fragment"));
    const std::string userinfo = YARE_TRY(part_of(map, "userinfo"));
    if (!userinfo.empty()) {
        const Url other =
            YARE_TRY_WHILE("unable to parse userinfo in dict", parse_url("proto://" + userinfo + "@host"));
        url.userinfo = other.userinfo;
    }
    return new_string(call, url.text());
}

constexpr Function kFunctions[] = {
    {"urlParse", url_parse, {P::String}},
    {"urlJoin", url_join, {P::Map}},
};

}  // namespace

std::span<const Function> url_functions() { return kFunctions; }

}  // namespace yare::templates
