#!/usr/bin/env python3
"""Infers a schema for every chart of the corpus (`yare schema`) and lets Yare, or Helm, check the chart's cases with it.

    YARE_CORPUS=DIR tests/corpus/schemas.py --program build/release/yare [--judge HELM] [--only PART] [--show]

Every case's values file is given to `yare schema`; with the schema in place of the chart's own, no case may be refused for its values. The
schema must come out the same twice. A case that is refused without it does not count.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import subprocess
import sys
import tarfile
import tempfile

import chart_corpus

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


class Trial:
    def __init__(self, options, corpus):
        self.program = str(pathlib.Path(options.program).resolve())
        self.judge = options.judge or self.program
        self.shown = None if options.show else 300
        self.corpus = corpus

    def chart(self, archive, cases):
        """How many cases counted, and what is wrong."""
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(self.corpus / archive) as tar:
                tar.extractall(folder)
            chart = next(pathlib.Path(folder).iterdir())
            command = [self.program, "schema", str(chart), "-o", "-"]
            for values in sorted({case["values"] for case in cases if case["values"]}):
                command += ["-f", str(self.corpus / values)]
            first, second = (subprocess.run(command, capture_output=True, text=True) for _ in range(2))
            if first.returncode or first.stdout != second.stdout:
                return 0, [f"{archive}: {first.stderr or 'another schema the second time'}"]
            schema = chart / "values.schema.json"
            schema.unlink(missing_ok=True)
            fitting = [case for case in cases if not is_refused(template(self.judge, chart, self.corpus, case))]
            schema.write_text(first.stdout)
            done = [(case["id"], template(self.judge, chart, self.corpus, case)) for case in fitting]
        return len(done), [f"{name}: {one.stderr[:self.shown]}" for name, one in done if is_refused(one)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--judge")
    parser.add_argument("--only", default="")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    corpus, index = chart_corpus.open_corpus()
    cases_of = collections.defaultdict(list)
    for case in index["cases"]:
        archive = index["charts"][case["chart"]]["archive"]
        if case["exit_code"] == 0 and options.only in archive:
            cases_of[archive].append(case)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(Trial(options, corpus).chart, cases_of.keys(), cases_of.values()))
    cases = sum(count for count, _ in results)
    wrong = [text for _, texts in results for text in texts]
    for text in wrong:
        print(text)
    print(f"schemas of {len(results)} charts against {cases} cases: {len(wrong)} wrong")
    sys.exit(1 if wrong or not cases else 0)


if __name__ == "__main__":
    main()
