#!/usr/bin/env python3
"""Records what the real Helm does with the cases of a folder: record.py HELM FOLDER [CASE...]

Each case becomes a chart called tst whose templates/t.yaml it is. An error is what Helm prints behind "Error: ". What a
template writes is read through a second chart in which another template includes it and encodes it, because Helm only prints
what is YAML; "<no value>" is then taken out, as Helm does with a whole file.
"""
import base64
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HINT = "\n\nUse --debug flag to render out invalid YAML"


def run(helm, templates, values):
    with tempfile.TemporaryDirectory() as folder:
        chart = pathlib.Path(folder) / "tst"
        (chart / "templates").mkdir(parents=True)
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: tst\nversion: 0.1.0\n")
        (chart / "values.yaml").write_bytes(values)
        for name, text in templates.items():
            (chart / "templates" / name).write_bytes(text)
        env = {**os.environ, "HOME": folder, "HELM_CACHE_HOME": folder, "HELM_CONFIG_HOME": folder, "TZ": "UTC"}
        # The built-in files of a render come through .Files; none are there.
        done = subprocess.run([helm, "template", "release-name", str(chart)], capture_output=True, env=env)
    return done.returncode, done.stdout, done.stderr


def record(helm, templates, values):
    code, _, err = run(helm, templates, values)
    text = err.decode("utf-8", "replace")
    message = re.sub(r"\A(?:level=\S+ .*\n|time=.*\n)*Error: ", "", text).rstrip("\n")
    if code != 0 and not message.startswith("YAML parse error on"):
        return "err", message.removesuffix(HINT).encode()
    inner = {("_t.yaml" if name == "t.yaml" else name): text for name, text in templates.items()}
    inner["z.yaml"] = b'kind: X\nout: {{ include "tst/templates/_t.yaml" . | b64enc | quote }}\n'
    code, out, err = run(helm, inner, values)
    if code != 0:
        raise SystemExit(f"cannot read the output: {err.decode()}")
    encoded = re.search(r'out: "([^"]*)"', out.decode()).group(1)
    return "out", base64.b64decode(encoded).replace(b"<no value>", b"")


def record_table(helm, folder, values):
    rows = []
    for line in (folder / "cases.jsonl").read_text().splitlines():
        if line:
            template = json.loads(line)["template"]
            kind, text = record(helm, {"t.yaml": template.encode()}, values)
            row = {"template": template, kind: text.decode("utf-8", "replace")}
            rows.append(json.dumps(row, ensure_ascii=False, separators=(",", ":")))
    (folder / "cases.jsonl").write_text("\n".join(rows) + "\n")


def record_folder(helm, folder, values):
    templates = {file.name: file.read_bytes() for file in folder.glob("*.tpl")}
    templates["t.yaml"] = (folder / "template.yaml").read_bytes()
    kind, text = record(helm, templates, values)
    (folder / ("expected.yaml" if kind == "err" else "expected.err")).unlink(missing_ok=True)
    (folder / ("expected.err" if kind == "err" else "expected.yaml")).write_bytes(text)


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    helm, root, wanted = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if wanted and folder.name not in wanted:
            continue
        values = (folder / "values.yaml").read_bytes() if (folder / "values.yaml").exists() else b""
        if (folder / "cases.jsonl").exists():
            record_table(helm, folder, values)
        else:
            record_folder(helm, folder, values)


if __name__ == "__main__":
    main()
