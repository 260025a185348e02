#include "columns.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <functional>

#include "object.h"

namespace yare::sandbox {
namespace {

using Cell = std::string (*)(const Value& object);

struct Entry {
    std::string_view name;
    std::string_view type;
    std::int64_t priority;
    Cell cell;
};

std::string number(const Value& object, Path path) { return std::to_string(number_at(object, path)); }
std::string joined(const std::vector<std::string>& parts, std::string_view between = ",") {
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : std::string(between)) + part;
    return out;
}
std::string or_none(std::string text) { return text.empty() ? "<none>" : text; }

std::string labels_text(const Value& object, Path path) {
    std::vector<std::string> parts;
    for (const auto& [key, value] : labels_at(object, path)) parts.push_back(key + "=" + value);
    return or_none(joined(parts));
}

std::string containers(const Value& object, Path path, std::string_view field) {
    std::vector<std::string> parts;
    for (const Value& container : items_at(object, path)) parts.push_back(text_of(container, {field}));
    return joined(parts);
}

std::string age(const Value& object) { return text_of(object, {"metadata", "creationTimestamp"}); }

std::string count_of_data(const Value& object) {
    std::size_t count = 0;
    for (const std::string_view field : {"data", "binaryData"}) {
        if (const Map* data = find_map(object, {field})) count += data->size();
    }
    return std::to_string(count);
}

std::string pod_ready(const Value& pod) {
    const std::vector<Value> statuses = items_at(pod, {"status", "containerStatuses"});
    const auto ready = std::count_if(statuses.begin(), statuses.end(),
                                     [](const Value& status) { return truth_at(status, {"ready"}); });
    return std::to_string(ready) + "/" + std::to_string(items_at(pod, {"spec", "containers"}).size());
}

std::string pod_status(const Value& pod) {
    if (pod.path({"metadata", "deletionTimestamp"}).is_string()) return "Terminating";
    const std::string reason = text_of(pod, {"status", "reason"});
    for (const Value& status : items_at(pod, {"status", "containerStatuses"})) {
        const std::string waiting = text_of(status, {"state", "waiting", "reason"});
        const std::string over = text_of(status, {"state", "terminated", "reason"});
        if (!waiting.empty()) return waiting;
        if (!over.empty()) return over;
    }
    return reason.empty() ? text_of(pod, {"status", "phase"}) : reason;
}

std::string restarts(const Value& pod) {
    std::int64_t sum = 0;
    for (const Value& status : items_at(pod, {"status", "containerStatuses"}))
        sum += number_at(status, {"restartCount"});
    return std::to_string(sum);
}

std::string service_ports(const Value& service) {
    std::vector<std::string> parts;
    for (const Value& port : items_at(service, {"spec", "ports"})) {
        const std::int64_t outside = number_at(port, {"nodePort"});
        parts.push_back(number(port, {"port"}) + (outside ? ":" + std::to_string(outside) : "") + "/" +
                        text_of(port, {"protocol"}));
    }
    return or_none(joined(parts));
}

std::string outside_address(const Value& service) {
    const std::string type = text_of(service, {"spec", "type"});
    if (type == "ExternalName") return text_of(service, {"spec", "externalName"});
    std::vector<std::string> parts;
    for (const Value& ingress : items_at(service, {"status", "loadBalancer", "ingress"})) {
        const std::string ip = text_of(ingress, {"ip"});
        parts.push_back(ip.empty() ? text_of(ingress, {"hostname"}) : ip);
    }
    if (parts.empty()) return type == "LoadBalancer" ? "<pending>" : "<none>";
    return joined(parts);
}

std::string ingress_hosts(const Value& ingress) {
    std::vector<std::string> hosts;
    for (const Value& rule : items_at(ingress, {"spec", "rules"})) {
        const std::string host = text_of(rule, {"host"});
        if (!host.empty()) hosts.push_back(host);
    }
    return hosts.empty() ? "*" : joined(hosts);
}

std::string job_status(const Value& job) {
    for (const Value& condition : items_at(job, {"status", "conditions"})) {
        const std::string type = text_of(condition, {"type"});
        if ((type == "Complete" || type == "Failed") && text_of(condition, {"status"}) == "True") return type;
    }
    return truth_at(job, {"spec", "suspend"}) ? "Suspended" : "Running";
}

std::string job_duration(const Value& job) {
    const std::string begin = text_of(job, {"status", "startTime"});
    const std::string end = text_of(job, {"status", "completionTime"});
    return begin.empty() || end.empty() ? "" : age_of(begin, seconds_of(end));
}

std::string claim_modes(const Value& claim) {
    std::vector<std::string> parts;
    for (const std::string& mode : texts_at(claim, {"spec", "accessModes"})) {
        parts.push_back(mode == "ReadWriteOnce"   ? "RWO"
                        : mode == "ReadOnlyMany"  ? "ROX"
                        : mode == "ReadWriteMany" ? "RWX"
                                                  : "RWOP");
    }
    return joined(parts);
}

std::string node_status(const Value& node) {
    for (const Value& condition : items_at(node, {"status", "conditions"})) {
        if (text_of(condition, {"type"}) == "Ready")
            return text_of(condition, {"status"}) == "True" ? "Ready" : "NotReady";
    }
    return "Unknown";
}

std::string whole_or(const Value& value, std::string otherwise) {
    return value.is_nil() ? std::move(otherwise) : plain_text(value);
}

constexpr Cell kName = [](const Value& o) { return text_of(o, {"metadata", "name"}); };

struct Table {
    std::string_view kind;
    std::vector<Entry> columns;
};

const std::vector<Table>& tables() {
    static const auto& known = *new std::vector<Table>{
        {"Pod",
         {{"Name", "string", 0, kName},
          {"Ready", "string", 0, pod_ready},
          {"Status", "string", 0, pod_status},
          {"Restarts", "string", 0, restarts},
          {"Age", "string", 0, age},
          {"IP", "string", 1, [](const Value& o) { return or_none(text_of(o, {"status", "podIP"})); }},
          {"Node", "string", 1, [](const Value& o) { return or_none(text_of(o, {"spec", "nodeName"})); }},
          {"Nominated Node", "string", 1, [](const Value&) { return std::string("<none>"); }},
          {"Readiness Gates", "string", 1, [](const Value&) { return std::string("<none>"); }}}},
        {"Deployment",
         {{"Name", "string", 0, kName},
          {"Ready", "string", 0,
           [](const Value& o) {
               return number(o, {"status", "readyReplicas"}) + "/" + number(o, {"spec", "replicas"});
           }},
          {"Up-to-date", "string", 0,
           [](const Value& o) { return number(o, {"status", "updatedReplicas"}); }},
          {"Available", "string", 0,
           [](const Value& o) { return number(o, {"status", "availableReplicas"}); }},
          {"Age", "string", 0, age},
          {"Containers", "string", 1,
           [](const Value& o) { return containers(o, {"spec", "template", "spec", "containers"}, "name"); }},
          {"Images", "string", 1,
           [](const Value& o) { return containers(o, {"spec", "template", "spec", "containers"}, "image"); }},
          {"Selector", "string", 1,
           [](const Value& o) { return labels_text(o, {"spec", "selector", "matchLabels"}); }}}},
        {"ReplicaSet",
         {{"Name", "string", 0, kName},
          {"Desired", "integer", 0, [](const Value& o) { return number(o, {"spec", "replicas"}); }},
          {"Current", "integer", 0, [](const Value& o) { return number(o, {"status", "replicas"}); }},
          {"Ready", "integer", 0, [](const Value& o) { return number(o, {"status", "readyReplicas"}); }},
          {"Age", "string", 0, age}}},
        {"StatefulSet",
         {{"Name", "string", 0, kName},
          {"Ready", "string", 0,
           [](const Value& o) {
               return number(o, {"status", "readyReplicas"}) + "/" + number(o, {"spec", "replicas"});
           }},
          {"Age", "string", 0, age}}},
        {"DaemonSet",
         {{"Name", "string", 0, kName},
          {"Desired", "integer", 0,
           [](const Value& o) { return number(o, {"status", "desiredNumberScheduled"}); }},
          {"Current", "integer", 0,
           [](const Value& o) { return number(o, {"status", "currentNumberScheduled"}); }},
          {"Ready", "integer", 0, [](const Value& o) { return number(o, {"status", "numberReady"}); }},
          {"Up-to-date", "integer", 0,
           [](const Value& o) { return number(o, {"status", "updatedNumberScheduled"}); }},
          {"Available", "integer", 0,
           [](const Value& o) { return number(o, {"status", "numberAvailable"}); }},
          {"Node Selector", "string", 0,
           [](const Value& o) { return labels_text(o, {"spec", "template", "spec", "nodeSelector"}); }},
          {"Age", "string", 0, age}}},
        {"Job",
         {{"Name", "string", 0, kName},
          {"Status", "string", 0, job_status},
          {"Completions", "string", 0,
           [](const Value& o) {
               return number(o, {"status", "succeeded"}) + "/" +
                      whole_or(o.path({"spec", "completions"}), "1");
           }},
          {"Duration", "string", 0, job_duration},
          {"Age", "string", 0, age}}},
        {"CronJob",
         {{"Name", "string", 0, kName},
          {"Schedule", "string", 0, [](const Value& o) { return text_of(o, {"spec", "schedule"}); }},
          {"Timezone", "string", 0, [](const Value& o) { return or_none(text_of(o, {"spec", "timeZone"})); }},
          {"Suspend", "string", 0,
           [](const Value& o) { return std::string(truth_at(o, {"spec", "suspend"}) ? "True" : "False"); }},
          {"Active", "integer", 0,
           [](const Value& o) { return std::to_string(items_at(o, {"status", "active"}).size()); }},
          {"Last Schedule", "string", 0,
           [](const Value& o) { return or_none(text_of(o, {"status", "lastScheduleTime"})); }},
          {"Age", "string", 0, age}}},
        {"Service",
         {{"Name", "string", 0, kName},
          {"Type", "string", 0, [](const Value& o) { return text_of(o, {"spec", "type"}); }},
          {"Cluster-IP", "string", 0,
           [](const Value& o) { return or_none(text_of(o, {"spec", "clusterIP"})); }},
          {"External-IP", "string", 0, outside_address},
          {"Port(s)", "string", 0, service_ports},
          {"Age", "string", 0, age},
          {"Selector", "string", 1, [](const Value& o) { return labels_text(o, {"spec", "selector"}); }}}},
        {"Secret",
         {{"Name", "string", 0, kName},
          {"Type", "string", 0, [](const Value& o) { return text_of(o, {"type"}); }},
          {"Data", "string", 0, count_of_data},
          {"Age", "string", 0, age}}},
        {"ConfigMap",
         {{"Name", "string", 0, kName}, {"Data", "string", 0, count_of_data}, {"Age", "string", 0, age}}},
        {"Namespace",
         {{"Name", "string", 0, kName},
          {"Status", "string", 0, [](const Value& o) { return text_of(o, {"status", "phase"}); }},
          {"Age", "string", 0, age}}},
        {"Node",
         {{"Name", "string", 0, kName},
          {"Status", "string", 0, node_status},
          {"Roles", "string", 0, [](const Value&) { return std::string("<none>"); }},
          {"Age", "string", 0, age},
          {"Version", "string", 0,
           [](const Value& o) { return text_of(o, {"status", "nodeInfo", "kubeletVersion"}); }}}},
        {"Ingress",
         {{"Name", "string", 0, kName},
          {"Class", "string", 0,
           [](const Value& o) { return or_none(text_of(o, {"spec", "ingressClassName"})); }},
          {"Hosts", "string", 0, ingress_hosts},
          {"Address", "string", 0, [](const Value&) { return std::string(); }},
          {"Ports", "string", 0,
           [](const Value& o) {
               return std::string(items_at(o, {"spec", "tls"}).empty() ? "80" : "80, 443");
           }},
          {"Age", "string", 0, age}}},
        {"PersistentVolumeClaim",
         {{"Name", "string", 0, kName},
          {"Status", "string", 0, [](const Value& o) { return text_of(o, {"status", "phase"}); }},
          {"Volume", "string", 0, [](const Value& o) { return text_of(o, {"spec", "volumeName"}); }},
          {"Capacity", "string", 0,
           [](const Value& o) { return text_of(o, {"status", "capacity", "storage"}); }},
          {"Access Modes", "string", 0, claim_modes},
          {"StorageClass", "string", 0,
           [](const Value& o) { return text_of(o, {"spec", "storageClassName"}); }},
          {"VolumeAttributesClass", "string", 0, [](const Value&) { return std::string("<unset>"); }},
          {"Age", "string", 0, age}}},
        {"PodDisruptionBudget",
         {{"Name", "string", 0, kName},
          {"Min Available", "string", 0,
           [](const Value& o) { return whole_or(o.path({"spec", "minAvailable"}), "N/A"); }},
          {"Max Unavailable", "string", 0,
           [](const Value& o) { return whole_or(o.path({"spec", "maxUnavailable"}), "N/A"); }},
          {"Allowed Disruptions", "integer", 0,
           [](const Value& o) { return number(o, {"status", "disruptionsAllowed"}); }},
          {"Age", "string", 0, age}}},
        {"RoleBinding",
         {{"Name", "string", 0, kName},
          {"Role", "string", 0,
           [](const Value& o) {
               return text_of(o, {"roleRef", "kind"}) + "/" + text_of(o, {"roleRef", "name"});
           }},
          {"Age", "string", 0, age}}},
        {"ClusterRoleBinding",
         {{"Name", "string", 0, kName},
          {"Role", "string", 0,
           [](const Value& o) {
               return text_of(o, {"roleRef", "kind"}) + "/" + text_of(o, {"roleRef", "name"});
           }},
          {"Age", "string", 0, age}}},
        {"CustomResourceDefinition",
         {{"Name", "string", 0, kName},
          {"Created At", "date", 0,
           [](const Value& o) { return text_of(o, {"metadata", "creationTimestamp"}); }}}},
        {"Role",
         {{"Name", "string", 0, kName},
          {"Created At", "date", 0,
           [](const Value& o) { return text_of(o, {"metadata", "creationTimestamp"}); }}}},
        {"ClusterRole",
         {{"Name", "string", 0, kName},
          {"Created At", "date", 0,
           [](const Value& o) { return text_of(o, {"metadata", "creationTimestamp"}); }}}},
        {"ServiceAccount",
         {{"Name", "string", 0, kName},
          {"Secrets", "string", 0,
           [](const Value& o) { return std::to_string(items_at(o, {"secrets"}).size()); }},
          {"Age", "string", 0, age}}},
    };
    return known;
}

const std::vector<Entry>* entries_of(const Kind& kind) {
    if (kind.custom) return nullptr;
    for (const Table& table : tables()) {
        if (table.kind == kind.kind) return &table.columns;
    }
    return nullptr;
}

// A jsonPath of a CRD's column: field names and ['quoted names'], an optional [n] or [?(@.type=="X")].
Value at_json_path(Value here, std::string_view path) {
    while (!path.empty() && !here.is_nil()) {
        if (path.front() == '.') {
            path.remove_prefix(1);
            std::size_t end = 0;
            std::string name;
            while (end < path.size() && path[end] != '.' && path[end] != '[') {
                if (path[end] == '\\' && end + 1 < path.size()) ++end;
                name += path[end++];
            }
            here = here.path({name});
            path.remove_prefix(end);
            continue;
        }
        const std::size_t close = path.find(']');
        if (path.front() != '[' || close == std::string_view::npos) return {};
        const std::string inside(path.substr(1, close - 1));
        path.remove_prefix(close + 1);
        std::array<char, 128> field{}, wanted{};
        if (!inside.empty() && (inside[0] == '\'' || inside[0] == '"')) {
            here = here.path({inside.substr(1, inside.size() - 2)});
        } else if (std::sscanf(inside.c_str(), "?(@.%127[^=]==%*1['\"]%127[^'\"]", field.data(),
                               wanted.data()) == 2) {
            Value found;
            for (const Value& item : here.is_list()
                                         ? std::vector<Value>(here.items().begin(), here.items().end())
                                         : std::vector<Value>()) {
                if (text_of(item, {field.data()}) == wanted.data()) found = item;
            }
            here = found;
        } else {
            const auto index = std::size_t(std::atoi(inside.c_str()));
            here = here.is_list() && index < here.items().size() ? here.items()[index] : Value();
        }
    }
    return here;
}

}  // namespace

