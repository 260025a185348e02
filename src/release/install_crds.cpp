#include "install_crds.h"

#include "await.h"
#include "write_objects.h"

namespace yare::release {

namespace {

constexpr std::chrono::seconds kTimeout{60};

Result<void> write_crd(const std::vector<ManifestObject>& objects, const InstallOptions& options,
                       const Surroundings& with) {
    WriteObjects write;
    write.mode = options.server_side ? WriteMode::Apply : WriteMode::Create;
    write.force_conflicts = options.deploy.force_conflicts;
    write.first_install = true;
    for (const ManifestObject& object : objects) {
        PlannedObject planned;
        planned.ref = object.ref;
        planned.json = object.json;
        write.objects.push_back(std::move(planned));
    }
    Written written = write_objects(write, with);
    for (WriteFailure& failure : written.failures) {
        // Helm: a definition that is there already stays as it is.
        if (failure.error.code() != ErrorCode::AlreadyExists) return std::move(failure.error);
    }
    return {};
}

}  // namespace

Result<void> install_crds(const Context& context, const charts::Chart& chart, const InstallOptions& options) {
    const std::vector<charts::Crd> crds = charts::crds(chart);
    if (crds.empty()) return {};
    const ScopeOf scope = scope_from(*context.cluster);
    const Surroundings with = surroundings(context);
    std::vector<kube::ObjectRef> written;
    // One file after the other: definitions are large, and all at once they keep a small server busy past its
    // own time limit.
    for (const charts::Crd& crd : crds) {
        if (context.cancellation.stop_requested()) return Error(ErrorCode::Cancelled, "context canceled");
        const std::string doing = "failed to install CRD " + std::string(crd.file->name);
        const std::vector<ManifestObject> objects =
            YARE_TRY_WHILE(doing, read_objects(crd.file->data, context.namespace_name, scope,
                                               UnknownKinds::Fail, context.diagnostics));
        if (objects.empty()) return Error(ErrorCode::Invalid, doing + ": resources are empty");
        YARE_TRY_WHILE(doing, write_crd(objects, options, with));
        for (const ManifestObject& object : objects) written.push_back(object.ref);
    }
    // Helm: always waited for, whatever the strategy, or objects of the new kinds come too early.
    WaitOptions wait;
    wait.strategy =
        options.deploy.wait.strategy == WaitStrategy::Legacy ? WaitStrategy::Legacy : WaitStrategy::Watcher;
    wait.timeout = kTimeout;
    YARE_TRY(
        await_ready(written, wait, {*context.cluster, context.clock, with.events, context.cancellation}));
    context.cluster->forget_discovery();
    return {};
}

}  // namespace yare::release
