#!/usr/bin/env python3
"""Runs the chart commands of Helm and of Yare side by side and compares exit code, output, errors and the files written.

    tests/oracle/charts_side_by_side.py --program build/release/yare [--only GLOB] [--show N] [--small] [--record]
    tests/oracle/charts_side_by_side.py --program build/release/yare --replay

The charts are the small ones of side_by_side/small_charts.py and, where YARE_CORPUS names a folder of them, real ones; each as
a folder and as an archive. The commands are those of side_by_side/commands.py. HELM_ORACLE names the real Helm; build_helm.sh
makes one. Its answers are kept (YARE_CACHE), so only the first run is long.

--record writes what Helm says of the small charts to side_by_side/answers.json.xz; --replay compares with that and needs no
Helm. A case is CHART/FORM/COMMAND. Cases that differ on purpose are in differences.txt ("charts/" before the case), with the
reason; those that differ because something is missing are in side_by_side/lacking.txt. Both take globs. A case that differs and
is in neither fails the run, and so does an entry that no case needs. Where Helm's own answer varies, any of its answers will do.
"""

import argparse
import collections
import concurrent.futures
import fnmatch
import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "side_by_side"))

import commands  # noqa: E402
import keeping  # noqa: E402
import running  # noqa: E402
import subjects  # noqa: E402

# How often Helm is asked again before an answer that is not the first one's counts as wrong.
AGAIN = 8


def same(helm, yare):
    """Yare may say more on standard error, below Helm's words."""
    if any(helm[key] != yare[key] for key in ("exit", "out", "files")):
        return False
    return yare["err"] == helm["err"] or running.begins_as(yare["whole error"], helm["err"])


def masked(texts):
    """The texts with the lines emptied that are not the same in all of Helm's (the last text is Yare's)."""
    lines = [text.split("\n") for text in texts]
    if len({len(one) for one in lines[:-1]}) != 1:
        return texts
    varying = {i for i in range(len(lines[0])) if len({one[i] for one in lines[:-1]}) > 1}
    return ["\n".join("" if i in varying else line for i, line in enumerate(one)) for one in lines]


def without_varying_lines(answers):
    """The answers without what differs from one of Helm's runs to the next, in the texts and in the files."""
    outputs = masked([answer["out"] for answer in answers])
    # Yare's own words below Helm's are no more of use here.
    longest = max(len(answer["err"].split("\n")) for answer in answers[:-1])
    errors = masked([answer["err"] for answer in answers[:-1]] + ["\n".join(answers[-1]["err"].split("\n")[:longest])])
    names = sorted({name for answer in answers for name in answer["files"]})
    files = {name: masked([answer["files"].get(name, "not there") for answer in answers]) for name in names}
    return [answer | {"out": outputs[i], "err": errors[i], "files": {name: files[name][i] for name in names}} for i, answer in enumerate(answers)]


class Comparison:
    """One case: Helm's kept or fresh answers against Yare's."""

    def __init__(self, options, helm):
        self.options, self.helm = options, helm
        self.kept = keeping.Recorded(HERE / "side_by_side/answers.json.xz") if options.replay else keeping.Cache(helm)

    def ask_helm(self, place, subject, command):
        answer = place.run(self.helm, subject, command)
        del answer["whole error"]
        return answer

    def judge(self, place, subject, command):
        """None where Yare does as Helm, else the two answers."""
        answers = self.kept.get(subject, command)
        if not answers:
            answers = [self.ask_helm(place, subject, command)]
            self.kept.put(subject, command, answers)
        if self.options.record_only:
            return None
        yare = place.run(self.options.program, subject, command)
        if any(same(one, yare) for one in answers):
            return None
        while not self.options.replay and not self.options.kept and len(answers) < self.options.again:
            answers.append(self.ask_helm(place, subject, command))
            self.kept.put(subject, command, answers)
            if any(same(one, yare) for one in answers):
                return None
        *helm, ours = without_varying_lines(answers + [yare])
        return None if len(answers) > 1 and any(same(one, ours) for one in helm) else (answers[0], yare)


def what_differs(helm, yare):
    out = []
    for key in ("exit", "out", "err"):
        if helm[key] != yare[key] and not (key == "err" and running.begins_as(yare["whole error"], helm["err"])):
            left, right = str(helm[key]).split("\n"), str(yare[key]).split("\n")
            at = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))
            out.append(f"    {key}, line {at + 1}\n      Helm: {(left + ['(nothing)'])[at][:300]}\n      Yare: {(right + ['(nothing)'])[at][:300]}")
    for name in sorted(set(helm["files"]) | set(yare["files"])):
        left, right = helm["files"].get(name, "(nothing)").split("\n"), yare["files"].get(name, "(nothing)").split("\n")
        if left != right:
            at = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))
            out.append(f"    file {name}, line {at + 1}\n      Helm: {(left + ['(end)'])[at][:300]}\n      Yare: {(right + ['(end)'])[at][:300]}")
    return "\n".join(out)


