#!/usr/bin/env python3
"""The chart that `create` writes renders what the one that Helm's `create` writes renders, whatever its values are set to.

    tests/oracle/created/created_charts.py --program build/release/yare             against the recorded answers
    tests/oracle/created/created_charts.py --program build/release/yare --sweep N   N random sets of values, beside the real Helm
    tests/oracle/created/created_charts.py --record                                 asks the real Helm anew

Each program renders, lints and packs the chart it has created itself. The two charts' texts are not alike and need not be: what
is compared is `template`, `show chart`, `lint`, the names of the files in a package, and the computed values, which a template put
beside the others prints. HELM_ORACLE names the real Helm.
"""

import argparse
import json
import lzma
import pathlib
import random
import subprocess
import sys
import tarfile
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ANSWERS = HERE / "answers.json.xz"
# Prints every value a template can read.
VALUES = "{{ toYaml .Values }}\n"

HOSTS = [{"host": "a.example", "paths": [{"path": "/", "pathType": "Prefix"}, {"path": "/b"}]}, {"host": "*.b.example", "paths": []}]
TLS = [{"secretName": "cert", "hosts": ["a.example", "*.b.example"]}, {"hosts": ["c"]}, {"secretName": "none"}]
ROUTES = [{"matches": [{"path": {"type": "Exact", "value": "/x"}, "headers": [{"name": "v", "value": "2"}]}, {"method": "GET"}]},
          {"matches": [{"path": {"type": "PathPrefix", "value": "/"}}],
           "filters": [{"type": "RequestHeaderModifier", "requestHeaderModifier": {"set": [{"name": "n", "value": "v"}], "remove": ["r"]}}]}]
PARENTS = [{"name": "outer", "namespace": "gates"}, {"name": "inner", "sectionName": "https"}]
POD = {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchFields": []}]}}},
       "nodeSelector": {"kubernetes.io/os": "linux"}, "tolerations": [{"key": "k", "operator": "Exists"}],
       "volumes": [{"name": "foo", "secret": {"secretName": "s", "optional": False}}],
       "volumeMounts": [{"name": "foo", "mountPath": "/etc/foo", "readOnly": True}]}

# The settings that a set of values may take of each key. None takes the default away.
CHOICES = {
    "replicaCount": [0, 3, None, "2"],
    "image": [{"repository": "r/x", "tag": "v1", "pullPolicy": "Always"}, {"tag": 1.5}, {"repository": None, "pullPolicy": ""}],
    "imagePullSecrets": [[{"name": "login"}], None, [{"name": "a"}, {"name": "b"}]],
    "nameOverride": ["other", "r", "x" * 70, "ends-", "a" * 62 + "-b", None],
    "fullnameOverride": ["whole", "y" * 70, "z" * 62 + "--", None],
    "serviceAccount": [{"create": False}, {"create": False, "name": "mine"}, {"name": "mine"}, {"automount": False, "annotations": {"a": "1", "b": "x: y"}},
                       {"create": None}],
    "podAnnotations": [{"checksum": "1", "b": "true"}, None],
    "podLabels": [{"team": "x", "1": "2"}, None],
    "podSecurityContext": [{"fsGroup": 2000}, None],
    "securityContext": [{"capabilities": {"drop": ["ALL"]}, "runAsUser": 1000, "runAsNonRoot": True}, None],
    "service": [{"type": "NodePort"}, {"type": "LoadBalancer", "port": 8080}, {"port": 443}],
    "ingress": [{"enabled": True}, {"enabled": True, "hosts": HOSTS, "tls": TLS, "className": "nginx", "annotations": {"k": "true"}},
                {"enabled": True, "hosts": []}, {"enabled": True, "hosts": None, "annotations": None}],
    "httpRoute": [{"enabled": True}, {"enabled": True, "rules": ROUTES, "hostnames": ["a", "*.b"], "parentRefs": PARENTS, "annotations": {"k": "v"}},
                  {"enabled": True, "hostnames": []}, {"enabled": True, "rules": []}],
    "resources": [{"limits": {"cpu": "100m", "memory": "128Mi"}, "requests": {"cpu": 1}}, None],
    "livenessProbe": [None, {"exec": {"command": ["true"]}, "httpGet": None}, {"initialDelaySeconds": 5}],
    "readinessProbe": [None, {"tcpSocket": {"port": 80}, "httpGet": None}, {"httpGet": {"path": "/ready"}}],
    "autoscaling": [{"enabled": True}, {"enabled": True, "minReplicas": 2, "maxReplicas": 1000000, "targetMemoryUtilizationPercentage": 70},
                    {"enabled": True, "targetCPUUtilizationPercentage": None}],
    "volumes": [POD["volumes"]],
    "volumeMounts": [POD["volumeMounts"]],
    "nodeSelector": [POD["nodeSelector"], None],
    "tolerations": [POD["tolerations"]],
    "affinity": [POD["affinity"]],
}
NAMES = ["demo", "Web_1.x", "a" * 60]
RELEASES = ["r", "demo", "my-demo-2", "b" * 53]


