#!/usr/bin/env python3
"""Release scenarios against a cluster.

    tests/cluster/scenarios.py --program build/release/yare --cluster real|sandbox [--only PATTERN]

Each scenario is a function below; its first lines say what it shows. The reference Helm plays along where it can be built, the
large charts come from YARE_CORPUS; what is missing is skipped with a line (a failure with YARE_REQUIRE=all).
"""

import argparse
import fnmatch
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
import traceback

from clusters import ROOT, Failed, RealCluster, SandboxCluster, Skip, Tool, reference_helm, steady, without_times
from killing_proxy import KillingProxy

HELLO = ROOT / "examples/hello"
SCENARIOS = []


def scenario(function, cluster=None):
    """Of one cluster alone where it says so."""
    function.cluster = cluster
    SCENARIOS.append(function)
    return function


def real_scenario(function):
    return scenario(function, "real")


class Stage:
    """What a scenario plays on."""

    def __init__(self, cluster, program, folder):
        self.cluster = cluster
        self.folder = pathlib.Path(folder)
        self.yare = Tool("yare", program, cluster, folder)
        self.program = program
        self._helm = None

    @property
    def helm(self):
        if self._helm is None:
            self._helm = Tool("helm", reference_helm(), self.cluster, self.folder)
        return self._helm

    def namespace(self, name):
        self.cluster.request("POST", "/api/v1/namespaces", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}})
        return name


def check(condition, message):
    if not condition:
        raise Failed(message)


def check_equal(have, want, what):
    if have != want:
        import difflib
        texts = [value if isinstance(value, str) else json.dumps(value, indent=1, sort_keys=True) for value in (want, have)]
        lines = difflib.unified_diff(*(text.splitlines() for text in texts), "want", "have", lineterm="", n=2)
        raise Failed(f"{what} differ:\n" + "\n".join(line[:200] for line in list(lines)[:60]))


def object_names(cluster, namespace):
    out = []
    for path, kind in (("/api/v1", "configmaps"), ("/api/v1", "services"), ("/apis/apps/v1", "deployments")):
        for item in cluster.get(f"{path}/namespaces/{namespace}/{kind}")["items"]:
            if item["metadata"]["name"] != "kube-root-ca.crt":
                out.append(f"{kind}/{item['metadata']['name']}")
    return sorted(out)


def greeting(cluster, namespace, name):
    page = cluster.get(f"/api/v1/namespaces/{namespace}/configmaps/{name}-hello")
    return page["data"]["index.html"].strip() if page else None


@scenario
def lifecycle(stage):
    """Install, upgrade, history, rollback, uninstall: each step shows in the cluster and in the record."""
    yare, cluster = stage.yare, stage.cluster
    ns = stage.namespace("lifecycle")
    done = yare.run("install", "r", HELLO, "-n", ns, "--wait", "--set", "greeting=one")
    check("STATUS: deployed" in done.stdout and "REVISION: 1" in done.stdout, done.stdout)
    check_equal(object_names(cluster, ns), ["configmaps/r-hello", "deployments/r-hello", "services/r-hello"], "objects")
    check_equal(greeting(cluster, ns, "r"), "<h1>one</h1>", "greetings")
    deployment = cluster.get(f"/apis/apps/v1/namespaces/{ns}/deployments/r-hello")
    check(deployment["status"].get("availableReplicas") == 1, "--wait waits until the Deployment is there")
    check_equal(deployment["metadata"]["labels"]["app.kubernetes.io/managed-by"], "Helm", "labels")

    done = yare.run("upgrade", "r", HELLO, "-n", ns, "--wait", "--set", "greeting=two,replicas=2")
    check('Release "r" has been upgraded. Happy Helming!' in done.stdout, done.stdout)
    check_equal(greeting(cluster, ns, "r"), "<h1>two</h1>", "greetings")
    done = yare.run("rollback", "r", "1", "-n", ns, "--wait")
    check_equal(done.stdout, "Rollback was a success! Happy Helming!\n", "outputs")
    check_equal(greeting(cluster, ns, "r"), "<h1>one</h1>", "greetings")
    history = json.loads(yare.run("history", "r", "-n", ns, "-o", "json").stdout)
    check_equal([(entry["revision"], entry["status"], entry["description"]) for entry in history],
                [(1, "superseded", "Install complete"), (2, "superseded", "Upgrade complete"), (3, "deployed", "Rollback to 1")],
                "histories")
    check_equal(json.loads(yare.run("get", "values", "r", "-n", ns, "-o", "json").stdout), {"greeting": "one"}, "values")
    check("# Source: hello/templates/page.yaml" in yare.run("get", "manifest", "r", "-n", ns).stdout, "get manifest")
    check("1 server(s) say" in yare.run("get", "notes", "r", "-n", ns).stdout, "get notes")
    check("STATUS: deployed" in yare.run("status", "r", "-n", ns).stdout, "status")
    check_equal(yare.run("list", "-n", ns, "-q").stdout, "r\n", "lists")

    done = yare.run("uninstall", "r", "-n", ns)
    check_equal(done.stdout, 'release "r" uninstalled\n', "outputs")
    for _ in range(100):
        if not object_names(cluster, ns):
            break
        time.sleep(0.1)
    check_equal(object_names(cluster, ns), [], "objects")
    check_equal(cluster.releases(ns, "r"), [], "records")


