#!/usr/bin/env python3
"""Asks `yare template --explain` about every line of real charts' output: each byte must have somebody who wrote it.

    YARE_CORPUS=DIR tests/corpus/explain.py --program build/release/yare [--every 12] [--only PATTERN]

Each case of the corpus that renders (every twelfth by default) is printed as it is, and explained as a whole: the explained lines
must be the printed ones, the parts of a line must lie side by side from its beginning to its end, and each part that is not Helm's
own frame must have a line of a template or of a CRD.
"""

import argparse
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import chart_corpus


def problems(printed, explained):
    lines = printed.split(b"\n")[:-1]
    told = explained["lines"]
    if [line["line"] for line in told] != list(range(1, len(lines) + 1)):
        yield f"{len(told)} lines are explained, {len(lines)} were printed"
        return
    for line in told:
        # Its own text: charts that make keys print other ones each time.
        text = line["text"].encode("utf-8", "replace")
        at = 0
        for writer in line["writtenBy"]:
            if writer["begin"] != at:
                yield f"line {line['line']}: nobody wrote the bytes {at} to {writer['begin']}"
            if writer["by"] != "frame" and writer["at"]["line"] == 0:
                yield f"line {line['line']}: the place of {writer['text']!r} is not known"
            at = writer["end"]
        # Of an empty line it is the line feed that was written.
        if at != max(len(text), 1):
            yield f"line {line['line']}: explained up to byte {at} of {len(text)}"


def check(program, corpus, chart, case, home):
    command = [program, "template", "rel", str(corpus / chart["archive"]), "--namespace", "testns"]
    if case["values"]:
        command += ["-f", case["values"]]
    command += case["args"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": home}
    printed = subprocess.run(command, cwd=corpus, env=environment, capture_output=True).stdout
    count = printed.count(b"\n")
    if not printed.strip():
        return []
    command += ["--explain", f"1-{count}", "--explain-output", "json"]
    done = subprocess.run(command, cwd=corpus, env=environment, capture_output=True)
    if done.returncode != 0:
        return [done.stderr.decode("utf-8", "replace")]
    return list(problems(printed, json.loads(done.stdout.decode("utf-8", "replace"))))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--every", type=int, default=12)
    parser.add_argument("--only", default="*")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    corpus, index = chart_corpus.open_corpus()
    program = str(pathlib.Path(options.program).resolve())
    cases = [case for case in index["cases"] if case["exit_code"] == 0 and fnmatch.fnmatch(case["id"], options.only)]
    cases = cases[::options.every]
    failed = 0
    with tempfile.TemporaryDirectory() as home, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        jobs = [pool.submit(check, program, corpus, index["charts"][case["chart"]], case, home) for case in cases]
        for case, job in zip(cases, jobs):
            found = job.result()
            failed += bool(found)
            for line in found[:5]:
                print(f"{case['id']}: {line}")
    print(f"{len(cases)} cases, every byte explained in {len(cases) - failed}")
    sys.exit(1 if failed or not cases else 0)


if __name__ == "__main__":
    main()
