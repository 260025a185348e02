#include "yare/release/plan.h"

#include "yare/test/catch.h"

namespace {

using namespace yare;
using namespace yare::release;

// "Deployment web", "ClusterRole web" (without namespace), "ConfigMap web keep".
ManifestObject object(const std::string& kind, const std::string& name, bool keep = false) {
    ManifestObject made;
    made.ref = {kind == "Deployment" ? "apps/v1" : "v1", kind, kind == "ClusterRole" ? "" : "demo", name};
    made.json = R"({"apiVersion":"v1","kind":")" + kind + R"(","metadata":{"name":")" + name + "\"}}";
    made.keep = keep;
    return made;
}

LiveObject owned(const std::string& release = "web") {
    LiveObject live;
    live.managed_by = "Helm";
    live.release_name = release;
    live.release_namespace = "demo";
    return live;
}

Wanted wanted(std::int64_t revision, std::vector<ManifestObject> objects) {
    Wanted made;
    made.release.name = "web";
    made.release.namespace_name = "demo";
    made.release.revision = revision;
    made.release.apply_method = ApplyMethod::ServerSide;
    made.objects = std::move(objects);
    return made;
}

void add_hook(Wanted& to, const std::string& name, const std::string& event, int weight) {
    Hook hook;
    hook.name = name;
    hook.kind = "Job";
    hook.events = {event};
    hook.weight = weight;
    to.release.hooks.push_back(hook);
    ManifestObject made = object("Job", name);
    made.ref.api_version = "batch/v1";
    to.hook_objects.push_back({made});
}

std::string printed(const Result<Plan>& plan) {
    return plan ? print(*plan) : "error: " + plan.error().text() + "\n";
}

PlanOptions waiting() {
    PlanOptions options;
    options.wait.strategy = WaitStrategy::Watcher;
    return options;
}

}  // namespace

TEST_CASE("a first install records, runs hooks, applies kind by kind and finishes", "[release][plan]") {
    InstallFacts facts;
    facts.wanted = wanted(1, {object("ConfigMap", "a"), object("ConfigMap", "b"), object("ClusterRole", "c"),
                              object("Deployment", "d")});
    add_hook(facts.wanted, "late", "pre-install", 5);
    add_hook(facts.wanted, "z-early", "pre-install", -5);
    add_hook(facts.wanted, "a-early", "pre-install", -5);
    add_hook(facts.wanted, "after", "post-install", 0);
    add_hook(facts.wanted, "other", "post-upgrade", 0);
    facts.create_namespace = true;
    CHECK(printed(plan_install(facts, {}, waiting())) ==
          "create namespace demo\n"
          "record revision 1 as pending-install\n"
          "run pre-install hooks: Job demo/a-early, demo/z-early, demo/late\n"
          "apply ConfigMap demo/a (new), demo/b (new)\n"
          "apply ClusterRole c (new)\n"
          "apply Deployment demo/d (new)\n"
          "wait for 4 resources, watcher, up to 300s\n"
          "run post-install hooks: Job demo/after\n"
          "mark revision 1 as deployed: Install complete\n");
}

TEST_CASE("an install waits for nothing by default, and leaves hooks out when told", "[release][plan]") {
    InstallFacts facts;
    facts.wanted = wanted(1, {object("ConfigMap", "a")});
    add_hook(facts.wanted, "h", "pre-install", 0);
    PlanOptions options;
    options.hooks = false;
    options.write.server_side = false;
    options.description = "mine";
    CHECK(printed(plan_install(facts, {}, options)) ==
          "record revision 1 as pending-install\n"
          "create ConfigMap demo/a (new)\n"
          "mark revision 1 as deployed: mine\n");
}

TEST_CASE("a name that is used again supersedes its last revision, unless that failed", "[release][plan]") {
    InstallFacts facts;
    facts.wanted = wanted(3, {});
    facts.replace = true;
    facts.history = {{1, Status::Superseded}, {2, Status::Uninstalled}};
    CHECK(printed(plan_install(facts, {}, {})) ==
          "mark revision 2 as superseded\n"
          "record revision 3 as pending-install\n"
          "mark revision 3 as deployed: Install complete\n");
    facts.history.back().status = Status::Failed;
    CHECK(printed(plan_install(facts, {}, {})) ==
          "record revision 3 as pending-install\n"
          "mark revision 3 as deployed: Install complete\n");
}

