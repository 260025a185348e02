"""Running one command line in a folder of its own, and saying what came of it in a form that can be compared."""

import gzip
import hashlib
import io
import os
import pathlib
import re
import subprocess
import tarfile
import time

import making

MASKS = [(re.compile(rb"/tmp/helm-lint\d+"), b"/tmp/helm-lintN"), (re.compile(rb"tmpcharts-\d+"), b"tmpcharts-N"),
         (re.compile(rb'(?m)^generated: "\d{4}-[^"]*"'), b'generated: "NOW"')]
LONGEST = 4000  # beyond it a text is told by its hash


def plain(data, where):
    """A text without what differs from run to run or from machine to machine."""
    data = data.replace(where, b"ROOT")
    for pattern, put in MASKS:
        data = pattern.sub(put, data)
    return data


def told(data, where):
    """A text as it is compared."""
    data = plain(data, where)
    if len(data) <= LONGEST:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    return f"sha256:{hashlib.sha256(data).hexdigest()[:24]} {len(data)} bytes"


def instant(seconds):
    return "now" if abs(seconds - time.time()) < 100000 else int(seconds)


def told_archive(data, where):
    """The header of the gzip stream, then one line a member."""
    lines = [data[:12].hex()]
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data))) as tar:
        for one in tar:
            content = tar.extractfile(one).read() if one.isfile() else one.linkname.encode()
            inner = "\n  ".join(told_archive(content, where)) if content[:2] == b"\x1f\x8b" and one.name.endswith(".tgz") else ""
            if one.name.endswith(("Chart.lock", "requirements.lock")):
                content = told(content, where).encode()
            lines.append(f"{one.name} {one.mode:o} {one.type.decode()} {instant(one.mtime)} {one.uid}:{one.gid} "
                         f"{one.uname}:{one.gname} {hashlib.sha256(content).hexdigest()[:16]} {inner}".rstrip())
    return lines


def told_file(path, where):
    if path.is_symlink():
        return f"link to {os.readlink(path)}"
    mode = f"{path.stat().st_mode & 0o777:o}"
    if path.is_dir():
        return f"folder {mode}"
    if not path.is_file():
        return "special"
    data = path.read_bytes()
    if data[:2] == b"\x1f\x8b":
        try:
            return f"{mode} " + "\n".join(told_archive(data, where))
        except (OSError, tarfile.TarError, EOFError):
            pass
    return f"{mode} {told(data, where)}"


def marks(top):
    """Every path below `top` with what tells that it has changed."""
    out = {}
    for folder, folders, files in os.walk(top):
        for name in folders + files:
            path = os.path.join(folder, name)
            info = os.lstat(path)
            out[os.path.relpath(path, top)] = (info.st_mode, info.st_ino, info.st_mtime_ns if not os.path.isdir(path) else 0)
    return out


def begins_as(whole, text):
    """Whether a whole text begins with one that is told, and goes on in a line of its own, or with hints alone."""
    if not text.startswith("sha256:"):
        if whole.startswith(text.encode()) and all(line.startswith(b"hint: ") for line in whole[len(text.encode()):].splitlines()):
            return True
        return text != "" and whole.startswith(text.encode() + b"\n")
    size = int(text.split()[1])
    return len(text.split()) == 3 and whole[size:size + 1] == b"\n" and told(whole[:size], b"ROOT") == text


class Place:
    """A folder in which one subject lies ready, and commands are run one after another."""

    def __init__(self, top):
        self.top = pathlib.Path(os.path.realpath(top))
        self.work = self.top / "work"
        self.subject = None
        self.before = None
        home = self.top / "home"
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TZ": "UTC", "TMPDIR": "/tmp",
                            "HELM_CACHE_HOME": str(home / "cache"), "HELM_CONFIG_HOME": str(home / "config"),
                            "HELM_DATA_HOME": str(home / "data"),
                            # Nothing leaves the machine: no one listens there.
                            "HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}

    def prepare(self, subject):
        if self.subject is subject and marks(self.work) == self.before:
            return
        making.clear(self.work)
        making.clear(self.top / "home")
        self.work.mkdir(parents=True)
        (self.top / "home").mkdir()
        subject.lay_out(self.work)
        self.subject, self.before = subject, marks(self.work)

    def run(self, program, subject, command):
        self.prepare(subject)
        where = str(self.top).encode()
        try:
            done = subprocess.run([program] + command.arguments(subject.chart), cwd=self.work, stdin=subprocess.DEVNULL,
                                  env=self.environment | command.environment, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return {"exit": "does not end within 120 s", "out": "", "err": "", "files": {}, "whole error": b""}
        answer = {"exit": done.returncode, "out": told(done.stdout, where), "err": told(done.stderr, where), "files": {},
                  "whole error": plain(done.stderr, where)}
        now = marks(self.work)
        for name in sorted(set(now) | set(self.before)):
            if now.get(name) != self.before.get(name):
                answer["files"][name] = told_file(self.work / name, where) if name in now else "gone"
        return answer
