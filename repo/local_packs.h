// Charts in folders, packed as dependencies of another: two at a time, and begun before it is sure that they
// are needed.
//
//     packs.begin("/src/db");
//     const LocalPack& db = packs.take("/src/db");
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/filesystem.h"
#include "yare/base/result.h"
#include "yare/base/side_work.h"
#include "yare/charts/chart.h"

namespace yare::repo {

struct LocalPack {
    std::string path;              // the chart's folder
    std::vector<Diagnostic> said;  // when it was loaded
    std::optional<Error> unread;   // why it could not be loaded; nothing below then
    std::string name;
    std::string version;
    std::optional<Error> unpacked;  // why there is no archive
    std::string file;               // NAME-VERSION.tgz
    bool there = false;             // that file holds the very same already
    std::string archive;            // its bytes otherwise
};

class LocalPacks {
  public:
    struct Place {
        FileSystem& files;
        std::string charts_folder;  // where archives may lie already
        std::optional<std::int64_t> source_date_epoch;
        charts::Timestamp now;  // for files whose time is not known
    };
    // A null thread is none.
    LocalPacks(Place place, SecondThread* second);

    // The chart in this folder will probably be asked for.
    void begin(const std::string& path);
    // Whether or not it was begun. Good as long as this is.
    const LocalPack& take(const std::string& path);

  private:
    void pack(LocalPack& one) const;

    Place place_;
    SecondThread* second_;
    std::map<std::string, LocalPack> done_;  // by path
    std::optional<SideWork<LocalPack>> packing_;
    std::vector<std::string> begun_;
};

}  // namespace yare::repo
