#!/bin/sh
# Records the answers anew, with the module versions of the reference (record/go.mod). Needs Go.
set -eu
cd "$(dirname "$0")/record"
for mode in read strict json; do
    go run . "$mode" < "../$mode.jsonl" > "../$mode.jsonl.new"
    mv "../$mode.jsonl.new" "../$mode.jsonl"
done
