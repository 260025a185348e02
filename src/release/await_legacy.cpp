#include "await_legacy.h"

#include <algorithm>

namespace yare::release {

namespace {

using namespace std::chrono_literals;
constexpr std::chrono::milliseconds kPoll = 2s;

// "a=b,c=d" of a selector's matchLabels, or of a ReplicationController's selector.
std::string selector_text(const Value& labels) {
    std::string out;
    const Map* map = labels.map_or_null();
    if (!map) return out;
    for (const Entry& entry : *map) {
        out += (out.empty() ? "" : ",") + std::string(map->key_text(entry)) + "=" +
               std::string(entry.value.string_or(""));
    }
    return out;
}

Result<bool> pods_ready(const Value& owner, const Value& labels, const Awaiting& with) {
    kube::ListOptions options;
    options.namespace_name = kube::object_namespace(owner);
    options.label_selector = selector_text(labels);
    options.call.cancellation = with.cancellation;
    const kube::ObjectList pods = YARE_TRY(with.cluster.list("v1", "Pod", options));
    for (const Value& pod : pods.items) {
        const bool ready = YARE_TRY(kube::legacy_ready(pod, {}));
        if (!ready) return false;
    }
    return true;
}

Result<bool> deployment_ready(const Value& object, const kube::LegacyOptions& base, const Awaiting& with) {
    kube::ListOptions options;
    options.namespace_name = kube::object_namespace(object);
    options.label_selector = selector_text(object.path({"spec", "selector", "matchLabels"}));
    options.call.cancellation = with.cancellation;
    const kube::ObjectList sets = YARE_TRY(with.cluster.list("apps/v1", "ReplicaSet", options));
    kube::LegacyOptions judged = base;
    judged.new_replica_set = kube::find_new_replica_set(object, sets.items);
    return kube::legacy_ready(object, judged);
}

Result<bool> ready(const kube::ObjectRef& ref, const kube::LegacyOptions& options, const Awaiting& with) {
    kube::CallOptions call;
    call.cancellation = with.cancellation;
    kube::Pending pending = with.cluster.get(ref, call);
    const kube::Object object = YARE_TRY(pending.wait());
    if (ref.kind == "Deployment") return deployment_ready(object.root(), options, with);
    const bool itself = YARE_TRY(kube::legacy_ready(object.root(), options));
    if (!itself) return false;
    if (ref.kind == "ReplicaSet") {
        return pods_ready(object.root(), object.root().path({"spec", "selector", "matchLabels"}), with);
    }
    if (ref.kind == "ReplicationController") {
        return pods_ready(object.root(), object.root().path({"spec", "selector"}), with);
    }
    return true;
}

bool may_pass(const Error& error) {
    return error.code() == ErrorCode::Unavailable || error.code() == ErrorCode::TimedOut ||
           error.code() == ErrorCode::NotFound;
}

}  // namespace

Result<void> await_legacy(const std::vector<kube::ObjectRef>& objects, const WaitOptions& options,
                          const Awaiting& with) {
    constexpr int kMostFailures = 30;  // Helm: so many in a row are taken for the server's own trouble
    const auto deadline = with.clock.monotonic() + options.timeout;
    kube::LegacyOptions rules;
    rules.jobs = options.jobs;
    int failures = 0;
    std::size_t at = 0;
    for (;;) {
        WaitProgress progress{at, objects.size(), {}};
        bool waiting = false;
        for (; at < objects.size() && !waiting; ++at) {
            Result<bool> one = ready(objects[at], rules, with);
            if (with.cancellation.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
            if (!one && (!may_pass(one.error()) || ++failures > kMostFailures)) return std::move(one).error();
            if (one) failures = 0;
            waiting = !one || !*one;
            if (waiting) break;
        }
        if (!waiting) return {};
        progress.ready = at;
        progress.waiting.push_back({objects[at], "InProgress", ""});
        if (with.events) with.events(progress);
        if (with.clock.monotonic() >= deadline)
            return Error(ErrorCode::TimedOut, "context deadline exceeded");
        with.clock.sleep(kPoll, with.cancellation);
    }
}

}  // namespace yare::release
