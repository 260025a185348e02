#!/usr/bin/env bash
# Installs the Debian packages that Yare is built and tested with, where they are missing, and says which.
#   cmake/install-packages.sh build   what the program needs (the default)
#   cmake/install-packages.sh test    that, and what the tests need
# As root it installs; elsewhere it asks sudo. It changes nothing when all of them are there.
set -euo pipefail

build=(g++ cmake ninja-build pkg-config ccache mold dpkg-dev patch
  libyaml-dev libyaml-cpp-dev libarchive-dev libdeflate-dev libisal-dev nasm make zlib1g-dev libnghttp2-dev libssl-dev libcrypt-dev libre2-dev
  libutf8proc-dev libsqlite3-dev libcurl4-openssl-dev libcpp-httplib-dev
  ca-certificates)
test=(catch2 clang-19 libclang-rt-19-dev clang-tidy-19 clang-format-19 python3 curl openssl
  xz-utils time)

wanted=("${build[@]}")
case "${1:-build}" in
  build) ;;
  test) wanted+=("${test[@]}") ;;
  *) sed -n '2,5p' "${BASH_SOURCE[0]}" >&2; exit 2 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2> /dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get > /dev/null; then
  echo "Yare is built on Debian 12. These packages, or what your system calls them, are missing: ${missing[*]}" >&2
  exit 1
fi
echo "Installing packages: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo > /dev/null || { echo "Not root, and there is no sudo: please install them yourself." >&2; exit 1; }
  as_root=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}"; } > "$log" 2>&1; then
  tail -20 "$log" >&2
  echo "The packages could not be installed." >&2
  exit 1
fi