def write_chart(folder, name, files):
    """A chart made for one scenario; files by their names below the chart."""
    chart = folder / name
    for path, text in {"Chart.yaml": f"apiVersion: v2\nname: {name}\nversion: 0.1.0\n", **files}.items():
        (chart / path).parent.mkdir(parents=True, exist_ok=True)
        (chart / path).write_text(text)
    return chart


@scenario
def places_of_refusals(stage):
    """What the cluster refuses is told with the template line that wrote it, below Helm's own text."""
    yare = stage.yare
    ns = stage.namespace("refusals")
    chart = write_chart(stage.folder, "refused", {
        "values.yaml": "field: bar\nname: web\n",
        "templates/_pod.tpl": "{{ define \"pod\" }}\nspec:\n  {{ .Values.field }}: 1\n{{ end }}",
        "templates/service.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n{{- include \"pod\" . | trimSuffix \"\\n\" }}\n"
                                  "  ports: [{port: 80}]\n"})

    def hints(*arguments):
        done = yare.run(*arguments, "-n", ns, expect=1)
        text, _, below = done.stderr.partition("\n\n")
        check("Error: " in text, done.stderr)
        return below

    unknown = ("  refused/templates/_pod.tpl:3\n"
               "    3 |   {{ .Values.field }}: 1\n"
               "      |      ^\n"
               "  it wrote spec.bar of Service/web: bar: 1\n"
               "  value: .Values.field is a text, set by refused/values.yaml:1\n"
               "  included as \"pod\" at refused/templates/service.yaml:5:4\n")
    check_equal(hints("install", "a", chart), unknown, "hints of install")
    check_equal(hints("upgrade", "--install", "b", chart), unknown, "hints of upgrade --install")
    yare.run("install", "e", HELLO, "-n", ns)
    check_equal(hints("upgrade", "e", chart), unknown, "hints of upgrade")
    below = hints("install", "f", chart, "--set", "name=Bad_Name,field=healthCheckNodePort")
    check(below.startswith("  refused/templates/service.yaml:4\n"
                           "    4 |   name: {{ .Values.name }}\n"
                           "      |   ^\n"
                           "  it wrote metadata.name of Service/Bad_Name: name: Bad_Name\n"
                           "  value: .Values.name is a text, set by --set name=Bad_Name,field=healthCheckNodePort "
                           "(beaten: refused/values.yaml:2)\n"), below)
    # A render that fails has its hints here as it has them in template.
    below = hints("install", "g", chart, "--set", "name=a: b: c")
    check(below.startswith("  refused/templates/service.yaml:4\n"), below)


