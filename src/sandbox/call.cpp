#include "call.h"

#include <algorithm>

#include "object.h"
#include "protobuf.h"
#include "yare/base/ascii.h"
#include "yare/data/json.h"
#include "yare/data/yaml.h"

namespace yare::sandbox {
namespace {

bool is_subresource_of_namespace(std::string_view segment) {
    return segment == "status" || segment == "finalize";
}

}  // namespace

std::string percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && ascii::hex_value(text[i + 1]) >= 0 &&
            ascii::hex_value(text[i + 2]) >= 0) {
            out += char(ascii::hex_value(text[i + 1]) * 16 + ascii::hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' && plus_is_space ? ' ' : text[i];
        }
    }
    return out;
}

void split_url(std::string_view url, Call& into) {
    if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) {
        const std::size_t slash = url.find('/', scheme + 3);
        url = slash == std::string_view::npos ? std::string_view("/") : url.substr(slash);
    }
    std::string_view query;
    if (const std::size_t mark = url.find('?'); mark != std::string_view::npos) {
        query = url.substr(mark + 1);
        url = url.substr(0, mark);
    }
    for (std::size_t begin = 0; begin <= url.size();) {
        const std::size_t end = std::min(url.find('/', begin), url.size());
        if (end > begin) into.segments.push_back(percent_decoded(url.substr(begin, end - begin), false));
        begin = end + 1;
    }
    for (std::size_t begin = 0; begin < query.size();) {
        const std::size_t end = std::min(query.find('&', begin), query.size());
        const std::string_view pair = query.substr(begin, end - begin);
        const std::size_t equals = std::min(pair.find('='), pair.size());
        into.query.emplace_back(percent_decoded(pair.substr(0, equals), true),
                                percent_decoded(pair.substr(std::min(equals + 1, pair.size())), true));
        begin = end + 1;
    }
}

std::string Call::option(std::string_view key) const {
    for (const auto& [name_, value] : query) {
        if (name_ == key) return value;
    }
    return {};
}

bool Call::asks(std::string_view key) const {
    const std::string value = option(key);
    return value == "true" || value == "1";
}

std::string Call::header(std::string_view wanted) const {
    for (const net::Header& item : request.headers) {
        if (ascii::equal_fold(item.name, wanted)) return item.value;
    }
    return {};
}

std::string Call::manager() const {
    std::string given = option("fieldManager");
    if (!given.empty()) return given;
    std::string agent = header("User-Agent");
    agent = agent.substr(0, agent.find('/'));
    return agent.empty() ? "unknown" : agent;
}

View Call::view() const {
    const std::string accept = header("Accept");
    // The first form that is known counts; clients list what they like best first.
    const std::string first = accept.substr(0, accept.find(','));
    if (first.find("as=Table") != std::string::npos && first.find("v=v1;") != std::string::npos)
        return View::Table;
    if (first.find("as=Table") != std::string::npos && first.ends_with("v=v1")) return View::Table;
    if (first.find("as=PartialObjectMetadata") != std::string::npos) {
        return first.find("protobuf") == std::string::npos ||
                       accept.find("json;as=Partial") != std::string::npos
                   ? View::Metadata
                   : View::Whole;
    }
    return View::Whole;
}

Checked find_target(const Kinds& kinds, Call& call) {
    const std::vector<std::string>& path = call.segments;
    const bool core = path.size() >= 3 && path[0] == "api";
    if (!core && !(path.size() >= 4 && path[0] == "apis")) return no_such_path();
    const std::string group = core ? std::string() : path[1];
    const std::string& version = path[core ? 1 : 2];
    std::vector<std::string> rest(path.begin() + (core ? 2 : 3), path.end());
    const bool in_namespace =
        rest.size() >= 3 && rest[0] == "namespaces" && !is_subresource_of_namespace(rest[2]);
    if (in_namespace) {
        call.space = rest[1];
        rest.erase(rest.begin(), rest.begin() + 2);
    }
    call.kind = kinds.find(group, version, rest[0]);
    if (!call.kind || call.kind->namespaced != (in_namespace || (call.kind->namespaced && rest.size() == 1)))
        return no_such_path();
    if (rest.size() > 1) call.name = rest[1];
    if (rest.size() > 2) call.subresource = rest[2];
    if (rest.size() > 3 && call.subresource != "proxy") return no_such_path();
    if (!call.subresource.empty() && !call.kind->has(call.subresource)) return no_such_path();
    return std::nullopt;
}

Answer json_answer(int code, std::string body) {
    Answer answer;
    answer.response.status = code;
    answer.response.headers.push_back({"Content-Type", "application/json"});
    answer.response.body = std::move(body);
    return answer;
}

Answer failed(const Failure& failure) { return json_answer(failure.code, status_json(failure)); }

Checked read_body(Call& call, Map*& object) {
    const std::string type = call.header("Content-Type");
    const std::string& body = call.request.body;
    if (type.find("protobuf") != std::string::npos) {
        const Result<Map*> read = read_protobuf(body, call.document);
        if (!read) return bad_request(read.error().text());
        object = *read;
        return std::nullopt;
    }
    if (type.find("cbor") != std::string::npos) {
        return unsupported_media("application/json, application/yaml, application/vnd.kubernetes.protobuf");
    }
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    const bool yaml =
        type.find("yaml") != std::string::npos && first != std::string::npos && body[first] != '{';
    Result<Value> value =
        yaml ? read_yaml(body, call.document, {.numbers = Numbers::KeepIntegers, .text_outlives = true})
             : read_json(body, call.document, {.numbers = Numbers::KeepIntegers, .text_outlives = true});
    if (!value) return bad_request("couldn't get version/kind; json parse error: " + value.error().text());
    object = value->map_or_null();
    if (!object)
        return bad_request("couldn't get version/kind; json parse error: " +
                           json_mismatch(*value,
                                         "value of type struct { APIVersion string "
                                         "\"json:\\\"apiVersion,omitempty\\\"\"; Kind string "
                                         "\"json:\\\"kind,omitempty\\\"\" }"));
    return std::nullopt;
}

}  // namespace yare::sandbox
