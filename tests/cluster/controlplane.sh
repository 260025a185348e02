#!/usr/bin/env bash
# A real Kubernetes control plane on loopback, for tests: etcd, kube-apiserver, kube-controller-manager, kube-scheduler and
# kwok, which plays the nodes and the pods, in one program. Needs openssl, curl, python3, and Go (1.21 or newer, which fetches
# the toolchain that go.mod names; Debian 12's own is older). "PROGRAM kubectl ..." is kubectl.
#   controlplane.sh prepare             prints the program's path; builds it when it is not there (5 to 9 minutes cold on 2 cores,
#                                       seconds from Go's build cache; kept in YARE_CACHE). 77 and a reason when it cannot be had
#   controlplane.sh up DIR              starts it; DIR/kubeconfig is the administrator's (about 3 s to ready)
#   controlplane.sh user DIR NAME       prints a kubeconfig of user NAME, who may do nothing until a role binding says so
#   controlplane.sh cert DIR NAME       the same with a client certificate instead of a token
#   controlplane.sh down DIR            stops it and removes DIR
# Each up picks free ports, so several may run side by side.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/controlplane
version=1.36.3
cache=${YARE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/yare}

prepare() {
  # One program for each version of its sources.
  local key program v=k8s.io/component-base/version
  key=$(cat "$here/main.go" "$here/go.mod" "$here/go.sum" | sha256sum | cut -c1-16)
  program=${YARE_CONTROLPLANE:-$cache/controlplane-$key/controlplane}
  if [ ! -x "$program" ]; then
    command -v go > /dev/null || { echo "no Go here to build the control plane with" >&2; exit 77; }
    mkdir -p "$(dirname "$program")"
    exec 9> "$(dirname "$program")/lock"
    flock 9
    if [ ! -x "$program" ]; then
      (cd "$here" && nice go build -trimpath \
        -ldflags "-s -w -X $v.gitVersion=v$version -X $v.gitMajor=1 -X $v.gitMinor=36 -X $v.gitTreeState=clean" \
        -o "$program.new" .) >&2 || { echo "the control plane could not be built" >&2; exit 77; }
      mv "$program.new" "$program"
    fi
  fi
  echo "$program"
}

free_ports() { # N: prints N ports nobody listens on
  python3 -c 'import socket,sys
s=[socket.socket() for _ in range(int(sys.argv[1]))]
[x.bind(("127.0.0.1",0)) for x in s]; print(*[x.getsockname()[1] for x in s])' "$1"
}

kubeconfig() { # PORT CA TOKEN
  cat <<K
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:$1", certificate-authority: "$2"}}]
users: [{name: test, user: {token: "$3"}}]
contexts: [{name: test, context: {cluster: test, user: test}}]
current-context: test
K
}

start() { # NAME COMMAND...: runs it in the background, logs to NAME.log
  local name=$1; shift
  "$@" > "$name.log" 2>&1 < /dev/null &
  echo $! >> pids
}

