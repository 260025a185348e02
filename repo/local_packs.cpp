#include "local_packs.h"

#include <algorithm>
#include <utility>

#include "local_chart.h"
#include "yare/base/paths.h"
#include "yare/charts/package.h"
#include "yare/data/limits.h"

namespace yare::repo {

namespace {

// Two small charts take about as long as it takes to begin a thread and to end it.
constexpr std::size_t kCost = 8;

}  // namespace

LocalPacks::LocalPacks(Place place, SecondThread* second) : place_(std::move(place)), second_(second) {}

void LocalPacks::begin(const std::string& path) {
    if (done_.contains(path) || std::ranges::find(begun_, path) != begun_.end()) return;
    if (!packing_) packing_.emplace(second_, 1, [this](LocalPack& one, std::size_t) { pack(one); });
    begun_.push_back(path);
    LocalPack one;
    one.path = path;
    packing_->add(std::move(one), kCost);
}

const LocalPack& LocalPacks::take(const std::string& path) {
    begin(path);
    if (packing_) {
        for (LocalPack& one : std::move(*packing_).finish()) done_.emplace(one.path, std::move(one));
        packing_.reset();
        begun_.clear();
    }
    return done_.at(path);
}

// A set of its own for each: sets are not for two threads, and what a chart took is free again behind it.
void LocalPacks::pack(LocalPack& one) const {
    charts::ChartSet set;
    Diagnostics said;
    Result<charts::Chart*> loaded = load_local(place_.files, one.path, set, said);
    one.said = said.drain();
    if (!loaded) {
        one.unread = std::move(loaded).error();
        return;
    }
    charts::Chart& chart = **loaded;
    one.name = chart.name();
    one.version = chart.metadata.version;
    if (place_.source_date_epoch)
        charts::stamp_times(chart, charts::Timestamp::of_unix(*place_.source_date_epoch));
    Result<std::string> tar = charts::chart_tar(chart, place_.now);
    if (!tar) {
        one.unpacked = std::move(tar).error();
        return;
    }
    one.file = one.name + "-" + one.version + ".tgz";
    // What lies there already may have been packed by another program.
    const Result<std::string> there =
        place_.files.read(join_path(place_.charts_folder, one.file), limits::kChartBytes);
    one.there = there && charts::is_archive_of(*there, *tar);
    if (!one.there) one.archive = charts::compressed_tar(*tar);
}

}  // namespace yare::repo
