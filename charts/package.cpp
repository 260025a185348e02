#include "yare/charts/package.h"

#include <libdeflate.h>

#include <memory>

#include "tar_writer.h"
#include "yare/base/paths.h"
#include "yare/charts/chart_yaml.h"
#include "yare/charts/dependencies.h"
#include "yare/data/go_text.h"
#include "yare/data/json.h"
#include "yare/data/numbers.h"
#include "yare/data/semver.h"

namespace yare::charts {

namespace {

Error invalid(std::string text) { return Error(ErrorCode::Invalid, std::move(text)); }

class Packing {
  public:
    explicit Packing(Timestamp now) : now_(now) {}

    Result<void> chart(const Chart& chart, const std::string& above) {
        if (base_name(chart.name()) != chart.name()) {
            return invalid(go_quote(chart.name()) + " is not a valid chart name");
        }
        const std::string base = join_path(above, chart.name());
        const bool old = chart.metadata.api_version == "v1";
        Metadata metadata = chart.metadata;
        if (old) metadata.dependencies.clear();  // they are in requirements.yaml
        add(base, "Chart.yaml", metadata_yaml(metadata), chart.modified);
        // Helm: only for v2; of v1 the requirements.lock is among the files.
        if (chart.lock && chart.metadata.api_version == "v2") {
            add(base, "Chart.lock", lock_yaml(*chart.lock), chart.lock->generated);
        }
        for (const File& file : chart.raw) {
            if (file.name == "values.yaml") add(base, file.name, file.data, file.modified);
        }
        if (chart.schema) YARE_TRY(schema(chart, base));
        for (const File& file : chart.templates) add(base, file.name, file.data, file.modified);
        for (const File& file : chart.files) add(base, file.name, file.data, file.modified);
        for (const Chart* sub_chart : chart.dependencies) YARE_TRY(this->chart(*sub_chart, base + "/charts"));
        return {};
    }

    // Room for the whole, so that it is not copied while it grows.
    void expect(const Chart& chart) {
        std::size_t size = 0;
        for (const File& file : chart.raw) size += TarWriter::room_for(file.data.size());
        constexpr std::size_t kRewritten =
            65536;  // Chart.yaml and the like have other sizes than their files
        tar_.reserve(size + kRewritten);
    }

    std::string finish() && { return std::move(tar_).finish(); }

  private:
    Result<void> schema(const Chart& chart, const std::string& base) {
        Document document;
        if (!read_json(*chart.schema, document)) return invalid("invalid JSON in values.schema.json");
        add(base, "values.schema.json", *chart.schema, chart.schema_modified);
        return {};
    }

    void add(const std::string& base, std::string_view name, std::string_view data,
             const Timestamp& modified) {
        tar_.add(join_path(base, name), data, modified.is_zero() ? now_ : modified);
    }

