// Archives of charts from repositories: where they are, and several of them under way at a time.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "charts_folder.h"
#include "index_cache.h"
#include "yare/base/result.h"
#include "yare/charts/chart.h"
#include "yare/repo/build.h"
#include "yare/repo/web.h"

namespace yare::repo {

class Downloads {
  public:
    Downloads(Web& web, IndexCache& indexes, const std::vector<Repository>& known,
              const BuildOptions& options)
        : web_(web), indexes_(indexes), known_(known), options_(options) {}

    // Asks for it to be fetched; what stands in the way is told by take. The first waits least.
    void want(const charts::Dependency& dependency);
    // The archives in the order they were asked for. Says what is being done, as if they came one by one.
    Result<void> take(const charts::Dependency& dependency, Archives& archives);

  private:
    struct Place {
        std::string url;
        std::string digest;
        Repository repository;
    };
    struct Wanted {
        Result<Place> place;
        std::optional<Result<Web::Fetch>> fetch;
    };

    Result<Place> find(const charts::Dependency& dependency);
    Result<Place> find_unmanaged(const charts::Dependency& dependency);
    void start_more();
    Result<std::string> archive(Wanted& wanted, std::string& name);
    Result<void> check_signature(const Place& place);

    Web& web_;
    IndexCache& indexes_;
    const std::vector<Repository>& known_;
    const BuildOptions& options_;
    std::vector<Wanted> wanted_;
    std::size_t started_ = 0;
    std::size_t taken_ = 0;
    std::set<std::string> had_;  // URLs
};

}  // namespace yare::repo
