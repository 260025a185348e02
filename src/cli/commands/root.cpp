// The root of the tree of commands.
#include "../texts/root.h"

#include "commands.h"
#include "dependency.h"
#include "missing.h"

namespace yare::cli {
namespace {

constexpr const Command* kCommands[] = {
    &kCompletion, &kCreate,   &kDependency, &kEnv,    &kGet,    &kHelp,           &kHistory,  &kInstall,
    &kLint,       &kList,     &kPackage,    &kPlugin, &kPull,   &kPush,           &kRegistry, &kRepo,
    &kRollback,   &kSandbox,  &kSchema,     &kSearch, &kShow,   &kStatus,         &kTemplate, &kTest,
    &kUninstall,  &kUnittest, &kUpgrade,    &kValues, &kVerify, &kVersionCommand, &kComplete, &kCompleteBare};

}  // namespace

constinit const Command kRoot{
    .use = "helm",
    .brief = "The Helm package manager for Kubernetes.",
    .description = kRootDescription,
    .commands = kCommands,
};

}  // namespace yare::cli