LOOKUPS = {
    "get": '{{ (lookup "v1" "ConfigMap" .Release.Namespace "there").data.a }}',
    "list": '{{ range (lookup "v1" "ConfigMap" .Release.Namespace "").items }}{{ .metadata.name }} {{ end }}',
    "everywhere": '{{ (lookup "v1" "ConfigMap" "" "").kind }}',
    "without-namespaces": '{{ (lookup "v1" "Namespace" "" .Release.Namespace).metadata.name }}',
    "missing": '{{ lookup "v1" "ConfigMap" .Release.Namespace "gone" | toJson }}',
    "missing-namespace": '{{ (lookup "apps/v1" "Deployment" "gone" "").items | len }}',
    "unknown-kind-of-a-known-group": '{{ lookup "apps/v1" "Nope" "" "x" | toJson }}',
    "no-group": '{{ lookup "" "Nope" "" "x" | toJson }}',
    "three-parts": '{{ lookup "a/b/c" "Nope" "" "" | toJson }}',
    "unknown-kind": '{{ lookup "example.com/v1" "Nope" "" "x" | toJson }}',
}


def check_same(stage, *arguments, helm_environment=None):
    """Both tools answer the same; below Helm's errors Yare may say more."""
    answers = []
    for tool in (stage.helm, stage.yare):
        before = tool.environment
        tool.environment = {**before, **(helm_environment or {})}
        answers.append(tool.run(*arguments, expect=None))
        tool.environment = before
    helm, yare = answers
    what = " ".join(map(str, arguments))
    check_equal(yare.returncode, helm.returncode, f"exit codes of {what}: {helm.stderr} {yare.stderr}")
    check_equal(without_times(yare.stdout), without_times(helm.stdout), f"outputs of {what}")
    if not yare.stderr.startswith(helm.stderr):
        check_equal(yare.stderr, helm.stderr, f"errors of {what}")
    return yare


def check_files_written(stage, *arguments):
    """Both tools write the same files with --output-dir."""
    answers = []
    for tool in (stage.helm, stage.yare):
        folder = stage.folder / "written"
        done = tool.run(*arguments, "--output-dir", folder, expect=None)
        answers.append((done.returncode, done.stdout, {path: path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()}))
        shutil.rmtree(folder)
    check_equal(answers[1], answers[0], f"files of {' '.join(map(str, arguments))}")


@scenario
def dry_runs_as_helm(stage):
    """template, install and upgrade with --dry-run=server, and lookup in all its ways: the same as Helm, and nothing is written."""
    ns = stage.namespace("dry-runs")
    stage.cluster.request("POST", f"/api/v1/namespaces/{ns}/configmaps",
                          {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "there"}, "data": {"a": "b"}})
    shop = ROOT / "examples/shop"
    for chart in (HELLO, shop):
        for flags in (["--dry-run=server"], ["--validate"], ["--dry-run=server", "--debug"], ["--dry-run=server", "-s", "templates/s*.yaml"],
                      ["--dry-run=server", "--include-crds", "--skip-crds"], ["--dry-run=server", "--is-upgrade", "-a", "x/v1", "--debug"]):
            check_same(stage, "template", "r", chart, "-n", ns, *flags)
        check_same(stage, "install", "r", chart, "-n", ns, "--dry-run=server")
        check_same(stage, "install", "r", chart, "-n", ns, "--dry-run=client", "--debug")
    for name, text in LOOKUPS.items():
        chart = write_chart(stage.folder, f"lookup-{name}", {
            "templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {x: '" + text + "'}\n"})
        check_same(stage, "template", "r", chart, "-n", ns, "--dry-run=server")
        check_same(stage, "template", "r", chart, "-n", ns, "--dry-run=server", "--debug")
        check_same(stage, "install", "r", chart, "-n", ns, "--dry-run=server")
    broken = write_chart(stage.folder, "broken", {"templates/a.yaml": "kind: A\nx: y: {{ .Values.z }}\n"})
    unknown = write_chart(stage.folder, "unknown", {"templates/a.yaml": "apiVersion: example.com/v1\nkind: Nope\nmetadata: {name: a}\n"})
    for chart in (broken, unknown):
        for flags in ([], ["--debug"]):
            check_same(stage, "template", "r", chart, "-n", ns, "--dry-run=server", *flags)
            check_same(stage, "install", "r", chart, "-n", ns, "--dry-run=server", *flags)
    # No cluster at all.
    for arguments in (["template", "r", HELLO, "--dry-run=server"], ["install", "r", HELLO, "--dry-run=server"],
                      ["install", "r", HELLO, "--debug"], ["upgrade", "r", HELLO, "--dry-run=server"]):
        check_same(stage, *arguments, helm_environment={"KUBECONFIG": "/dev/null"})
    for flags in ([], ["--include-crds", "--release-name"], ["--no-hooks"], ["-s", "templates/service.yaml"]):
        check_files_written(stage, "template", "r", shop, "-n", ns, "--dry-run=server", *flags)
    explained = stage.yare.run("template", "r", write_chart(stage.folder, "explained", {
        "templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
                            "data: {x: '{{ (lookup \"v1\" \"ConfigMap\" .Release.Namespace \"there\").data.a }}'}\n"}),
        "-n", ns, "--dry-run=server", "--explain", "ConfigMap/a:data.x").stdout
    check_equal("data: {x: 'b'}" in explained and "templates/a.yaml:4:" in explained, True, f"what {explained} says")
    check_equal(object_names(stage.cluster, ns), ["configmaps/there"], "objects after dry runs")
    check_equal(stage.cluster.releases(ns, "r"), [], "records after dry runs")


