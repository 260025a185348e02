#!/usr/bin/env python3
"""Asks Helm's engine (ask/, built by record.sh) what the calls in calls.txt and those of generate.py give, and writes answers/.

An answer is a line of three fields with tabs between them: the sort of the call, the template, the answer.
  sort      o ordinary, n nil, e empty, t wrongly typed, c wrongly counted, x by hand, g generated
  template  without its {{ }} where it is a single action
  answer    =OUTPUT, or an error: !L:C X: REASON for Helm's three lines about the expression X, else !!ERROR
Backslash, tab, line feed and carriage return stand as \\\\ \\t \\n \\r, other control characters and bytes that are no text as \\xHH, and the name of the
template as \\@. A line "[name]" begins the answers of a function.
"""
import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import generate

HERE = pathlib.Path(__file__).resolve().parent
NAME = "c/templates/NOTES.txt"
EMPTY = ['""', "(list)", "(dict)", "0"]
# At each place of each call: one of each kind.
OTHERS = ['"x"', '"12"', "3", "-2", "1.5", "true", "(int64 7)", '(list 1 "a")', '(splitList "," "a,b")', "(until 2)", '(dict "a" 1)', '(split "," "a,b")', ".Values.missing",
          ".Values", '(.Files.GetBytes "f.txt")', '(toDate "2006" "2024")', '(mustToDuration "90s")', '(semver "1.2")', ".Files", ".Capabilities.KubeVersion"]
# Whose calls take long: fewer of them.
DEAR = {"bcrypt", "htpasswd", "derivePassword", "genPrivateKey", "genCA", "genCAWithKey", "genSelfSignedCert", "genSelfSignedCertWithKey", "genSignedCert",
        "genSignedCertWithKey", "buildCustomCert"}
MOST_BYTES = 700  # of a generated answer


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
        yield "n", call("nil")
        for value in EMPTY:
            yield "e", call(value)
        for value in OTHERS[2::4] if name in DEAR else OTHERS:
            yield "t", call(value)
    yield "c", name
    if arguments:
        yield "c", " ".join([name] + arguments[:-1])
    yield "c", " ".join([name] + arguments + ['"x"'])
    yield "c", " ".join([name] + arguments + ['"x"', "3"])


def read_calls():
    name = None
    for line in (HERE / "calls.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("{{"):
            yield name, "x", line
            continue
        line, _, note = line.partition(" [")
        kind, _, function = note.rstrip("]").partition(" ")
        name, *arguments = split_arguments(line)
        if kind == "wrap":
            yield name, "o", "{{ %s (%s) }}" % (function, line)
        else:
            yield name, "o", "{{ $r := %s }}{{ typeOf $r }} {{ $r }} {{ toJson $r }}" % line
        form = "{{ %s (%%s) }}" % function if note else "{{ %s }}"
        for sort, call in variants(name, arguments):
            yield name, sort, form % call


def all_cases(only):
    seen = set()
    for name, sort, text in list(read_calls()) + [(name, "g", text) for name, text in generate.generate()]:
        if text not in seen and (not only or name in only):
            seen.add(text)
            yield {"f": name, "s": sort, "t": text}


def ask(cases):
    """Fills in each case's answer: o or e, as bytes; neither when it is not always the same."""
    with tempfile.TemporaryDirectory() as folder:
        questions, answers = pathlib.Path(folder) / "questions", pathlib.Path(folder) / "answers"
        # More than twice where Helm walks a Go map, whose order is by chance.
        lines = [json.dumps({"t": case["t"], "n": 2 if case["f"] in DEAR else 6}) for case in cases]
        questions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC", "CHART": str(HERE / "chart"), "QUESTIONS": str(questions), "ANSWERS": str(answers)}
        subprocess.run([os.environ["ASK"], "-test.timeout=0"], env=environment, check=True, stdout=sys.stderr)
        for case, line in zip(cases, answers.read_text().splitlines(), strict=True):
            answer = json.loads(line)
            if not answer.get("varies"):
                field = "e" if answer["failed"] else "o"
                case[field] = base64.b64decode(answer.get(field, ""))


def escape(answer):
    text = answer.decode("utf-8", "surrogateescape").replace("\\", "\\\\").replace(NAME, "\\@")
    text = text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return re.sub("[\0-\x1f\x7f\udc80-\udcff]", lambda byte: "\\x%02x" % (ord(byte[0]) & 0xff), text)


def line_of(case):
    text = case["t"]
    if re.fullmatch(r"\{\{ [^\n]* \}\}", text) and "{{" not in text[2:] and "}}" not in text[:-2]:
        text = text[3:-3]
    if "o" in case:
        answer = "=" + escape(case["o"])
    else:
        error = escape(case["e"])
        usual = re.fullmatch(r'\\@:(\d+:\d+)\\n  executing "\\@" at <(.*?)>:\\n    (.*)', error)
        answer = "!%s %s: %s" % usual.groups() if usual and ">: " not in error and ": " not in usual[2] else "!!" + error
    return "\t".join([case["s"], escape(text.encode()), answer])


def is_kept(case):
    """Not what changes from run to run, and no addresses in memory."""
    answer = case.get("o", case.get("e"))
    if answer is None or b"0xc000" in answer:
        return False
    # A list is an address to %p, and a time holds a pointer, which verbs for numbers print as one.
    if re.search('printf "%[^"]*[pw]', case["t"]) and re.search(rb"0x[0-9a-f]{6,}", answer):
        return False
    if re.search(r'printf "%.*[bcdoOpqUxX][|]?" \(toDate "2006" "2024"\)( |$)', case["t"]):
        return False
    return case["s"] in "ox" or len(answer) <= MOST_BYTES


def kept_of_others(folder, only):
    """The lines of the functions that are not recorded now, by file and function."""
    files = {}
    for file in folder.glob("*.txt"):
        name = None
        for line in file.read_text(encoding="utf-8").split("\n")[:-1]:
            if line.startswith("["):
                name = line[1:-1]
            elif name not in only:
                files.setdefault(file.name, {}).setdefault(name, []).append(line)
    return files


def write(cases, folder, only=()):
    folder.mkdir(exist_ok=True)
    files = kept_of_others(folder, only) if only else {}
    for case in cases:
        if is_kept(case):
            files.setdefault(case["f"][0] + ".txt", {}).setdefault(case["f"], []).append(line_of(case))
    for file in folder.glob("*.txt"):
        file.unlink()
    for file, functions in files.items():
        lines = []
        for name in sorted(functions):
            lines += ["[%s]" % name] + functions[name]
        (folder / file).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main():
    only = set(sys.argv[1:])
    cases = list(all_cases(only))
    ask(cases)
    write(cases, HERE / "answers", only)
    kept = sum(map(is_kept, cases))
    print("%d cases, of which %d have one answer" % (len(cases), kept), file=sys.stderr)


if __name__ == "__main__":
    main()
