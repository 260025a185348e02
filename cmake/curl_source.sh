#!/usr/bin/env bash
# curl_source.sh PREFIX [C_COMPILER]: builds the static libcurl that the release program links, from Debian's own source
# package with Debian's security patches, and installs it under PREFIX. The packaged libcurl.a cannot be linked: it needs
# libraries that exist only as shared ones.
#
# Where the source comes from is what this machine's apt already trusts: its own list, with "deb" turned into "deb-src" in a
# private copy. Nothing of the system's apt is changed, and root is not needed.
set -euo pipefail
prefix=$1
compiler=${2:-cc}

fail() {
  echo "$1" >&2
  echo "libcurl's source package is needed for a static build. Install dpkg-dev, check that apt's sources can be reached," >&2
  echo "or configure with -DYARE_CURL=shared, which links the packaged libcurl (libcurl4-openssl-dev) instead." >&2
  exit 1
}

command -v dpkg-source > /dev/null || fail "dpkg-source is not there (package dpkg-dev)."
command -v apt-get > /dev/null || fail "apt-get is not there."

mkdir -p "$(dirname "$prefix")"
exec 9> "$prefix.lock"
flock 9
[ -e "$prefix/lib/libcurl.a" ] && exit 0 # another build was quicker

work=$(mktemp -d "$prefix.XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/sources" "$work/lists/partial" "$work/cache/archives/partial" "$work/source"

for list in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
  [ -e "$list" ] && sed -n -E 's/^[[:space:]]*deb(-src)?[[:space:]]/deb-src /p' "$list" | sort -u > "$work/sources/$(basename "$list" .list)-src.list"
done
for list in /etc/apt/sources.list.d/*.sources; do
  [ -e "$list" ] && sed -E 's/^Types:.*/Types: deb-src/' "$list" > "$work/sources/$(basename "$list")"
done

apt=(-o "Dir::Etc::sourcelist=/dev/null" -o "Dir::Etc::sourceparts=$work/sources" -o "Dir::State::lists=$work/lists"
  -o "Dir::Cache=$work/cache" -o "APT::Sandbox::User=" -o "Acquire::Languages=none" -q)
# Of several sources some may have no source packages; what counts is whether curl's is found.
apt-get "${apt[@]}" update > "$work/update.log" 2>&1 || true
(cd "$work/source" && apt-get "${apt[@]}" --only-source source curl) > "$work/source.log" 2>&1 ||
  fail "apt-get source curl failed: $(tail -n 3 "$work/update.log" "$work/source.log" | tr '\n' ' ')"
tree=$(find "$work/source" -mindepth 1 -maxdepth 1 -type d -name 'curl-*' | head -n 1)
[ -n "$tree" ] || fail "the source package of curl holds no folder curl-*."

archive() { # NAME: the static library of that name, where the compiler looks
  local path
  path=$("$compiler" -print-file-name="$1")
  [ -e "$path" ] || fail "$1 is not there (its -dev package)."
  echo "$path"
}

off=(BUILD_CURL_EXE BUILD_SHARED_LIBS BUILD_TESTING CURL_BROTLI CURL_USE_GSSAPI CURL_USE_LIBPSL CURL_USE_LIBSSH CURL_USE_LIBSSH2
  CURL_ZSTD ENABLE_MANUAL PICKY_COMPILER USE_LIBIDN2 USE_LIBRTMP)
on=(CURL_DISABLE_ALTSVC CURL_DISABLE_COOKIES CURL_DISABLE_HSTS CURL_DISABLE_LDAP CURL_DISABLE_LDAPS CURL_DISABLE_NETRC
  CURL_USE_OPENSSL CURL_ZLIB ENABLE_THREADED_RESOLVER HTTP_ONLY OPENSSL_USE_STATIC_LIBS USE_NGHTTP2)
options=()
for name in "${off[@]}"; do options+=("-D$name=OFF"); done
for name in "${on[@]}"; do options+=("-D$name=ON"); done
cmake -S "$tree" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=None -DCMAKE_C_COMPILER="$compiler" \
  -DCMAKE_C_FLAGS="-O2 -ffunction-sections -fdata-sections" -DCMAKE_INSTALL_PREFIX="$work/install" -DCMAKE_INSTALL_LIBDIR=lib \
  -DCURL_CA_BUNDLE=none -DCURL_CA_PATH=none \
  -DNGHTTP2_LIBRARY="$(archive libnghttp2.a)" -DZLIB_LIBRARY="$(archive libz.a)" \
  "${options[@]}" > "$work/build.log" 2>&1 || { tail -n 20 "$work/build.log" >&2; fail "libcurl cannot be configured."; }
cmake --build "$work/build" >> "$work/build.log" 2>&1 && cmake --install "$work/build" >> "$work/build.log" 2>&1 ||
  { tail -n 20 "$work/build.log" >&2; fail "libcurl cannot be built."; }
rm -rf "$prefix"
mv "$work/install" "$prefix"
