#!/usr/bin/env python3
"""Helm and Yare fetch dependencies and values over HTTP, side by side: the cases of tests/cli/cases whose names begin with web- or
values-url, run with both programs against the web of tests/cli/web.

    tests/oracle/dependencies_side_by_side.py --program build/release/yare [--only GLOB]

Compared are exit code, standard output, standard error and every file left behind, with its content and mode; archives that were
packed rather than fetched by their tar. Cases in differences.txt ("cli/...") may differ, those marked `own` are left out.
HELM_ORACLE names the real Helm.
"""

import argparse
import fnmatch
import gzip
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE.parent / "cli/cases"
MASKS = [(re.compile(rb"tmpcharts-\d+"), b"tmpcharts-N"), (re.compile(rb'(?m)^generated: "[^"]*"'), b'generated: "NOW"')]


def told(data, root):
    data = data.replace(root.encode(), b"")
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    for pattern, put in MASKS:
        data = pattern.sub(put, data)
    return data


def run(program, case, port):
    root = pathlib.Path(tempfile.mkdtemp(prefix="dependencies"))
    try:
        work = root / "work"
        (work / "home").mkdir(parents=True)
        (root / "bin").mkdir()
        (root / "bin/helm").symlink_to(program)
        if (case / "files").is_dir():
            shutil.copytree(case / "files", work, dirs_exist_ok=True)
        variables = dict(line.split("=", 1) for line in (case / "env").read_text().splitlines()) if (case / "env").exists() else {}
        done = subprocess.run(["/bin/bash", str(case / "cmd")], cwd=work, stdin=subprocess.DEVNULL, capture_output=True, timeout=120,
                              env={"PATH": str(root / "bin"), "HOME": str(work / "home"), "TZ": "UTC",
                                   "HTTP_PROXY": f"http://127.0.0.1:{port}"} | variables)
        out = {"exit": str(done.returncode).encode(), "stdout": told(done.stdout, str(work)), "stderr": told(done.stderr, str(work))}
        for path in sorted(work.rglob("*")):
            if path.is_file():
                data = told(path.read_bytes(), str(work))
                # Names in the order of a Go map.
                if path.name.endswith("-charts.txt"):
                    data = b"\n".join(sorted(data.split()))
                out[f"{path.relative_to(work)} {path.stat().st_mode & 0o777:o}"] = data
        return out
    finally:
        shutil.rmtree(root)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="*")
    options = parser.parse_args()
    reference = subprocess.run([str(HERE / "build_helm.sh")], capture_output=True, text=True)
    if reference.returncode != 0:
        print("skipped: " + reference.stderr.strip())
        sys.exit(1 if os.environ.get("YARE_REQUIRE") == "all" else 77)
    programs = [pathlib.Path(reference.stdout.strip()).resolve(), pathlib.Path(options.program).resolve()]
    known = {line.split("\t")[0][4:] for line in (HERE / "differences.txt").read_text().splitlines() if line.startswith("cli/")}
    counts = {"same": 0, "known": 0, "different": 0}
    with tempfile.NamedTemporaryFile() as port_file:
        proxy = subprocess.Popen([sys.executable, str(HERE.parent / "cli/web_proxy.py"), port_file.name])
        try:
            while not pathlib.Path(port_file.name).read_text():
                time.sleep(0.05)
            port = pathlib.Path(port_file.name).read_text()
            for case in sorted(CASES.iterdir()):
                if not case.name.startswith(("web-", "values-url")) or (case / "own").exists() or \
                        not fnmatch.fnmatchcase(case.name, options.only):
                    continue
                helm, yare = (run(program, case, port) for program in programs)
                if helm["stderr"] and yare["stderr"].startswith(helm["stderr"] + b"\n"):
                    yare["stderr"] = helm["stderr"]  # hints below Helm's words
                wrong = sorted(key for key in helm.keys() | yare.keys() if helm.get(key) != yare.get(key))
                what = "same" if not wrong else "known" if case.name in known else "different"
                counts[what] += 1
                if what == "different":
                    print(f"differs: {case.name}")
                    for key in wrong:
                        print(f"    {key}\n      Helm: {helm.get(key, b'(nothing)')[:300]!r}\n      Yare: {yare.get(key, b'(nothing)')[:300]!r}")
        finally:
            proxy.kill()
            proxy.wait()
    print("dependencies side by side: {same} the same, {different} different, {known} known to differ".format(**counts))
    sys.exit(1 if counts["different"] or not counts["same"] else 0)


if __name__ == "__main__":
    main()