@scenario
def debug_as_helm(stage):
    """install and upgrade --debug log what Helm logs, line by line."""
    spaces = {stage.helm: stage.namespace("debug-helm"), stage.yare: stage.namespace("debug-yare")}
    steps = [
        ["install", "a", HELLO], ["install", "a", HELLO], ["install", "b", HELLO, "--server-side=false", "--no-hooks"],
        ["upgrade", "a", HELLO, "--set", "replicas=2"], ["upgrade", "a", HELLO, "--reuse-values", "--no-hooks"],
        ["upgrade", "a", HELLO, "--reset-values", "--force-conflicts"], ["upgrade", "a", HELLO, "--reset-then-reuse-values", "--history-max", "0"],
        ["upgrade", "a", HELLO, "--dry-run=server"], ["upgrade", "--install", "a", HELLO], ["upgrade", "--install", "c", HELLO],
        ["upgrade", "b", HELLO, "--set", "replicas=2"], ["upgrade", "b", HELLO, "--server-side=true"],
        ["upgrade", "b", HELLO, "--server-side=false", "--force-replace"], ["upgrade", "nope", HELLO],
        ["upgrade", "a", ROOT / "examples/shop", "--set", "banner=x"],
    ]
    for step in steps:
        logs = {}
        for tool, ns in spaces.items():
            done = tool.run(*step, "-n", ns, "--debug", expect=None)
            logs[tool] = without_times(done.stderr).replace(ns, "NAMESPACE")
        if not logs[stage.yare].startswith(logs[stage.helm]):
            check_equal(logs[stage.yare], logs[stage.helm], "logs of " + " ".join(map(str, step)))


@real_scenario
def forbidden_as_helm(stage):
    """Whoever may do nothing is told the same by both: in lookup, in dry runs and for real."""
    ns = stage.namespace("forbidden")
    alice = stage.folder / "alice"
    alice.write_text(stage.cluster.user("alice"))
    chart = write_chart(stage.folder, "asks", {
        "templates/a.yaml": "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\ndata: {x: '" + LOOKUPS["get"] + "'}\n"})
    for arguments in (["template", "r", chart, "--dry-run=server"], ["install", "r", chart, "--dry-run=server"],
                      ["install", "r", HELLO], ["upgrade", "r", HELLO], ["upgrade", "--install", "r", HELLO]):
        done = check_same(stage, *arguments, "-n", ns, helm_environment={"KUBECONFIG": str(alice)})
        check("forbidden" in done.stderr, done.stderr)