def fixed_cases():
    """Every choice of every key alone, and some of them together."""
    out = [("demo", "r", {})] + [("demo", "r", {key: value}) for key, values in CHOICES.items() for value in values]
    out += [(name, release, {}) for name in NAMES for release in RELEASES]
    out += [("demo", "r", {key: values[-1] for key, values in CHOICES.items()}), ("demo", "r", {key: values[0] for key, values in CHOICES.items()})]
    return out + random_cases(40, 1)


def random_cases(count, seed):
    source = random.Random(seed)
    out = []
    for _ in range(count):
        keys = source.sample(sorted(CHOICES), source.randint(1, 8))
        out.append((source.choice(NAMES), source.choice(RELEASES), {key: source.choice(CHOICES[key]) for key in keys}))
    return out


class Creator:
    """A program and the charts it has created."""

    def __init__(self, program, folder):
        self.program, self.folder = str(pathlib.Path(program).resolve()), pathlib.Path(folder)
        self.folder.mkdir()
        (self.folder / "home").mkdir()

    def run(self, *words, **more):
        done = subprocess.run([self.program, *words], cwd=self.folder, capture_output=True, text=True,
                              env={"PATH": "/usr/bin:/bin", "HOME": str(self.folder / "home"), "TZ": "UTC"}, **more)
        return done.returncode, done.stdout

    def create(self, name):
        if not (self.folder / name).exists():
            self.run("create", name)
            (self.folder / name / "templates/values.yaml").write_text(VALUES)

    def about(self, name):
        """What is the same for all values: what `show chart` and `lint` say, and what a package holds."""
        self.create(name)
        self.run("package", name)
        with tarfile.open(self.folder / f"{name}-0.1.0.tgz") as tar:
            members = sorted(tar.getnames())
        return [self.run("show", "chart", name), self.run("lint", "--quiet", name), self.run("lint", name), members]

    def render(self, name, release, values):
        self.create(name)
        return self.run("template", release, name, "-f", "-", input=json.dumps(values))


def helm_path():
    done = subprocess.run([str(HERE.parent / "build_helm.sh")], capture_output=True, text=True)
    if done.returncode != 0:
        print("skipped: " + done.stderr.strip())
        sys.exit(77)
    return done.stdout.strip()


def record(folder):
    helm = Creator(helm_path(), folder / "helm")
    answers = {"about": {name: helm.about(name) for name in NAMES}, "renders": [[list(case), helm.render(*case)] for case in fixed_cases()]}
    ANSWERS.write_bytes(lzma.compress(json.dumps(answers).encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"recorded {len(answers['renders'])} renders, of which {sum(one[1][0] != 0 for one in answers['renders'])} fail")


def same(helm, yare):
    """Where Helm's chart cannot be rendered, Yare's may say so elsewhere, but it does not render either."""
    return list(helm) == list(yare) if helm[0] == 0 else yare[0] == helm[0]


def first_difference(left, right):
    left, right = str(left).split("\n"), str(right).split("\n")
    at = next((i for i, pair in enumerate(zip(left, right)) if pair[0] != pair[1]), min(len(left), len(right)))
    return f"  line {at + 1}\n    Helm: {(left + ['(end)'])[at]}\n    Yare: {(right + ['(end)'])[at]}"


def compare(pairs):
    wrong = total = 0
    for what, helm, yare, alike in pairs:
        total += 1
        if not alike:
            wrong += 1
            print(f"differs: {what}\n{first_difference(helm, yare)}")
    print(f"created charts: {total - wrong} of {total} the same")
    return 1 if wrong or not total else 0


def replayed(yare):
    answers = json.loads(lzma.decompress(ANSWERS.read_bytes()))
    for name, helm in answers["about"].items():
        ours = json.loads(json.dumps(yare.about(name)))
        for what, one, other in zip(("show chart", "lint --quiet", "lint", "package"), helm, ours):
            yield f"{what} {name}", one, other, one == other
    for (name, release, values), helm in answers["renders"]:
        ours = yare.render(name, release, values)
        yield f"{name} as {release}, {json.dumps(values)}", helm[1], ours[1], same(helm, ours)


def swept(helm, yare, count):
    for case in random_cases(count, None):
        theirs, ours = helm.render(*case), yare.render(*case)
        yield f"{case[0]} as {case[1]}, {json.dumps(case[2])}", theirs[1], ours[1], same(theirs, ours)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--sweep", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="created") as top:
        folder = pathlib.Path(top)
        if options.record:
            return record(folder)
        yare = Creator(options.program, folder / "yare")
        if options.sweep:
            return compare(swept(Creator(helm_path(), folder / "helm"), yare, options.sweep))
        return compare(replayed(yare))


if __name__ == "__main__":
    sys.exit(main())