TEST_CASE("an install meets objects of others", "[release][plan]") {
    InstallFacts facts;
    facts.wanted = wanted(1, {object("ConfigMap", "a"), object("ConfigMap", "b")});
    Live live;
    live.objects[facts.wanted.objects[0].ref] = owned("other");
    CHECK(
        printed(plan_install(facts, live, {})) ==
        "error: unable to continue with install: ConfigMap \"a\" in namespace \"demo\" exists and cannot be "
        "imported into the current release: invalid ownership metadata; annotation validation error: key "
        "\"meta.helm.sh/release-name\" must equal \"web\": current value is \"other\"\n");
    PlanOptions options;
    options.write.take_ownership = true;
    CHECK(printed(plan_install(facts, live, options)) ==
          "takes over ConfigMap/demo/a from release other in namespace demo\n"
          "record revision 1 as pending-install\n"
          "apply ConfigMap demo/a, demo/b (new)\n"
          "mark revision 1 as deployed: Install complete\n");
    live.objects.clear();
    live.unreadable[facts.wanted.objects[1].ref] = "configmaps \"b\" is forbidden";
    CHECK(printed(plan_install(facts, live, {})) ==
          "error: unable to continue with install: could not get information about the resource ConfigMap "
          "\"b\" in "
          "namespace \"demo\": configmaps \"b\" is forbidden\n");
}

TEST_CASE("an upgrade applies, deletes what is gone, and supersedes", "[release][plan]") {
    UpgradeFacts facts;
    facts.wanted = wanted(4, {object("ConfigMap", "a"), object("Deployment", "d")});
    facts.previous = wanted(3, {}).release;
    facts.previous_objects = {object("ConfigMap", "a"), object("ConfigMap", "old"),
                              object("ConfigMap", "kept"), object("ConfigMap", "vanished"),
                              object("Deployment", "old")};
    facts.history = {{2, Status::Superseded}, {3, Status::Deployed}};
    Live live;
    for (const ManifestObject& known : facts.previous_objects) {
        if (known.ref.name != "vanished") live.objects[known.ref] = owned();
    }
    live.objects[facts.previous_objects[2].ref].keep = true;
    CHECK(printed(plan_upgrade(facts, live, waiting())) ==
          "record revision 4 as pending-upgrade\n"
          "apply ConfigMap demo/a\n"
          "apply Deployment demo/d (new)\n"
          "delete ConfigMap demo/old, background\n"
          "delete Deployment demo/old, background\n"
          "wait for 2 resources, watcher, up to 300s\n"
          "mark revision 3 as superseded\n"
          "mark revision 4 as deployed: Upgrade complete\n"
          "keep ConfigMap/demo/kept\n");
}

TEST_CASE("what failed revisions left behind is deleted if it is ours", "[release][plan]") {
    UpgradeFacts facts;
    facts.wanted = wanted(5, {object("ConfigMap", "a")});
    facts.previous = wanted(3, {}).release;
    facts.previous_objects = {object("ConfigMap", "a")};
    facts.leftover_objects = {object("ConfigMap", "ours"), object("ConfigMap", "theirs"),
                              object("ConfigMap", "a"), object("ConfigMap", "ours")};
    facts.history = {{3, Status::Deployed}, {4, Status::Failed}};
    Live live;
    live.objects[object("ConfigMap", "a").ref] = owned();
    live.objects[object("ConfigMap", "ours").ref] = owned();
    live.objects[object("ConfigMap", "theirs").ref] = owned("other");
    CHECK(printed(plan_upgrade(facts, live, {})) ==
          "record revision 5 as pending-upgrade\n"
          "apply ConfigMap demo/a\n"
          "delete ConfigMap demo/ours, background\n"
          "mark revision 3 as superseded\n"
          "mark revision 5 as deployed: Upgrade complete\n");
}

TEST_CASE("an upgrade may not take what belongs to others, but what is its own already", "[release][plan]") {
    UpgradeFacts facts;
    facts.wanted = wanted(2, {object("ConfigMap", "new")});
    facts.previous = wanted(1, {}).release;
    facts.history = {{1, Status::Deployed}};
    Live live;
    live.objects[facts.wanted.objects[0].ref] = {};
    CHECK(printed(plan_upgrade(facts, live, {}))
              .starts_with("error: unable to continue with update: ConfigMap \"new\""));
    live.objects[facts.wanted.objects[0].ref] = owned();
    CHECK(plan_upgrade(facts, live, {}));
}

TEST_CASE("from client-side to server-side apply the fields written so far are taken over",
          "[release][plan]") {
    UpgradeFacts facts;
    facts.wanted = wanted(2, {object("ConfigMap", "a")});
    facts.previous = wanted(1, {}).release;
    facts.previous.apply_method = ApplyMethod::Unset;  // Helm 3
    facts.previous_objects = {object("ConfigMap", "a")};
    facts.history = {{1, Status::Deployed}};
    Live live;
    live.objects[facts.wanted.objects[0].ref] = owned();
    live.objects[facts.wanted.objects[0].ref].client_side_managed = true;
    CHECK(printed(plan_upgrade(facts, live, {})) ==
          "record revision 2 as pending-upgrade\n"
          "apply ConfigMap demo/a (fields written before become ours)\n"
          "mark revision 1 as superseded\n"
          "mark revision 2 as deployed: Upgrade complete\n");
}

