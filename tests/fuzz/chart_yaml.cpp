// Bytes as a Chart.yaml, and as a Chart.lock. What is read and valid is written as something that reads as
// itself, and has a name that can be part of a path.
#include "yare/charts/chart_yaml.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace yare;
using namespace yare::charts;

namespace {

std::string written_again(const std::string& yaml) {
    ChartSet set;
    Metadata metadata;
    if (!read_metadata(set.sources().add("Chart.yaml", yaml), metadata, set)) std::abort();
    return metadata_yaml(metadata);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    ChartSet set;
    const Source& source =
        set.sources().add("Chart.yaml", std::string(reinterpret_cast<const char*>(data), size));
    if (const Result<std::optional<Lock>> lock = read_lock(source, set); lock && *lock) {
        std::string json;
        append_lock_json(json, **lock);
    }
    Metadata metadata;
    const bool strictly = check_metadata_strictly(source, set).ok();
    if (!read_metadata(source, metadata, set)) {
        if (strictly) std::abort();  // what is right to the last field is right
        return 0;
    }
    if (!validate(metadata)) return 0;
    const std::string& name = metadata.name;
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos) std::abort();
    const std::string once = metadata_yaml(metadata);
    if (written_again(once) != once) std::abort();
    return 0;
}