@scenario
def same_as_helm(stage):
    """Helm and Yare play the same commands in two namespaces: outputs, exit codes, objects and records are the same."""
    helm, yare, cluster = stage.helm, stage.yare, stage.cluster
    spaces = {helm: stage.namespace("same-helm"), yare: stage.namespace("same-yare")}
    steps = [
        (["install", "r", HELLO, "--wait"], 0),
        (["install", "r", HELLO], 1),
        (["list"], 0),
        (["upgrade", "r", HELLO, "--wait", "--set", "replicas=2"], 0),
        (["upgrade", "nope", HELLO], 1),
        (["upgrade", "--install", "late", HELLO, "--wait", "--set", "greeting=late", "--description", "came late"], 0),
        (["history", "r"], 0),
        (["rollback", "r", "1", "--wait"], 0),
        (["rollback", "r", "9"], 1),
        (["history", "r", "-o", "json"], 0),
        (["status", "r", "-o", "json"], 0),
        (["get", "values", "r", "--revision", "2"], 0),
        (["get", "values", "r", "-a", "-o", "json"], 0),
        (["get", "manifest", "r"], 0),
        (["get", "notes", "r"], 0),
        (["get", "metadata", "r"], 0),
        (["get", "hooks", "r"], 0),
        (["get", "all", "r"], 0),
        (["list", "-o", "json"], 0),
        (["list", "--filter", "lat.*", "-q"], 0),
        (["install", "dry", HELLO, "--dry-run=client"], 0),
        (["install", "dry", HELLO, "--dry-run=server"], 0),
        (["status", "gone"], 1),
        (["get", "values", "gone"], 1),
        (["history", "gone"], 1),
        (["uninstall", "gone"], 1),
        (["uninstall", "late", "--keep-history"], 0),
        (["list", "-a"], 1),
        (["history", "late"], 0),
        (["status", "late"], 0),
        (["uninstall", "late"], 0),
    ]
    problems = []
    for arguments, code in steps:
        outputs = {}
        for tool, namespace in spaces.items():
            done = tool.run(*arguments, "-n", namespace, expect=None)
            text = f"exit code {done.returncode}\n{comparable(done.stdout)}"
            if done.returncode:
                text += without_times(done.stderr).split("\n\n  ")[0].split("\nhint: ")[0]
            outputs[tool] = columns(text.replace(namespace, "NAMESPACE"))
        if not outputs[helm].startswith(f"exit code {code}\n"):
            problems.append(f"{arguments}: Helm itself: {outputs[helm][:400]}")
        elif outputs[yare].rstrip() != outputs[helm].rstrip():
            try:
                check_equal(outputs[yare], outputs[helm], f"outputs of {' '.join(map(str, arguments))}")
            except Failed as problem:
                problems.append(str(problem))
    try:
        check_equal(*(steady_records(cluster, spaces[tool]) for tool in (yare, helm)), "records")
    except Failed as problem:
        problems.append(str(problem))
    for path in ("/api/v1", "configmaps"), ("/api/v1", "services"), ("/apis/apps/v1", "deployments"):
        have, want = ([steady_object(item, spaces[tool]) for item in
                       cluster.get(f"{path[0]}/namespaces/{spaces[tool]}/{path[1]}")["items"]] for tool in (yare, helm))
        try:
            check_equal(have, want, path[1])
        except Failed as problem:
            problems.append(str(problem))
    check(not problems, "\n\n".join(problems))


def comparable(stdout):
    """JSON as data without what varies, other texts without their times."""
    try:
        return json.dumps(steady(json.loads(without_times(stdout))), indent=1)
    except ValueError:
        return without_times(stdout)


def columns(text):
    """Tables are padded to the longest name; ages, hashes of pod templates and uids vary."""
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r"(hello-)[a-z0-9]{8,10}(-[a-z0-9]{5})?", r"\1HASH", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID", text)
    text = re.sub(r"modifiedAt=\d+", "modifiedAt=MOMENT", text)
    text = re.sub(r"\b10\.\d+\.\d+\.\d+\b", "ADDRESS", text)
    return "\n".join(line.rstrip() for line in re.sub(r"(?<= )\d+s(?=\s|$)", "AGE", text).split("\n"))


