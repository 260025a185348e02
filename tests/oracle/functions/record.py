#!/usr/bin/env python3
"""Asks the real Helm what the calls in calls.txt give, and writes cases.jsonl, one {f, s, t, o | e} a line.

    HELM=$(tests/oracle/build_helm.sh) tests/oracle/functions/record.py

f is the function, s the sort of the call (ordinary, nil, empty, type, count, corner), t the template, o its output, e the error;
b is either in base64, where it is no UTF-8.
A file that fails fails the whole chart, so many templates go into one chart, and the one that the error names is taken out until
the rest renders. Then the same templates are run once more as defines, whose output comes out in base64, to the byte.
"""
import base64
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HELM = os.environ.get("HELM") or sys.exit("name the reference Helm in HELM")
BATCH = 60
NAME = "c/templates/t.txt"
EMPTY = ['""', "(list)", "(dict)"]
OTHERS = ['"x"', "3", "1.5", "true", '(list 1 "a")', '(dict "a" 1)', ".Values.missing", ".Values.number"]


def split_arguments(text):
    """Words, with quoted texts and what stands in brackets as one."""
    words, depth, quoted, word, escaped = [], 0, False, "", False
    for letter in text:
        if letter == " " and depth == 0 and not quoted:
            if word:
                words.append(word)
            word = ""
            continue
        word += letter
        if quoted:
            quoted = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        else:
            quoted = letter == '"'
            depth += (letter == "(") - (letter == ")")
    return words + ([word] if word else [])


def variants(name, arguments):
    for i in range(len(arguments)):
        def call(value):
            return " ".join([name] + arguments[:i] + [value] + arguments[i + 1:])
        yield "nil", call("nil")
        for value in EMPTY:
            yield "empty", call(value)
        for value in OTHERS:
            yield "type", call(value)
    yield "count", name
    if arguments:
        yield "count", " ".join([name] + arguments[:-1])
    yield "count", " ".join([name] + arguments + ['"x"'])
    yield "count", " ".join([name] + arguments + ['"x"', "3"])


def read_calls():
    name, seen = None, set()
    for line in (HERE / "calls.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("{{"):
            found = [(name, "corner", line)]
        else:
            line, _, note = line.partition(" [")
            kind, _, function = note.rstrip("]").partition(" ")
            name, *arguments = split_arguments(line)
            if kind == "wrap":
                found = [(name, "ordinary", "{{ %s (%s) }}" % (function, line))]
            else:
                found = [(name, "ordinary", "{{ $r := %s }}{{ typeOf $r }} {{ $r }} {{ toJson $r }}" % line)]
            form = "{{ %s (%%s) }}" % function if note else "{{ %s }}"
            found += [(name, sort, form % call) for sort, call in variants(name, arguments)]
        for case in found:
            if case[2] not in seen:
                seen.add(case[2])
                yield case


def run_helm(templates):
    """Renders {file: text} in a chart with the shared values."""
    with tempfile.TemporaryDirectory() as folder:
        chart = pathlib.Path(folder) / "c"
        (chart / "templates").mkdir(parents=True)
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 0.1.0\n")
        (chart / "values.yaml").write_text((HERE / "values.yaml").read_text())
        for file, text in templates.items():
            (chart / "templates" / file).write_text(text, encoding="utf-8", newline="")
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC"}
        return subprocess.run([HELM, "template", "r", str(chart)], env=environment, capture_output=True)


def put(case, field, answer):
    try:
        case[field] = answer.decode("utf-8")
    except UnicodeDecodeError:
        case.update({field: "", "b": base64.b64encode(answer).decode()})


def record(batch):
    """Fills in o or e of each case."""
    left = {"e%04d.txt" % i: case for i, case in enumerate(batch)}
    while left:
        done = run_helm({file: case["t"] for file, case in left.items()})
        error = done.stderr.decode("utf-8", "surrogateescape")
        at = error.find("Error: ")
        if done.returncode == 0 or "YAML parse error" in error[at:] or "error converting YAML" in error[at:]:
            break
        error = error[at + len("Error: "):].rstrip("\n").removesuffix("\n\nUse --debug flag to render out invalid YAML")
        named = re.search(r"c/templates/(e\d{4}\.txt)", error)
        if not named:
            raise RuntimeError(error)
        put(left.pop(named[1]), "e", error.replace("c/templates/" + named[1], NAME).encode("utf-8", "surrogateescape"))
    if not left:
        return batch
    defines = "".join('{{ define "%s" }}%s{{ end }}' % (file, case["t"]) for file, case in left.items())
    uses = "".join('"%s": {{ include "%s" . | b64enc | quote }}\n' % (file, file) for file in left)
    done = run_helm({"_d.tpl": defines, "all.yaml": uses})
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode())
    for file, text in re.findall(r'^"(e\d{4}\.txt)": "(.*)"$', done.stdout.decode(), re.M):
        # The render of a file takes these words out, that of a define does not.
        output = base64.b64decode(text).replace(b"<no value>", b"")
        put(left[file], "o", output)
    return batch


def main():
    only = set(sys.argv[1:])
    cases = [{"f": f, "s": s, "t": t} for f, s, t in read_calls() if not only or f in only]
    # What changes the values that all see is asked alone.
    changing = [case for case in cases if re.search(r"(set|unset|merge\w*) \.Values", case["t"])]
    others = [case for case in cases if case not in changing]
    batches = [others[i:i + BATCH] for i in range(0, len(others), BATCH)] + [[case] for case in changing]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for i, _ in enumerate(pool.map(record, batches)):
            print("%d of %d" % (i + 1, len(batches)), end="\r", file=sys.stderr)
    kept = []
    if only:
        kept = [line for line in (HERE / "cases.jsonl").read_text(encoding="utf-8").splitlines()
                if json.loads(line)["f"] not in only]
    lines = kept + [json.dumps(case, ensure_ascii=True) for case in cases]
    (HERE / "cases.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("%d cases" % len(lines), file=sys.stderr)


main()
