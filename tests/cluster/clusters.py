"""The clusters that scenarios run against, and the programs that play them."""

import base64
import gzip
import json
import os
import pathlib
import re
import shutil
import signal
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent


class Skip(Exception):
    """A part that the machine does not have."""


class Failed(Exception):
    """What a scenario found wrong."""


class Cluster:
    """An API server on loopback: self.kubeconfig is its administrator's."""

    name = ""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="yare-cluster-"))
        self.kubeconfig = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        self._read_access()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read_access(self):
        """Server, certificate authority and token, for get() and the proxy."""
        text = pathlib.Path(self.kubeconfig).read_text()

        def setting(name):
            found = re.search(rf'\b{name}: *"?([^"\s,}}]+)', text)
            return found.group(1) if found else ""

        self.server = setting("server")
        self.token = setting("token")
        self.tls = None
        if self.server.startswith("https"):
            self.tls = ssl.create_default_context(cafile=setting("certificate-authority"))

    def request(self, method, path, body=None, content_type="application/json"):
        """The API server's answer as data; None for 404."""
        request = urllib.request.Request(self.server + path, method=method,
                                         data=None if body is None else json.dumps(body).encode())
        request.add_header("Content-Type", content_type)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, context=self.tls) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            raise Failed(f"{method} {path}: {error.code} {error.read().decode()[:300]}") from error

    def get(self, path):
        return self.request("GET", path)

    def releases(self, namespace, name):
        """The stored records of a release, oldest first."""
        secrets = self.get(f"/api/v1/namespaces/{namespace}/secrets?labelSelector=owner%3Dhelm%2Cname%3D{name}")
        out = [decode_release(secret) for secret in secrets["items"]]
        return sorted(out, key=lambda release: release["version"])


class RealCluster(Cluster):
    name = "real"

    def start(self):
        script = HERE / "controlplane.sh"
        prepared = subprocess.run([script, "prepare"], capture_output=True, text=True)
        if prepared.returncode != 0:
            raise Skip(f"no control plane: {prepared.stderr.strip().splitlines()[-1:] or ['?']}")
        done = subprocess.run([script, "up", self.folder / "plane"], capture_output=True, text=True)
        if done.returncode != 0:
            raise Failed(f"the control plane did not start: {done.stderr}")
        self.kubeconfig = self.folder / "plane/kubeconfig"

    def user(self, name):
        """The kubeconfig of a user without rights."""
        return subprocess.run([HERE / "controlplane.sh", "user", self.folder / "plane", name], capture_output=True, text=True, check=True).stdout

    def stop(self):
        subprocess.run([HERE / "controlplane.sh", "down", self.folder / "plane"], capture_output=True)


class SandboxCluster(Cluster):
    name = "sandbox"

    def __init__(self, program):
        super().__init__()
        self.program = program

    def start(self):
        self.kubeconfig = self.folder / "kubeconfig"
        self.log = open(self.folder / "sandbox.log", "w")
        self.process = subprocess.Popen([self.program, "sandbox", "--port", "0", "--kubeconfig", self.kubeconfig],
                                        stdout=self.log, stderr=self.log, env=environment(self.folder))
        for _ in range(200):
            if self.kubeconfig.exists() and self.kubeconfig.stat().st_size:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise Failed("the sandbox did not start: " + (self.folder / "sandbox.log").read_text())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.log.close()


def environment(home, kubeconfig=None):
    out = {"PATH": os.environ["PATH"], "HOME": str(home), "TZ": "UTC"}
    if kubeconfig:
        out["KUBECONFIG"] = str(kubeconfig)
    return out


class Tool:
    """Helm or Yare, called as "helm", with a home of its own."""

    def __init__(self, name, program, cluster, folder):
        self.name = name
        self.home = pathlib.Path(folder) / f"home-{name}"
        self.home.mkdir(parents=True, exist_ok=True)
        self.program = self.home / "helm"
        if not self.program.exists():
            self.program.symlink_to(pathlib.Path(program).resolve())
        self.environment = environment(self.home, cluster.kubeconfig)

    def run(self, *arguments, expect=0, timeout=240):
        command = [str(self.program), *map(str, arguments)]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=timeout)
        if expect is not None and done.returncode != expect:
            raise Failed(f"{self.name}: {' '.join(map(str, arguments))}: exit code {done.returncode}, expected {expect}\n"
                         f"{done.stdout[-1500:]}{done.stderr[-3000:]}")
        return done

    def start(self, *arguments, **environment_changes):
        command = [str(self.program), *map(str, arguments)]
        return subprocess.Popen(command, env={**self.environment, **environment_changes}, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True)


def reference_helm():
    done = subprocess.run([ROOT / "tests/oracle/build_helm.sh"], capture_output=True, text=True)
    if done.returncode != 0:
        raise Skip(f"no reference Helm: {done.stderr.strip().splitlines()[-1:] or ['?']}")
    return done.stdout.strip()


def decode_release(secret):
    payload = base64.b64decode(base64.b64decode(secret["data"]["release"]))
    return json.loads(gzip.decompress(payload))


MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(Z| ?[+-]\d\d:?\d\d)?( UTC| [+-]\d{4})?")
DAY = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d \d{4}")
AGE = re.compile(r"(?<=[ \t])\d+(s|m\d*s?)(?=\s)")


def without_times(text):
    return DAY.sub("DAY", MOMENT.sub("MOMENT", text))


VOLATILE = {"uid", "resourceVersion", "creationTimestamp", "selfLink", "clusterIP", "clusterIPs", "time", "lastUpdateTime",
            "lastTransitionTime", "lastProbeTime", "startTime", "completionTime", "startedAt", "finishedAt", "healthCheckNodePort",
            "first_deployed", "last_deployed", "deleted", "started_at", "completed_at", "nodePort", "modtime", "schemamodtime"}


def steady(value):
    """An object without what differs between two of the same."""
    if isinstance(value, dict):
        return {key: steady(item) for key, item in value.items() if key not in VOLATILE}
    if isinstance(value, list):
        return [steady(item) for item in value]
    return value
