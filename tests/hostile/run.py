#!/usr/bin/env python3
"""Renders the hostile charts: each has to end as its case says, in bounded memory, without a crash.

  run.py --program build/release/yare [--memory 256] [--sanitized] [--every N] [--only PART] [--slowest 10] [--update] [--helm HELM]

What is compared are the budget's own counts and texts: which limit refused, in which template, with how many steps and bytes.
No time is compared; --slowest prints the slowest and the largest, for the bench. --sanitized is for builds with sanitizers, whose
stacks and times are others: limits are lower, and each run has to end with an answer or with a clear error, without a report.
--every 4 takes each fourth case. --update writes what was seen into the cases and fails, so that an update is read by someone.
--helm compares the answers of what is simply cheap with the real Helm's.
"""

import argparse
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time
import traceback

import archives
import cases as hostile

REFUSALS = {
    "steps": "rendering takes more than {} steps",
    "memory": "rendering needs more than {} bytes of memory",
    "output": "rendering writes more than {} bytes",
    "depth": "templates are nested too deeply",
    "keys": "rendering makes more than {} keys and key derivations",
}
# As yare/data/limits.h has them; the texts of the refusals show whether it still does.
LIMITS = {"steps": 50_000_000, "memory": 96 << 20, "output": 24 << 20, "depth": 10000, "keys": 64}
SMALLER = {"steps": 1_000_000, "memory": 24 << 20, "output": 2 << 20, "depth": 1000, "keys": 4}
USAGE = re.compile(r"^rendering took (\d+) steps, (\d+) bytes of memory, (\d+) bytes of output, depth (\d+), (\d+) keys \(\d+ derived\)$", re.M)
HANGS = 120  # seconds; far beyond anything but a fault
# What the bench holds the slowest and the largest against.
BENCH_SECONDS = 1.0
BENCH_MEMORY = 256.0


def picture(out):
    """What was printed, short enough to be written into a case. In pieces: see in_a_child."""
    size = out.seek(0, os.SEEK_END)
    out.seek(0)
    if size <= 160:
        return json.dumps(out.read().decode(errors="replace"), ensure_ascii=False)
    digest = hashlib.sha256()
    while piece := out.read(1 << 16):
        digest.update(piece)
    return f"{size} bytes, sha256 {digest.hexdigest()[:16]}"


class Run:
    """One run of the program on one chart, and what it cost."""

    def __init__(self, program, case, chart, flags, environment, address_space):
        command = [program, "template", "x", chart, *flags]
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            started = time.perf_counter()
            child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment)
            if address_space:
                resource.prlimit(child.pid, resource.RLIMIT_AS, (address_space, address_space))
            status, usage = self.wait(child)
            self.seconds = time.perf_counter() - started
            self.answer = picture(out)
            err.seek(0)
            self.stderr = err.read(1 << 20).decode(errors="replace")
        self.code = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.resident = usage.ru_maxrss / 1024
        self.case = case

    @staticmethod
    def wait(child):
        deadline = time.monotonic() + HANGS
        while time.monotonic() < deadline:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                child.returncode = 0  # it is waited for
                return status, usage
            time.sleep(0.005)
        child.kill()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        return status, usage

    def error(self):
        """Its first lines, up to an empty one, as one."""
        _, _, text = self.stderr.partition("Error: ")
        return " ".join(text.partition("\n\n")[0].split())


def limits_of(case, smaller):
    """The limits of a case, and the flags that set them."""
    limits = dict(LIMITS)
    flags = ["--render-usage", *case.flags]
    for name, value in zip(case.flags[::2], case.flags[1::2]):
        if name.startswith("--render-max-"):
            limits[name.removeprefix("--render-max-")] = int(value)
    if smaller:
        for about in (text.split()[0] for kind, text in case.expected if kind == "refused"):
            if limits[about] == LIMITS[about]:
                limits[about] = SMALLER[about]
                flags += [f"--render-max-{about}", str(SMALLER[about])]
    return limits, flags


