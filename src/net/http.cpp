#include "yare/net/http.h"

#include <algorithm>

#include "text_match.h"

namespace yare::net {

const std::string* Response::header(std::string_view name) const {
    const auto at = std::find_if(headers.begin(), headers.end(), [&](const Header& header) {
        return equal_ignoring_case(header.name, name);
    });
    return at == headers.end() ? nullptr : &at->value;
}

Result<Response> Client::send(Request request, Cancellation cancellation) {
    return start(std::move(request), std::move(cancellation))->wait();
}

}  // namespace yare::net
