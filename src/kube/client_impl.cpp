#include "client_impl.h"

#include <algorithm>

#include "yare/base/ascii.h"
#include "yare/data/base64.h"
#include "yare/data/url.h"

namespace yare::kube {

namespace {

// client-go sends again what the server asks it to, but not for ever.
constexpr std::chrono::seconds kLongestWait{30};

net::ClientOptions http_options(const RestConfig& config) {
    net::ClientOptions out;
    out.tls = config.tls;
    out.proxy = config.proxy_url;
    out.proxy_environment = config.environment;
    return out;
}

void add_impersonation(const Impersonation& who, std::vector<net::Header>& headers) {
    if (!who.user.empty()) headers.push_back({"Impersonate-User", who.user});
    if (!who.uid.empty()) headers.push_back({"Impersonate-Uid", who.uid});
    for (const std::string& group : who.groups) headers.push_back({"Impersonate-Group", group});
    for (const auto& [key, values] : who.extra) {
        for (const std::string& value : values)
            headers.push_back({"Impersonate-Extra-" + escaped(key), value});
    }
}

// `299 - "text"`, with \" and \\ inside; nullopt for other kinds of warning.
std::optional<std::string> warning_text(std::string_view header) {
    const auto quote = header.find('"');
    if (!header.starts_with("299 ") || quote == std::string_view::npos) return std::nullopt;
    std::string out;
    for (std::size_t i = quote + 1; i < header.size() && header[i] != '"'; ++i) {
        if (header[i] == '\\' && i + 1 < header.size()) ++i;
        out += header[i];
    }
    return out;
}

}  // namespace

std::string escaped(std::string_view text) { return percent_escape(text, "-_.~:"); }

Query& Query::add(std::string_view name, std::string_view value) {
    text_ += text_.empty() ? '?' : '&';
    text_ += name;
    text_ += '=';
    text_ += escaped(value);
    return *this;
}

Client::Impl::Impl(RestConfig rest, std::shared_ptr<net::Client> given, ClientOptions client_options)
    : config(std::move(rest)),
      options(std::move(client_options)),
      own_files(options.files ? nullptr : real_filesystem()),
      own_clock(options.clock ? nullptr : real_clock()),
      files(options.files ? options.files : own_files.get()),
      clock(options.clock ? options.clock : own_clock.get()),
      http(std::move(given)),
      http_is_given(http != nullptr),
      credentials(config, *files, *clock, options.run_exec ? options.run_exec : ExecRunner(run_exec_plugin)) {
}

Result<std::unique_ptr<net::Exchange>> Client::Impl::start(const Call& call) {
    net::Request request;
    request.method = call.method;
    request.url = config.server + call.path;
    request.body = call.body;
    request.streaming = call.streaming;
    request.timeout = call.options.timeout;
    request.compression = config.compression && !call.streaming;
    request.headers = {{"Accept", call.accept}, {"User-Agent", config.user_agent}};
    if (!call.content_type.empty()) request.headers.push_back({"Content-Type", call.content_type});
    add_impersonation(config.impersonation, request.headers);

    const std::lock_guard lock(connection_mutex);
    auto credential = credentials.current();
    if (!credential) return std::move(credential.error()).during(net::request_context(request));
    if (!credential->token.empty()) {
        request.headers.push_back({"Authorization", "Bearer " + credential->token});
    } else if (!config.user_name.empty() || !config.password.empty()) {
        request.headers.push_back(
            {"Authorization", "Basic " + base64(config.user_name + ":" + config.password)});
    }
    if (!http_is_given && (!http || certificate_in_use != credential->certificate_pem)) {
        net::ClientOptions fresh = http_options(config);
        if (!credential->certificate_pem.empty()) {
            fresh.tls.certificate_pem = credential->certificate_pem;
            fresh.tls.key_pem = credential->key_pem;
        }
        http = net::curl_client(std::move(fresh));
        certificate_in_use = credential->certificate_pem;
    }
    return http->start(std::move(request), call.options.cancellation);
}

Result<net::Response> Client::Impl::finish(const Call& call, std::unique_ptr<net::Exchange> exchange) {
    for (int attempt = 0;; ++attempt) {
        net::Response response = YARE_TRY(exchange->wait());
        note_warnings(response);
        const auto pause = asked_to_wait(response);
        if (!pause || attempt >= options.retries) {
            if (response.status == 401) {
                const std::lock_guard lock(connection_mutex);
                credentials.reject();
            }
            return response;
        }
        if (!clock->sleep(std::min<std::chrono::milliseconds>(*pause, kLongestWait),
                          call.options.cancellation)) {
            return Error(ErrorCode::Cancelled, "context canceled");
        }
        exchange = YARE_TRY(start(call));
    }
}

Result<net::Response> Client::Impl::perform(const Call& call) {
    auto exchange = YARE_TRY(start(call));
    return finish(call, std::move(exchange));
}

Result<net::Response> Client::Impl::perform_well(const Call& call, bool structured) {
    net::Response response = YARE_TRY(perform(call));
    if (response.status >= 200 && response.status < 300) return response;
    return refusal(status_of(response, call.subject, structured));
}

void Client::Impl::note_warnings(const net::Response& response) {
    for (const net::Header& header : response.headers) {
        if (!ascii::equal_fold(header.name, "warning")) continue;
        auto text = warning_text(header.value);
        if (!text) continue;
        const std::lock_guard lock(warnings_mutex);
        if (std::find(warned.begin(), warned.end(), *text) != warned.end()) continue;
        warned.push_back(*text);
        warnings.push_back(std::move(*text));
    }
}

}  // namespace yare::kube
