// The sandbox itself: one request at a time from the outside in, in a transaction of its own where it writes.
#include "controllers.h"
#include "discovery.h"
#include "object.h"
#include "reading.h"
#include "reviews.h"
#include "seed.h"
#include "watching.h"
#include "writing.h"
#include "yare/sandbox/sandbox.h"

namespace yare::sandbox {
namespace {

class Api final : public Sandbox, private Exchange {
  public:
    Api(std::unique_ptr<Store> store, Clock& clock, Random& random)
        : cluster_owned_(std::move(store), clock, random), controllers_(cluster_owned_) {
        cluster = &cluster_owned_;
    }

    Result<void> prepare() {
        read_custom_kinds();
        cluster_owned_.store().begin();
        seed(cluster_owned_);
        controllers_.run();
        controllers_.recover();
        return cluster_owned_.store().commit();
    }

    Answer handle(const net::Request& request) override {
        Call call(request);
        split_url(request.url, call);
        const std::lock_guard guard(lock);
        tick_locked();
        Answer answer = route(call);
        for (const std::string& warning : call.warnings) {
            std::string quoted;
            for (const char c : warning)
                quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
            answer.response.headers.push_back({"Warning", "299 - \"" + quoted + "\""});
        }
        return answer;
    }

    void tick() override {
        const std::lock_guard guard(lock);
        tick_locked();
    }

    void end_watches() override {
        const std::lock_guard guard(lock);
        ++ended;
        news.notify_all();
    }

  private:
    Answer route(Call& call) {
        if (std::optional<Answer> answer = answer_discovery(cluster_owned_.kinds(), call))
            return std::move(*answer);
        if (std::optional<Answer> answer = answer_review(call)) return std::move(*answer);
        if (Checked wrong = find_target(cluster_owned_.kinds(), call)) return failed(*wrong);
        const std::string& method = call.request.method;
        if (method == "GET" || method == "HEAD") {
            if (call.asks("watch")) return start_watch(*this, call);
            return call.name.empty() ? get_list(cluster_owned_, call) : get_one(cluster_owned_, call);
        }
        return write(call, method);
    }

    Answer write(Call& call, const std::string& method) {
        Store& store = cluster_owned_.store();
        const std::int64_t kinds_before = cluster_owned_.kinds().generation();
        store.begin();
        Answer answer = change(call, method);
        if (answer.response.status >= 400 || call.dry_run()) {
            store.roll_back();
            cluster_owned_.forget_dirty();
            if (cluster_owned_.kinds().generation() != kinds_before) read_custom_kinds();
            return answer;
        }
        controllers_.run();
        if (const Result<void> committed = store.commit(); !committed) {
            cluster_owned_.forget_dirty();
            read_custom_kinds();
            return failed(broken(committed.error().text()));
        }
        news.notify_all();
        return answer;
    }

    Answer change(Call& call, const std::string& method) {
        const bool writable = call.subresource.empty() || call.subresource == "status" ||
                              call.subresource == "scale" || call.subresource == "approval" ||
                              call.subresource == "ephemeralcontainers" || call.subresource == "resize";
        if (call.subresource == "eviction" && method == "POST") {
            call.subresource.clear();
            Answer answer = remove_one(cluster_owned_, call);
            if (answer.response.status == 200)
                answer = json_answer(201, success_json(*call.kind, call.name, ""));
            return answer;
        }
        if (!writable) {
            return failed(nothing_runs(*call.kind, call.name, call.subresource));
        }
        if (method == "POST" && call.name.empty()) return create(cluster_owned_, call);
        if (method == "DELETE" && call.name.empty()) return remove_collection(cluster_owned_, call);
        if (call.name.empty()) return failed(method_not_allowed());
        if (method == "PUT") return update(cluster_owned_, call);
        if (method == "PATCH") return patch(cluster_owned_, call);
        if (method == "DELETE" && call.subresource.empty()) return remove_one(cluster_owned_, call);
        return failed(method_not_allowed());
    }

    void read_custom_kinds() {
        Document document;
        Kinds& kinds = cluster_owned_.kinds();
        kinds.clear_custom();
        for (Map* crd : cluster_owned_.load_all(
                 document, kinds.builtin("apiextensions.k8s.io", "CustomResourceDefinition"), ""))
            kinds.set_custom(crd);
    }

    void tick_locked() override {
        const std::optional<std::chrono::milliseconds> due = controllers_.until_due();
        if (!due || due->count() > 0) return;
        Store& store = cluster_owned_.store();
        store.begin();
        controllers_.run_due();
        if (!store.commit()) cluster_owned_.forget_dirty();
        news.notify_all();
    }
    std::optional<std::chrono::milliseconds> until_due() override { return controllers_.until_due(); }

    Cluster cluster_owned_;
    Controllers controllers_;
};

}  // namespace

Result<std::unique_ptr<Sandbox>> Sandbox::open(const std::string& database, Clock& clock, Random& random) {
    std::unique_ptr<Store> store = YARE_TRY(Store::open(database));
    auto api = std::make_unique<Api>(std::move(store), clock, random);
    YARE_TRY(api->prepare());
    return std::unique_ptr<Sandbox>(std::move(api));
}

}  // namespace yare::sandbox
