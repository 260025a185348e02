#!/usr/bin/env python3
"""Runs helm-unittest's own runner and `yare unittest` on the same suites and compares what comes of each.

    tests/oracle/unittest_side_by_side.py --runner untt --program build/release/yare FOLDER...

A chart is any folder below the given ones that has a Chart.yaml and suites. Each is copied twice, and each program
runs in a copy of its own. Compared are the verdict of every test (by the JUnit report), the output without its line
of times, the exit code, and the files that were written. The runner is built from the Go module
github.com/helm-unittest/helm-unittest, of the version in kVersion (src/unittest/suite.h), with that version linked in.
"""
import argparse
import difflib
import filecmp
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

PATTERNS = ["tests/*_test.yaml", "tests/*_test.yml", "tests/**/*_test.yaml", "unittests/*_test.yaml", "unittests/**/*_test.yaml",
            "tests/unit/*.yaml", "tests/*.yaml"]


def charts_below(folder):
    """Charts that are no sub-charts of others, with a pattern that finds suites in them."""
    for chart in sorted(Path(folder).rglob("Chart.yaml")):
        parts = chart.parent.relative_to(folder).parts
        if "charts" in parts and (chart.parent.parent.parent / "Chart.yaml").exists():
            continue
        for pattern in PATTERNS:
            if any(looks_like_suite(file) for file in chart.parent.glob(pattern)):
                yield chart.parent, pattern
                break


def looks_like_suite(file):
    return "__snapshot__" not in file.parts and re.search(r"(?m)^tests:", file.read_text(errors="replace")) is not None


class Outcome:
    def __init__(self, program, chart, work, extra):
        self.work = work
        shutil.copytree(chart, work / chart.name, symlinks=True)
        report = work / "report.xml"
        # The runner falls over reports of what --failfast has left out.
        reporting = [] if {"-q", "--failfast"} & set(extra) else ["-o", "report.xml", "-t", "JUnit"]
        command = [*program, *extra, *reporting, chart.name]
        began = time.monotonic()
        done = subprocess.run(command, cwd=work, capture_output=True, timeout=600)
        self.seconds = time.monotonic() - began
        self.exit = done.returncode
        self.output = re.sub(rb"(?m)^Time: .*\n", b"", done.stdout).decode(errors="replace")
        self.errors = done.stderr.decode(errors="replace")
        self.verdicts = verdicts_of(report) if report.exists() else None

    def files(self):
        out = {}
        for file in sorted(self.work.rglob("*")):
            if file.is_file() and file.name != "report.xml":
                out[str(file.relative_to(self.work))] = file
        return out


def verdicts_of(report):
    out = []
    for suite in ElementTree.parse(report).getroot():
        for case in suite.findall("testcase"):
            verdict = next((mark for mark in ("error", "failure", "skipped") if case.find(mark) is not None), "passed")
            out.append((suite.get("name"), case.get("name"), verdict))
    return out


def same_files(one, other):
    left, right = one.files(), other.files()
    return left.keys() == right.keys() and all(filecmp.cmp(left[name], right[name], shallow=False) for name in left)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runner", required=True, help="helm-unittest's own program")
    parser.add_argument("--program", required=True, help="yare")
    parser.add_argument("--show", type=int, default=3, help="differences to print in full")
    parser.add_argument("--with", dest="extra", action="append", default=[], help="a flag for both")
    parser.add_argument("folders", nargs="+")
    arguments = parser.parse_args()
    runner, program = [os.path.abspath(arguments.runner)], [os.path.abspath(arguments.program), "unittest"]
    counts = dict.fromkeys(("charts", "suites", "tests", "verdicts", "outputs", "exits", "files"), 0)
    seconds = [0.0, 0.0]
    shown = 0
    for folder in arguments.folders:
        for chart, pattern in charts_below(folder):
            with tempfile.TemporaryDirectory() as scratch:
                extra = ["-f", pattern, *arguments.extra]
                pair = []
                for name, command in (("runner", runner), ("yare", program)):
                    (Path(scratch) / name).mkdir()
                    pair.append(Outcome(command, chart, Path(scratch) / name, extra))
                theirs, ours = pair
                wanted = theirs.verdicts or []
                found = ours.verdicts or []
                counts["charts"] += 1
                counts["suites"] += sum(int(n) for n in re.findall(r"Test Suites: .*?(\d+) total", theirs.output))
                counts["tests"] += len(wanted)
                same = sum(a == b for a, b in zip(wanted, found))
                counts["verdicts"] += same
                counts["outputs"] += theirs.output == ours.output
                counts["exits"] += theirs.exit == ours.exit
                files = same_files(theirs, ours)
                counts["files"] += files
                seconds[0] += theirs.seconds
                seconds[1] += ours.seconds
                good = wanted == found and theirs.output == ours.output and theirs.exit == ours.exit and files
                if good:
                    continue
                print(f"{chart} ({pattern}): verdicts {same}/{len(wanted)} ({len(found)}), output "
                      f"{'same' if theirs.output == ours.output else 'differs'}, exit {theirs.exit}/{ours.exit}, files "
                      f"{'same' if files else 'differ'}")
                if shown < arguments.show:
                    shown += 1
                    lines = difflib.unified_diff(theirs.output.splitlines(), ours.output.splitlines(), "runner", "yare",
                                                 lineterm="", n=2)
                    print("\n".join(list(lines)[:120]))
                    print(ours.errors[:1000])
    print(", ".join(f"{value} {name}" for name, value in counts.items()))
    print(f"{seconds[0]:.2f} s against {seconds[1]:.2f} s: {seconds[0] / max(seconds[1], 1e-9):.1f} times as fast")
    complete = counts["verdicts"] == counts["tests"] and counts["outputs"] == counts["charts"] == counts["files"]
    return 0 if complete else 1


if __name__ == "__main__":
    sys.exit(main())