def read_entries(path, prefix):
    entries = {}
    for line in path.read_text().splitlines() if path.exists() else []:
        if line.startswith(prefix) and not line.startswith("#") and line.strip():
            case, _, reason = line.partition("\t")
            entries[case[len(prefix):]] = reason
    return entries


class Known:
    """The cases that may differ, and which entries were of use."""

    def __init__(self):
        self.entries = read_entries(HERE / "differences.txt", "charts/") | read_entries(HERE / "side_by_side/lacking.txt", "")
        self.asked, self.used = set(), set()

    def allows(self, case, differs):
        hits = [pattern for pattern in self.entries if case == pattern or fnmatch.fnmatchcase(case, pattern)]
        self.asked.update(hits)
        if differs:
            self.used.update(hits)
        return bool(hits)

    def stale(self):
        return sorted(self.asked - self.used)


def find_helm():
    done = subprocess.run([str(HERE / "build_helm.sh")], capture_output=True, text=True)
    if done.returncode != 0:
        print("skipped: " + done.stderr.strip())
        sys.exit(1 if os.environ.get("YARE_REQUIRE") == "all" else 77)
    return done.stdout.strip()


def all_subjects(options):
    out = subjects.small() if not options.corpus else []
    corpus = os.environ.get("YARE_CORPUS")
    if options.small or options.replay or options.record:
        return out
    if corpus and (pathlib.Path(corpus) / "cases.json").exists():
        return out + subjects.corpus(pathlib.Path(corpus).resolve())
    print("without the corpus: YARE_CORPUS names none")
    return out


def run(options, comparison, chosen):
    """All cases, a subject at a time; a place belongs to one subject while it runs."""
    places = queue.Queue()
    with tempfile.TemporaryDirectory(prefix="side") as top, concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for number in range(options.jobs):
            bin_folder = pathlib.Path(top) / f"{number}"
            bin_folder.mkdir()
            places.put(running.Place(bin_folder))
        # A copy, so that a build may go on meanwhile.
        program = pathlib.Path(top) / "helm"
        shutil.copy(options.program, program)
        options.program = str(program)

        def one(subject):
            place = places.get()
            try:
                return [(subject, command, comparison.judge(place, subject, command)) for command in commands.COMMANDS
                        if fnmatch.fnmatchcase(f"{subject.name}/{subject.form}/{command.name}", options.only)
                        and comparison.kept.has(subject, command)
                        and (not options.kept or comparison.kept.get(subject, command))]
            finally:
                places.put(place)

        for results in pool.map(one, chosen):
            yield from results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--only", default="*", help="a glob over cases")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--show", type=int, default=10, help="how many differences to print")
    parser.add_argument("--all", action="store_true", help="print those that are known, too")
    parser.add_argument("--again", type=int, default=AGAIN, help="how often Helm is asked where the answers differ")
    parser.add_argument("--kept", action="store_true", help="only cases whose answers are kept: Helm is not asked")
    parser.add_argument("--small", action="store_true", help="without the corpus")
    parser.add_argument("--corpus", action="store_true", help="the corpus alone")
    parser.add_argument("--record", action="store_true", help="write Helm's answers for the small charts")
    parser.add_argument("--record-only", action="store_true", help="ask Helm alone, for the kept answers")
    parser.add_argument("--replay", action="store_true", help="compare with the recorded answers")
    parser.add_argument("--list", help="write the cases that differ to this file")
    options = parser.parse_args()

    helm = None if options.replay else find_helm()
    comparison = Comparison(options, helm)
    known = Known()
    counts = collections.defaultdict(collections.Counter)
    shown, new, listed = 0, 0, []
    for subject, command, wrong in run(options, comparison, all_subjects(options)):
        case = f"{subject.name}/{subject.form}/{command.name}"
        allowed = known.allows(case, wrong is not None)
        counts[command.name]["same" if wrong is None else "known" if allowed else "different"] += 1
        if wrong is None:
            continue
        new += not allowed
        listed.append(case + "\t" + what_differs(*wrong))
        if shown < options.show and (options.all or not allowed):
            shown += 1
            print(f"differs: {case}\n{what_differs(*wrong)}")
    if options.record:
        keeping.write_recorded(HERE / "side_by_side/answers.json.xz", comparison.kept, subjects.small(), commands.COMMANDS)
    if options.list:
        pathlib.Path(options.list).write_text("".join(line + "\n" for line in listed))
    for name, count in counts.items():
        print(f"{name:24} same {count['same']:6}   different {count['different']:5}   known {count['known']:5}")
    stale = known.stale()
    for entry in stale:
        print(f"listed, but the same now: {entry}")
    total = sum((count for count in counts.values()), collections.Counter())
    print(f"charts side by side: {total['same']} the same, {total['different']} different, {total['known']} known to differ")
    sys.exit(1 if new or (stale and options.only == "*") or not counts else 0)


if __name__ == "__main__":
    main()
