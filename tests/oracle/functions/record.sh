#!/bin/sh
# Records all answers anew, or those of the functions that are named: record.sh [FUNCTION...]. Needs Go: Helm's engine is
# built into a program that asks it (ask/), which takes a minute the first time. About two minutes in all.
set -eu
cd "$(dirname "$0")"
ASK=$(mktemp -d)
trap 'rm -rf "$ASK"' EXIT
version=$(cat ../HELM_VERSION)
(cd ask && go test -c -ldflags "-X helm.sh/helm/v4/internal/version.version=$version" -o "$ASK/ask" .)
TZ=UTC ASK="$ASK/ask" python3 record.py "$@"
