#include "debug_log.h"

#include "objects.h"
#include "yare/release/storage.h"

namespace yare::release {

namespace {

using Attributes = std::vector<std::pair<std::string, std::string>>;

std::string word(bool truth) { return truth ? "true" : "false"; }

void log_server_side(const char* what, bool force_conflicts, Attributes more, Diagnostics& log) {
    Attributes attributes = {{"forceConflicts", word(force_conflicts)},
                             {"dryRun", "false"},
                             {"fieldValidationDirective", "Strict"}};
    for (auto& one : more) attributes.push_back(std::move(one));
    log.debug(std::string("using server-side apply for resource ") + what, std::move(attributes));
}

void log_patch(const char* what, const kube::ObjectRef& ref, const std::string& error, Diagnostics& log) {
    Attributes attributes = {{"namespace", ref.namespace_name}, {"name", ref.name}, {"gvk", kind_text(ref)}};
    if (!error.empty()) attributes.emplace_back("error", error);
    log.debug(what, std::move(attributes));
}

void log_apply(const PlannedObject& object, const std::string& error, Diagnostics& log) {
    const bool failed = !error.empty();
    if (!object.exists) {
        return log_patch(failed ? "Error creating resource via patch" : "Created resource via patch",
                         object.ref, error, log);
    }
    if (object.adopt_managed_fields) {
        log_patch("Upgraded object client-side field management with server-side apply field management",
                  object.ref, {}, log);
    }
    log_patch(failed ? "Error patching resource" : "Patched resource", object.ref, error, log);
}

}  // namespace

void log_creation(std::size_t objects, bool server_side, Diagnostics& log) {
    log.debug("creating resource(s)", {{"resources", std::to_string(objects)}});
    if (server_side) return log_server_side("creation", false, {}, log);
    log.debug("using client-side apply for resource creation");
}

void log_update(const UpdateLog& update, Diagnostics& log) {
    if (update.server_side) {
        log_server_side("creation", update.force_conflicts, {}, log);
        log_server_side("update", update.force_conflicts,
                        {{"upgradeClientSideFieldManager", word(update.adopts_fields)}}, log);
    } else {
        log.debug("using client-side apply for resource creation");
        if (update.replace) {
            log.debug("using resource replace update strategy", {{"fieldValidationDirective", "Strict"}});
        } else {
            log.debug("using client-side apply for resource update",
                      {{"threeWayMergeForUnstructured", "false"}});
        }
    }
    log.debug("checking resources for changes", {{"resources", std::to_string(update.objects)}});
}

void log_write(const WriteObjects& step, const PlannedObject& object, bool changed, const std::string& error,
               Diagnostics& log) {
    const kube::ObjectRef& ref = object.ref;
    if (step.mode == WriteMode::Apply) log_apply(object, error, log);
    if (!object.exists) {
        if (step.first_install || !error.empty()) return;
        log.debug("created a new resource",
                  {{"namespace", ref.namespace_name}, {"name", ref.name}, {"kind", ref.kind}});
    } else if (step.mode == WriteMode::Update && !changed && error.empty()) {
        log.debug("no changes detected", {{"kind", ref.kind}, {"name", ref.name}});
    } else if (step.mode == WriteMode::Update) {
        log.debug("patching resource",
                  {{"kind", ref.kind}, {"name", ref.name}, {"namespace", ref.namespace_name}});
    } else if (step.mode == WriteMode::Replace && error.empty()) {
        log.debug("replace succeeded", {{"name", ref.name}, {"initialKind", ref.kind}, {"kind", ref.kind}});
    }
}

void log_record(std::string_view what, std::string_view release, std::int64_t revision, Diagnostics& log) {
    log.debug(std::string(what) + " release", {{"key", record_key(release, revision)}});
}

}  // namespace yare::release
