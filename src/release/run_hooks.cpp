#include "run_hooks.h"

#include <algorithm>

#include "await.h"
#include "debug_log.h"
#include "timestamps.h"
#include "write_objects.h"
#include "yare/data/json.h"

namespace yare::release {

namespace {

constexpr std::string_view kBefore = "before-hook-creation";
constexpr std::string_view kSucceeded = "hook-succeeded";
constexpr std::string_view kFailed = "hook-failed";

bool has(const std::vector<std::string>& policies, std::string_view policy) {
    return std::find(policies.begin(), policies.end(), policy) != policies.end();
}

class Runner {
  public:
    Runner(const RunHooks& step, HeldRecord& record, const Surroundings& with,
           const Cancellation& cancellation)
        : step_(step),
          record_(record),
          with_(with),
          cancellation_(cancellation),
          awaiting_{with.cluster, with.clock, quiet_, cancellation} {}

    Result<void> run() {
        for (std::size_t i = 0; i < step_.hooks.size(); ++i) {
            const PlannedHook& planned = step_.hooks[i];
            Result<void> done = run_one(planned);
            if (with_.events) {
                for (const ManifestObject& object : planned.objects) {
                    with_.events(HookDone{step_.event, object.ref, done.ok()});
                }
            }
            if (done) continue;
            after_failure(i);
            return done;
        }
        // Helm: the hooks of an event go only when all of it has succeeded, the last one first.
        for (std::size_t i = step_.hooks.size(); i-- > 0;) {
            show_logs(step_.hooks[i], kSucceeded);
            YARE_TRY(remove_by(step_.hooks[i], kSucceeded));
        }
        return {};
    }

  private:
    Hook& hook_of(const PlannedHook& planned) { return record_.release().hooks[planned.index]; }

