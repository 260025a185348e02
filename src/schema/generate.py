#!/usr/bin/env python3
"""Writes kubernetes_table.cpp: Kubernetes' built-in types as a compact table.

    python3 src/schema/generate.py            (needs Go, which fetches the modules)

Read are the OpenAPI v3 documents (fields, merge rules, defaults) and the discovery documents (names, scopes, verbs) that
the module carries, and the tags of the Go types (numbers of fields in protobuf, which fields are pointers). API servers also fill in defaults that their OpenAPI documents do not name; those are in defaults.json
beside this file, by definition and field.
"""
import glob
import json
import os
import re
import subprocess

MODULE = "k8s.io/kubernetes@v1.36.3"
# Where the Go types are: module, folders below it.
GO_TYPES = [
    ("k8s.io/api@v0.36.3", "*/*"),
    ("k8s.io/apimachinery@v0.36.3", "pkg/apis/meta/v1"),
    ("k8s.io/apiextensions-apiserver@v0.36.3", "pkg/apis/apiextensions/v1"),
    ("k8s.io/kube-aggregator@v0.36.3", "pkg/apis/apiregistration/v1"),
]
HERE = os.path.dirname(os.path.abspath(__file__))
PREFIXES = [
    ("io.k8s.apiextensions-apiserver.pkg.apis.", ""),
    ("io.k8s.kube-aggregator.pkg.apis.", ""),
    ("io.k8s.apimachinery.pkg.apis.", ""),
    ("io.k8s.apimachinery.pkg.", ""),
    ("io.k8s.api.", ""),
]
KINDS = ["Any", "String", "Integer", "Number", "Bool", "IntOrString", "Quantity", "Time", "Bytes", "Struct", "List", "Map"]
NAMED = {
    "api.resource.Quantity": "Quantity",
    "util.intstr.IntOrString": "IntOrString",
    "meta.v1.Time": "Time",
    "meta.v1.MicroTime": "Time",
}
ATOMIC, SET, MAP, PATCH_MERGE, RETAIN_KEYS, KEEP_UNKNOWN = 1, 2, 4, 8, 16, 32  # TypeFlag in table.h
REQUIRED, POINTER, ALWAYS = 1, 2, 4  # FieldFlag in table.h


def module_directory(module):
    out = subprocess.run(["go", "mod", "download", "-json", module], check=True, capture_output=True, text=True)
    return json.loads(out.stdout)["Dir"]


FIELD = re.compile(r'^\s+(\w+\s+)?(\*?)([\w.\[\]*]+)\s+`json:"([^",]*)(,[^"]*)?".*\bprotobuf:"\w+,(\d+)')


def read_go_types():
    """Of each definition: JSON name -> (number, flags); and the types that are inlined: (number, definition)."""
    found, inlined = {}, {}
    for module, folders in GO_TYPES:
        for path in sorted(glob.glob(f"{module_directory(module)}/{folders}/types*.go")):
            package = ".".join(os.path.dirname(path).split("/")[-2:])
            struct = None
            with open(path) as file:
                for line in file:
                    if match := re.match(r"^type (\w+) struct \{", line):
                        struct = f"{package}.{match[1]}"
                        found[struct], inlined[struct] = {}, []
                    elif struct and (match := FIELD.match(line)):
                        _, pointer, kind, name, options, number = match.groups()
                        if "inline" in (options or ""):
                            inlined[struct].append((int(number), f"{package}.{kind}"))
                        elif name not in ("", "-"):
                            always = "omit" not in (options or "")
                            found[struct][name] = (int(number), (POINTER if pointer else 0) | (ALWAYS if always else 0))
    for struct, below in inlined.items():
        for number, inner in below:
            for name, (inner_number, flags) in found.get(inner, {}).items():
                found[struct].setdefault(name, (number << 16 | inner_number, flags))
    return found


def short(name):
    for prefix, instead in PREFIXES:
        if name.startswith(prefix):
            return instead + name[len(prefix):]
    raise SystemExit(f"generate.py: unexpected definition {name}")


