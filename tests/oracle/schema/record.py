#!/usr/bin/env python3
"""Records what Helm says of values against schemas: cases.jsonl, one {schema, values, expected} a line.

    tests/oracle/schema/record.py        (needs the reference Helm; see tests/oracle/build_helm.sh)
"""

import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

D7 = "http://json-schema.org/draft-07/schema#"
D4 = "http://json-schema.org/draft-04/schema#"
D19 = "https://json-schema.org/draft/2019-09/schema"

# (schema, values); of things that are wrong in several places at once Helm's order varies, so each has one at a time.
CASES = [
    ({"type": "object"}, {}),
    ({"type": "string"}, {}),
    ({"properties": {"k": {"type": "integer"}}}, {"k": "x"}),
    ({"properties": {"k": {"type": "integer"}}}, {"k": 1.0}),
    ({"properties": {"k": {"type": "integer"}}}, {"k": 1.5}),
    ({"properties": {"k": {"type": ["string", "null"]}}}, {"k": 5}),
    ({"properties": {"k": {"type": ["object", "array", "boolean"]}}}, {"k": "s"}),
    ({"required": ["z"]}, {"a": 1}),
    ({"required": ["z", "y", "a"]}, {"a": 1}),
    ({"properties": {"m": {"required": ["it's"]}}}, {"m": {}}),
    ({"additionalProperties": False, "properties": {"a": {}}}, {"a": 1, "b": 2}),
    ({"additionalProperties": {"type": "string"}}, {"b": 2}),
    ({"patternProperties": {"^x": {"type": "string"}}}, {"xa": 2}),
    ({"properties": {"k": {"enum": ["x", 1, None, True, 1.5]}}}, {"k": "y"}),
    ({"properties": {"k": {"enum": ["x"]}}}, {"k": "y"}),
    ({"properties": {"k": {"enum": [[1], "x"]}}}, {"k": "y"}),
    ({"properties": {"k": {"enum": [1]}}}, {"k": 1.0}),
    ({"properties": {"k": {"const": 1}}}, {"k": 2}),
    ({"properties": {"k": {"const": {"a": 1}}}}, {"k": 2}),
    ({"properties": {"k": {"minLength": 5}}}, {"k": "abc"}),
    ({"properties": {"k": {"maxLength": 2}}}, {"k": "éàü"}),
    ({"properties": {"k": {"maximum": 3}}}, {"k": 5}),
    ({"properties": {"k": {"maximum": 65535}}}, {"k": 70000}),
    ({"properties": {"k": {"minimum": 1.5}}}, {"k": 1.25}),
    ({"properties": {"k": {"exclusiveMinimum": 1}}}, {"k": 1}),
    ({"properties": {"k": {"exclusiveMaximum": 1}}}, {"k": 1}),
    ({"properties": {"k": {"multipleOf": 3}}}, {"k": 5}),
    ({"properties": {"k": {"multipleOf": 0.1}}}, {"k": 0.3}),
    ({"properties": {"k": {"pattern": "^x"}}}, {"k": "abc"}),
    ({"properties": {"k": {"pattern": "^\\d+'$"}}}, {"k": "a\nb'"}),
    ({"properties": {"k": {"minItems": 2}}}, {"k": [1]}),
    ({"properties": {"k": {"maxItems": 0}}}, {"k": [1]}),
    ({"properties": {"k": {"uniqueItems": True}}}, {"k": [1, 2, 1]}),
    ({"properties": {"k": {"items": {"type": "string"}}}}, {"k": ["a", 1]}),
    ({"properties": {"k": {"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}}}, {"k": ["a", "b"]}),
    ({"properties": {"k": {"prefixItems": [{}], "items": False}}}, {"k": ["a", "b"]}),
    ({"properties": {"k": {"contains": {"type": "string"}}}}, {"k": [1]}),
    ({"properties": {"k": {"contains": {"type": "string"}, "minContains": 2}}}, {"k": ["a", 1]}),
    ({"properties": {"k": {"contains": {"type": "string"}, "maxContains": 1}}}, {"k": ["a", "b"]}),
    ({"properties": {"k": {"minProperties": 1}}}, {"k": {}}),
    ({"properties": {"k": {"maxProperties": 0}}}, {"k": {"a": 1}}),
    ({"propertyNames": {"pattern": "^x"}}, {"a": 1}),
    ({"properties": {"o": {"propertyNames": {"pattern": "^x"}}}}, {"o": {"a": 1}}),
    ({"dependentRequired": {"a": ["b"]}}, {"a": 1}),
    ({"dependentSchemas": {"a": {"required": ["b"]}}}, {"a": 1}),
    ({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}),
    ({"oneOf": [{}, {"required": ["b"]}, True]}, {}),
    ({"allOf": [{"required": ["a"]}, {"required": ["b"]}]}, {}),
    ({"allOf": [{"required": ["a"]}]}, {}),
    ({"not": {"required": ["a"]}}, {"a": 1}),
    ({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}, {"a": 1}),
    ({"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": {"required": ["c"]}}, {}),
    ({"properties": {"k": False}}, {"k": 1}),
    ({"properties": {"k": True}}, {"k": 1}),
    ({"$ref": "#/$defs/d", "$defs": {"d": {"required": ["a"]}}}, {}),
    ({"properties": {"k": {"$ref": "#/$defs/d"}}, "$defs": {"d": {"type": "string"}}}, {"k": 1}),
    ({"properties": {"k": {"$ref": "#/$defs/d"}}, "$defs": {"d": {"$ref": "#/$defs/e"}, "e": {"type": "string"}}}, {"k": 1}),
    ({"properties": {"k": {"$ref": "#/$defs/d"}}, "$defs": {"d": {"minItems": 2, "items": {"type": "string"}}}}, {"k": [1]}),
    ({"properties": {"k": {"$ref": "#name"}}, "$defs": {"d": {"$anchor": "name", "type": "string"}}}, {"k": 1}),
    ({"properties": {"k": {"minItems": 2, "items": {"type": "string"}}}}, {"k": [1]}),
    ({"properties": {"k": {"anyOf": [{"type": "string"}, {"minimum": 5, "multipleOf": 2}]}}}, {"k": 1}),
    ({"properties": {"k": {"anyOf": [{"$ref": "#/$defs/d"}, {"type": "string"}]}}, "$defs": {"d": {"type": "array"}}}, {"k": 1}),
    ({"unevaluatedProperties": False, "properties": {"a": {}}}, {"a": 1, "b": 2}),
    ({"unevaluatedProperties": False, "allOf": [{"properties": {"a": {}}}]}, {"a": 1}),
    ({"properties": {"k": {"unevaluatedItems": False, "prefixItems": [{}]}}}, {"k": [1, 2]}),
    ({"$schema": D7, "properties": {"k": {"items": [{"type": "string"}], "additionalItems": False}}}, {"k": ["a", "b"]}),
    ({"$schema": D7, "properties": {"k": {"items": [{"type": "string"}], "additionalItems": {"type": "integer"}}}}, {"k": ["a", "b"]}),
    ({"$schema": D7, "dependencies": {"a": ["b"]}}, {"a": 1}),
    ({"$schema": D7, "dependencies": {"a": {"required": ["b"]}}}, {"a": 1}),
    ({"$schema": D7, "properties": {"k": {"$ref": "#/definitions/d", "type": "null"}}, "definitions": {"d": {"type": "string"}}}, {"k": "x"}),
    ({"$schema": D7, "dependentRequired": {"a": ["b"]}}, {"a": 1}),
    ({"$schema": D4, "properties": {"k": {"minimum": 1, "exclusiveMinimum": True}}}, {"k": 0}),
    ({"$schema": D4, "properties": {"k": {"const": 1}}}, {"k": 0}),
    ({"$schema": D19, "properties": {"k": {"contains": {"type": "string"}, "minContains": 1}}}, {"k": [1]}),
    ({"properties": {"a/b~c": {"type": "string"}}}, {"a/b~c": 1}),
    ({"properties": {"k": {"type": "object", "required": ["x"], "properties": {"y": {"type": "string"}}}}}, {"k": {"y": 1}}),
]


def main():
    helm = subprocess.run([HERE.parent / "build_helm.sh"], capture_output=True, text=True, check=True).stdout.strip()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        chart = pathlib.Path(folder) / "c"
        chart.mkdir()
        (chart / "Chart.yaml").write_text("apiVersion: v2\nname: c\nversion: 0.1.0\n")
        for schema, values in CASES:
            (chart / "values.schema.json").write_text(json.dumps(schema))
            (chart / "values.yaml").write_text(json.dumps(values))
            done = subprocess.run([helm, "template", chart], capture_output=True, text=True)
            marker = "c:\n"
            expected = done.stderr[done.stderr.index(marker) + len(marker):].rstrip("\n") if done.returncode else ""
            lines.append(json.dumps({"schema": schema, "values": values, "expected": expected}, ensure_ascii=False))
    (HERE / "cases.jsonl").write_text("\n".join(lines) + "\n")
    print(f"{len(lines)} cases")


if __name__ == "__main__":
    main()