TEST_CASE("a history is cut to make room for one more, never the deployed one", "[release][plan]") {
    UpgradeFacts facts;
    facts.wanted = wanted(6, {});
    facts.previous = wanted(1, {}).release;
    facts.history = {{1, Status::Deployed},
                     {2, Status::Failed},
                     {3, Status::Failed},
                     {4, Status::Failed},
                     {5, Status::Failed}};
    PlanOptions options;
    options.history_max = 3;
    CHECK(printed(plan_upgrade(facts, {}, options)) ==
          "forget revision 2\n"
          "forget revision 3\n"
          "forget revision 4\n"
          "record revision 6 as pending-upgrade\n"
          "mark revision 1 as superseded\n"
          "mark revision 6 as deployed: Upgrade complete\n");
    options.history_max = 0;
    CHECK(printed(plan_upgrade(facts, {}, options)).starts_with("record revision 6"));
}

TEST_CASE("choices of writing that exclude each other fail where Helm finds them", "[release][plan]") {
    UpgradeFacts facts;
    facts.wanted = wanted(2, {});
    add_hook(facts.wanted, "h", "pre-upgrade", 0);
    PlanOptions options;
    options.write.force_replace = true;
    CHECK(printed(plan_upgrade(facts, {}, options))
              .starts_with(
                  "record revision 2 as pending-upgrade\n"
                  "run pre-upgrade hooks: Job demo/h\n"
                  "fail: invalid operation: cannot use server-side apply and force replace together\n"));
    options.write = {};
    options.write.server_side = false;
    options.write.force_conflicts = true;
    CHECK(printed(plan_upgrade(facts, {}, options))
              .find("fail: invalid client update option(s): forceConflicts enabled when serverSideApply "
                    "disabled\n") != std::string::npos);
}

TEST_CASE("a rollback supersedes every deployed revision", "[release][plan]") {
    UpgradeFacts facts;
    facts.wanted = wanted(5, {object("ConfigMap", "a")});
    facts.wanted.release.info.description = "Rollback to 2";
    add_hook(facts.wanted, "h", "pre-rollback", 0);
    facts.previous = wanted(4, {}).release;
    facts.previous_objects = {object("ConfigMap", "b")};
    facts.history = {{2, Status::Deployed}, {3, Status::Deployed}, {4, Status::Failed}};
    Live live;
    live.objects[object("ConfigMap", "b").ref] = owned();
    CHECK(printed(plan_rollback(facts, live, {})) ==
          "record revision 5 as pending-rollback\n"
          "run pre-rollback hooks: Job demo/h\n"
          "apply ConfigMap demo/a (new)\n"
          "delete ConfigMap demo/b, background\n"
          "mark revision 2 as superseded\n"
          "mark revision 3 as superseded\n"
          "mark revision 5 as deployed: Rollback to 2\n");
}

TEST_CASE("an uninstall deletes what it owns and leaves the rest", "[release][plan]") {
    UninstallFacts facts;
    facts.ended =
        wanted(3, {object("Deployment", "d"), object("ConfigMap", "a"), object("ConfigMap", "kept", true),
                   object("ConfigMap", "theirs"), object("ConfigMap", "gone"), object("Secret", "hidden")});
    add_hook(facts.ended, "bye", "post-delete", 0);
    facts.history = {{2, Status::Superseded}, {3, Status::Deployed}};
    facts.leftover_objects = {object("ConfigMap", "left")};
    Live live;
    for (const ManifestObject& known : facts.ended.objects) live.objects[known.ref] = owned();
    live.objects[object("ConfigMap", "left").ref] = owned();
    live.objects[facts.ended.objects[3].ref] = owned("other");
    live.objects.erase(facts.ended.objects[4].ref);
    live.objects.erase(facts.ended.objects[5].ref);
    live.unreadable[facts.ended.objects[5].ref] = "secrets \"hidden\" is forbidden";
    CHECK(printed(plan_uninstall(facts, live, waiting())) ==
          "mark revision 3 as uninstalling\n"
          "delete Deployment demo/d, background\n"
          "delete ConfigMap demo/a, demo/left, background\n"
          "wait until 3 resources are gone, up to 300s\n"
          "run post-delete hooks: Job demo/bye\n"
          "forget all 2 revisions\n"
          "keep ConfigMap/demo/kept\n"
          "leave ConfigMap/demo/theirs: not owned\n"
          "leave Secret/demo/hidden: secrets \"hidden\" is forbidden\n");
    facts.keep_history = true;
    facts.history = {{1, Status::Deployed}, {3, Status::Deployed}};
    CHECK(printed(plan_uninstall(facts, live, {})) ==
          "mark revision 3 as uninstalling\n"
          "delete Deployment demo/d, background\n"
          "delete ConfigMap demo/a, demo/left, background\n"
          "run post-delete hooks: Job demo/bye\n"
          "mark revision 3 as uninstalled: Uninstallation complete\n"
          "mark revision 1 as superseded\n"
          "keep ConfigMap/demo/kept\n"
          "leave ConfigMap/demo/theirs: not owned\n"
          "leave Secret/demo/hidden: secrets \"hidden\" is forbidden\n");
}
