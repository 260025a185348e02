#!/usr/bin/env python3
"""Renders every case of a chart corpus and compares with Helm's answers, byte for byte.

    YARE_CORPUS=DIR tests/corpus/run.py --program build/release/yare [--only PATTERN] [--show] [--update]

DIR holds cases.json, charts/, values/ and goldens.tar.xz; a case is

    helm template rel ARCHIVE --namespace testns [-f VALUES] [ARGS]

with an empty home. Standard output and exit code have to be Helm's; standard error has to begin with Helm's. Lines that
differ from run to run in Helm itself (passwords, certificates, the clock) are emptied on both sides.

lacking.txt beside this file lists the cases that are known not to match, each with what is missing. A case that fails and
is not listed fails the run; so does a listed one that passes. --update writes the list anew (reasons of listed cases stay).
"""

import argparse
import concurrent.futures
import fnmatch
import hashlib
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

import chart_corpus

HERE = pathlib.Path(__file__).resolve().parent
LACKING = HERE / "lacking.txt"


def read_lacking():
    out = {}
    if LACKING.exists():
        for line in LACKING.read_text().splitlines():
            if line and not line.startswith("#"):
                case, _, reason = line.partition("\t")
                out[case] = reason
    return out


def masked(text, ranges):
    lines = text.split(b"\n")
    for first, last in ranges:
        for i in range(first - 1, min(last, len(lines))):
            lines[i] = b""
    return b"\n".join(lines)


def unpack_goldens(corpus):
    """The answers, unpacked once per version of their archive."""
    archive = corpus / "goldens.tar.xz"
    stamp = f"{archive.stat().st_size}-{int(archive.stat().st_mtime)}"
    cache = pathlib.Path(os.environ.get("YARE_CACHE") or pathlib.Path.home() / ".cache/yare")
    target = cache / f"goldens-{stamp}"
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as fresh:
            with tarfile.open(archive) as tar:
                tar.extractall(fresh)
            os.rename(fresh, target)
            os.mkdir(fresh)  # the context manager wants something to remove
    return target / "goldens"


class Runner:
    def __init__(self, program, corpus, home):
        self.corpus = corpus
        self.goldens = unpack_goldens(corpus)
        self.home = home
        self.link = home / "helm"
        self.link.symlink_to(program)
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "TZ": os.environ.get("TZ", ""),
            "HELM_CACHE_HOME": str(home / "cache"),
            "HELM_CONFIG_HOME": str(home / "config"),
            "HELM_DATA_HOME": str(home / "data"),
        }

    def run(self, chart, case):
        command = [str(self.link), "template", "rel", chart["archive"], "--namespace", "testns"]
        if case["values"]:
            command += ["-f", case["values"]]
        command += case["args"]
        try:
            done = subprocess.run(command, cwd=self.corpus, env=self.environment, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return "does not end within 120 s", b"", b""
        return self.judge(case, done), done.stdout, done.stderr

    def golden(self, case, extension):
        path = self.goldens / f"{case['id']}.{extension}"
        return path.read_bytes() if path.exists() else b""

    def judge(self, case, done):
        """What is wrong, in a few words; None when all is well."""
        if done.returncode != case["exit_code"]:
            first = done.stderr.decode("utf-8", "replace").strip().splitlines()
            return f"exit code {done.returncode}: {' '.join(first)[:160] if first else ''}"
        if case["deterministic"]:
            same = hashlib.sha256(done.stdout).hexdigest() == case["stdout_sha256"]
        else:
            same = hashlib.sha256(masked(done.stdout, case["masked_lines"])).hexdigest() == case["masked_sha256"]
        if not same:
            return self.first_difference(case, done.stdout)
        if case.get("stderr_deterministic", True) and not done.stderr.startswith(self.golden(case, "err")):
            return "standard error differs"
        return None

    def first_difference(self, case, stdout):
        ranges = case.get("masked_lines") or []
        want = masked(self.golden(case, "out"), ranges).split(b"\n")
        have = masked(stdout, ranges).split(b"\n")
        for number, (left, right) in enumerate(zip(want, have), 1):
            if left != right:
                return f"line {number}: want {left.decode('utf-8', 'replace')[:70]!r}, have {right.decode('utf-8', 'replace')[:70]!r}"
        return f"{len(have)} lines, want {len(want)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="*", help="a glob over case ids")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--show", action="store_true", help="print every case that differs")
    parser.add_argument("--update", action="store_true", help="write lacking.txt anew")
    parser.add_argument("--keep", help="write what differs to this folder")
    options = parser.parse_args()

    corpus, index = chart_corpus.open_corpus()
    cases = [case for case in index["cases"] if fnmatch.fnmatch(case["id"], options.only)]
    lacking = read_lacking()

    wrong = {}
    with tempfile.TemporaryDirectory() as home:
        runner = Runner(pathlib.Path(options.program).resolve(), corpus, pathlib.Path(home))
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results = pool.map(lambda case: (case, *runner.run(index["charts"][case["chart"]], case)), cases)
            for case, reason, stdout, stderr in results:
                if reason is None:
                    continue
                wrong[case["id"]] = reason
                if options.keep:
                    path = pathlib.Path(options.keep) / case["id"]
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.with_suffix(".out").write_bytes(stdout)
                    path.with_suffix(".err").write_bytes(stderr)

    if options.update:
        lines = ["# Cases of the corpus that do not match Helm yet, and what they lack; checked for staleness."]
        lines += [f"{case}\t{lacking.get(case) or reason}" for case, reason in sorted(wrong.items())]
        LACKING.write_text("\n".join(lines) + "\n")
    ids = {case["id"] for case in cases}
    new = sorted(set(wrong) - set(lacking))
    stale = sorted(case for case in lacking if case in ids and case not in wrong)
    for case in sorted(wrong) if options.show else new:
        print(f"differs: {case}: {wrong[case]}")
    for case in stale:
        print(f"listed in lacking.txt, but matches: {case}")
    print(f"corpus: {len(cases) - len(wrong)} of {len(cases)} cases are Helm's to the byte, {len(wrong)} are not")
    sys.exit(1 if not cases or ((new or stale) and not options.update) else 0)


if __name__ == "__main__":
    main()
