#!/usr/bin/env bash
# clang-format and clang-tidy over the sources that changed: against the given commit (default: the one before the last), and
# what is not committed yet. Says the command that mends the format.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

base=${1:-$(git rev-parse --verify -q HEAD~1 || git hash-object -t tree /dev/null)}
mapfile -t changed < <({ git diff --name-only --diff-filter=d "$base" -- '*.cpp' '*.h'; git ls-files -o --exclude-standard -- '*.cpp' '*.h'; } | sort -u)
if [ ${#changed[@]} -eq 0 ]; then
  echo "no source changed since $base"
  exit 0
fi

unformatted=()
for file in "${changed[@]}"; do
  clang-format-19 --dry-run -Werror "$file" 2> /dev/null || unformatted+=("$file")
done
if [ ${#unformatted[@]} -ne 0 ]; then
  echo "not in the project's format; this mends it:"
  echo "  clang-format-19 -i ${unformatted[*]}"
  exit 1
fi

# clang reads the compile commands of the asan build, which is clang's own.
database=build/asan
[ -f $database/compile_commands.json ] || cmake --preset asan > /dev/null
mapfile -t units < <(printf '%s\n' "${changed[@]}" | grep '\.cpp$' | while read -r file; do
  grep -q "\"file\": \"$PWD/$file\"" $database/compile_commands.json && echo "$file"; done)
[ ${#units[@]} -eq 0 ] && { echo "no changed source is compiled"; exit 0; }
echo "clang-tidy reads ${#units[@]} sources"
printf '%s\0' "${units[@]}" | xargs -0 -n 1 -P "$(nproc)" clang-tidy-19 -quiet -p $database --warnings-as-errors='*' 2> >(grep -v 'warnings generated' >&2)
