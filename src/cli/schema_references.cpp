#include "schema_references.h"

#include "yare/data/limits.h"
#include "yare/data/url.h"

namespace yare::cli {

namespace {

// Helm's own.
constexpr std::chrono::seconds kTimeout{15};

}  // namespace

Result<std::string> check_schema_references(std::string_view given, std::string_view, Diagnostics&) {
    for (const std::string_view known : {"none", "files", "web", "all"}) {
        if (given == known) return std::string(given);
    }
    return Error(ErrorCode::Invalid, "must be none, files, web or all");
}

Result<std::string> SchemaReferences::load(const std::string& url) {
    const std::string& allowed = flags_.text("schema-references");
    const bool is_file = url.starts_with("file:");
    const std::string_view wanted = is_file ? "files" : "web";
    if (allowed == "all" || allowed == wanted) return is_file ? read_file(url) : fetch(url);
    return Error(ErrorCode::Forbidden,
                 "a schema's references to " + std::string(is_file ? "files" : "the web") +
                     " are followed only with --schema-references=" + std::string(wanted));
}

Result<std::string> SchemaReferences::read_file(const std::string& url) {
    const Url address = YARE_TRY(parse_url(url));
    return world_.files.read(address.path, limits::kSchemaReferenceBytes);
}

Result<std::string> SchemaReferences::fetch(const std::string& url) {
    if (!client_) {
        net::ClientOptions options;
        options.proxy_environment = world_.environment;
        client_ = net::curl_client(std::move(options));
    }
    net::Request request;
    request.url = url;
    request.headers = {{"User-Agent", "Helm/4.3.1"}};
    request.timeout = kTimeout;
    request.body_limit = limits::kSchemaReferenceBytes;
    Result<net::Response> response = client_->send(std::move(request));
    if (!response)
        return Error(response.error().code(),
                     "HTTP request failed for " + url + ": " + response.error().text());
    if (response->status == 200) return std::move(response->body);
    return Error(ErrorCode::Unavailable, "HTTP request to " + url + " returned status " +
                                             std::to_string(response->status) + " (" +
                                             std::string(net::usual_reason(response->status)) + ")");
}

}  // namespace yare::cli