up() {
  local dir=$1 binary; binary=$(prepare)
  mkdir -p "$dir"; cd "$dir"; dir=$PWD; : > pids
  read -r api client peer kubelet < <(free_ports 4)
  echo "$api" > port
  openssl genrsa -out sa.key 2048 2> /dev/null
  openssl rsa -in sa.key -pubout -out sa.pub 2> /dev/null
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 30 -subj "/CN=test clients" 2> /dev/null
  openssl rand -hex 16 > admin.token
  : > tokens.csv
  echo "$(cat admin.token),admin,admin,system:masters" >> tokens.csv
  for user in alice bob; do echo "$(openssl rand -hex 16),$user,$user," >> tokens.csv; done

  start etcd "$binary" etcd --data-dir "$dir/etcd" --unsafe-no-fsync --log-level error \
    --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
    --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
    --initial-cluster "default=http://127.0.0.1:$peer"
  start apiserver "$binary" apiserver --etcd-servers "http://127.0.0.1:$client" --bind-address 127.0.0.1 --secure-port "$api" \
    --cert-dir "$dir/certs" --token-auth-file tokens.csv --client-ca-file ca.crt --authorization-mode Node,RBAC \
    --service-account-issuer https://kubernetes.default.svc --service-account-key-file sa.pub --service-account-signing-key-file sa.key \
    --service-cluster-ip-range 10.96.0.0/16 --allow-privileged --disable-admission-plugins ServiceAccount
  local i
  for i in $(seq 300); do
    [ -s certs/apiserver.crt ] && curl -sf --cacert certs/apiserver.crt -H "Authorization: Bearer $(cat admin.token)" \
      "https://127.0.0.1:$api/readyz" > /dev/null && break
    [ "$i" = 300 ] && { echo "controlplane: the API server is not ready after 30 s; see $dir/apiserver.log" >&2; exit 1; }
    sleep 0.1
  done
  kubeconfig "$api" "$dir/certs/apiserver.crt" "$(cat admin.token)" > kubeconfig
  start controllers "$binary" controllers --kubeconfig kubeconfig --authentication-kubeconfig kubeconfig \
    --authorization-kubeconfig kubeconfig --leader-elect=false --service-account-private-key-file sa.key --secure-port 0 --node-monitor-grace-period 24h
  start scheduler "$binary" scheduler --kubeconfig kubeconfig --authentication-kubeconfig kubeconfig \
    --authorization-kubeconfig kubeconfig --leader-elect=false --secure-port 0
  echo "2026-01-01T00:00:00.000000000Z stdout F a line of the log" > pod.log
  cat > logs.yaml <<L
{apiVersion: kwok.x-k8s.io/v1alpha1, kind: ClusterLogs, metadata: {name: logs}, spec: {logs: [{logsFile: "$dir/pod.log"}]}}
L
  start kwok "$binary" kwok --kubeconfig kubeconfig --config "$here/stages.yaml" --config logs.yaml --manage-all-nodes --node-lease-duration-seconds 40 --node-ip 127.0.0.1 --node-port "$kubelet"
  curl -sf --cacert certs/apiserver.crt -H "Authorization: Bearer $(cat admin.token)" -H 'Content-Type: application/yaml' \
    "https://127.0.0.1:$api/api/v1/nodes" --data-binary @- > /dev/null <<'N'
{apiVersion: v1, kind: Node, metadata: {name: node-0, labels: {kubernetes.io/hostname: node-0, kubernetes.io/os: linux, kubernetes.io/arch: amd64}}}
N
  for i in $(seq 100); do
    curl -sf --cacert certs/apiserver.crt -H "Authorization: Bearer $(cat admin.token)" "https://127.0.0.1:$api/api/v1/nodes/node-0" |
      grep -q '"kubeletVersion": *"kwok"' && break
    sleep 0.1
  done
  echo "$dir/kubeconfig"
}

user() {
  local dir; dir=$(cd "$1" && pwd)
  kubeconfig "$(cat "$dir/port")" "$dir/certs/apiserver.crt" "$(awk -F, -v n="$2" '$2 == n {print $1}' "$dir/tokens.csv")"
}

cert() {
  local dir; dir=$(cd "$1" && pwd)
  openssl req -newkey rsa:2048 -nodes -keyout "$dir/$2.key" -out "$dir/$2.csr" -subj "/CN=$2" 2> /dev/null
  openssl x509 -req -in "$dir/$2.csr" -CA "$dir/ca.crt" -CAkey "$dir/ca.key" -CAcreateserial -days 30 -out "$dir/$2.crt" 2> /dev/null
  kubeconfig "$(cat "$dir/port")" "$dir/certs/apiserver.crt" "" |
    sed "s|user: {token: \"\"}|user: {client-certificate: \"$dir/$2.crt\", client-key: \"$dir/$2.key\"}|"
}

down() {
  tac "$1/pids" | while read -r pid; do kill "$pid" 2> /dev/null || true; done
  sleep 0.5
  while read -r pid; do kill -9 "$pid" 2> /dev/null || true; done < "$1/pids"
  rm -rf "$1"
}

case "${1:-}" in
  prepare) prepare ;;
  up) up "$2" ;;
  user) user "$2" "$3" ;;
  cert) cert "$2" "$3" ;;
  down) down "$2" ;;
  *) sed -n '2,11p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
