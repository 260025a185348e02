#include "versions.h"

#include "kinds.h"
#include "object.h"

namespace yare::sandbox {

// Kept are autoscaling/v2 autoscalers; v1 knows one metric only, the use of CPU.
bool is_converted(const Kind& kind) {
    return kind.is("autoscaling", "HorizontalPodAutoscaler") && kind.version == "v1";
}

void to_storage(const Kind& kind, Map& object) {
    if (!is_converted(kind)) return;
    Document& document = object.owner();
    if (Map* spec = find_map(&object, {"spec"})) {
        if (const Value* percent = spec->find("targetCPUUtilizationPercentage")) {
            Map& metric = *document.make_map();
            set_text(metric, "type", "Resource");
            set_text(map_at(metric, {"resource"}), "name", "cpu");
            Map& target = map_at(metric, {"resource", "target"});
            set_text(target, "type", "Utilization");
            target.set("averageUtilization", *percent);
            spec->erase("targetCPUUtilizationPercentage");
            set_items(*spec, "metrics", {Value(&metric)});
        }
    }
    if (Map* status = find_map(&object, {"status"})) status->erase("currentCPUUtilizationPercentage");
}

void from_storage(const Kind& kind, Map& object) {
    if (!is_converted(kind)) return;
    if (Map* spec = find_map(&object, {"spec"})) {
        for (const Value& metric : items_at(spec, {"metrics"})) {
            const Value percent = metric.path({"resource", "target", "averageUtilization"});
            if (metric.path({"resource", "name"}).string_or("") == "cpu" && percent.is_number()) {
                spec->set("targetCPUUtilizationPercentage", percent);
            }
        }
        spec->erase("metrics");
        spec->erase("behavior");
    }
    if (Map* status = find_map(&object, {"status"})) {
        status->erase("conditions");
        status->erase("currentMetrics");
    }
}

}  // namespace yare::sandbox