def steady_object(item, namespace):
    item = steady(item)
    item["metadata"]["managedFields"] = sorted(
        (entry for entry in item["metadata"].get("managedFields", []) if entry["manager"] == "helm"), key=json.dumps)
    item.pop("status", None)
    return json.loads(json.dumps(item, sort_keys=True).replace(namespace, "NAMESPACE"))


def steady_records(cluster, namespace):
    out = []
    for name in ("r", "late"):
        for record in cluster.releases(namespace, name):
            out.append(json.loads(json.dumps(steady(record), sort_keys=True).replace(namespace, "NAMESPACE")))
    return out


def in_turn(stage, first, second, ns):
    """What the first installed, the second lists, upgrades, rolls back; then the first again."""
    first.run("install", "r", HELLO, "-n", ns, "--wait", "--set", "greeting=one")
    listed = json.loads(second.run("list", "-n", ns, "-o", "json").stdout)
    check_equal([(each["name"], each["revision"], each["status"]) for each in listed], [("r", "1", "deployed")], "lists")
    second.run("upgrade", "r", HELLO, "-n", ns, "--wait", "--set", "greeting=two")
    check_equal(greeting(stage.cluster, ns, "r"), "<h1>two</h1>", "greetings")
    first.run("upgrade", "r", HELLO, "-n", ns, "--wait", "--reuse-values", "--set", "replicas=2")
    check_equal(greeting(stage.cluster, ns, "r"), "<h1>two</h1>", "greetings")
    second.run("rollback", "r", "1", "-n", ns, "--wait")
    check_equal(greeting(stage.cluster, ns, "r"), "<h1>one</h1>", "greetings")
    first.run("rollback", "r", "3", "-n", ns, "--wait")
    check_equal(greeting(stage.cluster, ns, "r"), "<h1>two</h1>", "greetings")
    for tool in (first, second):
        history = json.loads(tool.run("history", "r", "-n", ns, "-o", "json").stdout)
        check_equal([entry["status"] for entry in history], ["superseded"] * 4 + ["deployed"], "histories")
    second.run("uninstall", "r", "-n", ns)
    check_equal(stage.cluster.releases(ns, "r"), [], "records")


@scenario
def helm_goes_on_with_yares(stage):
    """Helm lists, upgrades, rolls back and uninstalls what Yare installed."""
    in_turn(stage, stage.yare, stage.helm, stage.namespace("turn-yare"))


@scenario
def yare_goes_on_with_helms(stage):
    """Yare lists, upgrades, rolls back and uninstalls what Helm installed."""
    in_turn(stage, stage.helm, stage.yare, stage.namespace("turn-helm"))


def large_chart():
    corpus = os.environ.get("YARE_CORPUS")
    found = sorted(pathlib.Path(corpus).glob("charts/*/kube-prometheus-stack-[0-9]*.tgz")) if corpus else []
    if not found:
        raise Skip("no chart corpus (YARE_CORPUS)")
    return found[-1]


@scenario
def kube_prometheus_stack(stage):
    """A large chart with its CRDs: Yare installs, upgrades, rolls back; Helm takes over and gives back; Yare uninstalls."""
    chart = large_chart()
    yare, helm = stage.yare, stage.helm
    ns = stage.namespace("monitoring")
    yare.run("install", "kps", chart, "-n", ns)
    check(stage.cluster.get("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/prometheuses.monitoring.coreos.com"),
          "the chart's CRDs are there")
    yare.run("upgrade", "kps", chart, "-n", ns, "--set", "grafana.replicas=2")
    yare.run("rollback", "kps", "1", "-n", ns)
    listed = json.loads(helm.run("list", "-n", ns, "-o", "json").stdout)
    check_equal([(each["name"], each["revision"], each["status"]) for each in listed], [("kps", "3", "deployed")], "lists")
    helm.run("upgrade", "kps", chart, "-n", ns, "--set", "grafana.replicas=3")
    helm.run("rollback", "kps", "1", "-n", ns)
    yare.run("upgrade", "kps", chart, "-n", ns, "--set", "grafana.replicas=1")
    yare.run("uninstall", "kps", "-n", ns)
    check_equal(stage.cluster.releases(ns, "kps"), [], "records")
    # The other way round: Helm begins.
    helm.run("install", "kps", chart, "-n", ns)
    yare.run("upgrade", "kps", chart, "-n", ns, "--set", "grafana.replicas=2")
    yare.run("rollback", "kps", "1", "-n", ns)
    helm.run("uninstall", "kps", "-n", ns)


