#include "await.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <tuple>

#include "await_legacy.h"
#include "yare/kube/watch.h"

namespace yare::release {

namespace {

using namespace std::chrono_literals;
using kube::State;

// States are looked at this often even when no event comes: some change with time alone (a Pod that finds no
// node).
constexpr std::chrono::milliseconds kLook = 1s;
constexpr std::chrono::seconds kWatcherDefault{30};
constexpr std::size_t kAtOnce = 64;

// Called only for objects that are there.
using Judge = std::function<kube::Status(const Value& object)>;

struct Group {
    std::unique_ptr<kube::Informer> informer;
    bool polling = false;  // it may not be watched: ask for each object instead
};

class Waiter {
  public:
    Waiter(const std::vector<kube::ObjectRef>& objects, State desired, Judge judge, const Awaiting& with)
        : with_(with), desired_(desired), judge_(std::move(judge)) {
        for (const kube::ObjectRef& ref : objects) entries_.push_back({ref, {}});
    }

    Result<void> run(std::chrono::milliseconds timeout);

  private:
    struct Entry {
        kube::ObjectRef ref;
        kube::Status status;
    };
    using GroupKey = std::tuple<std::string, std::string, std::string>;

    bool settled(const Entry& entry) const {
        return entry.status.state == desired_ ||
               (desired_ == State::Current && entry.status.state == State::Failed);
    }
    bool all_settled() const {
        return std::all_of(entries_.begin(), entries_.end(),
                           [&](const Entry& entry) { return settled(entry); });
    }
    static GroupKey group_key(const kube::ObjectRef& ref) {
        return {ref.api_version, ref.kind, ref.namespace_name};
    }
    void see(Entry& entry, const Value* object) const;
    void ask(const std::vector<Entry*>& entries) const;
    Result<void> watch();
    void look();
    void wake() {
        const std::lock_guard lock(wake_mutex_);
        wake_.request_stop();
    }
    void tell();
    Result<void> verdict(bool timed_out) const;

