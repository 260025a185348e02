// The commands, one file each. root.cpp makes the tree of them.
#pragma once

#include "../command.h"
#include "../invocation.h"

namespace yare::cli {

extern const Command kCompletion;
extern const Command kCreate;
extern const Command kEnv;
extern const Command kGet;
extern const Command kHelp;
extern const Command kHistory;
extern const Command kInstall;
extern const Command kLint;
extern const Command kList;
extern const Command kPackage;
extern const Command kRollback;
extern const Command kSandbox;
extern const Command kSchema;
extern const Command kShow;
extern const Command kStatus;
extern const Command kTemplate;
extern const Command kUninstall;
extern const Command kUnittest;
extern const Command kUpgrade;
extern const Command kValues;
extern const Command kVersionCommand;
// For shells: proposals with and without descriptions.
extern const Command kComplete;
extern const Command kCompleteBare;

}  // namespace yare::cli
