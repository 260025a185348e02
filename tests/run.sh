#!/usr/bin/env bash
# Builds Yare and runs every test. The one test command: people and CI call the same.
#
#   tests/run.sh            everything
#   tests/run.sh release    one part: release (all tests), asan, fuzz (half a minute a target), tsan, tidy
#
# What is missing on the machine (packages) is installed first. Some tests need more than that and are skipped, with a line
# that says so, where it is not there:
#   YARE_CORPUS   a folder with real charts and Helm's answers
#   Go 1.21+      builds the control plane and the reference Helm (from Go's modules, once; kept in YARE_CACHE)
# With YARE_REQUIRE=all a missing part is a failure.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export YARE_CACHE=${YARE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/yare}
# Objects compiled in one clone serve the next, wherever it lies.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
export CTEST_PARALLEL_LEVEL=${CTEST_PARALLEL_LEVEL:-2}
[ -n "${YARE_CORPUS:-}" ] && YARE_CORPUS=$(realpath "$YARE_CORPUS") && export YARE_CORPUS
mkdir -p "$YARE_CACHE"
started=$(date +%s)
say() { printf '\n== %s (%d s)\n' "$*" $(($(date +%s) - started)); }

build_and_test() { # PRESET TARGET [ctest arguments]
  local preset=$1 target=$2; shift 2
  rm -f "build/$preset/Testing/Temporary/LastTestsFailed.log"
  say "$preset: configure and build"
  cmake --preset "$preset" > "build-$preset.log" 2>&1 || { tail -40 "build-$preset.log"; rm -f "build-$preset.log"; return 1; }
  rm -f "build-$preset.log"
  # Not what an earlier build left. (bash heeds no `set -e` here: whether a part fails is asked for.)
  cmake --build --preset "$preset" --target "$target" -- -k 0 2>&1 | tee "build/$preset/build.log" || return 1
  say "$preset: tests"
  # ctest's own closing lines say how many ran; none at all is a failure (noTestsAction in the presets).
  ctest --preset "$preset" "$@"
}

# What the compiler or failed tests wrote, once more: where only the last lines of a log are kept, these are what is needed.
repeat_failures() { # PART
  local logs=build/$1/Testing/Temporary
  if [ -f "build/$1/build.log" ]; then
    # None is found where a test failed; that is no reason to stop here.
    grep -A 20 '^FAILED: ' "build/$1/build.log" | head -60 | cut -c1-400 || true
  fi
  [ -s "$logs/LastTestsFailed.log" ] || return 0
  cut -d: -f2- "$logs/LastTestsFailed.log" | while IFS= read -r name; do
    printf '\n-- %s: %s\n' "$1" "$name"
    NAME=$name awk '/^[0-9]+\/[0-9]+ Test: /{mine = substr($0, index($0, "Test: ") + 6) == ENVIRON["NAME"]; next}
                    /^[0-9]+\/[0-9]+ Testing: /{mine = 0} mine' "$logs/LastTest.log" | tail -40 | cut -c1-400
  done
}

part_release() { build_and_test release all; }
part_asan() { build_and_test asan all -L 'unit|golden|oracle|fuzz|hostile'; }
part_fuzz() { build_and_test fuzz fuzz_smoke -L '^fuzz$'; }
part_tsan() { build_and_test tsan threaded_tests -R '^(base|charts|net|kube|lint|repo|sandbox|render|release|templates|unittest):' ; }

# clang-tidy reads what changed since the main branch's last landing, or, on a clean tree, what the last commit changed.
part_tidy() {
  say "tidy: what changed"
  tests/tidy.sh
}

cmake/install-packages.sh test
parts=("$@")
[ ${#parts[@]} -eq 0 ] && parts=(release asan fuzz tsan tidy)

# The two programs from Go's modules take minutes when nothing is cached, so they are built beside the first build; a test that
# needs one waits for it.
if [[ " ${parts[*]} " == *" release "* ]]; then
  (tests/oracle/build_helm.sh; tests/cluster/controlplane.sh prepare) > "$YARE_CACHE/prepare.log" 2>&1 < /dev/null &
fi

failed=()
for part in "${parts[@]}"; do
  "part_$part" || failed+=("$part")
done

if [ ${#failed[@]} -ne 0 ]; then
  for part in "${failed[@]}"; do repeat_failures "$part"; done
  say "failed: ${failed[*]}"
  exit 1
fi
say "passed: ${parts[*]}"
