#include "plan_steps.h"

namespace yare::release {

Result<Plan> plan_install(const InstallFacts& facts, const Live& live, const PlanOptions& options) {
    Plan plan;
    plan.operation = Operation::Install;
    plan.release = facts.wanted.release;
    const std::set<kube::ObjectRef> adopted = YARE_TRY_WHILE(
        "unable to continue with install", find_adopted(facts.wanted, {}, live, options, plan.remarks));

    if (facts.create_namespace) {
        plan.steps.emplace_back(CreateNamespace{plan.release.namespace_name, options.write.server_side});
    }
    // Helm: a failed revision keeps its status when its name is used again.
    if (facts.replace && !facts.history.empty() && facts.history.back().status != Status::Failed) {
        plan.steps.emplace_back(SupersedeRecord{facts.history.back().revision, "superseded by new release"});
    }
    plan.steps.emplace_back(CreateRecord{plan.release.revision, Status::PendingInstall});
    add_hooks(plan, facts.wanted, "pre-install", "failed pre-install", options.write.server_side, options);
    // Helm: with nothing to adopt this is a plain creation, whose failures read differently.
    plan.write = options.write;
    const WriteFacts writes{facts.wanted, {}, live, adopted.empty(), true};
    if (!adopted.empty()) add_refusal(plan, options.write);
    YARE_TRY(add_writes(plan, writes, options));
    add_wait(plan, facts.wanted, "", options);
    add_hooks(plan, facts.wanted, "post-install", "failed post-install", options.write.server_side, options);
    plan.steps.emplace_back(
        FinishRecord{plan.release.revision, Status::Deployed,
                     options.description.empty() ? "Install complete" : options.description});
    return plan;
}

}  // namespace yare::release