    const Awaiting& with_;
    const State desired_;
    const Judge judge_;
    std::vector<Entry> entries_;
    std::string told_;
    std::mutex wake_mutex_;
    std::stop_source wake_;
    std::map<GroupKey, Group> groups_;  // last: its threads call wake()
};

void Waiter::see(Entry& entry, const Value* object) const {
    if (object) {
        entry.status = judge_(*object);
    } else {
        entry.status = {State::NotFound, "Resource not found", ""};
    }
}

void Waiter::ask(const std::vector<Entry*>& entries) const {
    for (std::size_t start = 0; start < entries.size(); start += kAtOnce) {
        const std::size_t end = std::min(entries.size(), start + kAtOnce);
        std::vector<kube::Pending> pending;
        for (std::size_t i = start; i < end; ++i) {
            kube::CallOptions options;
            options.cancellation = with_.cancellation;
            pending.push_back(with_.cluster.get(entries[i]->ref, options));
        }
        for (std::size_t i = start; i < end; ++i) {
            const Result<kube::Object> object = pending[i - start].wait();
            if (object) {
                const Value root = object->root();
                see(*entries[i], &root);
            } else if (object.error().code() == ErrorCode::NotFound) {
                see(*entries[i], nullptr);
            } else {
                entries[i]->status = {State::Unknown, object.error().text(), ""};
            }
        }
    }
}

// An informer for each kind and namespace in which something is still waited for.
Result<void> Waiter::watch() {
    std::map<GroupKey, std::vector<const Entry*>> waiting;
    for (const Entry& entry : entries_) {
        if (!settled(entry)) waiting[group_key(entry.ref)].push_back(&entry);
    }
    for (const auto& [key, entries] : waiting) {
        kube::WatchTarget target;
        std::tie(target.api_version, target.kind, target.namespace_name) = key;
        if (entries.size() == 1) target.field_selector = "metadata.name=" + entries.front()->ref.name;
        Group& group = groups_[key];
        group.informer = std::make_unique<kube::Informer>(with_.cluster, target, with_.clock);
        group.informer->add_handler([this](const kube::Change&) { wake(); });
        group.informer->start();
    }
    for (auto& [key, group] : groups_) {
        const Result<void> synced = group.informer->wait_synced(with_.cancellation);
        if (with_.cancellation.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
        group.polling = !synced;
    }
    return {};
}

void Waiter::look() {
    std::vector<Entry*> polled;
    for (Entry& entry : entries_) {
        const auto found = groups_.find(group_key(entry.ref));
        if (found == groups_.end()) continue;  // was ready at the first look
        if (found->second.polling || found->second.informer->failure()) {
            if (!settled(entry)) polled.push_back(&entry);
            continue;
        }
        const kube::SharedObject object =
            found->second.informer->store().find(entry.ref.namespace_name, entry.ref.name);
        const Value root = object ? object->root() : Value();
        see(entry, object ? &root : nullptr);
    }
    ask(polled);
}

void Waiter::tell() {
    if (!with_.events) return;
    WaitProgress progress;
    progress.total = entries_.size();
    std::string text;
    for (const Entry& entry : entries_) {
        if (settled(entry)) {
            ++progress.ready;
            continue;
        }
        progress.waiting.push_back(
            {entry.ref, std::string(kube::state_name(entry.status.state)), entry.status.message});
        text += entry.ref.kind + "/" + entry.ref.name + "=" + entry.status.message + "\n";
    }
    if (text == told_ && !told_.empty()) return;
    told_ = std::move(text);
    with_.events(progress);
}

Result<void> Waiter::verdict(bool timed_out) const {
    std::string lines;
    for (const Entry& entry : entries_) {
        if (entry.status.state == desired_) continue;
        if (desired_ == State::NotFound && entry.status.state == State::Unknown) continue;
        lines += (lines.empty() ? "resource " : "\nresource ") + entry.ref.kind + "/" +
                 entry.ref.namespace_name + "/" + entry.ref.name +
                 (desired_ == State::NotFound ? " still exists. status: " : " not ready. status: ") +
                 std::string(kube::state_name(entry.status.state)) + ", message: " + entry.status.message;
    }
    if (timed_out) lines += (lines.empty() ? "" : "\n") + std::string("context deadline exceeded");
    if (lines.empty()) return {};
    return Error(timed_out ? ErrorCode::TimedOut : ErrorCode::Internal, lines);
}

Result<void> Waiter::run(std::chrono::milliseconds timeout) {
    const auto deadline = with_.clock.monotonic() + timeout;
    std::vector<Entry*> all;
    for (Entry& entry : entries_) all.push_back(&entry);
    ask(all);
    tell();
    if (!all_settled()) YARE_TRY(watch());
    const std::stop_callback on_cancel(with_.cancellation, [this] { wake(); });
    for (;;) {
        if (with_.cancellation.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
        Cancellation woken;
        {
            // Before looking, so that an event that comes while we look is not lost.
            const std::lock_guard lock(wake_mutex_);
            wake_ = std::stop_source();
            woken = wake_.get_token();
        }
        if (!groups_.empty()) look();
        tell();
        if (all_settled()) return verdict(false);
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(deadline - with_.clock.monotonic());
        if (left <= 0ms) return verdict(true);
        with_.clock.sleep(std::min(left, kLook), woken);
    }
}

kube::Status status_or_reason(Result<kube::Status> status) {
    if (status) return std::move(*status);
    return {State::Unknown, status.error().text(), ""};
}

std::int64_t count_at(const Value& object, std::initializer_list<std::string_view> path,
                      std::int64_t otherwise) {
    const Value found = object.path(path);
    return found.is_integer() ? found.as_integer() : otherwise;
}

// Helm's words for the end of a hook: those of its status readers, not of its older way of waiting.
std::string completion_message(const Value& object, kube::Completion completion) {
    const std::string kind(object.path({"kind"}).string_or(""));
    if (completion == kube::Completion::Running) return kind + " in progress";
    if (kind == "Pod") {
        return "pod " + std::string(kube::object_name(object)) +
               (completion == kube::Completion::Failed ? " failed" : " succeeded");
    }
    if (kind != "Job") return "Resource is current";
    const std::int64_t wanted =
        count_at(object, {"spec", "completions"}, count_at(object, {"spec", "parallelism"}, 1));
    const bool failed = completion == kube::Completion::Failed;
    const std::int64_t count = count_at(object, {"status", failed ? "failed" : "succeeded"}, 0);
    return (failed ? "Job Failed. failed: " : "Job Completed. succeeded: ") + std::to_string(count) + "/" +
           std::to_string(wanted);
}

kube::Status completion_as_status(const Value& object) {
    const kube::CompletionStatus found = kube::completion_status(object);
    const State state = found.completion == kube::Completion::Succeeded ? State::Current
                        : found.completion == kube::Completion::Failed  ? State::Failed
                                                                        : State::InProgress;
    return {state, completion_message(object, found.completion), ""};
}

std::chrono::milliseconds effective(std::chrono::milliseconds timeout) {
    return timeout == 0ms ? std::chrono::milliseconds(kWatcherDefault) : timeout;
}

bool is_job(const Value& object) { return object.path({"kind"}).string_or("") == "Job"; }

bool is_paused(const Value& object) {
    const Value paused = object.path({"spec", "paused"});
    return object.path({"kind"}).string_or("") == "Deployment" && paused.is_bool() && paused.as_bool();
}

}  // namespace

Result<void> await_ready(const std::vector<kube::ObjectRef>& objects, const WaitOptions& options,
                         const Awaiting& with) {
    if (options.strategy == WaitStrategy::Legacy) return await_legacy(objects, options, with);
    const Judge judge = [&](const Value& object) -> kube::Status {
        // Helm: paused Deployments are not waited for.
        if (is_paused(object)) return {State::Current, "", ""};
        if (options.jobs && is_job(object)) return completion_as_status(object);
        return status_or_reason(kube::object_status(object, with.clock.now()));
    };
    return Waiter(objects, State::Current, judge, with).run(effective(options.timeout));
}

Result<void> await_completion(const std::vector<kube::ObjectRef>& objects, const WaitOptions& options,
                              const Awaiting& with) {
    return Waiter(objects, State::Current, completion_as_status, with).run(effective(options.timeout));
}

Result<void> await_gone(const std::vector<kube::ObjectRef>& objects, const WaitOptions& options,
                        const Awaiting& with) {
    const Judge judge = [&](const Value& object) {
        return status_or_reason(kube::object_status(object, with.clock.now()));
    };
    return Waiter(objects, State::NotFound, judge, with).run(effective(options.timeout));
}

}  // namespace yare::release
