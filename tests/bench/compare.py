#!/usr/bin/env python3
"""Yare beside Helm: the same commands in turn, in one run; medians, ratios and the targets beside them.

    tests/bench/compare.py --program build/release/yare [--quick] [--runs 15] [--only PATTERN]

Absolute times never travel from one machine to another, so only the ratios are worth quoting, and only those of a machine that
does nothing else. The reference Helm is built when it is not there (tests/oracle/build_helm.sh). Large charts come from the
corpus that YARE_CORPUS names. --quick takes fewer runs and a twelfth of the corpus. The hostile charts are Yare's alone: Helm
would not survive them.

A ratio says how many times faster, or smaller, Yare is. "met" and "NOT met" refer to the targets of this project; a miss does not
fail the run.
"""

import argparse
import dataclasses
import fnmatch
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

import corpus_total
import measure
import umbrella

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEMORY_TARGET = 4.0
CORPUS_TARGET = 15.0
ARCHIVE_TARGET = 1.05


@dataclasses.dataclass
class Case:
    name: str
    arguments: list
    target: float = 10.0
    aim: float = 0.0  # what the target is to become
    clear: str = ""   # a folder that is taken away before each run


def find_chart(corpus, name):
    found = sorted(corpus.glob(f"charts/*/{name}-[0-9]*.tgz")) if corpus else []
    return found[-1] if found else None


def corpus_cases(corpus):
    """Charts of the corpus that stand for a kind; those that are not there are named."""
    wanted = [
        ("ingress-nginx", "ingress-nginx (mid-sized)", 10, 0, []),
        ("grafana-loki", "grafana-loki (lives on tpl)", 20, 0, []),
        ("mastodon", "mastodon (lives on tpl)", 20, 0, []),
        ("kube-prometheus-stack", "kube-prometheus-stack (large)", 15, 25, []),
        ("kube-prometheus-stack", "kube-prometheus-stack --include-crds", 15, 25, ["--include-crds"]),
    ]
    for chart, label, target, aim, flags in wanted:
        archive = find_chart(corpus, chart)
        if archive:
            yield Case(f"template, {label}", ["template", "rel", str(archive), *flags], target, aim)
        else:
            print(f"skipped: template of {chart} (no chart corpus)")


def cases(work, corpus, helm, environment):
    subprocess.run([helm, "create", "small"], cwd=work, env=environment, check=True, stdout=subprocess.DEVNULL)
    umbrella.make_umbrella(work / "small", work / "umbrella")
    yield Case("version", ["version"])
    yield Case("template, a created chart", ["template", "rel", "small"])
    yield Case("template, an umbrella of 100 sub-charts", ["template", "rel", "umbrella"], 20)
    yield from corpus_cases(corpus)
    with_file_dependencies(work / "small", work / "many", 12)
    subprocess.run([helm, "dependency", "update", "many"], cwd=work, env=environment, check=True, stdout=subprocess.DEVNULL)
    yield Case("dependency build, 12 file dependencies", ["dependency", "build", "many"], 5, clear="many/charts")
    yield Case("dependency build, nothing to do", ["dependency", "build", "many"], 30)
    large = find_chart(corpus, "kube-prometheus-stack")
    if large:
        yield Case("lint, kube-prometheus-stack", ["lint", str(large)], 10)
        with tarfile.open(large) as tar:
            tar.extractall(work / "unpacked")
        yield Case("show values, kube-prometheus-stack", ["show", "values", str(large)], 20)
        yield Case("package, kube-prometheus-stack",
                   ["package", "unpacked/kube-prometheus-stack", "-d", "packed"], 3)


def with_file_dependencies(chart, target, count):
    """A copy of a chart that depends on `count` other copies beside it."""
    shutil.copytree(chart, target)
    lines = ["dependencies:"]
    for number in range(1, count + 1):
        other = target.parent / f"part{number}"
        shutil.copytree(chart, other)
        text = (other / "Chart.yaml").read_text()
        (other / "Chart.yaml").write_text(text.replace(f"name: {chart.name}", f"name: part{number}"))
        lines += [f"- name: part{number}", "  version: '*'", f"  repository: file://../part{number}"]
    with (target / "Chart.yaml").open("a") as file:
        file.write("\n".join(lines) + "\n")


def verdict(value, target):
    return f"{'met' if value >= target else 'NOT met':>8} (x{target:g})"


