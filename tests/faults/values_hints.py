#!/usr/bin/env python3
"""Misspells one key in each values file of the corpus and looks whether `yare lint` says so.

    YARE_CORPUS=DIR tests/faults/values_hints.py --program build/release/yare [--seed 1] [--rounds 1] [--floor 0.9] [--show]

The files: the values.yaml of every chart, and every values file of a case (given with -f, with the case's --set flags). In each, one
key is chosen at random and a letter of it dropped, doubled, swapped with its neighbour or replaced by one that is beside it on a
keyboard. It is caught when a hint names the line of the file. What counts, and what does not:

  - The key is any key of the file, at any depth, of any kind, labels and the like too, where every name is as good as another. Only keys of
    fewer than three letters, and keys that are no words (`app.kubernetes.io/name`, `10.0.0.1`, with blanks), are not chosen.
  - A name that comes out as another key that is beside it is not chosen either, nor one below a key that nothing reads as it is.
  - Libraries are left out: they render nothing, and their values are read by the charts that use them.

The unchanged files are linted too. A hint there that calls a key misspelled or unread is held against the charts themselves: it is a
false alarm when the value matters, that is, when taking the key away changes what any case of the chart renders.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import random
import re
import subprocess
import sys
import tarfile
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "corpus"))
import chart_corpus  # noqa: E402

KEY_LINE = re.compile(r"^( *)((?:- )*)([A-Za-z_][A-Za-z0-9_-]*):(?= |$)")
HINT = re.compile(r"^ *hint: (.*?):(\d+): (.*)$")
NEIGHBOURS = {a: b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in zip(row, row[1:] + row[-2])}


def misspell(rng, key):
    for _ in range(30):
        i = rng.randrange(len(key))
        kind = rng.choice(["drop", "double", "swap", "replace"])
        if kind == "drop":
            out = key[:i] + key[i + 1:]
        elif kind == "double":
            out = key[:i] + key[i] + key[i:]
        elif kind == "swap":
            out = key[:i] + key[i + 1:i + 2] + key[i] + key[i + 2:]
        else:
            near = NEIGHBOURS.get(key[i].lower())
            if not near:
                continue
            out = key[:i] + (near.upper() if key[i].isupper() else near) + key[i + 1:]
        if out != key and re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", out):
            return out
    return None


def keys_of(text):
    """(line index, column, key, keys above) of the keys that are words, outside of block texts."""
    out = []
    stack = []  # (indent, key)
    block = None
    for number, line in enumerate(text.split("\n")):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if block is not None:
            if not stripped or indent > block:
                continue
            block = None
        if not stripped or stripped.startswith("#"):
            continue
        found = KEY_LINE.match(line)
        if not found:
            if re.search(r"[|>][+-]?\d*\s*$", line):
                block = indent
            continue
        column = len(found.group(1)) + len(found.group(2))
        while stack and stack[-1][0] >= column:
            stack.pop()
        above = [key for _, key in stack]
        out.append((number, column, found.group(3), above))
        stack.append((column, found.group(3)))
        if re.search(r":\s*(&\S+\s*)?(!\S+\s*)?[|>][+-]?\d*\s*(#.*)?$", line):
            block = column
    return out


def told_above(key, keys, told):
    """Whether a key above is unread as it is: what is below it makes no difference."""
    above = [k for k in keys if k[0] < key[0]]
    column = key[1]
    for number, own, _, _ in reversed(above):
        if own < column:
            column = own
            if number + 1 in told:
                return True
    return False


def change(rng, text, told):
    keys = [k for k in keys_of(text) if len(k[2]) >= 3 and not told_above(k, keys_of(text), told)]
    siblings = collections.defaultdict(set)
    for _, _, key, above in keys:
        siblings[tuple(above)].add(key)
    rng.shuffle(keys)
    for number, column, key, above in keys:
        wrong = misspell(rng, key)
        if not wrong or wrong in siblings[tuple(above)]:
            continue
        lines = text.split("\n")
        if "&" in lines[number] or "*" in lines[number]:
            continue
        lines[number] = lines[number][:column] + wrong + lines[number][column + len(key):]
        return "\n".join(lines), number + 1, ".".join(above + [key]), wrong
    return None


def lint(program, chart, values, arguments):
    command = [program, "lint", str(chart)]
    for path in values:
        command += ["-f", str(path)]
    sets = [a for i, a in enumerate(arguments) if a.startswith("--set") or (i and arguments[i - 1].startswith("--set"))]
    done = subprocess.run(command + sets, capture_output=True, text=True, errors="replace")
    return done.stderr


def hints_of(stderr):
    return [(found.group(1), int(found.group(2)), found.group(3)) for found in map(HINT.match, stderr.splitlines()) if found]


def unpack(corpus, archive, folder):
    with tarfile.open(corpus / archive) as tar:
        tar.extractall(folder, filter="fully_trusted") if sys.version_info >= (3, 12) else tar.extractall(folder)
    return next(pathlib.Path(folder).iterdir())


def is_library(corpus, archive):
    """A library renders nothing itself: its values are read by the charts that use it."""
    with tarfile.open(corpus / archive) as tar:
        member = next(m for m in tar.getmembers() if m.name.count("/") == 1 and m.name.endswith("/Chart.yaml"))
        return re.search(rb"(?m)^type: *library", tar.extractfile(member).read()) is not None


def examine(job):
    """One values file: what was changed, and whether the hints say so; and the hints without the change."""
    program, corpus, archive, values, arguments, seed = job
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        chart = unpack(corpus, archive, folder)
        own = chart / "values.yaml"
        path = pathlib.Path(folder) / "my-values.yaml" if values else own
        if values:
            path.write_bytes((corpus / values).read_bytes())
        if not path.exists():
            return None
        given = [path] if values else []
        text = path.read_text(errors="surrogateescape")
        plain = hints_of(lint(program, chart, given, arguments))
        name = "my-values.yaml" if values else "/values.yaml"
        changed = change(rng, text, {h[1] for h in plain if h[0].endswith(name) and "nothing reads" in h[2]})
        if not changed:
            return {"plain": plain, "changed": None, "file": values or archive}
        path.write_text(changed[0], errors="surrogateescape")
        after = hints_of(lint(program, chart, given, arguments))
        caught = [h for h in after if h[0].endswith(name) and h[1] == changed[1] and h not in plain]
        return {"plain": plain, "changed": changed[1:], "caught": caught, "file": values or archive}


def render(program, corpus, chart, cases):
    """What each case prints; of what varies from run to run, what stays."""
    out = []
    for values, arguments in cases:
        command = [program, "template", "rel", str(chart), "--namespace", "testns"]
        if values:
            command += ["-f", str(values if isinstance(values, pathlib.Path) else corpus / values)]
        done = subprocess.run(command + arguments, capture_output=True, text=True, errors="replace")
        out.append((done.returncode, done.stdout.split("\n"), done.stderr.split("\n")))
    return out


def same(before, again, after):
    """Whether two renders say the same where two renders of the same chart do."""
    for (code, out, error), (_, out_again, _), (code_after, out_after, _) in zip(before, again, after):
        if code != code_after or len(out) != len(out_after):
            return False
        if len(out) != len(out_again):
            continue
        if any(a == b and a != c for a, b, c in zip(out, out_again, out_after)):
            return False
    return True


def verify(job):
    """The hints of unchanged values that are wrong: without the key something else is rendered."""
    program, corpus, archive, values, cases, hints = job
    with tempfile.TemporaryDirectory() as folder:
        chart = unpack(corpus, archive, folder)
        own = chart / "values.yaml"
        path = own
        if values:
            path = pathlib.Path(folder) / "my-values.yaml"
            path.write_bytes((corpus / values).read_bytes())
            cases = [(path, arguments) for given, arguments in cases if given == values]
        text = path.read_text(errors="surrogateescape")
        before = render(program, corpus, chart, cases)
        again = render(program, corpus, chart, cases)

        def harmless(chosen):
            lines = text.split("\n")
            for _, line, said in chosen:
                key = KEY_LINE.match(lines[line - 1])
                if not key:
                    return False
                column = len(key.group(1)) + len(key.group(2))
                lines[line - 1] = lines[line - 1][:column] + f"zzUnread{line}" + lines[line - 1][column + len(key.group(3)):]
            path.write_text("\n".join(lines), errors="surrogateescape")
            return same(before, again, render(program, corpus, chart, cases))

        if harmless(hints):
            return []
        return [hint for hint in hints if not harmless([hint])]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--floor", type=float, default=0.9)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take one values file of N")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    corpus, index = chart_corpus.open_corpus()
    program = str(pathlib.Path(options.program).resolve())
    files = {}
    for chart in index["charts"].values():
        if not is_library(corpus, chart["archive"]):
            files.setdefault((chart["archive"], None), [])
    for case in index["cases"]:
        if case["values"] and case["exit_code"] == 0:
            files.setdefault((index["charts"][case["chart"]]["archive"], case["values"]), case["args"])
    jobs = [(program, corpus, archive, values, arguments, f"{options.seed}/{turn}/{archive}/{values}")
            for turn in range(options.rounds) for (archive, values), arguments in sorted(files.items(), key=str)
            if options.only in f"{archive} {values}"][::options.every]
    cases_of = collections.defaultdict(list)
    for case in index["cases"]:
        cases_of[index["charts"][case["chart"]]["archive"]].append((case["values"], case["args"]))
    caught = chosen = told = 0
    checks = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for job, result in zip(jobs, pool.map(examine, jobs)):
            if not result:
                continue
            name = "my-values.yaml" if job[3] else "/values.yaml"
            mine = sorted({h for h in result["plain"] if h[0].endswith(name) and " is printed as " not in h[2]})
            if mine and not job[5].startswith(f"{options.seed}/0/"):
                mine = []
            told += len(mine)
            if mine:
                checks.append((program, corpus, job[2], job[3], cases_of[job[2]], mine))
            if result["changed"]:
                chosen += 1
                caught += bool(result["caught"])
                if options.show and not result["caught"]:
                    print("missed", result["file"], *result["changed"])
            if options.show:
                for hint in result["plain"]:
                    print("plain", result["file"], *hint)
        wrong = [(check[3] or check[2], hint) for check, found in zip(checks, pool.map(verify, checks)) for hint in found]
    for where, hint in wrong:
        print("false alarm", where, *hint)
    share = caught / chosen if chosen else 0
    print(f"values files: {len(jobs)}, keys changed {chosen}, caught {caught} = {share:.1%}; "
          f"hints on unchanged files {told}, false alarms {len(wrong)}")
    sys.exit(0 if share >= options.floor and not wrong else 1)


if __name__ == "__main__":
    main()
