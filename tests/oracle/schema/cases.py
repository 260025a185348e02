"""Schemas and values to ask Helm about: (schema, values). A schema is data, or the text of the file.

Most come from crossing: each small schema with each draft, over the few values that it should judge.
"""

import json

DRAFTS = {
    4: "http://json-schema.org/draft-04/schema#",
    6: "http://json-schema.org/draft-06/schema#",
    7: "http://json-schema.org/draft-07/schema#",
    2019: "https://json-schema.org/draft/2019-09/schema",
    2020: "https://json-schema.org/draft/2020-12/schema",
}

# Schemas of the value `k`, and values for it.
KEYWORDS = [
    ({"type": "string"}, [1, None, "x"]),
    ({"type": "integer"}, ["x", 1.5, 1e30, 2.0]),
    ({"type": ["null", "boolean", "array"]}, [{}, 1, "x"]),
    ({"type": ["integer", "string"]}, [1.25, [1], 7]),
    ({"enum": ["a", 1, None, True, 1.5]}, ["b", 2, False, 1]),
    ({"enum": ["it's", 'say "x"', "back\\slash", "tab\t", "é", "\u200b"]}, ["b"]),
    ({"enum": [[1], "x"]}, ["y", [1], [1.0, 2]]),
    ({"enum": [{"a": [1, {"b": None}]}]}, [{"a": [1, {"b": None}]}, {"a": [1, {"b": 0}]}, {"a": [1]}]),
    ({"const": 1}, [2, 1.0, "1"]),
    ({"const": {"a": [1]}}, [{"a": [2]}, {"a": [1]}]),
    ({"const": None}, [0, "", False]),
    ({"minLength": 5}, ["abc", "éàüöß", 5]),
    ({"maxLength": 2}, ["éàü", "\U0001f600\U0001f600", ""]),
    ({"maximum": 3}, [5, 3, 1e21, "x"]),
    ({"maximum": 65535}, [70000, 1234567, -1]),
    ({"minimum": 1.5}, [1.25, -1e-7, 1.5]),
    ({"minimum": 12345.678}, [0.1, 12345.6779]),
    ({"multipleOf": 3}, [5, 9, 1e22]),
    ({"multipleOf": 0.1}, [0.3, 0.25, 123456.7]),
    ({"multipleOf": 0.01}, [4.35, 0.075]),
    ({"multipleOf": 1e-7}, [3e-7, 3.5e-7]),
    ({"pattern": "^x"}, ["abc", "xyz"]),
    ({"pattern": "^\\d+'$"}, ["a\nb'", "12'"]),
    ({"pattern": "^[\\w.-]+@[\\w-]+$"}, ["a b@c", "a.b@c"]),
    ({"pattern": "\\p{Lu}"}, ["abc", "É"]),
    ({"pattern": "^\\S(|(.|\\n)*\\S)\\Z"}, ["abc"]),
    ({"minItems": 2}, [[1], [1, 2]]),
    ({"maxItems": 1000}, [list(range(1001))]),
    ({"uniqueItems": True}, [[1, 2, 1], [{"a": 1}, {"a": 1.0}], [[1], [True]], ["a", "b"], list(range(30)) + [7]]),
    ({"items": {"type": "string"}}, [["a", 1], [1, 2, 3], []]),
    ({"items": {"type": "string"}, "minItems": 3, "uniqueItems": True}, [[1, 1]]),
    ({"items": [{"type": "string"}, {"type": "integer"}]}, [["a", "b"], [1, "b", None]]),
    ({"items": [{"type": "string"}], "additionalItems": False}, [["a", "b", "c"], ["a"]]),
    ({"items": [{"type": "string"}], "additionalItems": {"type": "integer"}}, [["a", "b"], [0, 1, "c"]]),
    ({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}}, [["a", "b"], [1, 2]]),
    ({"prefixItems": [{"type": "string"}], "items": False}, [["a", "b", "c"]]),
    ({"contains": {"type": "string"}}, [[1], [], ["a"]]),
    ({"contains": {"type": "string"}, "minContains": 2}, [[1, "a"], ["a", "b"], [1]]),
    ({"contains": {"type": "string"}, "minContains": 0}, [[1]]),
    ({"contains": {"type": "string"}, "maxContains": 1}, [["a", 1, "b"]]),
    ({"contains": {"minimum": 5}, "minContains": 2, "maxContains": 3}, [[1, 6], [6, 7, 8, 9]]),
    ({"required": ["z"]}, [{}, {"z": None}]),
    ({"required": ["z", "y", "a"]}, [{"a": 1}]),
    ({"minProperties": 2}, [{}, {"a": 1}]),
    ({"maxProperties": 1}, [{"a": 1, "b": 2}]),
    ({"properties": {"a": {"type": "string"}}, "additionalProperties": False}, [{"a": 1}, {"b": 1}, {"a": "x"}]),
    ({"additionalProperties": {"type": "string"}}, [{"b": 2}]),
    ({"patternProperties": {"^x": {"type": "string"}}, "additionalProperties": False}, [{"xa": 2}, {"y": 1}]),
    ({"patternProperties": {"^x": {"type": "string"}, "y$": {"minimum": 5}}}, [{"x": 2}, {"y": 1}]),
    ({"propertyNames": {"pattern": "^x"}}, [{"a": 1}, {"x": 1}]),
    ({"propertyNames": {"minLength": 3, "pattern": "^x"}}, [{"a": 1}]),
    ({"propertyNames": False}, [{"a": 1}, {}]),
    ({"dependencies": {"a": ["b", "c"]}}, [{"a": 1}, {"a": 1, "b": 1}, {"b": 1}]),
    ({"dependencies": {"a": {"required": ["b"], "minProperties": 4}}}, [{"a": 1}]),
    ({"dependentRequired": {"a": ["b"]}}, [{"a": 1}]),
    ({"dependentSchemas": {"a": {"required": ["b"]}}}, [{"a": 1}]),
    ({"anyOf": [{"type": "string"}, {"minimum": 5, "multipleOf": 2}]}, [1, "x", None]),
    ({"oneOf": [{"type": "string"}, {"type": "boolean"}]}, [1]),
    ({"oneOf": [{}, {"type": "number"}, {"minimum": 0}]}, [1, "x"]),
    ({"allOf": [{"type": "string"}, {"minimum": 5}, {"multipleOf": 2}]}, [1]),
    ({"allOf": [{"minimum": 5, "multipleOf": 2}]}, [1, 6]),
    ({"not": {"type": "string"}}, ["x", 1]),
    ({"not": {"not": {"type": "string"}}}, [1]),
    ({"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"minimum": 3}}, ["x", 1]),
    ({"if": True, "then": {"type": "string"}, "else": {"type": "null"}}, [1]),
    ({"then": {"type": "string"}}, [1]),
    ({"unevaluatedProperties": False, "properties": {"a": {}}}, [{"a": 1, "b": 2}]),
    ({"unevaluatedProperties": {"type": "string"}, "allOf": [{"properties": {"a": {}}}]}, [{"a": 1, "b": 2}]),
    ({"unevaluatedProperties": False, "anyOf": [{"properties": {"a": {"type": "string"}}}, {"required": ["b"], "properties": {"b": {}}}]},
     [{"a": "x", "b": 1}, {"a": 1, "b": 1}]),
    ({"unevaluatedItems": False, "prefixItems": [{}]}, [[1, 2]]),
    ({"unevaluatedItems": {"type": "string"}, "items": [{}]}, [[1, 2]]),
    ({"unevaluatedItems": False, "contains": {"type": "string"}}, [["a", 1]]),
    ({"contentEncoding": "base64", "contentMediaType": "application/json"}, ["%%", "e30="]),
    ({"type": "array", "items": {"type": "object", "required": ["name"], "properties": {"port": {"type": "integer", "maximum": 9}}}},
     [[{"port": "x"}, {"name": "a", "port": 10}], ["x"]]),
    ({"$ref": "#/definitions/d", "definitions": {"d": {"type": "string"}}}, [1]),
    ({"minimum": 1, "exclusiveMinimum": True}, [1, 0]),
    ({"maximum": 1, "exclusiveMaximum": True}, [1]),
    ({"exclusiveMinimum": 1}, [1, 0.5]),
    ({"exclusiveMaximum": 1000}, [1000, 1e6]),
    ({"title": "t", "description": "d", "default": {}, "$comment": "c", "examples": [1], "readOnly": True}, [1]),
]

# Schemas as they stand, with values: places, references, documents.
WHOLE = [
    ({"type": "string"}, {}),
    (True, {"a": 1}),
    (False, {"a": 1}),
    (False, {}),
    ({}, {"a": 1}),
    ({"properties": {"a/b~c": {"type": "string"}}}, {"a/b~c": 1}),
    ({"properties": {"it's": {"properties": {'say "x"': {"type": "string"}}}}}, {"it's": {'say "x"': 1}}),
    ({"properties": {"é\n": {"type": "string"}}}, {"é\n": 1}),
    ({"required": ["a"], "minProperties": 3, "anyOf": [{"required": ["b"]}, False]}, {}),
    ({"properties": {"m": {"required": ["it's"]}}}, {"m": {}}),
    ({"$ref": "#/$defs/d", "$defs": {"d": {"required": ["a"]}}}, {}),
    ({"$ref": "#/$defs/d", "$defs": {"d": {"required": ["a"], "minProperties": 2}}}, {}),
    ({"$ref": "#/$defs/d", "required": ["z"], "$defs": {"d": {"required": ["a"]}}}, {}),
    ({"properties": {"k": {"$ref": "#/$defs/d"}}, "$defs": {"d": {"$ref": "#/$defs/e"}, "e": {"type": "string"}}}, {"k": 1}),
    ({"properties": {"k": {"$ref": "#name"}}, "$defs": {"d": {"$anchor": "name", "type": "string"}}}, {"k": 1}),
    ({"properties": {"k": {"$ref": "item.json"}}, "$defs": {"d": {"$id": "item.json", "type": "string"}}}, {"k": 1}),
    ({"$id": "https://example.com/base/", "properties": {"k": {"$ref": "../other#/x~1y"}},
      "$defs": {"d": {"$id": "/other", "x/y": {"type": "string"}}}}, {"k": 1}),
    ({"$id": "urn:example:root", "properties": {"k": {"$ref": "urn:example:root#/$defs/d"}}, "$defs": {"d": {"type": "string"}}}, {"k": 1}),
    ({"properties": {"k": {"$ref": "#/$defs/a%20b%25"}}, "$defs": {"a b%": {"type": "string"}}}, {"k": 1}),
    ({"properties": {"k": {"$ref": "#/allOf/0/properties/x"}}, "allOf": [{"properties": {"x": {"type": "string"}}}]}, {"k": 1}),
    ({"properties": {"k": {"$ref": "#/words/deep"}}, "words": {"deep": {"type": "string"}}}, {"k": 1}),
    ({"$defs": {"node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "additionalProperties": False}},
      "properties": {"list": {"$ref": "#/$defs/node"}}}, {"list": {"next": {"next": {"nxt": 1}}}}),
    ({"$id": "https://example.com/tree", "$dynamicAnchor": "node", "properties": {"data": True, "children": {"items": {"$dynamicRef": "#node"}}},
      "type": "object"}, {"children": [{"children": ["x"]}]}),
    ({"$id": "https://example.com/strict", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": False,
      "$defs": {"t": {"$id": "tree", "$dynamicAnchor": "node", "type": "object",
                      "properties": {"data": True, "children": {"type": "array", "items": {"$dynamicRef": "#node"}}}}}},
     {"children": [{"daat": 1}]}),
    ({"$schema": DRAFTS[2019], "$id": "https://example.com/r", "$recursiveAnchor": True, "properties": {"c": {"$recursiveRef": "#"}},
      "required": ["n"]}, {"n": 1, "c": {"n": 1, "c": {}}}),
    ({"$schema": DRAFTS[7], "properties": {"k": {"$ref": "#/definitions/d", "type": "null"}}, "definitions": {"d": {"type": "string"}}}, {"k": 1}),
    ({"$schema": DRAFTS[7], "properties": {"k": {"$ref": "#/definitions/d", "const": 5}}, "definitions": {"d": {}}}, {"k": 1}),
    ({"$schema": DRAFTS[7], "properties": {"k": {"$ref": "#foo"}}, "definitions": {"d": {"$id": "#foo", "type": "string"}}}, {"k": 1}),
    ({"$schema": DRAFTS[4], "id": "http://example.com/a", "properties": {"k": {"$ref": "b#/definitions/c"}},
      "definitions": {"x": {"id": "b", "definitions": {"c": {"type": "string"}}}}}, {"k": 1}),
    ({"$schema": DRAFTS[7], "properties": {"k": {"$ref": DRAFTS[7]}}}, {"k": {"type": 5}}),
    ({"$schema": DRAFTS[2020], "properties": {"k": {"$ref": DRAFTS[2020]}}}, {"k": {"type": 5, "properties": {"a": {"minLength": "x"}}}}),
    ({"$schema": DRAFTS[2019], "properties": {"k": {"$ref": DRAFTS[2019]}}}, {"k": {"type": 5}}),
    ({"$schema": DRAFTS[2020], "properties": {"k": {"$id": "old", "$schema": DRAFTS[4], "minimum": 1, "exclusiveMinimum": True}}}, {"k": 1}),
    ({"$schema": DRAFTS[2020], "properties": {"k": {"$id": "old", "$schema": DRAFTS[7], "items": [{"type": "string"}]}}}, {"k": [1]}),
    ({"$schema": DRAFTS[2020], "properties": {"k": {"$schema": DRAFTS[7], "items": [{"type": "string"}]}}}, {"k": [1]}),
    ({"$schema": "http://json-schema.org/schema#", "properties": {"k": {"prefixItems": [{"type": "string"}]}}}, {"k": [1]}),
    ({"$schema": "https://json-schema.org/draft-07/schema", "properties": {"k": {"items": [{"type": "string"}]}}}, {"k": [1]}),
    ({"$ref": "#"}, {}),
    ({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"}, {}),
    ({"allOf": [{"$ref": "#/allOf/0"}]}, {}),
    ({"properties": {"k": {"anyOf": [{"$ref": "#/properties/k"}]}}}, {"k": 1}),
    ({"not": {"$ref": "#"}}, {}),
    ({"$schema": DRAFTS[7], "properties": {"k": {"$ref": "#/properties/k"}}}, {"k": 1}),
    ({"properties": {"a": {"type": "string"}, "b": {"type": "string"}, "c": {"minimum": 3}}}, {"a": 1, "b": 2, "c": 1}),
    ({"additionalProperties": False}, {"a": 1, "b": 2, "c": 3}),
    ({"unevaluatedProperties": False}, {"a": 1, "b": 2}),
    ({"patternProperties": {"a": {"type": "string"}, "b": {"type": "null"}}}, {"ab": 1}),
    ({"propertyNames": {"maxLength": 1}}, {"aa": 1, "bb": 2}),
    ({"properties": {"k": {"anyOf": [{"$ref": "#/$defs/d"}, {"type": "string"}]}}, "$defs": {"d": {"type": "array"}}}, {"k": 1}),
    ({"properties": {"k": {"oneOf": [{"properties": {"a": {"const": 1}}, "required": ["a"]},
                                     {"properties": {"a": {"const": 2}}, "required": ["a"]}]}}}, {"k": {"a": 3}}),
    ({"type": "object", "properties": {"service": {"type": "object", "required": ["port"], "additionalProperties": False,
      "properties": {"port": {"type": "integer", "minimum": 1, "maximum": 65535}, "type": {"enum": ["ClusterIP", "NodePort"]}}}}},
     {"service": {"port": 70000, "type": "x", "name": "y"}}),
    ('{"properties":{"k":{"const":1.50}}}', {"k": 1}),
    ('{"properties":{"k":{"enum":[1e3,-0,10000000000000000000000]}}}', {"k": 1}),
    ('{"properties":{"k":{"minimum":10000000000000000000001}}}', {"k": 1e22}),
    ('{"properties":{"k":{"maximum":1e400}}}', {"k": 1}),
    ('{"properties":{"k":{"minimum":1e400}}}', {"k": 1}),
    ('{"properties":{"k":{"minimum":1e1000001}}}', {"k": 1}),
    ('{"properties":{"k":{"minItems":1.0e1}}}', {"k": []}),
    ('{"properties":{"k":{"minItems":100000000000000000000}}}', {"k": []}),
    ('{"properties":{"k":{"multipleOf":123456789012345678901234567890}}}', {"k": 1e30}),
    ('{"type":"string","type":"object"}', {}),
    ('{"type":"object","type":"string"}', {}),
]

# What is no schema, or no JSON.
BROKEN_TEXTS = [
    "", " ", "\n", "{", "[", '"', "{}x", "{} {}", "{},", '{"a":}', '{"a":1,}', "tru", "'a'", '{"a":"\x01"}', "# x\n{}", "[1 2]", '{"a" 1}',
    "{}]", "nul", '{"a":01}', '{"a":1.}', '{"a":-}', '{"a":1e}', '{"a":"\\x"}', '{"a":"\\u12"}', "// x\n{}", "{a:1}", '{"a":1',
    '{"a":"x', "{'a':1}", "type: object\n", "\x00", "null", "5", '"x"', "[]", "1.5", '{"$schema": 5}', "[" * 10001,
]

BROKEN = [
    {"$ref": "#/x"}, {"$ref": "#/$defs/a", "$defs": {}}, {"$ref": "#foo"}, {"$ref": "#/%zz"}, {"$ref": "#/a~2"}, {"$ref": "http://a b/"},
    {"$ref": "#/title", "title": "x"}, {"$ref": "#/foo/bar", "foo": {"bar": {"type": 5}}}, {"$ref": "#/required/0", "required": ["a"]},
    {"$ref": "#/foo/bar", "foo": {"bar": {"properties": {"a": {"$ref": "#/nope"}}}}}, {"$defs": {"a": {"$ref": "#/nope"}}},
    {"$ref": "#/$defs/a/b", "$defs": {"a": True}}, {"$ref": "#/allOf/1", "allOf": [{}]}, {"$ref": "#/allOf/x", "allOf": [{}]},
    {"$dynamicRef": "#nope"}, {"$dynamicRef": "#/nope"}, {"properties": {"a": {"$id": "x"}, "b": {"$id": "values.schema.json"}}},
    {"$id": "%zz"}, {"$id": "#foo"}, {"$id": "a#b"}, {"$id": 5}, {"$anchor": "1"}, {"$anchor": "a b"}, {"$dynamicAnchor": ""}, {"$ref": "a b"},
    {"$schema": "file:///values.schema.json"}, {"$schema": "%zz"}, {"pattern": "["}, {"patternProperties": {"[": {}}}, {"pattern": "(?!a)"},
    {"pattern": "a{2000}"}, {"pattern": "a**"}, {"pattern": "\\8"}, {"pattern": "(?<=a)b"}, {"pattern": "[z-a]"}, {"pattern": "*"},
    {"pattern": ")"}, {"pattern": "\\"}, {"pattern": "\\pX"}, {"pattern": "(?P<a>.)(?P<a>.)"}, {"pattern": "\\u0041"}, {"pattern": "x{2,1}"},
    {"pattern": "[[:foo:]]"}, {"pattern": "\\cA"}, {"pattern": "(?i"}, {"type": ["string", "string"]}, {"type": "strin"}, {"type": []},
    {"type": 5}, {"required": "a"}, {"required": ["a", "a"]}, {"required": [1]}, {"properties": {"a": 5}}, {"properties": []},
    {"properties": {"a": {"properties": {"b": {"type": "x"}}}}}, {"items": [{}]}, {"items": 5}, {"prefixItems": []}, {"minLength": "5"},
    {"minLength": 1.5}, {"minItems": -1}, {"maxLength": 1e400}, {"anyOf": []}, {"allOf": {}}, {"oneOf": [5]}, {"not": []},
    {"multipleOf": -1}, {"multipleOf": 0}, {"maximum": "x"}, {"enum": 5}, {"enum": {}}, {"additionalProperties": "x"}, {"title": 5},
    {"title": 5, "description": 6}, {"deprecated": "x"}, {"format": 5}, {"$vocabulary": {"x": 1}}, {"dependentRequired": {"a": "b"}},
    {"dependentSchemas": {"a": 5}}, {"dependencies": {"a": 5}}, {"if": 5}, {"contains": "x"}, {"minContains": -1}, {"uniqueItems": "x"},
    {"unevaluatedProperties": 5}, {"contentSchema": 5}, {"$defs": {"a": {"type": "x"}}}, {"definitions": {"a": 5}}, {"$comment": 5},
    {"examples": 5}, {"properties": {"a": None}}, {"type": None},
]

# Of drafts that still had them otherwise.
OLD_BROKEN = [
    {"type": "strin"}, {"required": []}, {"enum": []}, {"enum": [1, 1.0]}, {"enum": ["a", "a"]}, {"properties": {"a": True}},
    {"additionalProperties": True}, {"items": []}, {"exclusiveMinimum": True}, {"exclusiveMinimum": 1}, {"minLength": -1}, {"$ref": "::"},
    {"format": 5}, {"dependencies": {"a": []}}, {"dependencies": {"a": 5}}, {"type": []}, {"if": 5}, {"contains": 5}, {"const": 1},
    {"examples": 5}, {"writeOnly": 5}, {"$comment": 5}, {"contentEncoding": 5}, {"multipleOf": 0}, {"pattern": "["}, {"allOf": []},
    {"not": 5}, {"id": 5}, {"$id": 5}, {"id": "x", "$id": "y"}, {"patternProperties": {"[": {}}}, {"properties": {"x": {"pattern": "(?<n"}}},
    {"$id": "#%zz"}, {"id": "#%zz"}, {"definitions": {"a": {"type": "x"}}}, {"propertyNames": 5}, {"maximum": "x"}, {"title": 5},
]

FORMATS = {
    "date": ["2020-13-01", "2020-1-1", "2020-02-30", "x", "", "2020-12-31"],
    "date-time": ["x", "2020-01-01T00:00:00", "2020-01-01 00:00:00Z", "2020-01-01T25:00:00Z", "2020-13-01T00:00:00Z", "2020-01-01T00:00:00.5+01:00"],
    "time": ["x", "12:00:00", "25:00:00Z", "12:60:00Z", "12:00:61Z", "23:59:60Z", "12:00:60Z", "12:00:00.Z", "12:00:00+1:00", "12:00:00+25:00",
             "12:00:00x00:00", "1a:00:00Z", "+1:00:00Z", "-1:00:00Z", "12-00-00Z", "12:00:00+00-00", "23:59:60+01:00", "00:59:60+01:00"],
    "duration": ["x", "P", "P1", "PT", "P1Y2M3DT4H5M6S", "P1D1Y", "P1X", "P1W", "PW", "PxW", "P1YT", "P1YT1HT1M", "PY", "P1H"],
    "period": ["x", "P1D/2020-01-01T00:00:00Z", "P1/2020-01-01T00:00:00Z", "P1D/x", "x/P1D", "2020-01-01T00:00:00Z/P1X",
               "2020-01-01T00:00:00Z/2020-01-02T00:00:00Z", "2020-01-01T00:00:00Z/x"],
    "email": ["x", "a@b", "a@", "@b", ".a@b", "a.@b", "a..b@c", "a b@c", '"a b"@c', '"a"b"@c', "a@[1.2.3.4]", "a@[1.2.3]", "a@[IPv6:::1]",
              "a@[IPv6:x]", "a@-b", "é@b", "a" * 65 + "@b", "a" * 260, '"ab@x.com'],
    "hostname": ["x", "", ".", "a..b", "-a", "a-", "a_b", "é", "a" * 64, "a." * 130, "example.com."],
    "ipv4": ["1.2.3.4", "1.2.3", "01.2.3.4", "1.2.3.256", "1.2.3.x", "1.2.3.", "1.2.3.+4", "1.2.3.99999999999999999999", "-1.2.3.4"],
    "ipv6": ["::1", "::", "x", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "1:2:3", "12345::", "1::2::3", "::g", "1:", ":1", "::1.2.3.4", "::1.2.3",
             "::1.2.3.256", "fe80::1%eth0", "::%", "1:2:3:4:5:6:7:1.2.3.4", "1.2:3", "1:2:3:4:5:6:7::8", "::1x"],
    "uri": ["x", "http://a", "//a/b", "http://a b", "http://[::1]", "http://[::x]/", "http://a:x", "%zz", "http://a/%zz", "urn:a:b", ":x",
            "http://a\\b", ""],
    "iri": ["é", "http://é/ü"],
    "uri-reference": ["x", "a\\b", "%zz", "//a", "#a%zz", ":"],
    "iri-reference": ["é", "\\é"],
    "uri-template": ["http://a/{b}", "http://a/{b", "http://a/b}", "http://a/{{b}}", "{a}"],
    "json-pointer": ["", "/a", "a", "/~0~1", "/~2", "/~", "/a~/b"],
    "relative-json-pointer": ["0", "1/a", "01", "x", "0#", "0#/a", "1a", ""],
    "regex": ["a", "[", "(?!a)", "\\Q"],
    "uuid": ["2eb8aa08-aa98-11ea-b4aa-73b441d16380", "x", "2eb8aa08-aa98-11ea-b4aa", "2eb8aa08-aa98-11ea-b4aa-73b441d1638g",
             "2eb8aa08-aa98-11ea-b4a-73b441d16380a", "2EB8AA08-AA98-11EA-B4AA-73B441D16380"],
    "semver": ["1.2.3", "1.2", "v1.2.3", "1.02.3", "1..3", "1.2.3-", "1.2.3-01", "1.2.3-a.b", "1.2.3+", "1.2.3+a..b", "1.2.3-é", "1.2.3+_"],
    "unknown": ["x"],
}


def has_null(value):
    """Nulls in maps take defaults away before schemas are asked."""
    if isinstance(value, dict):
        return any(each is None or has_null(each) for each in value.values())
    return isinstance(value, list) and any(has_null(each) for each in value)


def cases():
    yield from ((schema, values) for schema, values in all_cases() if not has_null(values))


def all_cases():
    for number, draft in DRAFTS.items():
        for schema, values in KEYWORDS:
            # Where a draft does not know a word, one value shows it.
            for value in values:
                yield {"$schema": draft, "properties": {"k": schema}}, {"k": value}
        if number < 2019:
            for schema in OLD_BROKEN:
                yield {"$schema": draft, **schema}, {}
    yield from WHOLE
    for text in BROKEN_TEXTS:
        yield text, {}
    for schema in BROKEN:
        yield schema, {}
        yield {"$schema": DRAFTS[2019], **schema}, {}
    for name, values in FORMATS.items():
        for value in values:
            yield {"$schema": DRAFTS[7], "properties": {"k": {"format": name}}}, {"k": value}
    for number in (4, 6, 2019, 2020):
        yield {"$schema": DRAFTS[number], "properties": {"k": {"format": "ipv4"}}}, {"k": "x"}


def text_of(schema):
    return schema if isinstance(schema, str) else json.dumps(schema, ensure_ascii=False)