std::vector<Column> columns_of(const Kind& kind) {
    std::vector<Column> columns;
    if (const std::vector<Entry>* entries = entries_of(kind)) {
        for (const Entry& entry : *entries)
            columns.push_back({std::string(entry.name), std::string(entry.type), entry.priority, ""});
        return columns;
    }
    columns.push_back({"Name", "string", 0, "name"});
    for (const PrinterColumn& column : kind.columns)
        columns.push_back({column.name, column.type, column.priority, column.format});
    if (kind.columns.empty()) columns.push_back({"Age", "date", 0, ""});
    return columns;
}

std::vector<Value> cells_of(const Kind& kind, const Value& object, Document& document, std::int64_t now) {
    std::vector<Value> cells;
    const auto add = [&](std::string_view type, const std::string& text) {
        if (type == "integer")
            cells.push_back(Value::of_int64(std::atoll(text.c_str())));
        else
            cells.push_back(document.string(text));
    };
    if (const std::vector<Entry>* entries = entries_of(kind)) {
        for (const Entry& entry : *entries) {
            const std::string text = entry.cell(object);
            add(entry.type, entry.name == "Age" ? age_of(text, now) : text);
        }
        return cells;
    }
    add("string", text_of(object, {"metadata", "name"}));
    for (const PrinterColumn& column : kind.columns) {
        const Value value = at_json_path(object, column.json_path);
        if (value.is_nil())
            cells.emplace_back();
        else if (column.type == "date")
            add("string", age_of(plain_text(value), now));
        else
            cells.push_back(value.is_map() || value.is_list() ? document.string(json_of(value)) : value);
    }
    if (kind.columns.empty()) add("string", age_of(age(object), now));
    return cells;
}

