#!/usr/bin/env python3
"""How near honest charts come to the limits on a render: the highest use of each over a chart corpus, for docs/limits.md.

    YARE_CORPUS=DIR tests/bench/margins.py --program build/release/yare
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

LIMITS = {"steps": 50_000_000, "memory": 96 << 20, "output": 24 << 20, "depth": 10000, "keys": 64}
USAGE = re.compile(rb"rendering took (\d+) steps, (\d+) bytes of memory, (\d+) bytes of output, depth (\d+), (\d+) keys")


def commands(corpus):
    index = json.loads((corpus / "cases.json").read_text())
    for case in index["cases"]:
        command = ["template", "rel", index["charts"][case["chart"]]["archive"], "--namespace", "testns", "--render-usage"]
        yield case["id"], command + (["-f", case["values"]] if case["values"] else []) + case["args"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    if not os.environ.get("YARE_CORPUS"):
        sys.exit("YARE_CORPUS names no chart corpus")
    corpus = pathlib.Path(os.environ["YARE_CORPUS"])
    program = os.path.abspath(options.program)
    with tempfile.TemporaryDirectory() as home, concurrent.futures.ThreadPoolExecutor(2) as pool:
        def use(case):
            done = subprocess.run([program, *case[1]], cwd=corpus, env={"PATH": "/usr/bin:/bin", "HOME": home},
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            found = USAGE.search(done.stderr)
            return case[0], [int(number) for number in found.groups()] if found else None
        uses = [(name, numbers) for name, numbers in pool.map(use, commands(corpus)) if numbers]
    print(f"{len(uses)} renders\n| limit | default | highest | times below | chart |\n| --- | --- | --- | --- | --- |")
    for place, (limit, most) in enumerate(LIMITS.items()):
        name, numbers = max(uses, key=lambda use: use[1][place])
        print(f"| {limit} | {most:,} | {numbers[place]:,} | {most / max(numbers[place], 1):.0f} | {name} |")


if __name__ == "__main__":
    main()
