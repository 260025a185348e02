#!/usr/bin/env python3
"""How much faster `yare unittest` is than helm-unittest's own runner, on the same suites.

    tests/bench/unittest.py --runner untt --program build/release/yare CHART... [-- FLAG...]

Each chart is copied, so that snapshots are written elsewhere, and both programs run on it in turn. Shown are the shortest of several
runs, on the wall and of processor time, and the ratios. How the runner is built: tests/oracle/unittest_side_by_side.py.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time


def run(command, folder):
    """Wall and processor seconds of one run."""
    before = os.times()
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wall = time.perf_counter() - started
    after = os.times()
    return wall, after.children_user + after.children_system - before.children_user - before.children_system


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runner", required=True)
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("charts", nargs="+", type=pathlib.Path)
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    options = parser.parse_args(sys.argv[1:split])
    flags = sys.argv[split + 1:]
    programs = [[os.path.abspath(options.runner)], [os.path.abspath(options.program), "unittest"]]
    sums = [[0.0, 0.0], [0.0, 0.0]]
    print("| chart | runner | yare | wall | processor |\n| --- | --- | --- | --- | --- |")
    for chart in options.charts:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(chart, pathlib.Path(folder) / chart.name, symlinks=True)
            best = [[float("inf")] * 2, [float("inf")] * 2]
            for _ in range(options.runs):
                for which, program in enumerate(programs):
                    times = run([*program, *flags, chart.name], folder)
                    best[which] = [min(pair) for pair in zip(best[which], times)]
        for which in (0, 1):
            sums[which] = [sum(pair) for pair in zip(sums[which], best[which])]
        show(chart.name, best)
    show("all", sums)


def show(name, times):
    theirs, ours = times
    ratios = [their / max(our, 1e-4) for their, our in zip(theirs, ours)]
    print(f"| {name} | {theirs[0] * 1000:.0f} ms | {ours[0] * 1000:.0f} ms | {ratios[0]:.1f} times | {ratios[1]:.1f} times |", flush=True)


if __name__ == "__main__":
    main()