    TarWriter tar_;
    Timestamp now_;
};

void append_little_endian(std::string& out, std::uint32_t number, int bytes) {
    for (int index = 0; index < bytes; ++index) out += char(number >> (8 * index) & 0xFF);
}

// Helm's header: a comment, and an extra field whose content every Helm archive carries.
std::string gzip_header() {
    constexpr std::string_view kExtra = "aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=";
    std::string out("\x1F\x8B\x08\x14\0\0\0\0\0\xFF", 10);
    append_little_endian(out, std::uint32_t(kExtra.size() + 4), 2);
    out += "rr";
    append_little_endian(out, std::uint32_t(kExtra.size()), 2);
    out += kExtra;
    out.append("Helm\0", 5);
    return out;
}

struct FreeCompressor {
    void operator()(libdeflate_compressor* one) const { libdeflate_free_compressor(one); }
};

std::string compress(std::string_view bytes) {
    const std::unique_ptr<libdeflate_compressor, FreeCompressor> compressor(libdeflate_alloc_compressor(6));
    // Not a string: that would clear as much memory as the chart is large, for an eighth of it.
    const std::size_t bound = libdeflate_deflate_compress_bound(compressor.get(), bytes.size());
    const auto packed = std::make_unique_for_overwrite<char[]>(bound);
    const std::size_t made =
        libdeflate_deflate_compress(compressor.get(), bytes.data(), bytes.size(), packed.get(), bound);
    YARE_ASSERT(made != 0, "the bound is enough");
    std::string out = gzip_header();
    out.reserve(out.size() + made + 8);
    out.append(packed.get(), made);
    append_little_endian(out, libdeflate_crc32(0, bytes.data(), bytes.size()), 4);
    append_little_endian(out, std::uint32_t(bytes.size()), 4);
    return out;
}

// Helm makes the last folder on the way, and refuses a file in its place.
Result<void> prepare_folder(FileSystem& fs, const std::string& folder) {
    const Result<FileInfo> info = fs.stat(folder);
    if (info) {
        if (info->kind != FileKind::Directory) return invalid("is not a directory: " + folder);
        return {};
    }
    if (info.error().code() != ErrorCode::NotFound) {
        return Error(info.error()).during("stat " + folder);
    }
    return fs.make_directories(folder);
}

}  // namespace

Result<std::string> chart_tar(const Chart& chart, Timestamp now) {
    Packing packing(now);
    packing.expect(chart);
    YARE_TRY(packing.chart(chart, {}));
    return std::move(packing).finish();
}

Result<std::string> chart_archive(const Chart& chart, Timestamp now) {
    const std::string tar = YARE_TRY(chart_tar(chart, now));
    return compressed_tar(tar);
}

std::string compressed_tar(std::string_view tar) { return compress(tar); }

bool is_archive_of(std::string_view archive, std::string_view tar) {
    struct Free {
        void operator()(libdeflate_decompressor* one) const { libdeflate_free_decompressor(one); }
    };
    const std::unique_ptr<libdeflate_decompressor, Free> unpacker(libdeflate_alloc_decompressor());
    const auto unpacked = std::make_unique_for_overwrite<char[]>(tar.size());
    // Without room for its size, it succeeds only where the sizes agree.
    return libdeflate_gzip_decompress(unpacker.get(), archive.data(), archive.size(), unpacked.get(),
                                      tar.size(), nullptr) == LIBDEFLATE_SUCCESS &&
           std::string_view(unpacked.get(), tar.size()) == tar;
}

Result<std::string> package_chart(Chart& chart, const PackageOptions& options, FileSystem& fs, Clock& clock) {
    if (!options.version.empty()) chart.metadata.version = options.version;
    YARE_TRY(parse_version(chart.metadata.version));
    if (!options.app_version.empty()) chart.metadata.app_version = options.app_version;
    if (options.source_date_epoch) stamp_times(chart, Timestamp::of_unix(*options.source_date_epoch));
    YARE_TRY(check_dependencies(chart));
    std::string folder = options.destination;
    if (folder == ".") folder = YARE_TRY(fs.resolve("."));
    YARE_TRY_WHILE("failed to save: chart validation", validate(chart.metadata));
    const std::string path = join_path(folder, chart.name() + "-" + chart.metadata.version + ".tgz");
    YARE_TRY_WHILE("failed to save", prepare_folder(fs, dir_name(path)));
    const std::string bytes =
        YARE_TRY_WHILE("failed to save", chart_archive(chart, Timestamp::of(clock.now())));
    YARE_TRY_WHILE("failed to save", fs.write(path, bytes));
    return path;
}

void stamp_times(Chart& chart, Timestamp time) {
    chart.modified = time;
    if (chart.schema && !chart.schema->empty()) chart.schema_modified = time;
    if (chart.lock) chart.lock->generated = time;
    for (std::vector<File>* files : {&chart.raw, &chart.templates, &chart.files}) {
        for (File& file : *files) file.modified = time;
    }
    for (Chart* sub_chart : chart.dependencies) stamp_times(*sub_chart, time);
}

Result<std::optional<std::int64_t>> parse_source_date_epoch(const std::string& text) {
    if (text.empty()) return std::optional<std::int64_t>();
    const Parsed<std::int64_t> number = parse_int(text, 10);
    if (!number) {
        return invalid("invalid SOURCE_DATE_EPOCH: strconv.ParseInt: parsing " + go_quote(text) + ": " +
                       (number.status == Parse::Range ? "value out of range" : "invalid syntax"));
    }
    if (number.value < 0) return invalid("invalid SOURCE_DATE_EPOCH: must not be negative");
    return std::optional<std::int64_t>(number.value);
}

}  // namespace yare::charts
