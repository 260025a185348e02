#!/usr/bin/env python3
"""Infers a schema for every chart of the corpus (`yare schema`) and lets Yare, or Helm, check the chart's cases with it.

    YARE_CORPUS=DIR tests/corpus/schemas.py --program build/release/yare [--judge HELM] [--only PART] [--show]

Every case's values file is given to `yare schema`; with the schema in place of the chart's own, no case may be refused for its values. The
schema must come out the same twice. A case that is refused without it does not count.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

REFUSED = "values don't meet the specifications of the schema(s)"


def template(judge, chart, corpus, case):
    command = [judge, "template", "rel", str(chart), "--namespace", "testns"]
    if case["values"]:
        command += ["-f", str(corpus / case["values"])]
    arguments = [one for one in case["args"] if one != "--skip-schema-validation"]
    return subprocess.run(command + arguments, capture_output=True, text=True, errors="replace")


# For its values, or for a schema that is not there (a sub-chart's may be on the web).
def is_refused(done):
    return done.returncode != 0 and (REFUSED in done.stderr or "schema" in done.stderr)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--judge")
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    if "YARE_CORPUS" not in os.environ:
        print("YARE_CORPUS is not set: no charts to try")
        sys.exit(77)
    corpus = pathlib.Path(os.environ["YARE_CORPUS"])
    index = json.loads((corpus / "cases.json").read_text())
    program = str(pathlib.Path(options.program).resolve())
    cases_of = collections.defaultdict(list)
    for case in index["cases"]:
        if case["exit_code"] == 0:
            cases_of[index["charts"][case["chart"]]["archive"]].append(case)
    charts = cases = wrong = 0
    for archive, cases_here in sorted(cases_of.items()):
        if options.only not in archive:
            continue
        charts += 1
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(corpus / archive) as tar:
                tar.extractall(folder)
            chart = next(pathlib.Path(folder).iterdir())
            command = [program, "schema", str(chart), "-o", "-"]
            for values in sorted({case["values"] for case in cases_here if case["values"]}):
                command += ["-f", str(corpus / values)]
            texts = [subprocess.run(command, capture_output=True, text=True) for _ in range(2)]
            if texts[0].returncode or texts[0].stdout != texts[1].stdout:
                wrong += 1
                print(f"{archive}: {texts[0].stderr or 'another schema the second time'}")
                continue
            (chart / "values.schema.json").unlink(missing_ok=True)
            judge = options.judge or program
            fitting = [case for case in cases_here if not is_refused(template(judge, chart, corpus, case))]
            (chart / "values.schema.json").write_text(texts[0].stdout)
            for case in fitting:
                cases += 1
                done = template(judge, chart, corpus, case)
                if is_refused(done):
                    wrong += 1
                    print(f"{case['id']}: {done.stderr if options.show else done.stderr[:300]}")
    print(f"schemas of {charts} charts against {cases} cases: {wrong} wrong")
    sys.exit(1 if wrong or not cases else 0)


if __name__ == "__main__":
    main()
