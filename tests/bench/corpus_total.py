"""All cases of a chart corpus: the summed time of those that make no RSA keys, and each that does on its own.

A key takes a random time that has nothing to do with charts, so those cases would drown the others.
"""

import json
import re
import sys
import tarfile

# What a private key or a certificate begins with, as it stands and in base64.
KEY = re.compile(rb"LS0tLS1CRUdJTi|-----BEGIN")


def read_cases(corpus):
    """(cases without keys, cases with keys). Helm's recorded answer tells: it differs from run to run and holds a key."""
    index = json.loads((corpus / "cases.json").read_text())
    random = {case["id"]: case for case in index["cases"] if not case["deterministic"]}
    making = set()
    with tarfile.open(corpus / "goldens.tar.xz") as goldens:
        for member in goldens:
            name = member.name.removeprefix("./").removeprefix("goldens/")
            if name.endswith(".out") and name[:-4] in random and KEY.search(goldens.extractfile(member).read()):
                making.add(name[:-4])
    plain, keys = [], []
    for case in index["cases"]:
        arguments = ["template", "rel", str(corpus / index["charts"][case["chart"]]["archive"]), "--namespace", "testns"]
        if case["values"]:
            arguments += ["-f", str(corpus / case["values"])]
        (keys if case["id"] in making else plain).append((case["id"], arguments + case["args"]))
    return plain, keys


def total(programs, cases, runs):
    """Sums of the medians in milliseconds, and the cases with the lowest ratios."""
    sums = {"helm": 0.0, "yare": 0.0}
    ratios = []
    for number, (name, arguments) in enumerate(cases, 1):
        wall = programs.medians(arguments, runs)
        for who in sums:
            sums[who] += wall[who]
        ratios.append((wall["helm"] / wall["yare"], name))
        if sys.stderr.isatty():
            print(f"\r{number} of {len(cases)}", end="", file=sys.stderr)
    if sys.stderr.isatty():
        print("\r", end="", file=sys.stderr)
    return sums, sorted(ratios)


def each(programs, cases, runs):
    """(ratio, name, medians) of every case, the lowest ratio first."""
    out = []
    for name, arguments in cases:
        wall = programs.medians(arguments, runs)
        out.append((wall["helm"] / wall["yare"], name, wall))
    return sorted(out, key=lambda row: row[0])


def highest_memory(programs, cases):
    """The highest resident size of each program over the cases, and the lowest ratio with its case."""
    highest = {"helm": 0.0, "yare": 0.0}
    worst = (float("inf"), "")
    for name, arguments in cases:
        here = {who: programs.resident(who, arguments) for who in highest}
        highest = {who: max(highest[who], here[who]) for who in highest}
        worst = min(worst, (here["helm"] / here["yare"], name))
    return highest, worst
