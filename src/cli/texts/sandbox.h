// What help says of the sandbox, which Helm has not.
#pragma once

#include <string_view>

namespace yare::cli {

inline constexpr std::string_view kSandboxDescription =
    R"(
Run a small Kubernetes API server on this machine, so that charts can be installed, upgraded and rolled back
with no cluster. kubectl and Helm work with it too.

Objects are stored and checked as in a cluster, but nothing runs: pods become ready at once. With --kubeconfig
a kubeconfig for it is written to that file. It serves until Ctrl-C; with --data what it holds outlives it.
)";

inline constexpr std::string_view kSandboxExample =
    R"(  {helm} sandbox --kubeconfig sandbox.yaml &
  export KUBECONFIG=$PWD/sandbox.yaml
  {helm} install demo ./mychart --wait)";

}  // namespace yare::cli
