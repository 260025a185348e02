#!/usr/bin/env python3
"""Replays the table of merge rules in docs/values.md.

    tests/docs/merge_rules.py --program build/release/yare
    tests/docs/merge_rules.py --record HELM      # writes tests/docs/merge_rules.json anew

Each row has flags and what comes of them. `yare values` must print the values that Helm's templates saw with these flags (recorded in
merge_rules.json), and both must be what the row says.
"""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RECORDED = ROOT / "tests/docs/merge_rules.json"
ROW = re.compile(r"^\| (.+?) \| (none|`.*?`) \| (`.*`) \|$")


def rows():
    for line in (ROOT / "docs/values.md").read_text().splitlines():
        found = ROW.match(line)
        if found:
            yield found[1], [] if found[2] == "none" else shlex.split(found[2].strip("`")), re.findall(r"`(.*?)`", found[3])


def run(words):
    done = subprocess.run(words, cwd=ROOT / "examples", capture_output=True, text=True, env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere"})
    if done.returncode:
        sys.exit(f"{' '.join(words)}: {done.stderr}")
    return done.stdout


def helm_values(helm, flags):
    manifest = run([helm, "template", "rel", "rules", *flags])
    return json.loads(json.loads(re.search(r"values.json: (.*)", manifest)[1]))


def problem(values, claim):
    """What is wrong with "a.b = 1" or "a.b is gone"."""
    path, _, wanted = claim.partition(" = ")
    gone = claim.endswith(" is gone")
    at = values
    for key in path.removesuffix(" is gone").split("."):
        if not isinstance(at, dict) or key not in at:
            return None if gone else f"{claim}: there is no {key}"
        at = at[key]
    if gone:
        return f"{claim}: it is {json.dumps(at)}"
    return None if at == json.loads(wanted) else f"{claim}: it is {json.dumps(at)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program")
    parser.add_argument("--record")
    options = parser.parse_args()
    if options.record:
        answers = {shlex.join(flags): helm_values(options.record, flags) for _, flags, _ in rows()}
        RECORDED.write_text(json.dumps(answers, indent=1, sort_keys=True) + "\n")
        return
    program = str(pathlib.Path(options.program).resolve())
    recorded = json.loads(RECORDED.read_text())
    count = failed = 0
    for rule, flags, claims in rows():
        count += 1
        values = json.loads(run([program, "values", "rules", "-o", "json", *flags]))
        rendered = helm_values(program, flags)
        wrong = [said for said in (problem(values, claim) for claim in claims) if said]
        for name, own in (("values", values), ("template", rendered)):
            if own != recorded[shlex.join(flags)]:
                wrong.append(f"{name} differ from Helm's {json.dumps(recorded[shlex.join(flags)])}: {json.dumps(own)}")
        for said in wrong:
            print(f"{rule} ({shlex.join(flags)}): {said}")
        failed += bool(wrong)
    print(f"{count} merge rules, {failed} wrong")
    sys.exit(1 if failed or not count else 0)


main()
