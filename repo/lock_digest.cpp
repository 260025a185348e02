#include "lock_digest.h"

#include "sha256.h"
#include "yare/charts/chart_yaml.h"

namespace yare::repo {

namespace {

void append_list(std::string& json, const std::optional<Dependencies>& list) {
    if (!list) {
        json += "null";
        return;
    }
    json += '[';
    for (std::size_t i = 0; i < list->size(); ++i) {
        if (i != 0) json += ',';
        charts::append_dependency_json(json, (*list)[i]);
    }
    json += ']';
}

}  // namespace

std::string lock_digest(const std::optional<Dependencies>& asked, const std::optional<Dependencies>& found) {
    std::string json = "[";
    append_list(json, asked);
    json += ',';
    append_list(json, found);
    return "sha256:" + sha256(json + "]");
}

std::string old_lock_digest(const std::optional<Dependencies>& asked) {
    std::string json = "{\"dependencies\":";
    append_list(json, asked);
    return "sha256:" + sha256(json + "}");
}

}  // namespace yare::repo
