// Bytes as a chart archive. Whatever is accepted has only names within the chart, and packs and loads as
// itself.
//
// Compressed input is a wall to a fuzzer, so the bytes are taken as a tar, and compressed here; bytes that
// begin as gzip does are taken as they are.
#include <libdeflate.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "yare/charts/chart_json.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/loader.h"
#include "yare/charts/package.h"

using namespace yare;
using namespace yare::charts;

namespace {

std::string gzip(std::string_view bytes) {
    libdeflate_compressor* compressor = libdeflate_alloc_compressor(1);
    std::string out(libdeflate_gzip_compress_bound(compressor, bytes.size()), '\0');
    out.resize(libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out.data(), out.size()));
    libdeflate_free_compressor(compressor);
    return out;
}

std::string described(const Chart& chart) {
    std::string out = chart.full_path() + "\n";
    append_chart_json(out, chart);
    for (const Chart* sub_chart : chart.dependencies) out += described(*sub_chart);
    return out;
}

void check_name(std::string_view name) {
    const bool inside = !name.empty() && name[0] != '/' && name != ".." && !name.starts_with("../") &&
                        name.find("/../") == std::string_view::npos && !name.ends_with("/..") &&
                        name.find('\0') == std::string_view::npos;
    if (!inside) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string archive = bytes.starts_with("\x1F\x8B") ? std::string(bytes) : gzip(bytes);
    ChartSet set;
    Diagnostics diagnostics;
    const Result<std::vector<File>> files = read_archive(archive, set);
    if (!files) return 0;
    for (const File& file : *files) check_name(file.name);
    const Result<Chart*> loaded = load_chart_archive(archive, "fuzz.tgz", set, diagnostics);
    if (!loaded) return 0;
    Chart& chart = **loaded;
    stamp_times(chart, Timestamp::of_unix(1));
    const Result<std::string> packed = chart_archive(chart, Timestamp::of_unix(1));
    if (!packed) return 0;  // a schema that is no JSON
    ChartSet other;
    Result<Chart*> again = load_chart_archive(*packed, "fuzz.tgz", other, diagnostics);
    if (!again) std::abort();
    stamp_times(**again, Timestamp::of_unix(1));
    // One round settles what packing leaves out (files of an apiVersion that is neither, null entries); then
    // it is stable.
    const Result<std::string> second = chart_tar(**again, Timestamp::of_unix(1));
    ChartSet third;
    Result<Chart*> last =
        load_chart_archive(*chart_archive(**again, Timestamp::of_unix(1)), "fuzz.tgz", third, diagnostics);
    if (!last) std::abort();
    stamp_times(**last, Timestamp::of_unix(1));
    if (described(**last) != described(**again)) std::abort();
    if (*chart_tar(**last, Timestamp::of_unix(1)) != *second) std::abort();
    return 0;
}
