#include "yare/net/http.h"

#include <algorithm>

#include "yare/base/ascii.h"

namespace yare::net {

const std::string* Response::header(std::string_view name) const {
    const auto at = std::find_if(headers.begin(), headers.end(),
                                 [&](const Header& header) { return ascii::equal_fold(header.name, name); });
    return at == headers.end() ? nullptr : &at->value;
}

std::string_view usual_reason(int status) {
    struct Usual {
        int status;
        std::string_view words;
    };
    static constexpr Usual kUsual[] = {
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {206, "Partial Content"},
        {301, "Moved Permanently"},
        {302, "Found"},
        {303, "See Other"},
        {304, "Not Modified"},
        {307, "Temporary Redirect"},
        {308, "Permanent Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {402, "Payment Required"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {407, "Proxy Authentication Required"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {410, "Gone"},
        {411, "Length Required"},
        {412, "Precondition Failed"},
        {413, "Request Entity Too Large"},
        {414, "Request URI Too Long"},
        {415, "Unsupported Media Type"},
        {418, "I'm a teapot"},
        {421, "Misdirected Request"},
        {422, "Unprocessable Entity"},
        {423, "Locked"},
        {425, "Too Early"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {451, "Unavailable For Legal Reasons"},
        {500, "Internal Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
    };
    const auto* const at = std::ranges::find(kUsual, status, &Usual::status);
    return at == std::end(kUsual) ? std::string_view() : at->words;
}

Result<Response> Client::send(Request request, Cancellation cancellation) {
    return start(std::move(request), std::move(cancellation))->wait();
}

}  // namespace yare::net
