#!/usr/bin/env python3
"""Compares recorded answers with runs of the helm program itself, as record.sh asks Helm's engine without it.

    HELM=$(tests/oracle/build_helm.sh) tests/oracle/functions/check.py [COUNT [SEED]]

takes COUNT answers by chance (500), all where it is 0. An error takes a run of its own; outputs share one, as defines whose text comes
out in base64, to the byte. What tells the time is left out: the recorder's clock stands still.
"""
import base64
import concurrent.futures
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
HELM = os.environ.get("HELM") or sys.exit("name the reference Helm in HELM")
NAME = "c/templates/NOTES.txt"
BATCH = 100
TELLS_THE_TIME = re.compile(r"\b(now|ago|date\w*|date_\w+|htmlDate\w*|must_?[dD]ate\w*|unixEpoch)\b")
CHANGES_VALUES = re.compile(r"\b(set|unset|merge\w*|mustMerge\w*) \(?\.(Values|Chart|Release)")


def unescape(text):
    return re.sub(r"\\(x..|.)", lambda m: NAME if m[1] == "@" else {"t": "\t", "n": "\n", "r": "\r"}.get(m[1])
                 or (chr(0xdc00 + int(m[1][1:], 16)) if len(m[1]) == 3 and int(m[1][1:], 16) > 127 else chr(int(m[1][1:], 16)) if len(m[1]) == 3 else m[1]), text)


def read_cases():
    for file in sorted((HERE / "answers").glob("*.txt")):
        for line in file.read_text(encoding="utf-8").split("\n")[:-1]:
            if line.startswith("[") and "\t" not in line:
                continue
            _, text, answer = line.split("\t")
            text = unescape(text)
            if "{{" not in text:
                text = "{{ " + text + " }}"
            if answer.startswith("="):
                yield text, True, unescape(answer[1:])
            elif answer.startswith("!!"):
                yield text, False, unescape(answer[2:])
            else:
                place, rest = answer[1:].split(" ", 1)
                context, reason = rest.split(": ", 1)
                yield text, False, '%s:%s\n  executing "%s" at <%s>:\n    %s' % (NAME, place, NAME, unescape(context), unescape(reason))


def run_helm(templates):
    with tempfile.TemporaryDirectory() as folder:
        chart = pathlib.Path(folder) / "c"
        shutil.copytree(HERE / "chart", chart)
        (chart / "templates").mkdir(exist_ok=True)
        for file, text in templates.items():
            (chart / "templates" / file).write_bytes(text.encode("utf-8", "surrogateescape"))
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC"}
        return subprocess.run([HELM, "template", "r", str(chart)], env=environment, capture_output=True)


def check_error(case):
    done = run_helm({"NOTES.txt": case[0]})
    error = done.stderr.decode("utf-8", "surrogateescape")
    error = error[error.find("Error: ") + len("Error: "):].rstrip("\n").removesuffix("\n\nUse --debug flag to render out invalid YAML")
    return [] if done.returncode != 0 and error == case[2].rstrip("\n") else [(case, error)]


def check_outputs(cases):
    defines = "".join('{{ define "%d" }}%s{{ end }}' % (i, case[0]) for i, case in enumerate(cases))
    uses = "".join('"%d": {{ include "%d" . | b64enc | quote }}\n' % (i, i) for i in range(len(cases)))
    done = run_helm({"_d.tpl": defines, "all.yaml": uses})
    found = dict(re.findall(rb'^"(\d+)": "(.*)"$', done.stdout, re.M))
    wrong = []
    for i, case in enumerate(cases):
        # The render of a file takes these words out, that of a define does not.
        output = base64.b64decode(found.get(b"%d" % i, b"")).replace(b"<no value>", b"").decode("utf-8", "surrogateescape")
        if done.returncode != 0 or output != case[2]:
            wrong.append((case, done.stderr.decode(errors="replace") or output))
    return wrong


def main():
    count, seed = (int(word) for word in (sys.argv[1:] + ["500", "1"][len(sys.argv) - 1:])[:2])
    cases = [case for case in read_cases() if not TELLS_THE_TIME.search(case[0]) and "{{ define" not in case[0]]
    random.Random(seed).shuffle(cases)
    cases = cases[:count or None]
    outputs = [case for case in cases if case[1]]
    # What changes the values that all see is asked alone.
    alone = [[case] for case in outputs if CHANGES_VALUES.search(case[0])]
    rest = [case for case in outputs if not CHANGES_VALUES.search(case[0])]
    batches = alone + [rest[i:i + BATCH] for i in range(0, len(rest), BATCH)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        wrong = sum(pool.map(check_outputs, batches), []) + sum(pool.map(check_error, [case for case in cases if not case[1]]), [])
    for case, answer in wrong:
        print("%s\n  recorded %r\n  helm     %r" % (case[0], case[2], answer))
    print("%d outputs and %d errors asked again, %d differ" % (len(outputs), len(cases) - len(outputs), len(wrong)))
    sys.exit(bool(wrong))


main()
