// Pods: nothing runs, but each becomes what it would become if all went well, or what its annotation says.
#include <charconv>

#include "controllers.h"
#include "object.h"

namespace yare::sandbox {
namespace {

std::string wish(const Map& pod, std::string_view name) {
    for (const std::string_view domain : {"sandbox.yare.dev/", "test.yare.dev/"}) {
        if (std::optional<std::string> value = annotation(pod, std::string(domain) + std::string(name)))
            return *value;
    }
    return {};
}

// "1500ms", "2s", "1m"
std::chrono::milliseconds duration_of(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::chrono::milliseconds(0);
    const std::string_view unit(end, std::size_t(text.data() + text.size() - end));
    return std::chrono::milliseconds(std::int64_t(number * (unit == "ms" ? 1 : unit == "m" ? 60000 : 1000)));
}

bool runs_to_an_end(const Value& pod) {
    const std::string policy = text_of(pod, {"spec", "restartPolicy"});
    return policy == "Never" || policy == "OnFailure";
}

enum class Fate : std::uint8_t { Running, Succeeded, Failed, Stuck };

Fate fate_of(const Map& pod) {
    const std::string wanted = wish(pod, "pod");
    if (wanted == "stuck") return Fate::Stuck;
    if (wanted == "fail") return Fate::Failed;
    return runs_to_an_end(Value(const_cast<Map*>(&pod))) ? Fate::Succeeded : Fate::Running;
}

void set_container_states(Map& pod, std::string_view from, std::string_view to, Fate fate,
                          const std::string& now) {
    std::vector<Value> statuses;
    for (const Value& container : items_at(&pod, {"spec", from})) {
        Map& status = *pod.owner().make_map();
        const bool ready = fate == Fate::Running;
        set_text(status, "name", text_of(container, {"name"}));
        set_text(status, "image", text_of(container, {"image"}));
        set_text(status, "imageID", "");
        set_bool(status, "ready", ready);
        set_bool(status, "started", ready);
        set_number(status, "restartCount", 0);
        map_at(status, {"lastState"});
        if (fate == Fate::Running) {
            set_text(map_at(status, {"state", "running"}), "startedAt", now);
        } else if (fate == Fate::Stuck) {
            set_text(map_at(status, {"state", "waiting"}), "reason", "ContainerCreating");
        } else {
            Map& over = map_at(status, {"state", "terminated"});
            set_number(over, "exitCode", fate == Fate::Failed ? 1 : 0);
            set_text(over, "reason", fate == Fate::Failed ? "Error" : "Completed");
            set_text(over, "startedAt", now);
            set_text(over, "finishedAt", now);
        }
        statuses.emplace_back(&status);
    }
    if (!statuses.empty()) set_items(map_at(pod, {"status"}), to, statuses);
}

void set_state(Map& pod, Fate fate, const std::string& now) {
    Map& status = map_at(pod, {"status"});
    const bool ready = fate == Fate::Running;
    set_text(status, "phase",
             fate == Fate::Stuck    ? "Pending"
             : ready                ? "Running"
             : fate == Fate::Failed ? "Failed"
                                    : "Succeeded");
    set_container_states(pod, "containers", "containerStatuses", fate, now);
    set_container_states(pod, "initContainers", "initContainerStatuses",
                         fate == Fate::Stuck ? Fate::Stuck : Fate::Succeeded, now);
    const std::string_view over = fate == Fate::Succeeded ? "PodCompleted"
                                  : fate == Fate::Failed  ? "PodFailed"
                                                          : "ContainersNotReady";
    set_condition(pod, "PodReadyToStartContainers", "True", "", "", now);
    set_condition(pod, "Initialized", fate == Fate::Stuck ? "False" : "True",
                  fate == Fate::Succeeded ? "PodCompleted" : "", "", now);
    set_condition(pod, "Ready", ready ? "True" : "False", ready ? std::string_view() : over, "", now);
    set_condition(pod, "ContainersReady", ready ? "True" : "False", ready ? std::string_view() : over, "",
                  now);
}

}  // namespace

std::optional<std::chrono::milliseconds> Controllers::delay_left(const Map& pod) {
    const std::string text = wish(pod, "delay");
    if (text.empty()) return std::nullopt;
    const auto now = cluster_.clock().monotonic();
    const auto [at, fresh] = due_.try_emplace(uid_of(pod), now + duration_of(text));
    waiting_[uid_of(pod)] = {&kind("", "Pod"), namespace_of(pod), name_of(pod), {}};
    return std::chrono::ceil<std::chrono::milliseconds>(at->second - now);
}

void Controllers::sync_pod(Map& pod) {
    const Kind& pods = kind("", "Pod");
    if (is_deleting(pod)) {
        if (items_at(&pod, {"metadata", "finalizers"}).empty()) cluster_.erase(pods, pod);
        return;
    }
    const std::string now = cluster_.now();
    const std::string phase = text_of(&pod, {"status", "phase"});
    if (text_of(&pod, {"spec", "nodeName"}).empty()) {
        const Map* old = copy_of(pod, pod.owner());
        set_text(map_at(pod, {"spec"}), "nodeName", "sandbox");
        set_condition(pod, "PodScheduled", "True", "", "", now);
        Map& status = map_at(pod, {"status"});
        set_text(status, "startTime", now);
        set_text(status, "hostIP", "127.0.0.1");
        const std::string address = "10.244." + std::to_string(cluster_.random_below(256)) + "." +
                                    std::to_string(1 + cluster_.random_below(254));
        set_text(status, "podIP", address);
        Map& ip = *pod.owner().make_map();
        set_text(ip, "ip", address);
        set_items(status, "podIPs", {Value(&ip)});
        set_container_states(pod, "containers", "containerStatuses", Fate::Stuck, now);
        cluster_.replace(pods, pod, *old, {.manager = "kubelet", .subresource = "status"});
        return;  // the write brings us back
    }
    if (phase != "Pending") return mark_owner(pod);
    if (const auto left = delay_left(pod); left && left->count() > 0) return mark_owner(pod);
    due_.erase(uid_of(pod));
    waiting_.erase(uid_of(pod));
    const Map* old = copy_of(pod, pod.owner());
    set_state(pod, fate_of(pod), now);
    cluster_.replace(pods, pod, *old, {.manager = "kubelet", .subresource = "status"});
    mark_owner(pod);
}

void Controllers::run_due() {
    const auto now = cluster_.clock().monotonic();
    for (const auto& [uid, when] : due_) {
        if (when > now) continue;
        const Dirty& pod = waiting_[uid];
        if (pod.kind) cluster_.mark(*pod.kind, pod.space, pod.name);
    }
    run();
    // Whatever is still late has lost its pod.
    std::erase_if(due_, [&](const auto& item) { return item.second <= now; });
}

std::optional<std::chrono::milliseconds> Controllers::until_due() const {
    std::optional<std::chrono::milliseconds> least;
    const auto now = cluster_.clock().monotonic();
    for (const auto& [uid, when] : due_) {
        const auto left =
            std::max(std::chrono::milliseconds(0), std::chrono::ceil<std::chrono::milliseconds>(when - now));
        if (!least || left < *least) least = left;
    }
    return least;
}

void Controllers::recover() {
    const Kind& pods = kind("", "Pod");
    for (const Row& row : cluster_.store().list(pods.storage, "", std::nullopt, 0).rows)
        cluster_.mark(pods, row.space, row.name);
    run();
}

}  // namespace yare::sandbox
