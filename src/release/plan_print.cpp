#include "objects.h"
#include "yare/release/plan.h"

namespace yare::release {

namespace {

const char* strategy_name(WaitStrategy strategy) {
    switch (strategy) {
        case WaitStrategy::HookOnly:
            return "hookOnly";
        case WaitStrategy::Watcher:
            return "watcher";
        case WaitStrategy::Legacy:
            return "legacy";
    }
    return "";
}

const char* propagation_name(kube::Propagation propagation) {
    switch (propagation) {
        case kube::Propagation::Default:
            return "";
        case kube::Propagation::Background:
            return "background";
        case kube::Propagation::Foreground:
            return "foreground";
        case kube::Propagation::Orphan:
            return "orphan";
    }
    return "";
}

std::string place(const kube::ObjectRef& ref) {
    return ref.namespace_name.empty() ? ref.name : ref.namespace_name + "/" + ref.name;
}

std::string seconds(const WaitOptions& wait) {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(wait.timeout).count()) + "s";
}

// Kinds one after the other: "Deployment demo/a, demo/b; Service demo/c".
std::string kinds_text(const std::vector<kube::ObjectRef>& refs) {
    std::string out;
    for (std::size_t i = 0; i < refs.size(); ++i) {
        if (i == 0 || refs[i].kind != refs[i - 1].kind) {
            out += (i == 0 ? "" : "; ") + refs[i].kind + " " + place(refs[i]);
        } else {
            out += ", " + place(refs[i]);
        }
    }
    return out;
}

struct Describer {
    std::string operator()(const CreateNamespace& step) const { return "create namespace " + step.name; }
    std::string operator()(const PruneRecord& step) const {
        return "forget revision " + std::to_string(step.revision);
    }
    std::string operator()(const CreateRecord& step) const {
        return "record revision " + std::to_string(step.revision) + " as " +
               std::string(status_name(step.status));
    }
    std::string operator()(const SaveRecord& step) const {
        return "mark revision " + std::to_string(step.revision) + " as " +
               std::string(status_name(step.status));
    }
    std::string operator()(const RunHooks& step) const {
        std::vector<kube::ObjectRef> refs;
        for (const PlannedHook& hook : step.hooks) {
            for (const ManifestObject& object : hook.objects) refs.push_back(object.ref);
        }
        return "run " + step.event + " hooks: " + kinds_text(refs);
    }
    std::string operator()(const Refuse& step) const { return "fail: " + step.reason; }
    std::string operator()(const WriteObjects& step) const {
        std::string out = step.mode == WriteMode::Create    ? "create "
                          : step.mode == WriteMode::Apply   ? "apply "
                          : step.mode == WriteMode::Replace ? "replace "
                                                            : "patch ";
        out += step.objects.empty() ? "" : step.objects.front().ref.kind + " ";
        for (std::size_t i = 0; i < step.objects.size(); ++i) {
            const PlannedObject& object = step.objects[i];
            out += (i > 0 ? ", " : "") + place(object.ref);
            if (!object.exists) out += " (new)";
            if (object.adopt_managed_fields) out += " (fields written before become ours)";
        }
        if (step.force_conflicts) out += ", forcing conflicts";
        return out;
    }
    std::string operator()(const RemoveObjects& step) const {
        return "delete " + kinds_text(step.objects) + ", " + propagation_name(step.propagation);
    }
    std::string operator()(const AwaitReady& step) const {
        return "wait for " + std::to_string(step.objects.size()) + " resources, " +
               strategy_name(step.wait.strategy) + (step.wait.jobs ? " with jobs" : "") + ", up to " +
               seconds(step.wait);
    }
    std::string operator()(const AwaitGone& step) const {
        return "wait until " + std::to_string(step.objects.size()) + " resources are gone, up to " +
               seconds(step.wait);
    }
    std::string operator()(const SupersedeRecord& step) const {
        return "mark revision " + std::to_string(step.revision) + " as superseded";
    }
    std::string operator()(const FinishRecord& step) const {
        return "mark revision " + std::to_string(step.revision) + " as " +
               std::string(status_name(step.status)) + ": " + step.description;
    }
    std::string operator()(const PurgeRecords& step) const {
        return "forget all " + std::to_string(step.revisions.size()) + " revisions";
    }
};

}  // namespace

std::string describe(const Step& step) { return std::visit(Describer{}, step); }

std::string print(const Plan& plan) {
    std::string out;
    for (const std::string& remark : plan.remarks) out += remark + "\n";
    for (const Step& step : plan.steps) out += describe(step) + "\n";
    for (const kube::ObjectRef& ref : plan.kept) out += "keep " + ref_text(ref) + "\n";
    for (const kube::ObjectRef& ref : plan.not_owned) out += "leave " + ref_text(ref) + ": not owned\n";
    for (const auto& [ref, reason] : plan.unverified) out += "leave " + ref_text(ref) + ": " + reason + "\n";
    return out;
}

}  // namespace yare::release
