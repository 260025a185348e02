#!/usr/bin/env bash
# Records what Helm answers to the command lines of the cases: record.sh HELM [CASE...]
set -euo pipefail
[ $# -ge 1 ] || { echo "usage: $0 HELM [CASE...]" >&2; exit 2; }
helm=$(realpath "$1"); shift
cd "$(dirname "${BASH_SOURCE[0]}")/cases"
[ $# -gt 0 ] || set -- */

# The web of the cases, behind a proxy.
port=$(mktemp)
../web_proxy.py "$port" &
proxy=$!
trap 'kill "$proxy"; rm -f "$port"' EXIT
until [ -s "$port" ]; do sleep 0.05; done

for case in "$@"; do
  case=${case%/}
  [ -e "$case/own" ] && continue
  root=$(mktemp -d)
  mkdir -p "$root/bin" "$root/work/home"
  ln -s "$helm" "$root/bin/helm"
  [ -d "$case/files" ] && cp -r "$case/files/." "$root/work/"
  input=/dev/null
  [ -e "$case/input" ] && input=$PWD/$case/input
  variables=()
  if [ -e "$case/env" ]; then mapfile -t variables < "$case/env"; fi
  out=$PWD/$case
  code=0
  (cd "$root/work" && env -i PATH="$root/bin" HOME="$root/work/home" TZ=UTC HTTP_PROXY="http://127.0.0.1:$(cat "$port")" "${variables[@]}" /bin/bash "$out/cmd" \
    > "$out/stdout" 2> "$out/stderr" < "$input") || code=$?
  echo "$code" > "$out/exit"
  sed -i "s#$root/work##g" "$out/stdout" "$out/stderr"
  sed -i -E 's/tmpcharts-[0-9]+/tmpcharts-100/g' "$out/stdout" "$out/stderr"
  if [ -e "$case/after" ]; then (cd "$root/work" && find . -type f | sed 's/^\.//' | LC_ALL=C sort) > "$case/after"; fi
  # The test's clock stands still.
  if [ -e "$case/dated" ]; then sed -i 's/^LAST DEPLOYED: .*/LAST DEPLOYED: Fri Jan  2 03:04:05 2026/' "$out/stdout"; fi
  rm -rf "$root"
done
