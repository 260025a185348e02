#!/usr/bin/env python3
"""Puts random faults into real charts and looks whether the error names the place that was changed.

    YARE_CORPUS=DIR tests/faults/run.py --program build/release/yare [--count 1000] [--seed 1] [--floor 0.97] [--show]

Each fault goes into a fresh copy of a chart of the corpus (a case that renders without it), and `yare template` runs with
that case's values and flags. The kinds:

    template-key      one key of a `.Values.a.b` in a template is misspelled (a letter dropped, doubled, swapped)
    values-key        a key in a values.yaml is misspelled
    values-removed    a key is taken out of a values.yaml with all below it
    template-indent   a line of a template is indented one column more or less
    values-indent     the same in a values.yaml
    values-type       the value of a key is replaced by one of another type: a map, list or number by a text, a text by a list
    template-action   an action is broken: a brace or parenthesis less, a misspelled keyword or function, an `end` less
    template-quote    a quote is taken out of a template, inside an action or out of it
    values-quote      a quote is taken out of a values.yaml

A fault that changes nothing that a render notices is silent: it is counted and does not take part in the share.

What is right, for a fault that fails. The places an error names are: the line shown with its source, the places in Helm's own
text, and those in Yare's lines below it. The place is right when
  - one of them is the changed line (file and line both); or
  - the fault is a misspelled or removed key of the values, and a line says that just this path is not set (`.Values.a.b is not
    set`, `.Values.a is not set (read as .Values.a.b)`): the key that is gone has no line any more, so it is its name that must be told, beside the place that reads it; or
  - an `end` was taken out, and the error names the line that opens the block it closed: where an `end` belongs, only the author
    knows; or
  - the changed line is inside an action of several lines and the error names the line where that action begins.
Nothing else counts, and an error may not buy its share by naming many places: the mean number of named places is printed, and
an error that names more than MOST_PLACES is wrong.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "corpus"))
import chart_corpus  # noqa: E402

MOST_PLACES = 12

KEY_LINE = re.compile(r"^( *)(- )?([A-Za-z_][\w.-]*):( |$)")
ACTION = re.compile(r"\{\{.*?\}\}", re.S)
VALUES_PATH = re.compile(r"\.Values((?:\.[A-Za-z_]\w*)+)")
KEYWORDS = ["if", "range", "with", "else", "end", "include", "define", "toYaml", "nindent", "default", "quote", "tpl", "eq", "and", "or",
            "not", "printf"]


class Fault:
    def __init__(self, kind, path, text, line, *, key=None, also=()):
        self.kind = kind
        self.path = path  # in the chart's folder
        self.text = text  # the file with the fault
        self.line = line  # changed, from 1
        self.key = key  # the path in that chart's values that is gone
        self.also = set(also)  # other lines of the file that are as right


def misspelled(word, dice):
    """A slip of the fingers; never the word itself."""
    for _ in range(20):
        at = dice.randrange(len(word))
        slip = dice.choice(["drop", "double", "swap"])
        if slip == "drop" and len(word) > 2:
            other = word[:at] + word[at + 1:]
        elif slip == "swap" and at + 1 < len(word):
            other = word[:at] + word[at + 1] + word[at] + word[at + 2:]
        else:
            other = word[:at] + word[at] + word[at:]
        if other != word and not other[0].isdigit() and re.fullmatch(r"[A-Za-z_][\w.-]*", other):
            return other
    return word + word[-1]


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def comments_out(text):
    """The text with template comments blanked, so that faults go where they matter."""
    return re.sub(r"\{\{-?\s*/\*.*?\*/\s*-?\}\}", lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def yaml_keys(text):
    """(line index, indent, key, path) of the plain keys of a block style file; block scalars and comments are left out."""
    out = []
    stack = []
    scalar = None
    for number, line in enumerate(text.split("\n")):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        indent = len(line) - len(line.lstrip(" "))
        if scalar is not None:
            if indent > scalar:
                continue
            scalar = None
        found = KEY_LINE.match(line)
        if found and not found.group(2):
            while stack and stack[-1][0] >= indent:
                stack.pop()
            stack.append((indent, found.group(3)))
            inside_list = any(key == "-" for _, key in stack)
            out.append((number, indent, found.group(3), None if inside_list else ".".join(key for _, key in stack)))
        elif stripped.startswith("-"):
            while stack and stack[-1][0] >= indent + 1:
                stack.pop()
            stack.append((indent + 1, "-"))
        if re.search(r"[|>][+-]?\d?\s*(#.*)?$", line):
            scalar = indent
    return out


def block_end(lines, number, indent):
    end = number + 1
    while end < len(lines):
        line = lines[end]
        inner = len(line) - len(line.lstrip(" "))
        if line.strip() and not line.strip().startswith("#") and inner <= indent:
            if not (inner == indent and line.strip().startswith("- ")):
                break
        end += 1
    return end


def template_key(path, text, dice):
    places = [m for m in VALUES_PATH.finditer(comments_out(text)) if "{{" in text[:m.start()]]
    places = [m for m in places if text.rfind("{{", 0, m.start()) > text.rfind("}}", 0, m.start())]
    if not places:
        return None
    found = dice.choice(places)
    keys = found.group(1)[1:].split(".")
    which = dice.randrange(len(keys))
    keys[which] = misspelled(keys[which], dice)
    changed = text[:found.start(1)] + "." + ".".join(keys) + text[found.end(1):]
    begin = text.rfind("{{", 0, found.start())
    return Fault("template-key", path, changed, line_of(text, found.start()), also=[line_of(text, begin)])


def values_key(path, text, dice):
    keys = yaml_keys(text)
    if not keys:
        return None
    number, indent, key, full = dice.choice(keys)
    lines = text.split("\n")
    lines[number] = lines[number].replace(key, misspelled(key, dice), 1)
    return Fault("values-key", path, "\n".join(lines), number + 1, key=full)


def values_removed(path, text, dice):
    keys = yaml_keys(text)
    if not keys:
        return None
    number, indent, key, full = dice.choice(keys)
    lines = text.split("\n")
    end = block_end(lines, number, indent)
    return Fault("values-removed", path, "\n".join(lines[:number] + lines[end:]), number + 1, key=full)


def reindent(kind, path, text, dice, usable):
    lines = text.split("\n")
    candidates = [n for n, line in enumerate(lines) if line.startswith("  ") and line.strip() and usable(line)]
    if not candidates:
        return None
    number = dice.choice(candidates)
    lines[number] = " " + lines[number] if dice.random() < 0.5 else lines[number][1:]
    return Fault(kind, path, "\n".join(lines), number + 1)


def template_indent(path, text, dice):
    return reindent("template-indent", path, text, dice,
                    lambda line: not line.strip().startswith("{{") and not line.strip().startswith("#") and ":" in line)


def values_indent(path, text, dice):
    return reindent("values-indent", path, text, dice, lambda line: not line.strip().startswith("#"))


def values_type(path, text, dice):
    keys = yaml_keys(text)
    if not keys:
        return None
    number, indent, key, full = dice.choice(keys)
    lines = text.split("\n")
    value = re.sub(r"\s+#.*$", "", lines[number].split(":", 1)[1]).strip()
    end = block_end(lines, number, indent) if not value or value[0] in "|>" else number + 1
    is_text = value and value[0] not in "{[" and not re.fullmatch(r"-?[\d.]+", value)
    lines[number:end] = [" " * indent + key + (": [fault]" if is_text else ": fault")]
    return Fault("values-type", path, "\n".join(lines), number + 1)


def template_action(path, text, dice):
    actions = list(ACTION.finditer(comments_out(text)))
    actions = [m for m in actions if len(m.group()) > 6]
    if not actions:
        return None
    found = dice.choice(actions)
    body = found.group()
    ways = ["brace"]
    if ")" in body:
        ways.append("parenthesis")
    words = [m for m in re.finditer(r"[A-Za-z]+", body) if m.group() in KEYWORDS]
    if words:
        ways.append("word")
    is_end = re.fullmatch(r"\{\{-?\s*end\s*-?\}\}", body)
    if is_end:
        ways = ["end", "word", "brace"]
    way = dice.choice(ways)
    also = [line_of(text, found.start())]
    line = line_of(text, found.start())
    if way == "brace":
        changed = body[:-1]
        line = line_of(text, found.end() - 1)
    elif way == "parenthesis":
        at = body.rindex(")")
        changed = body[:at] + body[at + 1:]
        line = line_of(text, found.start() + at)
    elif way == "word":
        word = dice.choice(words)
        changed = body[:word.start()] + misspelled(word.group(), dice) + body[word.end():]
        line = line_of(text, found.start() + word.start())
    else:
        changed = ""
    if is_end and way in ("end", "word"):
        also.append(line_of(text, opener(text, found.start())))
    return Fault("template-action", path, text[:found.start()] + changed + text[found.end():], line, also=also)


def opener(text, end_at):
    """Where the block begins that the `end` here closes."""
    opened = []
    for action in ACTION.finditer(comments_out(text)):
        if action.start() >= end_at:
            break
        word = re.match(r"\{\{-?\s*(\w+)", action.group())
        if word and word.group(1) in ("if", "range", "with", "define", "block"):
            opened.append(action.start())
        elif word and word.group(1) == "end" and opened:
            opened.pop()
    return opened[-1] if opened else end_at


def unquote(kind, path, text, dice, masked):
    quotes = [m.start() for m in re.finditer(r'"', masked)]
    quotes = [at for at in quotes if not text[text.rfind("\n", 0, at) + 1:at].strip().startswith("#")]
    if not quotes:
        return None
    at = dice.choice(quotes)
    begin = text.rfind("{{", 0, at)
    also = [line_of(text, begin)] if begin > text.rfind("}}", 0, at) else []
    return Fault(kind, path, text[:at] + text[at + 1:], line_of(text, at), also=also)


def template_quote(path, text, dice):
    return unquote("template-quote", path, text, dice, comments_out(text))


def values_quote(path, text, dice):
    return unquote("values-quote", path, text, dice, text)


KINDS = {
    "template-key": template_key, "values-key": values_key, "values-removed": values_removed, "template-indent": template_indent,
    "values-indent": values_indent, "values-type": values_type, "template-action": template_action,
    "template-quote": template_quote, "values-quote": values_quote,
}


class Bench:
    def __init__(self, program, corpus, home):
        self.corpus = corpus
        self.home = home
        self.program = program
        self.locks = collections.defaultdict(threading.Lock)
        self.folders = {}
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TZ": ""}

    def folder(self, name, chart):
        if name not in self.folders:
            target = self.home / "charts" / re.sub(r"\W", "_", name)
            with tarfile.open(self.corpus / chart["archive"]) as archive:
                archive.extractall(target, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(target)
            for packed in list(target.rglob("charts/*.tgz")):
                with tarfile.open(packed) as archive:
                    archive.extractall(packed.parent)
                packed.unlink()
            self.folders[name] = next(target.iterdir())
        return self.folders[name]

    def render(self, folder, case):
        command = [str(self.program), "template", "rel", str(folder), "--namespace", "testns"]
        if case["values"]:
            command += ["-f", case["values"]]
        command += case["args"]
        try:
            done = subprocess.run(command, cwd=self.corpus, env=self.environment, capture_output=True, timeout=120)
        except subprocess.TimeoutExpired:
            return 1, "timeout"
        return done.returncode, done.stderr.decode("utf-8", "replace")

    def try_fault(self, name, chart, case, fault_kind, seed):
        """A fault and what came of it: (fault, "silent" / "right" / "wrong", places, error); None when there is no room for one."""
        dice = random.Random(seed)
        with self.locks[name]:
            folder = self.folder(name, chart)
            if fault_kind.startswith("values"):
                files = [p for p in folder.rglob("values.yaml") if p.parent == folder or p.parent.parent.name == "charts"]
            else:
                files = [p for p in folder.rglob("templates/**/*") if p.is_file() and p.suffix in (".yaml", ".yml", ".tpl")]
            files = sorted(files)
            dice.shuffle(files)
            for path in files[:8]:
                text = path.read_text(errors="surrogateescape")
                fault = KINDS[fault_kind](str(path.relative_to(folder.parent)), text, dice)
                if fault is None or fault.text == text:
                    continue
                path.write_text(fault.text, errors="surrogateescape")
                try:
                    code, error = self.render(folder, case)
                finally:
                    path.write_text(text, errors="surrogateescape")
                if code == 0:
                    return fault, "silent", 0, ""
                good, places = judge(fault, error, aliases(folder))
                return fault, "right" if good else "wrong", places, error
        return None


PLACE = re.compile(r"([\w./@+-]+\.(?:yaml|yml|tpl|txt|json)):(\d+)")


def places_in(error):
    return {(path.lstrip("/"), int(line)) for path, line in PLACE.findall(error)}


def aliases(folder):
    """A sub-chart that is there under other names shows up under those: {other name: name of the folder}."""
    out = {}
    for path in list(folder.rglob("Chart.yaml")) + list(folder.rglob("requirements.yaml")):
        for item in re.split(r"\n\s*- ", path.read_text(errors="replace")):
            alias = re.search(r"^\s*alias: *(\S+)", item, re.M)
            name = re.search(r"^\s*name: *(\S+)", item, re.M)
            if alias and name:
                out[alias.group(1).strip("\"'")] = name.group(1).strip("\"'")
    return out


def judge(fault, error, renamed):
    """Whether the error names the place, and how many it names."""
    named = {(re.sub(r"charts/([^/]+)/", lambda m: f"charts/{renamed.get(m.group(1), m.group(1))}/", path), line)
             for path, line in places_in(error)}
    wanted = {(fault.path, line) for line in {fault.line} | fault.also}
    good = bool(named & wanted)
    if fault.key and not good:
        # The path as the root chart's values have it: below the names of the sub-charts.
        parts = fault.path.split("/")
        prefix = [parts[i + 1] for i, part in enumerate(parts) if part == "charts"]
        path = ".".join(prefix + [fault.key])
        gone = [f".Values.{p}" + end for p in (path, fault.key) for end in (" is not set", " is null", ")")]
        good = any(text in error for text in gone)
    return good and len(named) <= MOST_PLACES, len(named)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--floor", type=float, default=0.97, help="the least share of right places")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--kind", help="only this kind of fault")
    parser.add_argument("--show", action="store_true", help="print every error that does not name the place")
    options = parser.parse_args()

    corpus, index = chart_corpus.open_corpus()
    cases = [case for case in index["cases"] if case["exit_code"] == 0]
    dice = random.Random(options.seed)
    kinds = [options.kind] if options.kind else sorted(KINDS)

    results = []
    with tempfile.TemporaryDirectory() as home:
        bench = Bench(pathlib.Path(options.program).resolve(), corpus, pathlib.Path(home))
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            while len(results) < options.count:
                # Some charts have no place for a kind of fault; those draws are made again.
                draws = [(dice.choice(cases), kinds[i % len(kinds)], dice.random()) for i in range(options.count - len(results))]
                done = pool.map(lambda d: (d[0], bench.try_fault(d[0]["chart"], index["charts"][d[0]["chart"]], *d)), draws)
                results += [(case, outcome) for case, outcome in done if outcome]

    counts = collections.defaultdict(collections.Counter)
    places = 0
    for case, (fault, outcome, named, error) in results:
        counts[fault.kind][outcome] += 1
        places += named
        if outcome == "wrong" and options.show:
            print(f"=== {fault.kind} {case['id']} {fault.path}:{fault.line} also {sorted(fault.also)} key {fault.key}")
            print(f"    {fault.text.splitlines()[min(fault.line, len(fault.text.splitlines())) - 1][:150]}")
            print(error)
    total = collections.Counter()
    print(f"{'kind':16}{'silent':>8}{'caught':>8}{'right':>8}")
    for kind, count in sorted(counts.items()):
        total += count
        print(f"{kind:16}{count['silent']:8}{count['right'] + count['wrong']:8}{count['right']:8}")
    caught = total["right"] + total["wrong"]
    share = total["right"] / caught if caught else 0.0
    print(f"faults: {len(results)}, silent {total['silent']}, caught {caught}, the place is right in {total['right']} = {share:.1%}, "
          f"{places / caught if caught else 0:.1f} places named in the mean")
    sys.exit(0 if caught and share >= options.floor else 1)


if __name__ == "__main__":
    main()