class Table:
    def __init__(self, schemas, go_types, extra_defaults):
        self.schemas = schemas
        self.go_types = go_types
        self.extra_defaults = extra_defaults
        self.strings, self.string_at = [""], {"": 0}
        self.string_bytes = 1
        self.types, self.type_at = [], {}
        self.structs, self.struct_at = [], {}
        self.fields = []
        self.pending = []

    def string(self, text):
        if text not in self.string_at:
            self.string_at[text] = self.string_bytes
            self.strings.append(text)
            self.string_bytes += len(text.encode()) + 1
        return self.string_at[text]

    def row(self, kind, flags=0, ref=0, keys="", merge_key="", form=""):
        key = (KINDS.index(kind), flags, ref, self.string(keys), self.string(merge_key), self.string(form))
        if key not in self.type_at:
            self.type_at[key] = len(self.types)
            self.types.append(key)
        return self.type_at[key]

    def struct(self, name):
        if name not in self.struct_at:
            self.struct_at[name] = len(self.structs)
            self.structs.append(None)
            self.pending.append(name)
        return self.struct_at[name]

    def reference(self, name, flags):
        schema = self.schemas[name]
        if name in NAMED:
            return self.row(NAMED[name], form=schema.get("format", ""))
        if "properties" not in schema:
            return self.row("Any")
        if schema.get("x-kubernetes-map-type") == "atomic":
            flags |= ATOMIC
        return self.row("Struct", flags, self.struct(name))

    def type(self, schema):
        flags = 0
        merge_key = schema.get("x-kubernetes-patch-merge-key", "")
        strategies = schema.get("x-kubernetes-patch-strategy", "").split(",")
        if "merge" in strategies:
            flags |= PATCH_MERGE
        if "retainKeys" in strategies:
            flags |= RETAIN_KEYS
        if schema.get("x-kubernetes-map-type") == "atomic":
            flags |= ATOMIC
        ref = schema.get("$ref") or next((part["$ref"] for part in schema.get("allOf", [])), None)
        if ref:
            return self.reference(short(ref.rsplit("/", 1)[1]), flags)
        kind, form = schema.get("type"), schema.get("format", "")
        if kind == "array":
            flags |= {"set": SET, "map": MAP}.get(schema.get("x-kubernetes-list-type", "atomic"), ATOMIC)
            keys = ",".join(schema.get("x-kubernetes-list-map-keys", []))
            return self.row("List", flags, self.type(schema["items"]), keys, merge_key)
        if kind == "object":
            if "additionalProperties" in schema:
                return self.row("Map", flags, self.type(schema["additionalProperties"]))
            return self.row("Any")
        if kind == "string":
            return self.row("Bytes" if form == "byte" else "String", form=form)
        if kind in ("integer", "number", "boolean"):
            return self.row({"integer": "Integer", "number": "Number", "boolean": "Bool"}[kind], form=form)
        return self.row("Any")

    def fill(self):
        while self.pending:
            name = self.pending.pop(0)
            schema = self.schemas[name]
            required = set(schema.get("required", []))
            extra = dict(self.extra_defaults.pop(name, {}))
            rows = []
            for field, about in sorted(schema["properties"].items()):
                default = ""
                if "default" in about:
                    default = json.dumps(about["default"], separators=(",", ":"))
                if field in extra:
                    default = json.dumps(extra.pop(field), separators=(",", ":"))
                number, flags = self.go_types.get(name, {}).get(field, (0, POINTER))
                flags |= REQUIRED if field in required else 0
                rows.append((self.string(field), self.type(about), self.string(default), flags, number))
            if extra:
                raise SystemExit(f"generate.py: defaults.json names fields that {name} has not: {sorted(extra)}")
            self.structs[self.struct_at[name]] = (self.string(name), len(self.fields), len(rows), 0)
            self.fields += rows
        return self


def read_schemas(directory):
    schemas = {}
    for path in sorted(glob.glob(f"{directory}/api/openapi-spec/v3/*.json")):
        with open(path) as file:
            for name, schema in json.load(file).get("components", {}).get("schemas", {}).items():
                schemas[short(name)] = schema
    return schemas


def by_kind(schemas):
    found = {}
    for name, schema in schemas.items():
        for kind in schema.get("x-kubernetes-group-version-kind", []):
            found.setdefault((kind["group"], kind["version"], kind["kind"]), name)
    return found


def core_resources(directory):
    """The core group in the form of the aggregated discovery document, which leaves it out."""
    with open(f"{directory}/api/discovery/api__v1.json") as file:
        listed = json.load(file)["resources"]
    out = {}
    for item in listed:
        kind = {"group": item.get("group", ""), "version": item.get("version", "v1"), "kind": item["kind"]}
        name, _, sub = item["name"].partition("/")
        if not sub:
            out[name] = {"resource": name, "responseKind": kind, "singularResource": item["singularName"],
                         "scope": "Namespaced" if item["namespaced"] else "Cluster", "verbs": item["verbs"],
                         "shortNames": item.get("shortNames", []), "categories": item.get("categories", []), "subresources": []}
        else:
            out[name]["subresources"].append({"subresource": sub, "responseKind": kind, "verbs": item["verbs"]})
    return list(out.values())


