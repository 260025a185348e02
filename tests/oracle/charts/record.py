#!/usr/bin/env python3
"""Asks the real Helm and writes its answers beside the questions: record.py HELM [FILE.cases ...]

A .cases file holds cases, one after another:

    case a null deletes a default
    file Chart.yaml
    |apiVersion: v2
    file ../extra.yaml          beside the chart's folder, which is the working directory
    |a: null
    link docs/x ../../extra.yaml
    values -f extra.yaml        or: show, load, package
    out                         from here on: Helm's answer, rewritten by this script
    |{"b":1}

`values` runs `helm template` and takes .Values of the root chart as JSON; `show` runs `helm show chart`; `load` runs
`helm template` and takes the names of the chart's files. Log lines are sorted: Go's order is random there.
"""
import json
import os
import shlex
import subprocess
import sys
import tempfile

PROBE = "templates/zz-probe.yaml"
PROBES = {
    "values": 'probe: {{ .Values | toJson }}\n',
    "load": 'probe: {{ range $name, $_ := .Files }}{{ $name }} {{ end }}\n',
}


def read_cases(path):
    cases, text = [], None
    for line in open(path, encoding="utf-8", newline="\n").read().split("\n"):
        if line.startswith("|"):
            if text is not None:
                text.append(line[1:])
            continue
        word, _, rest = line.partition(" ")
        if word == "case":
            cases.append({"name": rest, "files": [], "links": [], "run": None})
        elif word == "file":
            text = []
            cases[-1]["files"].append((rest, text))
        elif word == "link":
            cases[-1]["links"].append(tuple(rest.split(" ", 1)))
        elif word in ("values", "show", "load"):
            cases[-1]["run"] = (word, rest)
            text = None
        elif word in ("out", "log", "error"):
            text = None
    return cases


def ask(helm, case):
    with tempfile.TemporaryDirectory() as top:
        top = os.path.realpath(top)
        chart = os.path.join(top, "c")
        os.mkdir(chart)
        kind, flags = case["run"]
        files = [(name, "\n".join(text)) for name, text in case["files"]]
        if kind in PROBES:
            files.append((PROBE, PROBES[kind]))
        for name, text in files:
            path = os.path.normpath(os.path.join(chart, name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as out:
                out.write(text.encode("utf-8"))
        for name, target in case["links"]:
            path = os.path.join(chart, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.symlink(target, path)
        command = ["show", "chart", "c"] if kind == "show" else ["template", "r", "c"] + shlex.split(flags)
        homes = {"HELM_%s_HOME" % name: top + "/.h" for name in ("CONFIG", "CACHE", "DATA")}
        done = subprocess.run([helm] + command, cwd=top, capture_output=True, env={**os.environ, **homes})
        out = done.stdout.decode("utf-8")
        logs, error = [], None
        for line in done.stderr.decode("utf-8").replace(top, "").split("\n"):
            if line.startswith("level="):
                logs.append(line)
            elif line.startswith("Error: "):
                error = line[len("Error: "):]
            elif line and error is not None:
                error += "\n" + line
        if kind in PROBES and done.returncode == 0:
            out = next((line[7:].rstrip(" ") for line in out.split("\n") if line.startswith("probe:")), "(templates ignored)")
        return out.rstrip("\n") if done.returncode == 0 else None, sorted(logs), error


def write_block(out, word, text):
    out.append(word)
    out.extend("|" + line for line in text.split("\n"))


def main():
    helm = os.path.abspath(sys.argv[1])
    here = os.path.dirname(os.path.abspath(__file__))
    for path in sys.argv[2:] or sorted(os.path.join(here, name) for name in os.listdir(here) if name.endswith(".cases")):
        out = [line for line in open(path, encoding="utf-8").read().split("\n") if line.startswith("#")]
        for case in read_cases(path):
            result, logs, error = ask(helm, case)
            out.append("case " + case["name"])
            for name, text in case["files"]:
                out.append("file " + name)
                out.extend("|" + line for line in text)
            out.extend("link %s %s" % link for link in case["links"])
            out.append(" ".join(case["run"]).rstrip())
            if result is not None:
                write_block(out, "out", result)
            if logs:
                write_block(out, "log", "\n".join(logs))
            if error is not None:
                write_block(out, "error", error)
            out.append("")
        with open(path, "w", encoding="utf-8", newline="\n") as file:
            file.write("\n".join(out))
        print(path, len(read_cases(path)))


main()
