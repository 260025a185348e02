#!/usr/bin/env python3
"""Asks the real Helm what it makes of programs, and writes the answers.

    generate.py SORT COUNT | HELM=$(tests/oracle/build_helm.sh) record.py > answers.jsonl     new programs
    HELM=$(tests/oracle/build_helm.sh) record.py cases.jsonl                                  the same ones again

A program is a line {"t": template, "f": {file: text}}. Answered lines have o (what the template writes) or e (what stands behind
"Error: ") besides, and b, either in base64, where that is no UTF-8. Helm prints only what is YAML, so that an output is asked for
a second time, from a template that includes the program's and encodes what it gives. What prints an address or is not the same
the second time is left out.
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
HINT = "\n\nUse --debug flag to render out invalid YAML"
BASE = json.loads((HERE / "chart.json").read_text(encoding="utf-8"))
NAME = "templates/t.txt"
PROBE = 'out: {{ include "c/templates/t.txt" . | b64enc | quote }}\n'


def run_helm(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder) / "c" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
        environment = {"PATH": "/usr/bin:/bin", "HOME": folder, "TZ": "UTC"}
        return subprocess.run([HELM, "template", "r", folder + "/c"], env=environment, capture_output=True)


def ask(program):
    """(field, bytes), or nothing where Helm does not answer with a text of its own."""
    files = {**BASE, **program.get("f", {}), NAME: program["t"]}
    done = run_helm(files)
    text = done.stderr
    at = text.find(b"Error: ")
    if done.returncode != 0 and b"YAML" not in text[at:at + 40]:
        if at < 0:
            return None
        return "e", text[at + len(b"Error: "):].rstrip(b"\n").removesuffix(HINT.encode())
    done = run_helm({**files, "templates/zzz.yaml": PROBE})
    found = re.search(rb'^out: "(.*)"$', done.stdout, re.M)
    if not found:
        return None
    # It is the probe that is rendered, and NAME that is replayed.
    return "o", base64.b64decode(found[1]).replace(b"<no value>", b"").replace(b"templates/zzz.yaml", NAME.encode())


def answer(line):
    program = {key: value for key, value in json.loads(line).items() if key in ("t", "f")}
    found = ask(program)
    if not found or re.search(rb"0x[0-9a-f]{8,}", found[1]):
        return None
    field, text = found
    try:
        program[field] = text.decode("utf-8")
    except UnicodeDecodeError:
        program.update({field: "", "b": base64.b64encode(text).decode()})
    return json.dumps(program, ensure_ascii=True, separators=(",", ":"))


def main():
    cases = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else None
    lines = (cases.read_text(encoding="utf-8") if cases else sys.stdin.read()).splitlines()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = [found for found in pool.map(answer, lines) if found]
    text = "".join(found + "\n" for found in answers)
    if cases:
        cases.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    print("%d of %d answered" % (len(answers), len(lines)), file=sys.stderr)


main()
