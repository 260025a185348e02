#!/usr/bin/env bash
# Writes deprecations_table.h anew: what Kubernetes' client library says of its own types. Needs Go and its module proxy; the
# version is that of the Kubernetes modules in the reference Helm.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
version=${1:-v0.37.1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > main.go <<'GO'
package main

import (
	"fmt"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/endpoints/deprecation"
	known "k8s.io/client-go/kubernetes/scheme"
)

func main() {
	types := runtime.NewScheme()
	if err := known.AddToScheme(types); err != nil {
		panic(err)
	}
	var rows []string
	for kind := range types.AllKnownTypes() {
		object, err := types.New(kind)
		if err != nil {
			continue
		}
		object.GetObjectKind().SetGroupVersionKind(kind)
		since, ok := object.(interface{ APILifecycleDeprecated() (int, int) })
		if !ok {
			continue
		}
		major, minor := since.APILifecycleDeprecated()
		if major != 1 {
			panic(kind)
		}
		removed := 0
		if gone, ok := object.(interface{ APILifecycleRemoved() (int, int) }); ok {
			_, removed = gone.APILifecycleRemoved()
		}
		_, instead, _ := strings.Cut(deprecation.WarningMessage(object), "; use ")
		rows = append(rows, fmt.Sprintf("    {%q, %q, %d, %d, %q},", kind.GroupVersion().String(), kind.Kind, minor, removed, instead))
	}
	sort.Strings(rows)
	fmt.Println(strings.Join(rows, "\n"))
}
GO
go mod init deprecations > /dev/null 2>&1
go get "k8s.io/client-go@$version" "k8s.io/apimachinery@$version" "k8s.io/apiserver@$version" > /dev/null 2>&1
rows=$(GOFLAGS=-mod=mod go run . 2> /dev/null)
{
  echo "// Made by generate_deprecations.sh from Kubernetes' client library $version."
  echo "// Since and removed are minor versions of Kubernetes 1; 0 is not removed."
  echo "// clang-format off"
  echo "inline constexpr DeprecatedKind kDeprecatedKinds[] = {"
  echo "$rows"
  echo "};"
  echo "// clang-format on"
} > "$here/deprecations_table.h"