@scenario
def killed_at_any_moment(stage):
    """`yare upgrade` is killed with SIGKILL at ten different moments; each time the next `yare upgrade` repairs the release."""
    cluster = stage.cluster
    with KillingProxy(cluster, stage.folder) as proxy:
        yare = Tool("yare-proxied", stage.program, cluster, stage.folder)
        yare.environment["KUBECONFIG"] = str(proxy.kubeconfig)
        ns = stage.namespace("killed")

        def upgrade(name, text):
            return "upgrade", name, HELLO, "-n", ns, "--wait", "--timeout", "30s", "--set", f"greeting={text},replicas=2"

        proxy.arm(None, "before")
        yare.run("install", "whole", HELLO, "-n", ns, "--wait")
        proxy.arm(None, "before")
        yare.run(*upgrade("whole", "two"))
        writes = len(proxy.writes)
        check(writes >= 5, f"an upgrade makes at least five writes, this one {proxy.writes}")
        moments = [(at, when) for at in range(1, writes + 1) for when in ("before", "after")]
        if len(moments) > 10:  # ten of them, spread over the whole, both ends included
            moments = [moments[round(i * (len(moments) - 1) / 9)] for i in range(10)]
        for at, when in moments:
            name = f"k{at}{when[0]}"
            proxy.arm(None, "before")
            yare.run("install", name, HELLO, "-n", ns, "--wait", "--set", "greeting=one")
            proxy.arm(at, when)
            victim = yare.start(*upgrade(name, "two"))
            proxy.victim = victim
            victim.communicate(timeout=60)
            check(victim.returncode == -9, f"{name}: killed {when} write {at} of {writes}, not ended by itself ({victim.returncode})")
            proxy.arm(None, "before")
            done = yare.run(*upgrade(name, "three"), expect=None)
            check(done.returncode == 0, f"{name}: killed {when} write {at} ({proxy.writes[at - 1:at]}): the next upgrade fails:\n{done.stderr}")
            check_equal(greeting(cluster, ns, name), "<h1>three</h1>", f"{name}: greetings")
            statuses = [record["info"]["status"] for record in cluster.releases(ns, name)]
            check(statuses[-1] == "deployed" and statuses.count("deployed") == 1 and
                  not any(status.startswith("pending") for status in statuses), f"{name}: killed {when} write {at}: {statuses}")
        print(f"  killed at {len(moments)} moments of {writes} writes: {', '.join(f'{when} {at}' for at, when in moments)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--cluster", choices=["real", "sandbox"], required=True)
    parser.add_argument("--only", default="*")
    options = parser.parse_args()
    program = pathlib.Path(options.program).resolve()

    wanted = [each for each in SCENARIOS if fnmatch.fnmatch(each.__name__, options.only) and each.cluster in (None, options.cluster)]
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    require = os.environ.get("YARE_REQUIRE") == "all"
    try:
        with RealCluster() if options.cluster == "real" else SandboxCluster(program) as cluster:
            for each in wanted:
                started = time.time()
                try:
                    with tempfile.TemporaryDirectory() as folder:
                        each(Stage(cluster, program, folder))
                    result = "passed"
                except Skip as reason:
                    result = "failed" if require else "skipped"
                    print(f"  skipped: {reason}")
                except Failed as problem:
                    result = "failed"
                    print(f"  {problem}")
                except Exception:
                    result = "failed"
                    traceback.print_exc(file=sys.stdout)
                counts[result] += 1
                print(f"{result}: {each.__name__} on {cluster.name} ({time.time() - started:.1f} s)", flush=True)
    except Skip as reason:
        print(f"skipped: {reason}")
        sys.exit(1 if require else 77)
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    sys.exit(1 if counts["failed"] or not wanted else 0)


if __name__ == "__main__":
    main()