def in_a_child(work):
    """Does what takes much memory in a process of its own: Linux counts the most that a process ever took for its children too."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    if os.waitpid(child, 0)[1] != 0:
        raise RuntimeError("a chart could not be written")


def chart_path(case, folder):
    return os.path.join(folder, "web-1.0.0.tgz" if case.archive else "web")


def write_chart(case, folder):
    if case.archive:
        pathlib.Path(chart_path(case, folder)).write_bytes(getattr(archives, case.archive)())
        return
    for name, content in case.files().items():
        path = pathlib.Path(chart_path(case, folder)) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, newline="")


def problems_of(run, limits, memory):
    """What is not as the case says, as sentences."""
    case = run.case
    if run.code not in (0, 1):
        return [f"ended with {run.code}: {run.stderr[-600:]}"]
    problems = []
    if memory and run.resident > memory:
        problems.append(f"took {run.resident:.0f} MiB")
    if used := USAGE.search(run.stderr):
        for number, name in zip(used.groups(), ("steps", "memory", "output", "depth", "keys")):
            # What was under way when the memory ran out may have come to its end.
            slack = limits[name] // 16 if name == "memory" and run.code else 0
            if int(number) > limits[name] + slack:
                problems.append(f"counted {number} for {name}, and the limit is {limits[name]}")
    if not case.expected:
        problems.append("the case does not say what is expected")
    for kind, text in case.expected:
        if kind == "answer":
            if run.code != 0 or run.answer != text:
                problems.append(f"answer {run.answer} {run.stderr[:300]}, expected {text}")
        elif run.code == 0:
            problems.append(f"succeeded, expected {kind} {text}")
        elif kind == "error":
            if not any(part in run.error() for part in text.split(" | ")):
                problems.append(f"error {run.error()[:400]}, expected {text}")
        else:
            problems += refusal_problems(run, text, limits)
    return problems


def sanitizer_problems(run):
    """What a sanitizer has to say, and ends that are none."""
    report = re.search(r"(ERROR: \w+Sanitizer|SUMMARY: \w+Sanitizer|:\d+:\d+: runtime error: |DEADLYSIGNAL).*", run.stderr)
    if report or run.code not in (0, 1):
        return [f"ended with {run.code}: {report[0] if report else run.stderr[-600:]}"]
    return [] if run.code == 0 or run.error() else ["failed without an error"]


def refusal_problems(run, expected, limits):
    limit, _, place = expected.partition(" in ")
    wanted = [REFUSALS[limit].format(limits[limit]), place, f"--render-max-{limit} raises this one"]
    return [f"no {text!r} in {run.error()[-400:]}" for text in wanted if text not in run.stderr]


def seen(run, limits):
    """The lines of a case that say what happened now."""
    if run.code == 0:
        return f"answer: {run.answer}\n"
    for limit, text in REFUSALS.items():
        if text.format(limits[limit]) in run.stderr and f"--render-max-{limit} raises" in run.stderr:
            places = re.findall(r"web/[\w./-]+", run.error())
            return f"refused: {limit} in {places[0] if places else ''}\n"
    return f"error: {run.error()[:240].strip()}\n"


def differs_from_helm(run, helm, chart, environment):
    """What Helm makes of a cheap chart, when it is not the same."""
    if run.code != 0:
        return []
    command = ["prlimit", "--as=6000000000", "timeout", "20", helm, "template", "x", chart, *run.case.flags]
    with tempfile.TemporaryFile() as out:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE, env=environment)
        answer = picture(out)
    if done.returncode == 0 and answer == run.answer:
        return []
    return [f"Helm ends with {done.returncode}, prints {answer} {done.stderr[-300:]}, here {run.answer}"]


def play(case, options, environment):
    with tempfile.TemporaryDirectory(prefix="yare-hostile-") as folder:
        limits, flags = limits_of(case, options.sanitized)
        chart = chart_path(case, folder)
        in_a_child(lambda: write_chart(case, folder))
        address_space = 4 << 30 if options.memory else 0  # so that a fault harms nobody
        run = Run(options.program, case, chart, flags, environment, address_space)
        problems = sanitizer_problems(run) if options.sanitized else problems_of(run, limits, options.memory)
        if options.helm:
            problems += differs_from_helm(run, options.helm, chart, environment)
    run.seen = seen(run, limits)
    return run, problems


def print_extremes(runs, count, memory):
    """The slowest and the largest, with the bounds of the bench beside them; a miss fails nothing."""
    def row(run):
        return f"  {run.cpu:6.2f} s {run.resident:6.0f} MiB  {run.case.group}: {run.case.name}"

    def verdict(value, bound):
        return "met" if value <= bound else "NOT met"

    slowest = sorted(runs, key=lambda run: -run.cpu)[:count]
    largest = sorted(runs, key=lambda run: -run.resident)[:count]
    print(f"slowest of {len(runs)} hostile charts, seconds of the processor: "
          f"{verdict(slowest[0].cpu, BENCH_SECONDS)} (at most {BENCH_SECONDS:g} s)")
    print(*map(row, slowest), sep="\n")
    print(f"largest: {verdict(largest[0].resident, memory or BENCH_MEMORY)} (at most {memory or BENCH_MEMORY:g} MiB)")
    print(*map(row, largest), sep="\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--memory", type=float, default=0, help="MiB that no run may pass; 0: not compared")
    parser.add_argument("--sanitized", action="store_true")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--only", default="", help="cases whose group or name contains this")
    parser.add_argument("--slowest", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--verbose", action="store_true", help="also what ends as it should")
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--helm", default="")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    chosen = [case for case in hostile.read_cases() if options.only in f"{case.group}: {case.name}"][:: options.every]
    with tempfile.TemporaryDirectory(prefix="yare-home-") as home:
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": home}
        environment.update({name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")})
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            results = []
            for run, problems in pool.map(functools.partial(play, options=options, environment=environment), chosen):
                results.append((run, problems))
                if problems or options.verbose:
                    print(f"{run.cpu:6.2f} s {run.resident:4.0f} MiB  {run.case.group}: {run.case.name}: {'; '.join(problems)}",
                          flush=True)
    failed = [(run, problems) for run, problems in results if problems]
    if options.slowest and results:
        print_extremes([run for run, _ in results], options.slowest, options.memory)
    if options.update:
        for group in {run.case.group for run, _ in failed}:
            hostile.write_expectations(group, {run.case.name: run.seen for run, _ in failed if run.case.group == group})
    print(f"{len(results) - len(failed)} of {len(results)} hostile charts end as they should")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
