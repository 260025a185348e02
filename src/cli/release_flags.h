// Flags that several release commands share, as the actions want them.
#pragma once

#include "invocation.h"
#include "yare/base/result.h"
#include "yare/release/actions.h"

namespace yare::cli {

release::WaitOptions wait_options(const FlagSet& flags);
// What install and upgrade have in common.
// What a render with a cluster and an installation have in common.
void read_render_flags(Invocation& invocation, release::DeployOptions& options);
release::DeployOptions deploy_options(Invocation& invocation, release::DryRun dry_run);
// --server-side of upgrade and rollback: true, false or auto.
Result<release::ServerSide> server_side(const FlagSet& flags);
bool force_replace(const FlagSet& flags);

}  // namespace yare::cli
