#!/usr/bin/env bash
# From nothing to a release that was installed, upgraded and rolled back, on one machine and with no cluster: installs the
# packages that are missing, builds Yare, starts its sandbox (a small Kubernetes API server inside the program), and takes
# examples/hello through a release's life. Everything it starts it stops; what it builds stays in build/release.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bold=; plain=
[ -t 1 ] && { bold=$'\e[1m'; plain=$'\e[0m'; }
say() { printf '\n%s# %s%s\n' "$bold" "$*" "$plain"; }
run() { printf '%s$ %s%s\n' "$bold" "$*" "$plain"; "$@"; }

say "Building Yare (a few minutes the first time)"
cmake/install-packages.sh build
log=$(mktemp)
if ! { cmake --preset release -DBUILD_TESTING=OFF -DYARE_BENCH=OFF && cmake --build --preset release --target yare; } > "$log" 2>&1; then
  tail -40 "$log" >&2
  echo "The build failed; all of its output is in $log." >&2
  exit 1
fi
rm -f "$log"
PATH="$PWD/build/release:$PATH"
run yare version --short

folder=$(mktemp -d)
trap 'kill "$sandbox" 2> /dev/null || true; wait "$sandbox" 2> /dev/null || true; rm -rf "$folder"' EXIT
export KUBECONFIG=$folder/kubeconfig HELM_CACHE_HOME=$folder/cache HELM_CONFIG_HOME=$folder/config HELM_DATA_HOME=$folder/data

say "Starting the sandbox: a Kubernetes API server on loopback, in memory"
yare sandbox --port 0 --kubeconfig "$KUBECONFIG" > "$folder/sandbox.log" 2>&1 &
sandbox=$!
for _ in $(seq 100); do
  [ -s "$KUBECONFIG" ] && break
  kill -0 "$sandbox" 2> /dev/null || { cat "$folder/sandbox.log" >&2; exit 1; }
  sleep 0.05
done
[ -s "$KUBECONFIG" ] || { echo "The sandbox did not start:" >&2; cat "$folder/sandbox.log" >&2; exit 1; }

say "Installing the chart examples/hello as release \"demo\", and waiting until its server is ready"
run yare install demo examples/hello --wait

say "Upgrading it: two servers, another greeting"
run yare upgrade demo examples/hello --wait --set replicas=2 --set "greeting=Hello again"
run yare get values demo

say "Its history"
run yare history demo

say "Going back to revision 1"
run yare rollback demo 1 --wait
run yare history demo
run yare list

say "That was it. The program is build/release/yare; \`alias helm=yare\` holds. README.md goes on from here."
