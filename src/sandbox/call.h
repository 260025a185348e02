// Call: one request, taken apart: what it is about and what its query asks for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "failure.h"
#include "kinds.h"
#include "yare/net/http.h"
#include "yare/sandbox/sandbox.h"

namespace yare::sandbox {

enum class View : std::uint8_t { Whole, Table, Metadata };

struct Call {
    explicit Call(const net::Request& from) : request(from) {}

    const net::Request& request;
    std::vector<std::string> segments;  // of the path
    std::vector<std::pair<std::string, std::string>> query;

    // Set by find_target.
    const Kind* kind = nullptr;
    std::string space;
    std::string name;
    std::string subresource;

    std::vector<std::string> warnings;  // told in the response's headers
    Document document;                  // memory for this request

    std::string option(std::string_view key) const;
    bool asks(std::string_view key) const;  // ?key=true or 1
    std::string header(std::string_view name) const;
    // fieldManager, or the first word of the User-Agent.
    std::string manager() const;
    bool dry_run() const { return !option("dryRun").empty(); }
    View view() const;
};

void split_url(std::string_view url, Call& into);
std::string percent_decoded(std::string_view text, bool plus_is_space);

// Sets kind, space, name, subresource from the path; fails with 404.
Checked find_target(const Kinds& kinds, Call& call);

Answer json_answer(int code, std::string body);
Answer failed(const Failure& failure);

// The body as an object: JSON, or YAML where the content type says so.
Checked read_body(Call& call, Map*& object);

}  // namespace yare::sandbox
