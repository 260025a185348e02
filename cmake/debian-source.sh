#!/usr/bin/env bash
# Fetches and unpacks the Debian source package of a library, with Debian's patches applied.
#   cmake/debian-source.sh curl FOLDER    leaves the sources in FOLDER (which must not exist yet)
# Works without root: package lists and archives go to a private place. Where the sources come from is taken from the machine's
# own lists of packages.
set -euo pipefail
package=$1
target=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{parts,lists/partial,cache/archives/partial,unpacked}

# The machine's lists, asking for sources; both of apt's formats.
: > "$work/sources.list"
[ -f /etc/apt/sources.list ] && sed -n 's/^deb\(-src\)\? /deb-src /p' /etc/apt/sources.list > "$work/sources.list"
for file in /etc/apt/sources.list.d/debian*.sources; do
  [ -f "$file" ] && sed 's/^Types:.*/Types: deb-src/' "$file" > "$work/parts/$(basename "$file")"
done
for file in /etc/apt/sources.list.d/debian*.list; do
  [ -f "$file" ] && sed -n 's/^deb\(-src\)\? /deb-src /p' "$file" > "$work/parts/$(basename "$file")"
done

apt=(apt-get -q -o "Dir::Etc::sourcelist=$work/sources.list" -o "Dir::Etc::sourceparts=$work/parts" -o "Dir::State::lists=$work/lists"
  -o "Dir::Cache=$work/cache" -o APT::Sandbox::User=root -o Debug::NoLocking=1)
"${apt[@]}" update
cd "$work/unpacked"
"${apt[@]}" source "$package"
folder=$(find . -mindepth 1 -maxdepth 1 -type d | head -1)
[ -n "$folder" ] || { echo "the source package of $package did not unpack" >&2; exit 1; }
mkdir -p "$(dirname "$target")"
mv "$folder" "$target"