std::int64_t seconds_of(std::string_view timestamp) {
    std::tm parts{};
    const std::string text(timestamp);
    if (std::sscanf(text.c_str(), "%d-%d-%dT%d:%d:%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday,
                    &parts.tm_hour, &parts.tm_min, &parts.tm_sec) != 6)
        return 0;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    return std::int64_t(timegm(&parts));
}

std::string age_of(std::string_view timestamp, std::int64_t now_seconds) {
    if (timestamp.empty()) return "<unknown>";
    const std::int64_t s = std::max<std::int64_t>(0, now_seconds - seconds_of(timestamp));
    const auto two = [](std::int64_t major, const char* a, std::int64_t minor, const char* b) {
        return std::to_string(major) + a + (minor ? std::to_string(minor) + b : "");
    };
    constexpr std::int64_t kMinute = 60, kHour = 3600, kDay = 86400;
    if (s < 2 * kMinute) return std::to_string(s) + "s";
    if (s < 10 * kMinute) return two(s / kMinute, "m", s % kMinute, "s");
    if (s < 3 * kHour) return std::to_string(s / kMinute) + "m";
    if (s < 8 * kHour) return two(s / kHour, "h", s % kHour / kMinute, "m");
    if (s < 2 * kDay) return std::to_string(s / kHour) + "h";
    if (s < 8 * kDay) return two(s / kDay, "d", s % kDay / kHour, "h");
    return s < 730 * kDay ? std::to_string(s / kDay) + "d"
                          : two(s / (365 * kDay), "y", s % (365 * kDay) / kDay, "d");
}

}  // namespace yare::sandbox
