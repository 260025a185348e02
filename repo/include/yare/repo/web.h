// Files from the web, fetched as Helm does: archives and indexes of repositories, values.
//
// Credentials go to the repository's own scheme, host and port only, unless its entry says otherwise; not
// along with a redirect either.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/net/http.h"
#include "yare/repo/repositories.h"

namespace yare::repo {

// Makes the client for requests that trust and present this.
using MakeClient = std::function<std::shared_ptr<net::Client>(net::TlsOptions tls)>;

// "http" or "https".
bool is_web_scheme(std::string_view scheme);
// Whether a repository can be asked at all: "could not find protocol handler for: ftp".
Result<void> check_repository_url(const std::string& url);

class Web {
  public:
    Web(FileSystem& files, MakeClient make_client, Diagnostics& diagnostics)
        : files_(files), make_client_(std::move(make_client)), diagnostics_(diagnostics) {}

    struct File {
        std::string url;
        // Whose credentials and certificates are used; its `url` says where they belong.
        Repository repository;
        std::string accept;
        std::uint64_t limit = 0;  // bytes
    };

    // One file under way.
    class Fetch {
      public:
        Fetch(std::string url, std::unique_ptr<net::Exchange> exchange, Diagnostics& diagnostics)
            : url_(std::move(url)), exchange_(std::move(exchange)), diagnostics_(&diagnostics) {}
        // Once. "failed to fetch URL : 404 Not Found".
        Result<std::string> wait();

      private:
        std::string url_;
        std::unique_ptr<net::Exchange> exchange_;
        Diagnostics* diagnostics_;
    };

    Result<Fetch> start(const File& file);
    // start and wait.
    Result<std::string> get(const File& file);

  private:
    Result<net::Client*> client_for(const Repository& repository);

    FileSystem& files_;
    MakeClient make_client_;
    Diagnostics& diagnostics_;
    std::map<std::tuple<std::string, std::string, std::string, bool>, std::shared_ptr<net::Client>> clients_;
};

// What the files hold. "can't create TLS config for client: can't read CA file: ...".
Result<net::TlsOptions> read_tls_files(FileSystem& files, const Repository& repository);

}  // namespace yare::repo
