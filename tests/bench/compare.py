#!/usr/bin/env python3
"""Yare beside Helm: the same commands in turn, in one run; medians and ratios.

    tests/bench/compare.py --program build/release/yare [--runs 15] [--only PATTERN]

Absolute times never travel from one machine to another, so only the ratios are worth quoting. The reference Helm is built when
it is not there (tests/oracle/build_helm.sh). Large charts come from the corpus that YARE_CORPUS names.
"""

import argparse
import fnmatch
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def measure(command, environment, folder):
    """Wall seconds of one run."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    elapsed = time.perf_counter() - started
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed: {done.stderr.decode()}")
    return elapsed


def resident(command, environment, folder):
    """The highest resident size of one run in MiB. Through a small parent: a child of this one begins with its size."""
    done = subprocess.run(["/usr/bin/time", "-f", "%M", *command], cwd=folder, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True)
    return int(done.stderr.split()[-1]) / 1024


def find_chart(corpus, name):
    found = sorted(pathlib.Path(corpus).glob(f"charts/*/{name}-[0-9]*.tgz")) if corpus else []
    return found[-1] if found else None


def cases(work, corpus, helm, environment):
    """(name, arguments) pairs; arguments follow the program's name."""
    out = [("version", ["version"])]
    subprocess.run([helm, "create", "small"], cwd=work, env=environment, check=True, stdout=subprocess.DEVNULL)
    out.append(("template, a created chart", ["template", "rel", "small"]))
    for label, chart in (("mid-sized", "ingress-nginx"), ("large", "kube-prometheus-stack")):
        archive = find_chart(corpus, chart)
        if not archive:
            print(f"skipped: template of {chart} (no chart corpus)")
            continue
        out.append((f"template, {chart} ({label})", ["template", "rel", str(archive)]))
        if label == "large":
            out.append((f"template --include-crds, {chart}", ["template", "rel", str(archive), "--include-crds"]))
            with tarfile.open(archive) as tar:
                tar.extractall(work / "unpacked")
            out.append((f"package, {chart}", ["package", f"unpacked/{chart}", "-d", "packed"]))
            out.append((f"show values, {chart}", ["show", "values", str(archive)]))
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--only", default="*")
    options = parser.parse_args()

    reference = subprocess.run([ROOT / "tests/oracle/build_helm.sh"], capture_output=True, text=True)
    if reference.returncode != 0:
        print("skipped:", reference.stderr.strip() or "no reference Helm")
        sys.exit(77)
    helm = reference.stdout.strip()
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        (work / "yare").symlink_to(pathlib.Path(options.program).resolve())
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder}
        print(f"{'':44} {'helm ms':>9} {'yare ms':>9} {'ratio':>7} {'helm MB':>8} {'yare MB':>8} {'ratio':>7}")
        for name, arguments in cases(work, os.environ.get("YARE_CORPUS"), helm, environment):
            if not fnmatch.fnmatch(name, options.only):
                continue
            programs = {"helm": helm, "yare": str(work / "yare")}
            times = {who: [] for who in programs}
            memory = {}
            for run in range(options.runs + 1):
                for who, program in programs.items():
                    shutil.rmtree(work / "packed", ignore_errors=True)
                    (work / "packed").mkdir()
                    if run == 0:
                        memory[who] = resident([program, *arguments], environment, work)
                    else:
                        times[who].append(measure([program, *arguments], environment, work))
            wall = {who: statistics.median(each) * 1000 for who, each in times.items()}
            print(f"{name:44} {wall['helm']:9.2f} {wall['yare']:9.2f} {wall['helm'] / wall['yare']:6.1f}x "
                  f"{memory['helm']:8.1f} {memory['yare']:8.1f} {memory['helm'] / memory['yare']:6.1f}x")


if __name__ == "__main__":
    main()
