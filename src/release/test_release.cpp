// `helm test`: the hooks of the event "test".
#include <algorithm>

#include "deploy.h"
#include "run_hooks.h"

namespace yare::release {

namespace {

bool names(const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

RunHooks test_step(const Wanted& wanted, const TestOptions& options) {
    RunHooks step;
    step.event = "test";
    step.apply = wanted.release.apply_method == ApplyMethod::ServerSide;
    step.wait.strategy = WaitStrategy::Watcher;
    step.wait.timeout = options.timeout;
    const std::vector<Hook>& hooks = wanted.release.hooks;
    for (std::size_t i = 0; i < hooks.size(); ++i) {
        if (!hooks[i].runs_on("test") || names(options.except, hooks[i].name)) continue;
        if (!options.only.empty() && !names(options.only, hooks[i].name)) continue;
        step.hooks.push_back({i, wanted.hook_objects[i]});
    }
    std::stable_sort(step.hooks.begin(), step.hooks.end(), [&](const PlannedHook& a, const PlannedHook& b) {
        return std::tie(hooks[a.index].weight, hooks[a.index].name) <
               std::tie(hooks[b.index].weight, hooks[b.index].name);
    });
    return step;
}

// Helm: every container of a test that is a Pod, the initial ones first; other kinds are left out.
Result<void> send_logs(const Context& context, const RunHooks& step) {
    for (const PlannedHook& hook : step.hooks) {
        for (const ManifestObject& object : hook.objects) {
            if (object.ref.kind != "Pod") continue;
            kube::Pending pending = context.cluster->get(object.ref);
            const kube::Object pod = YARE_TRY_WHILE("unable to get pod " + object.ref.name, pending.wait());
            for (const char* list : {"initContainers", "containers"}) {
                const Value containers = pod.root().path({"spec", list});
                if (!containers.is_list()) continue;
                for (const Value& container : containers.items()) {
                    const std::string name(container.path({"name"}).string_or(""));
                    std::string text = YARE_TRY_WHILE(
                        "unable to get logs for pod " + object.ref.name + ", container " + name,
                        context.cluster->get_text("/api/v1/namespaces/" + object.ref.namespace_name +
                                                  "/pods/" + object.ref.name + "/log?container=" + name));
                    if (context.events) {
                        context.events(
                            HookLog{object.ref.namespace_name, object.ref.name, name, std::move(text)});
                    }
                }
            }
        }
    }
    return {};
}

}  // namespace

Result<Release> test(const Context& context, const std::string& name, const TestOptions& options) {
    YARE_ASSERT(context.cluster, "tests need a cluster");
    YARE_TRY(check_reachable(context));
    if (!validate_name(name))
        return Error(ErrorCode::Invalid, "releaseTest: Release name is invalid: " + name);
    Stored last = YARE_TRY(context.storage.last(name, context.diagnostics));
    const Wanted wanted = YARE_TRY(make_wanted(context, last.release, ""));
    const RunHooks step = test_step(wanted, options);

    const Holder holder = this_holder(context.process);
    std::string version = YARE_TRY(
        context.storage.mark(name, last.release.revision, make_lease(holder, context.clock), last.version));
    HeldRecord record(context.storage, context.clock, last.release, holder, std::move(version));
    record.keep();
    const Surroundings with = surroundings(context);
    Result<void> done = run_hooks(step, record, with, context.cancellation);
    const Result<void> saved = record.finish();
    if (options.logs) {
        Result<void> sent = send_logs(context, step);
        if (done && !sent) done = std::move(sent);
    }
    if (!done) return std::move(done).error();
    if (!saved) return saved.error();
    return record.release();
}

}  // namespace yare::release
