"""All cases of a chart corpus: the summed time of those that make no RSA keys, and each that does on its own.

A key takes a random time that has nothing to do with charts, so those cases would drown the others. Cases that hash passwords
stay in the sum: that time is not random, and both programs do the same.
"""

import functools
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile

# The functions that make RSA keys, as templates call them.
CALL = re.compile(rb"\b(genCA|genSelfSignedCert|genSignedCert)(WithKey)?\b|\bgenPrivateKey\b")


def calls_for_keys(archive):
    """Whether a template of the chart, or of one below it, calls for a key."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in filter(tarfile.TarInfo.isfile, tar):
            if "/charts/" in member.name and member.name.endswith(".tgz"):
                if calls_for_keys(tar.extractfile(member).read()):
                    return True
            elif "/templates/" in member.name and CALL.search(tar.extractfile(member).read()):
                return True
    return False


def read_cases(corpus, program):
    """(cases without keys, cases with keys).

    Where a chart's templates call for keys at all, Yare tells whether a case made any (--render-usage). The output does not:
    a key may be made for a checksum alone, or before an error.
    """
    index = json.loads((corpus / "cases.json").read_text())

    @functools.cache
    def may_make_keys(archive):
        return calls_for_keys(pathlib.Path(archive).read_bytes())

    def made_keys(arguments):
        done = subprocess.run([program, *arguments, "--render-usage"], capture_output=True)
        used = re.search(rb", (\d+) keys \((\d+) derived\)$", done.stderr, re.MULTILINE)
        return used and int(used[1]) > int(used[2])

    plain, keys = [], []
    for case in index["cases"]:
        archive = str(corpus / index["charts"][case["chart"]]["archive"])
        arguments = ["template", "rel", archive, "--namespace", "testns"]
        if case["values"]:
            arguments += ["-f", str(corpus / case["values"])]
        arguments += case["args"]
        of = keys if may_make_keys(archive) and made_keys(arguments) else plain
        of.append((case["id"], arguments))
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
