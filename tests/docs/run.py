#!/usr/bin/env python3
"""Runs the examples of the documentation and compares what they print with what is written there.

    tests/docs/run.py --program build/release/yare [--update]

An example is a line "$ yare ..." in a block of three backquotes and the word `console`, in any file of docs/; what follows, up to the
next such line, is its output, standard output first and then standard error. They run in the folder examples/. --update writes the
outputs into the files and fails, so that no update passes unread.
"""

import argparse
import pathlib
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(program, words, home):
    done = subprocess.run([program] + words[1:], cwd=ROOT / "examples", env={"PATH": "/usr/bin:/bin", "HOME": home}, text=True,
                          capture_output=True)
    return (done.stdout + done.stderr).splitlines()


def replay(text, program, home):
    """The text with every example's output as it is now, and the number of examples."""
    out = []
    count = 0
    inside = False
    answered = False
    for line in text.split("\n"):
        if line.startswith("```"):
            inside = line == "```console"
            answered = False
        if inside and line.startswith("$ "):
            words = shlex.split(line[2:])
            if words[0] != "yare":
                sys.exit(f"an example has to call yare: {line}")
            out.append(line)
            out += run(program, words, home)
            count += 1
            answered = True
        elif not (inside and answered):
            out.append(line)
    return "\n".join(out), count


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    program = str(pathlib.Path(options.program).resolve())
    failed = False
    total = 0
    with tempfile.TemporaryDirectory() as home:
        for path in sorted((ROOT / "docs").glob("*.md")):
            text = path.read_text()
            now, count = replay(text, program, home)
            total += count
            if now == text:
                continue
            failed = True
            for number, (old, new) in enumerate(zip(text.split("\n"), now.split("\n")), 1):
                if old != new:
                    print(f"{path.relative_to(ROOT)}:{number}: written there: {old}\n    now: {new}")
                    break
            else:
                print(f"{path.relative_to(ROOT)}: the end differs")
            if options.update:
                path.write_text(now)
                print(f"updated {path.relative_to(ROOT)}: read it")
            else:
                print("mend with: tests/docs/run.py --program PROGRAM --update")
    print(f"{total} examples of the documentation")
    sys.exit(1 if failed or total == 0 else 0)


if __name__ == "__main__":
    main()