    Result<void> run_one(const PlannedHook& planned) {
        Hook& hook = hook_of(planned);
        if (hook.delete_policies.empty()) hook.delete_policies.emplace_back(kBefore);
        if (cancellation_.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
        YARE_TRY(remove_by(planned, kBefore));
        hook.last_run = {format_time(with_.clock.now()), "", "Running"};
        YARE_TRY(record_.save());
        hook.last_run.phase = "Unknown";
        Result<void> done = create(planned, hook);
        if (done) {
            done = await_completion(refs(planned), step_.wait, awaiting_);
            if (!done) done = explain(planned, std::move(done).error());
        }
        hook.last_run.completed_at = format_time(with_.clock.now());
        hook.last_run.phase = done ? "Succeeded" : "Failed";
        return done;
    }

    Result<void> create(const PlannedHook& planned, const Hook& hook) {
        WriteObjects write;
        write.mode = step_.apply ? WriteMode::Apply : WriteMode::Create;
        write.first_install = true;
        for (const ManifestObject& object : planned.objects) {
            if (with_.events) with_.events(HookStarted{step_.event, object.ref});
            PlannedObject sent;
            sent.ref = object.ref;
            sent.json = object.json;
            write.objects.push_back(std::move(sent));
        }
        log_creation(write.objects.size(), step_.apply, with_.diagnostics);
        Surroundings quiet = with_;
        quiet.events = [this](const Event& event) {
            if (with_.events && std::holds_alternative<ObjectRefused>(event)) with_.events(event);
        };
        Written written = write_objects(write, quiet);
        if (written.failures.empty()) return {};
        std::vector<Error> errors;
        for (WriteFailure& failure : written.failures) errors.push_back(std::move(failure.error));
        return join_errors(std::move(errors), "\n")
            .during("warning: Hook " + step_.event + " " + hook.path + " failed");
    }

    // Helm: definitions of kinds are never deleted by policy, all their objects would go with them.
    Result<void> remove_by(const PlannedHook& planned, std::string_view policy) {
        const Hook& hook = hook_of(planned);
        if (hook.kind == "CustomResourceDefinition" || !has(hook.delete_policies, policy)) return {};
        Surroundings quiet = with_;
        quiet.events = {};
        Removed removed = remove_objects(refs(planned), kube::Propagation::Background, quiet);
        if (!removed.failures.empty()) {
            std::vector<Error> errors;
            for (auto& [ref, error] : removed.failures) errors.push_back(std::move(error));
            return join_errors(std::move(errors), "; ");
        }
        // Always waited for: what is created while its namesake is still going would go with it.
        return await_gone(refs(planned), step_.wait, awaiting_);
    }

    void after_failure(std::size_t failed) {
        show_logs(step_.hooks[failed], kFailed);
        report(remove_by(step_.hooks[failed], kFailed), "error deleting the hook resource on hook failure");
        for (std::size_t i = 0; i < failed; ++i) {
            report(remove_by(step_.hooks[i], kSucceeded), "error deleting the hook resource");
        }
    }

    void report(const Result<void>& result, const char* what) {
        if (!result) with_.diagnostics.warn(what, {{"error", result.error().text()}});
    }

    static std::vector<kube::ObjectRef> refs(const PlannedHook& planned) {
        std::vector<kube::ObjectRef> out;
        for (const ManifestObject& object : planned.objects) {
            if (!object.ref.name.empty()) out.push_back(object.ref);
        }
        return out;
    }

    struct Container {
        std::string pod;
        std::string name;
    };

    // The containers of a hook that is a Pod or a Job.
    Result<std::vector<Container>> containers(const kube::ObjectRef& ref) {
        kube::ListOptions options;
        options.namespace_name = ref.namespace_name;
        if (ref.kind == "Job") options.label_selector = "job-name=" + ref.name;
        if (ref.kind == "Pod") options.field_selector = "metadata.name=" + ref.name;
        std::vector<Container> found;
        if (ref.kind != "Job" && ref.kind != "Pod") return found;
        const kube::ObjectList pods = YARE_TRY(with_.cluster.list("v1", "Pod", options));
        for (const Value& pod : pods.items) {
            const Value list = pod.path({"spec", "containers"});
            if (!list.is_list()) continue;
            for (const Value& container : list.items()) {
                found.push_back({std::string(kube::object_name(pod)),
                                 std::string(container.path({"name"}).string_or(""))});
            }
        }
        return found;
    }

    Result<std::string> log_of(const kube::ObjectRef& ref, const Container& container, const char* more) {
        return with_.cluster.get_text("/api/v1/namespaces/" + ref.namespace_name + "/pods/" + container.pod +
                                      "/log?container=" + container.name + more);
    }

    void show_logs(const PlannedHook& planned, std::string_view policy) {
        if (!has(hook_of(planned).output_log_policies, policy)) return;
        for (const kube::ObjectRef& ref : refs(planned)) {
            const Result<std::vector<Container>> found = containers(ref);
            if (!found) {
                with_.diagnostics.warn("error outputting logs for hook", {{"error", found.error().text()}});
                continue;
            }
            for (const Container& container : *found) {
                const Result<std::string> text = log_of(ref, container, "");
                if (text && with_.events) {
                    with_.events(HookLog{ref.namespace_name, container.pod, container.name, *text});
                }
            }
        }
    }

    // What the hook said last is the best reason there is.
    Error explain(const PlannedHook& planned, Error error) {
        if (cancellation_.stop_requested()) return error;
        for (const kube::ObjectRef& ref : refs(planned)) {
            const Result<std::vector<Container>> found = containers(ref);
            if (!found) continue;
            for (const Container& container : *found) {
                const Result<std::string> text = log_of(ref, container, "&tailLines=5");
                if (!text || text->empty()) continue;
                error = std::move(error).note("last lines of pod " + container.pod + " (" + container.name +
                                              "):");
                std::string_view rest = *text;
                while (!rest.empty()) {
                    const std::size_t end = std::min(rest.find('\n'), rest.size());
                    error = std::move(error).note("  " + std::string(rest.substr(0, end)));
                    rest.remove_prefix(std::min(end + 1, rest.size()));
                }
            }
        }
        return error;
    }

    const RunHooks& step_;
    HeldRecord& record_;
    const Surroundings& with_;
    const Cancellation cancellation_;
    const Events quiet_;
    const Awaiting awaiting_;
};

}  // namespace

Result<void> run_hooks(const RunHooks& step, HeldRecord& record, const Surroundings& with,
                       const Cancellation& cancellation) {
    return Runner(step, record, with, cancellation).run();
}

}  // namespace yare::release