def read_resources(directory):
    yield from (("", "v1", item) for item in core_resources(directory))
    with open(f"{directory}/api/discovery/aggregated_v2.json") as file:
        for group in json.load(file)["items"]:
            for version in group["versions"]:
                for item in version["resources"]:
                    yield group["metadata"]["name"], version["version"], item


def resource_rows(table, kinds, directory):
    rows, subs = [], []
    for group, version, item in read_resources(directory):
        kind = item["responseKind"]["kind"]
        about = kinds.get((item["responseKind"].get("group") or group, item["responseKind"].get("version") or version, kind))
        if about is None:
            raise SystemExit(f"generate.py: no definition of {group}/{version} {kind}")
        first = len(subs)
        for sub in item.get("subresources", []):
            answer = sub["responseKind"]
            subs.append(tuple(map(table.string, (sub["subresource"], answer.get("group") or ("" if answer.get("version") else group),
                                                 answer.get("version") or version, answer["kind"], ",".join(sub["verbs"])))))
        names = (group, version, kind, item["resource"], item["singularResource"])
        rows.append((*map(table.string, names), int(item["scope"] == "Cluster"),
                     *map(table.string, (",".join(item.get("shortNames", [])), ",".join(item.get("categories", [])),
                                         ",".join(item["verbs"]))), first, len(subs) - first, table.reference(about, 0)))
    return rows, subs


def packed(rows, scope_at=None):
    cells = []
    for row in rows:
        parts = [f"Scope({v})" if i == scope_at else str(v) for i, v in enumerate(row)]
        cells.append("{" + ",".join(parts) + "},")
    lines, line = [], ""
    for cell in cells:
        if line and len(line) + len(cell) > 128:
            lines.append(line)
            line = ""
        line += cell
    return "\n".join(lines + [line])


def string_lines(strings):
    lines, line = [], ""
    for text in strings:
        quoted = text.replace("\\", "\\\\").replace('"', '\\"') + "\\0"
        if line and len(line) + len(quoted) > 120:
            lines.append(line)
            line = ""
        # A digit after \0 would be read as part of it.
        line += ('""' if line.endswith("\\0") and quoted[0].isdigit() else "") + quoted
    return "\n".join(f'    "{line}"' for line in lines + [line])


def main():
    directory = module_directory(MODULE)
    schemas = read_schemas(directory)
    with open(f"{HERE}/defaults.json") as file:
        table = Table(schemas, read_go_types(), json.load(file))
    table.row("Any")
    table.reference("meta.v1.Status", 0)
    table.reference("meta.v1.DeleteOptions", 0)
    rows, subs = resource_rows(table, by_kind(schemas), directory)
    table.reference("autoscaling.v1.Scale", 0)
    table.fill()
    if table.extra_defaults:
        raise SystemExit(f"generate.py: defaults.json names definitions that are not used: {sorted(table.extra_defaults)}")
    if table.string_bytes >= 1 << 16 or len(table.types) >= 1 << 16:
        raise SystemExit("generate.py: the table has outgrown its 16-bit offsets")
    with open(f"{HERE}/kubernetes_table.cpp", "w") as out:
        out.write(f"""// Made by generate.py out of {MODULE}; do not edit.
// clang-format off
#include "table.h"

namespace yare::schema {{
namespace {{

constexpr char kStrings[] =
{string_lines(table.strings)};
constexpr TypeRow kTypes[] = {{
{packed(table.types)}
}};
constexpr FieldRow kFields[] = {{
{packed(table.fields)}
}};
constexpr StructRow kStructs[] = {{
{packed(table.structs)}
}};
constexpr Resource kResources[] = {{
{packed(rows, scope_at=5)}
}};
constexpr SubresourceRow kSubresources[] = {{
{packed(subs)}
}};

}}  // namespace

constinit const Table kKubernetes = {{kTypes, kFields, kStructs, kStrings}};
constinit const std::span<const Resource> kKubernetesResources = kResources;
constinit const std::span<const SubresourceRow> kKubernetesSubresources = kSubresources;

}}  // namespace yare::schema
""")
    print(f"{len(table.structs)} structs, {len(table.fields)} fields, {len(table.types)} types, {len(rows)} resources, "
          f"{table.string_bytes} bytes of strings")


main()
