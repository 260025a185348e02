// Plans: what an install, upgrade, rollback or uninstall will do, as data. Making one touches nothing; all
// judgement is here (order, hooks, keep policies, ownership, what to remove). A dry run stops after it.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "yare/base/diagnostics.h"
#include "yare/base/result.h"
#include "yare/kube/client.h"
#include "yare/kube/object.h"
#include "yare/release/record.h"
#include "yare/release/storage.h"

namespace yare::release {

enum class Operation { Install, Upgrade, Rollback, Uninstall };

enum class WaitStrategy { HookOnly, Watcher, Legacy };

struct WaitOptions {
    WaitStrategy strategy = WaitStrategy::HookOnly;
    bool jobs = false;
    std::chrono::milliseconds timeout{std::chrono::minutes{5}};  // of each wait, not of the whole
};

// An object of a manifest, with the namespace it will live in.
struct ManifestObject {
    kube::ObjectRef ref;
    std::string generate_name;  // metadata.generateName
    std::string json;           // as written in the manifest, namespace filled in
    std::string path;           // "web/templates/svc.yaml"
    bool keep = false;          // helm.sh/resource-policy: keep
};

// What the cluster says of one object.
struct LiveObject {
    std::string uid;
    std::string version;                           // resourceVersion
    std::optional<std::string> managed_by;         // label app.kubernetes.io/managed-by
    std::optional<std::string> release_name;       // annotation meta.helm.sh/release-name
    std::optional<std::string> release_namespace;  // annotation meta.helm.sh/release-namespace
    bool keep = false;                             // helm.sh/resource-policy: keep, on the live object
    bool client_side_managed = false;  // manager "helm" has written it with updates, not by applying
};

// What a survey found. An object that is in none of the two is not there.
struct Live {
    std::map<kube::ObjectRef, LiveObject> objects;
    std::map<kube::ObjectRef, std::string> unreadable;  // with the server's words
    const LiveObject* find(const kube::ObjectRef& ref) const;
};

// Helm: "invalid ownership metadata; label validation error: missing key ...", nothing if the object belongs
// to the release.
std::optional<std::string> ownership_failure(const LiveObject& live, std::string_view release,
                                             std::string_view namespace_name);

// -- steps --

enum class WriteMode {
    Create,   // must not be there
    Apply,    // server-side apply
    Update,   // client-side: the three-way merge of before, now and live
    Replace,  // client-side with --force-replace: PUT
};

struct PlannedObject {
    kube::ObjectRef ref;
    std::string json;    // what is sent
    std::string before;  // Update: the object in the revision that is replaced; may be empty
    bool exists = false;
    std::string version;                // the live object's resourceVersion when it was looked at
    bool adopt_managed_fields = false;  // Apply: the fields of client-side writes become ours first
};

struct PlannedHook {
    std::size_t index = 0;  // in Release::hooks
    std::vector<ManifestObject> objects;
};

struct CreateNamespace {
    std::string name;
    bool apply = true;  // server-side
};
struct PruneRecord {
    std::int64_t revision = 0;
};
struct CreateRecord {
    std::int64_t revision = 0;
    Status status = Status::PendingInstall;
};
// Takes the lease on a record that is there.
struct SaveRecord {
    std::int64_t revision = 0;
    Status status = Status::Uninstalling;
    std::string description;
};
struct RunHooks {
    std::string event;
    std::vector<PlannedHook> hooks;  // in the order they run
    bool apply = true;               // server-side
    WaitOptions wait;
    std::string failure;  // said before the error: "failed pre-install"
};
// Helm: choices that exclude each other are found only where objects are written, behind the first hooks.
struct Refuse {
    std::string reason;
};
// One kind at a time, its objects side by side.
struct WriteObjects {
    WriteMode mode = WriteMode::Apply;
    bool force_conflicts = false;
    // Helm's two ways to fail: a first install goes on past failures and tells them all, one a line; anything
    // later ends at the first object that cannot be created, and joins the failures of changes with " && ".
    bool first_install = false;
    std::vector<PlannedObject> objects;
};
struct RemoveObjects {
    std::vector<kube::ObjectRef> objects;
    kube::Propagation propagation = kube::Propagation::Background;
};
struct AwaitReady {
    std::vector<kube::ObjectRef> objects;
    WaitOptions wait;
    std::string failure;  // said before the error
};
struct AwaitGone {
    std::vector<kube::ObjectRef> objects;
    WaitOptions wait;
};
struct SupersedeRecord {
    std::int64_t revision = 0;
    std::string description;  // instead of the record's own
};
struct FinishRecord {
    std::int64_t revision = 0;
    Status status = Status::Deployed;
    std::string description;
};
// Uninstall without --keep-history.
struct PurgeRecords {
    std::vector<std::int64_t> revisions;
};

using Step =
    std::variant<CreateNamespace, PruneRecord, CreateRecord, SaveRecord, RunHooks, Refuse, WriteObjects,
                 RemoveObjects, AwaitReady, AwaitGone, SupersedeRecord, FinishRecord, PurgeRecords>;

struct WriteChoices {
    bool server_side = true;
    bool force_conflicts = false;
    bool force_replace = false;
    bool take_ownership = false;
};

struct Plan {
    Operation operation = Operation::Install;
    Release release;             // the revision that the plan makes; an uninstall: the one it ends
    std::string record_version;  // of the record that an uninstall begins with
    std::vector<Step> steps;
    // Lines of Yare's own: what would be adopted and from whom, CRDs that the chart changes, ...
    std::vector<std::string> remarks;
    // For the log lines of --debug.
    WriteChoices write;
    bool hooks = true;
    bool adopts_fields = false;  // an upgrade from client-side to server-side apply
    std::int64_t history_max = 0;
    // For a block in uninstall's output.
    std::vector<kube::ObjectRef> kept;
    std::vector<kube::ObjectRef> not_owned;
    std::vector<std::pair<kube::ObjectRef, std::string>> unverified;
};

// "apply Deployment: demo/web, demo/worker"
std::string describe(const Step& step);
// One line a step.
std::string print(const Plan& plan);

// -- making plans --

struct PlanOptions {
    WriteChoices write;
    WaitOptions wait;
    bool hooks = true;
    std::string description;        // instead of "Upgrade complete"
    std::int64_t history_max = 10;  // 0: no limit
};

// A revision of the past, as far as plans need it.
struct PastRevision {
    std::int64_t revision = 0;
    Status status = Status::Unknown;
};

// The release as it will be stored, with its manifest and hooks read into objects.
struct Wanted {
    Release release;
    std::vector<ManifestObject> objects;
    std::vector<std::vector<ManifestObject>> hook_objects;  // beside release.hooks
};

struct InstallFacts {
    Wanted wanted;
    std::vector<PastRevision> history;  // oldest first
    bool create_namespace = false;
    bool replace = false;
};
Result<Plan> plan_install(const InstallFacts& facts, const Live& live, const PlanOptions& options);

struct UpgradeFacts {
    Wanted wanted;
    Release previous;  // the revision Helm compares with
    std::vector<ManifestObject> previous_objects;
    // What revisions after `previous` have, or may have, written before they failed or their process died.
    std::vector<ManifestObject> leftover_objects;
    std::vector<PastRevision> history;
};
Result<Plan> plan_upgrade(const UpgradeFacts& facts, const Live& live, const PlanOptions& options);

// As an upgrade, to what a former revision had.
Result<Plan> plan_rollback(const UpgradeFacts& facts, const Live& live, const PlanOptions& options);

struct UninstallFacts {
    Wanted ended;  // the newest revision, its objects in uninstall order
    std::string record_version;
    std::vector<ManifestObject> leftover_objects;
    std::vector<PastRevision> history;
    bool keep_history = false;
    kube::Propagation propagation = kube::Propagation::Background;
};
Result<Plan> plan_uninstall(const UninstallFacts& facts, const Live& live, const PlanOptions& options);

}  // namespace yare::release