def run_case(programs, case, runs):
    """Prints a row; returns the memory of both."""
    packed = pathlib.Path(programs.folder) / "packed"

    def before():
        shutil.rmtree(packed, ignore_errors=True)
        packed.mkdir()
        if case.clear:
            shutil.rmtree(pathlib.Path(programs.folder) / case.clear, ignore_errors=True)

    memory, sizes = {}, {}
    for who in programs.paths:
        before()
        memory[who] = programs.resident(who, case.arguments)
        sizes[who] = sum(file.stat().st_size for file in packed.iterdir())
    wall = programs.medians(case.arguments, runs, before)
    ratio, smaller = wall["helm"] / wall["yare"], memory["helm"] / memory["yare"]
    aim = f", aim x{case.aim:g}" if case.aim else ""
    print(f"{case.name:48} {wall['helm']:8.2f} {wall['yare']:8.2f} {ratio:6.1f}x {verdict(ratio, case.target) + aim:28} "
          f"{memory['helm']:7.1f} {memory['yare']:7.1f} {smaller:5.1f}x {verdict(smaller, MEMORY_TARGET)}", flush=True)
    if sizes["helm"]:
        share = sizes["yare"] / sizes["helm"]
        met = "met" if share <= ARCHIVE_TARGET else "NOT met"
        print(f"    size of the archive: {sizes['helm']} and {sizes['yare']} bytes, {share:.3f} of Helm's  {met} "
              f"(at most {ARCHIVE_TARGET})")
    return memory


def run_corpus(programs, corpus, quick, runs):
    plain, keys = corpus_total.read_cases(corpus, programs.paths["yare"])
    if quick:
        plain, keys = plain[::12], keys[::8]
    sums, ratios = corpus_total.total(programs, plain, runs)
    ratio = sums["helm"] / sums["yare"]
    print(f"{f'corpus, {len(plain)} cases without RSA keys, summed':48} {sums['helm']:8.0f} {sums['yare']:8.0f} {ratio:6.1f}x "
          f"{verdict(ratio, CORPUS_TARGET)}")
    print("    least gain: " + ", ".join(f"{name} {ratio:.1f}x" for ratio, name in ratios[:4]), flush=True)
    highest, (worst, name) = corpus_total.highest_memory(programs, plain[::3])
    print(f"    highest memory: {highest['helm']:.1f} and {highest['yare']:.1f} MB; the lowest ratio in one case is "
          f"{worst:.1f}x {verdict(worst, MEMORY_TARGET)} ({name})", flush=True)
    rows = corpus_total.each(programs, keys, max(runs, 5))
    slower = [row for row in rows if row[0] < 1]
    print(f"corpus, {len(keys)} cases with RSA keys: slower than Helm in {len(slower)}  {'NOT met' if slower else 'met'} (0)")
    for ratio, name, wall in rows[:max(3, len(slower))]:
        print(f"    {name:72} {wall['helm']:8.1f} {wall['yare']:8.1f} {ratio:6.1f}x")


def run_hostile(program):
    """The slowest and the largest of the charts that try to harm the machine, with the bounds beside them."""
    print("hostile charts", flush=True)
    subprocess.run([sys.executable, ROOT / "tests/hostile/run.py", "--program", program, "--memory", "256", "--jobs", "1",
                    "--slowest", "3"], check=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, help="of each command (15, with --quick 5)")
    parser.add_argument("--corpus-runs", type=int, help="of each case of the corpus (3, with --quick 1)")
    parser.add_argument("--quick", action="store_true", help="fewer runs, a twelfth of the corpus")
    parser.add_argument("--only", default="*", help="a glob over the names; also \"corpus\" and \"hostile\"")
    options = parser.parse_args()
    runs = options.runs or (5 if options.quick else 15)
    corpus_runs = options.corpus_runs or (1 if options.quick else 3)

    reference = subprocess.run([ROOT / "tests/oracle/build_helm.sh"], capture_output=True, text=True)
    if reference.returncode != 0:
        print("skipped:", reference.stderr.strip() or "no reference Helm")
        sys.exit(77)
    helm = reference.stdout.strip()
    corpus = os.environ.get("YARE_CORPUS")
    corpus = pathlib.Path(corpus).resolve() if corpus else None
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        programs = measure.Programs(*(measure.install(each, work / name)
                                      for each, name in ((helm, "helm"), (options.program, "yare"))), work)
        print(f"{'':48} {'helm ms':>8} {'yare ms':>8} {'ratio':>7} {'target':28} {'helm MB':>7} {'yare MB':>7} {'ratio':>6}")
        highest = {"helm": 0.0, "yare": 0.0}
        for case in cases(work, corpus, helm, programs.environment):
            if fnmatch.fnmatch(case.name, options.only):
                memory = run_case(programs, case, runs)
                highest = {who: max(highest[who], memory[who]) for who in highest}
        if highest["yare"]:
            print(f"highest memory of these: {highest['helm']:.1f} and {highest['yare']:.1f} MB, "
                  f"{highest['helm'] / highest['yare']:.1f}x")
        if corpus and fnmatch.fnmatch("corpus", options.only):
            run_corpus(programs, corpus, options.quick, corpus_runs)
        os.chdir(ROOT)
        if fnmatch.fnmatch("hostile", options.only):
            run_hostile(work / "yare")


if __name__ == "__main__":
    main()
