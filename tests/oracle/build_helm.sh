#!/usr/bin/env bash
# Prints the path of the reference Helm, of the version in HELM_VERSION; builds it from its Go module when it is not there yet
# (a minute or two, once; it is kept in YARE_CACHE). HELM_ORACLE may name one that is built already.
# Exits with 77 and a reason when it cannot be had.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=$(cat "$here/HELM_VERSION")
cache=${YARE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/yare}
helm=${HELM_ORACLE:-$cache/helm-$version/helm}

if [ ! -x "$helm" ]; then
  command -v go > /dev/null || { echo "no Go here to build Helm $version with" >&2; exit 77; }
  mkdir -p "$(dirname "$helm")"
  # One build at a time: tests that need it at once wait for the first.
  exec 9> "$(dirname "$helm")/lock"
  flock 9
  if [ ! -x "$helm" ]; then
    GOBIN=$(dirname "$helm")/new nice go install -ldflags "-X helm.sh/helm/v4/internal/version.version=$version" \
      "helm.sh/helm/v4/cmd/helm@$version" >&2 || { echo "Helm $version could not be built" >&2; exit 77; }
    mv "$(dirname "$helm")/new/helm" "$helm"
  fi
fi
echo "$helm"
