#!/usr/bin/env python3
"""Records what Helm says of values against schemas: cases.jsonl, one {schema, values, expected} a line.

    tests/oracle/schema/record.py        (needs the reference Helm; see tests/oracle/build_helm.sh)

`schema` is the text of the file, `values` the text of values.yaml, `expected` what stands below the chart's name on standard error.
Of things that are wrong in several places Helm's order is that of a Go map, another one each time. Such answers are asked for
several times; where they differ, `varies` has all of them, any will do, and the order does not count.
"""

import concurrent.futures
import json
import pathlib
import subprocess
import tempfile

import cases

HERE = pathlib.Path(__file__).resolve().parent
AGAIN = 40


def ask(helm, folder, schema, values):
    chart = pathlib.Path(folder) / "c"
    chart.mkdir(exist_ok=True)
    (chart / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 0.1.0\n")
    (chart / "values.schema.json").write_text(schema)
    (chart / "values.yaml").write_text(values)
    done = subprocess.run([helm, "template", chart], capture_output=True, text=True)
    if done.returncode == 0:
        return ""
    head = "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nc:\n"
    assert done.stderr.startswith(head), done.stderr
    return done.stderr[len(head):].rstrip("\n")


def record(helm, case):
    schema, values = cases.text_of(case[0]), json.dumps(case[1], ensure_ascii=False)
    with tempfile.TemporaryDirectory() as folder:
        answers = [ask(helm, folder, schema, values)]
        if answers[0].count("- at") > 1 or "properties '" in answers[0] or "duplicate" in answers[0]:
            answers += [ask(helm, folder, schema, values) for _ in range(AGAIN)]
    row = {"schema": schema, "values": values}
    if len(set(answers)) > 1:
        row["varies"] = sorted(set(answers))
    else:
        row["expected"] = answers[0]
    return json.dumps(row, ensure_ascii=False)


def main():
    helm = subprocess.run([HERE.parent / "build_helm.sh"], capture_output=True, text=True, check=True).stdout.strip()
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        lines = list(pool.map(lambda case: record(helm, case), cases.cases()))
    # Most cases are the same in several drafts; one of each says enough.
    lines = list(dict.fromkeys(lines))
    (HERE / "cases.jsonl").write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} cases, {sum(json.loads(line).get('expected') != '' for line in lines)} of them with faults")


if __name__ == "__main__":
    main()
