#include "yare/repo/web.h"

#include <chrono>

#include "yare/data/base64.h"
#include "yare/data/go_text.h"
#include "yare/data/url.h"

namespace yare::repo {

namespace {

// Helm's own.
constexpr std::chrono::seconds kTimeout{120};
constexpr std::string_view kUserAgent = "Helm/4.3.1";

bool same_place(const std::string& repository, const std::string& file) {
    const Result<Url> left = parse_url(repository);
    const Result<Url> right = parse_url(file);
    return left && right && left->scheme == right->scheme && left->host == right->host;
}

// A file that is wanted; its failure joins the others'.
void read_file(FileSystem& files, const std::string& path, std::string_view what, std::string& text,
               std::string& failures) {
    Result<std::string> read = files.read(path);
    if (read) {
        text = *std::move(read);
        return;
    }
    failures += (failures.empty() ? "" : "\n") + std::string(what) + ": " + go_quote(path) + ": " +
                read.error().text();
}

}  // namespace

bool is_web_scheme(std::string_view scheme) { return scheme == "http" || scheme == "https"; }

Result<void> check_repository_url(const std::string& url) {
    const Result<Url> read = parse_url(url);
    if (!read) return Error(ErrorCode::Invalid, "invalid chart URL format: " + url);
    if (is_web_scheme(read->scheme)) return {};
    return Error(ErrorCode::Invalid, "could not find protocol handler for: " + read->scheme);
}

Result<net::TlsOptions> read_tls_files(FileSystem& files, const Repository& repository) {
    net::TlsOptions tls;
    tls.skip_verification = repository.insecure_skip_tls_verify;
    std::string failures;
    if (!repository.cert_file.empty() || !repository.key_file.empty()) {
        read_file(files, repository.cert_file, "unable to read cert file", tls.certificate_pem, failures);
        if (failures.empty())
            read_file(files, repository.key_file, "unable to read key file", tls.key_pem, failures);
    }
    if (!repository.ca_file.empty())
        read_file(files, repository.ca_file, "can't read CA file", tls.authority_pem, failures);
    constexpr std::string_view kDoing = "can't create TLS config for client";
    if (!failures.empty()) return Error(ErrorCode::Invalid, std::move(failures)).during(std::string(kDoing));
    // Helm: an empty file is none.
    if (!tls.certificate_pem.empty() && !tls.key_pem.empty()) {
        Result<void> pair = net::check_key_pair(tls);
        if (!pair)
            return std::move(pair.error())
                .during("unable to load cert from key pair")
                .during(std::string(kDoing));
    }
    if (!tls.authority_pem.empty() && !net::holds_certificate(tls.authority_pem)) {
        return Error(ErrorCode::Invalid, "failed to append certificates from pem block")
            .during(std::string(kDoing));
    }
    return tls;
}

Result<net::Client*> Web::client_for(const Repository& repository) {
    Repository wanted;
    // Helm: a certificate without its key, or the other way round, matters only beside something else.
    if ((!repository.cert_file.empty() && !repository.key_file.empty()) || !repository.ca_file.empty() ||
        repository.insecure_skip_tls_verify) {
        wanted = repository;
    }
    auto& client =
        clients_[{wanted.cert_file, wanted.key_file, wanted.ca_file, wanted.insecure_skip_tls_verify}];
    if (!client) {
        net::TlsOptions tls = YARE_TRY(read_tls_files(files_, wanted));
        client = make_client_(std::move(tls));
    }
    return client.get();
}

Result<Web::Fetch> Web::start(const File& file) {
    const Url url = YARE_TRY(parse_url(file.url));
    if (url.host.empty()) {
        return Error(ErrorCode::Invalid, "http: no Host in request URL")
            .during("Get " + go_quote(url.text()));
    }
    net::Request request;
    request.url = url.text();
    request.timeout = kTimeout;
    request.body_limit = file.limit;
    if (!file.accept.empty()) request.headers.push_back({"Accept", file.accept});
    request.headers.push_back({"User-Agent", std::string(kUserAgent)});
    const Repository& repository = file.repository;
    if (!repository.username.empty() && !repository.password.empty() &&
        (repository.pass_credentials_all || same_place(repository.url, file.url))) {
        request.headers.push_back(
            {"Authorization", "Basic " + base64(repository.username + ":" + repository.password)});
    }
    net::Client* client = YARE_TRY(client_for(repository));
    return Fetch(file.url, client->start(std::move(request)), diagnostics_);
}

Result<std::string> Web::get(const File& file) {
    Fetch fetch = YARE_TRY(start(file));
    return fetch.wait();
}

Result<std::string> Web::Fetch::wait() {
    diagnostics_->debug("fetching", {{"url", url_}});
    net::Response response = YARE_TRY(exchange_->wait());
    const std::string status =
        std::to_string(response.status) + (response.reason.empty() ? "" : " ") + response.reason;
    const std::string* length = response.header("Content-Length");
    diagnostics_->debug("fetch complete",
                        {{"url", url_}, {"status", status}, {"content-length", length ? *length : "-1"}});
    if (response.status == 200) return std::move(response.body);
    return Error(ErrorCode::Unavailable, "failed to fetch " + url_ + " : " + status);
}

}  // namespace yare::repo
