"""Small charts, each broken or odd in one way. `charts()` gives {name: files}, `archives()` gives {name: bytes}.

A chart is the plain one below with a few files changed, added or (None) taken away.
"""

from making import Folder, Link, Pipe, Tgz, archive

CHART_YAML = """apiVersion: v2
name: web
version: 0.1.0
description: A small chart
icon: https://example.com/icon.png
"""
SERVICE = """apiVersion: v1
kind: Service
metadata:
  name: {{ include "web.name" . }}
spec:
  ports:
    - port: {{ .Values.port }}
"""
PLAIN = {
    "Chart.yaml": CHART_YAML,
    "values.yaml": "# The port.\nport: 80\nimage:\n  name: nginx\n  tag: \"1.0\"\n",
    "README.md": "# web\n\nText.\n",
    "templates/_names.tpl": '{{- define "web.name" -}}\n{{ .Release.Name }}-web\n{{- end -}}\n',
    "templates/service.yaml": SERVICE,
}

CHARTS = {}


def add(slug, files=None, /, **more):
    """`more`: lines of Chart.yaml by key; a value of None takes the line away."""
    assert slug not in CHARTS, slug
    chart = dict(PLAIN)
    if more:
        chart["Chart.yaml"] = chart_yaml(**more)
    for path, content in (files or {}).items():
        chart[path] = content
    CHARTS[slug] = {path: one for path, one in chart.items() if one is not None}


def chart_yaml(**more):
    lines = dict(line.split(": ", 1) for line in CHART_YAML.splitlines())
    lines.update(more)
    return "".join(f"{key}: {value}\n" for key, value in lines.items() if value is not None)


def sub(name, version="1.0.0", files=None, **more):
    """A sub-chart's files, with names within it."""
    out = {"Chart.yaml": chart_yaml(name=name, version=version, **more),
           "values.yaml": f"size: 1\nexports:\n  data:\n    from: {name}\n",
           "templates/map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-" + name
           + "\ndata:\n  size: {{ .Values.size | quote }}\n"}
    out.update(files or {})
    return {path: one for path, one in out.items() if one is not None}


def below(folder, files):
    return {f"{folder}/{name}": one for name, one in files.items()}


def dependencies(*entries):
    """`dependencies:` as a flow list, one entry a line."""
    return "\n" + "".join(f"  - {entry}\n" for entry in entries).rstrip("\n")


def template(text, name="templates/one.yaml"):
    return {name: text}


def manifest(api="v1", kind="ConfigMap", name="one", rest=""):
    return template(f"apiVersion: {api}\nkind: {kind}\nmetadata:\n  name: {name}\n{rest}")


# --- files that are missing, empty, of the wrong kind, or not what they should be ---
add("plain")
add("no-chart-yaml", {"Chart.yaml": None})
add("no-values", {"values.yaml": None})
add("no-templates", {"templates/_names.tpl": None, "templates/service.yaml": None})
add("no-files-at-all", {name: None for name in PLAIN} | {".keep": ""})
add("empty-chart-yaml", {"Chart.yaml": ""})
add("comment-chart-yaml", {"Chart.yaml": "# nothing\n"})
add("null-chart-yaml", {"Chart.yaml": "null\n"})
add("list-chart-yaml", {"Chart.yaml": "- a\n"})
add("text-chart-yaml", {"Chart.yaml": "just words\n"})
add("broken-chart-yaml", {"Chart.yaml": CHART_YAML + "keywords: [a\n"})
add("tab-chart-yaml", {"Chart.yaml": CHART_YAML + "\tx: 1\n"})
add("two-documents-chart-yaml", {"Chart.yaml": CHART_YAML + "---\nname: other\n"})
add("folder-chart-yaml", {"Chart.yaml": None, "Chart.yaml/x": "a: 1\n"})
add("bom-chart-yaml", {"Chart.yaml": "\ufeff" + CHART_YAML, "values.yaml": "\ufeffport: 81\n"})
add("utf16-chart-yaml", {"Chart.yaml": CHART_YAML.encode("utf-16")})
add("bad-utf8-chart-yaml", {"Chart.yaml": CHART_YAML.encode() + b"home: \xff\n"})
add("crlf", {"Chart.yaml": CHART_YAML.replace("\n", "\r\n"), "values.yaml": "port: 80\r\nx: |\r\n  a\r\n  b\r\n",
             "templates/one.yaml": "apiVersion: v1\r\nkind: ConfigMap\r\nmetadata:\r\n  name: a\r\n"})
add("no-final-newline", {"Chart.yaml": CHART_YAML.rstrip(), "values.yaml": "port: 80", "README.md": "text"})
add("empty-values", {"values.yaml": ""})
add("comment-values", {"values.yaml": "# port: 80\n"})
add("null-values", {"values.yaml": "null\n"})
add("list-values", {"values.yaml": "- 1\n"})
add("text-values", {"values.yaml": "words\n"})
add("number-values", {"values.yaml": "7\n"})
add("broken-values", {"values.yaml": "a: [1\nb: 2\n"})
add("tab-values", {"values.yaml": "a:\n\tb: 1\n"})
add("duplicate-values", {"values.yaml": "port: 80\nport: 81\n"})
add("number-keys-values", {"values.yaml": "port: 80\n1: a\n2.5: b\ntrue: c\nnull: d\n"})
add("two-documents-values", {"values.yaml": "port: 80\na: {b: 1}\n---\na: {c: 2}\n"})
add("anchors-values", {"values.yaml": "port: 80\nx: &x {a: 1}\ny: *x\nz:\n  <<: *x\n  b: 2\n"})
add("bad-anchor-values", {"values.yaml": "port: *none\n"})
add("folder-values", {"values.yaml": None, "values.yaml/x": "a: 1\n"})
add("binary-values", {"values.yaml": b"\x00\x01\x02"})
add("file-templates", {"templates/_names.tpl": None, "templates/service.yaml": None, "templates": "text\n"})
add("empty-templates-folder", {"templates/_names.tpl": None, "templates/service.yaml": None, "templates": Folder()})
add("file-crds", {"crds": "text\n"})
add("file-charts", {"charts": "text\n"})
add("empty-folders", {"charts": Folder(), "crds": Folder(), "extra/deep": Folder()})
add("named-pipe", {"pipe": Pipe()})
add("odd-file-names", {"docs/a b.txt": "x", "docs/é.txt": "x", "docs/-x": "x", "docs/a'b": "x", "docs/#c": "x"})
add("long-file-name", {"docs/" + "n" * 120 + "/" + "m" * 120 + ".txt": "x"})
add("binary-file", {"files/bin": bytes(range(256))})
add("large-file", {"files/large": b"0123456789abcdef" * 40000})
add("executable-name", {"templates/run.sh": "echo {{ .Release.Name }}\n"})
add("readme-names", {"README.md": None, "readme.TXT": "text\n"})
add("readme-bare", {"README.md": None, "README": "bare\n"})
add("readme-two", {"README.txt": "second\n"})
add("readme-none", {"README.md": None})
add("readme-empty", {"README.md": ""})
add("licence", {"LICENSE": "free\n"})

# --- Chart.yaml, field by field ---
add("no-name", name=None)
add("empty-name", name='""')
add("null-name", name="null")
add("number-name", name="5")
add("bool-name", name="yes")
add("list-name", name="[a]")
add("map-name", name="{a: b}")
add("name-with-slash", name="a/b")
add("name-with-backslash", name='a\\b')
add("name-with-space", name="a b")
add("name-with-upper-case", name="Web")
add("name-with-underscore", name="we_b")
add("name-with-dot", name="web.io")
add("name-dot", name="'.'")
add("name-dots", name="'..'")
add("name-dot-first", name=".web")
add("name-slash", name="/")
add("name-percent", name="'%s'")
add("name-unicode", name="wéb")
add("name-blank", name="' '")
add("name-newline", name='"a\\nb"')
add("name-control", name='"a\\u0007b"')
add("name-nbsp", name='"a\\u00a0b"')
add("name-other-than-folder", name="other")
add("name-long", name="n" * 260)
add("no-version", version=None)
add("empty-version", version='""')
add("null-version", version="null")
add("version-integer", version="1")
add("version-float", version="1.2")
add("version-float-zero", version="1.20")
add("version-quoted-one", version='"1"')
add("version-quoted-two", version='"1.2"')
add("version-v", version="v1.2.3")
add("version-words", version="latest")
add("version-four", version="1.2.3.4")
add("version-leading-zero", version="01.2.3")
add("version-zero", version="0.0.0")
add("version-zero-zero", version="0.0.0-0")
add("version-zero-alpha", version="0.0.0-alpha")
add("version-pre", version="1.2.3-alpha.1")
add("version-build", version="1.2.3+build.5")
add("version-pre-build", version="1.2.3-a+b_c")
add("version-build-good", version="1.2.3-rc.1+exp.sha.5114f85")
add("version-blank", version='" 1.2.3 "')
add("version-space", version='"1.2 .3"')
add("version-huge", version="99999999999999999999.0.0")
add("version-list", version="[1, 2]")
add("version-map", version="{a: 1}")
add("version-bool", version="true")
add("version-date", version="2024-01-01")
add("version-control", version='"1.0.0\\u0007"')
add("version-long", version="1.0.0-" + "a" * 300)
add("app-version-float", appVersion="1.10")
add("app-version-int", appVersion="7")
add("app-version-bool", appVersion="true")
add("app-version-null", appVersion="null")
add("app-version-list", appVersion="[1]")
add("app-version-text", appVersion='"1.10"')
add("app-version-date", appVersion="2024-01-01")
add("app-version-exponent", appVersion="1e5")
add("app-version-hex", appVersion="0x1F")
add("app-version-octal", appVersion="0o17")
add("app-version-large", appVersion="12345678901234567890")
add("no-api-version", apiVersion=None)
add("api-version-empty", apiVersion='""')
add("api-version-v1", apiVersion="v1")
add("api-version-v3", apiVersion="v3")
add("api-version-v9", apiVersion="v9")
add("api-version-one", apiVersion="1")
add("api-version-upper", apiVersion="V2")
add("api-version-list", apiVersion="[v2]")
add("type-application", type="application")
add("type-library", type="library")
add("type-upper-library", type="Library")
add("type-other", type="operator")
add("type-number", type="5")
add("type-empty", type='""')
add("type-in-v1", apiVersion="v1", type="application")
add("library-with-manifest", {"templates/_x.tpl": "{{ fail \"no\" }}\n"}, type="library")
add("no-icon", icon=None)
add("icon-empty", icon='""')
add("icon-relative", icon="icon.png")
add("icon-file", icon="file:///icon.png")
add("icon-bad-port", icon='"http://example.com:port/x"')
add("icon-ftp", icon="ftp://example.com/x.png")
add("icon-data", icon='"data:image/png;base64,AAAA"')
add("icon-ip", icon="http://127.0.0.1:8080/x")
add("icon-space", icon='"http://exa mple.com"')
add("icon-no-dot", icon="https://localhost/x")
add("icon-user", icon="https://user:pass@example.com/x?y=z#f")
add("icon-unicode", icon="https://exämple.com/ü.png")
add("home-odd", home="not a url")
add("home-number", home="5")
add("sources-good", sources="[https://example.com/a, http://example.org]")
add("sources-bad", sources="[https://example.com/a, nothing, '']")
add("sources-number", sources="[5]")
add("sources-null", sources="[null]")
add("sources-text", sources="https://example.com")
add("sources-ssh", sources="['git@github.com:a/b.git', 'git://example.com/a', 'ssh://git@example.com/a']")
add("keywords", keywords="[a, b, 3, true]")
add("keywords-map", keywords="{a: 1}")
add("maintainers-good", maintainers="[{name: Ann, email: ann@example.com, url: 'https://example.com'}]")
add("maintainers-no-name", maintainers="[{email: ann@example.com}]")
add("maintainers-bad-email", maintainers="[{name: Ann, email: ann}]")
add("maintainers-bad-emails", maintainers="[{name: A, email: 'a@b'}, {name: B, email: 'b c@example.com'}, "
    "{name: C, email: 'c@-example.com'}, {name: D, email: 'd.@example.com'}, {name: E, email: 'é@example.com'}]")
add("maintainers-good-emails", maintainers="[{name: A, email: 'a+b@example.co.uk'}, {name: B, email: '\"b c\"@example.com'}, "
    "{name: C, email: 'C_D-e@EXAMPLE.com'}, {name: D, email: \"o'neil@example.com\"}]")
add("maintainers-bad-url", maintainers="[{name: Ann, url: nothing}]")
add("maintainers-odd-urls", maintainers="[{name: A, url: example.com}, {name: B, url: 'http://'}, "
    "{name: C, url: 'https://a_b.example.com'}, {name: D, url: 'mailto:a@example.com'}, {name: E, url: '//example.com/x'}]")
add("maintainers-null", maintainers="[null]")
add("maintainers-null-second", maintainers="[{name: A}, null]")
add("maintainers-text", maintainers="[Ann]")
add("maintainers-map", maintainers="{name: Ann}")
add("maintainers-empty", maintainers="[{}]")
add("maintainers-unknown-field", maintainers="[{name: Ann, phone: 5}]")
add("annotations", annotations="{a: b, c: 'd'}")
add("annotations-number", annotations="{a: 1, b: true, c: 1.5, d: null}")
add("annotations-nested", annotations="{a: {b: c}}")
add("annotations-list", annotations="[a]")
add("annotations-text", annotations="|\n  a: 1\n  b: <&>\n")
add("description-number", description="5")
add("description-odd", description='"tab\\there, line\\nbreak, nbsp\\u00a0, bell\\u0007, <&> é"')
add("description-long", description='"' + "word " * 60 + '"')
add("description-block", description="|-\n  first\n  second: <x> \"y\" 'z' #\n")
add("description-colon", description='"a: b # c"')
add("unknown-field", engine="gotpl")
add("unknown-fields", engine="gotpl", tillerVersion='">1"', zzz="[1]")
add("duplicate-field", {"Chart.yaml": CHART_YAML + "name: second\n"})
add("field-case", {"Chart.yaml": "ApiVersion: v2\nNAME: web\nVersion: 0.1.0\nICON: https://example.com/i.png\n"})
add("field-both-cases", {"Chart.yaml": CHART_YAML + "Name: second\n"})
add("condition-and-tags", condition="a.b", tags="x")
add("deprecated", deprecated="true")
add("deprecated-text", deprecated='"true"')
add("deprecated-number", deprecated="1")
add("number-key", {"Chart.yaml": CHART_YAML + "1: 2\n"})
add("json-chart-yaml", {"Chart.yaml": '{"apiVersion":"v2","name":"web","version":"0.1.0","icon":"https://example.com/i.png"}'})
add("anchor-chart-yaml", {"Chart.yaml": CHART_YAML + "keywords: &k [a, b]\nsources: *k\n"})
add("version-missing-and-name", version=None, name=None)

# --- kubeVersion ---
for name, text in {"good": ">=1.20.0", "too-new": ">=1.99.0", "too-old": "<1.10.0", "pre": ">=1.20.0-0", "broken": "=>x.y",
                   "or": "<1.10 || >1.20", "blank": " ", "range": "1.20 - 1.99", "tilde": "~1.37", "star": "*", "v": ">=v1.20.0"}.items():
    add(f"kube-version-{name}", kubeVersion=f'"{text}"')
add("kube-version-number", kubeVersion="1.37")
add("sub-kube-version", below("charts/db", sub("db", kubeVersion='">=1.99"')))

# --- apiVersion v1 and requirements.yaml ---
REQUIRE_DB = 'dependencies:\n  - name: db\n    version: 1.0.0\n    repository: file://../db\n'
DB = below("charts/db", sub("db"))
BESIDE = below("../db", sub("db"))
add("v1-requirements", {"requirements.yaml": REQUIRE_DB} | DB, apiVersion="v1")
add("v1-requirements-missing", {"requirements.yaml": REQUIRE_DB} | BESIDE, apiVersion="v1")
add("v1-requirements-empty", {"requirements.yaml": ""}, apiVersion="v1")
add("v1-requirements-broken", {"requirements.yaml": "dependencies: [a\n"}, apiVersion="v1")
add("v1-requirements-name", {"requirements.yaml": "name: other\n"}, apiVersion="v1")
add("v1-requirements-null", {"requirements.yaml": "dependencies: [null]\n"}, apiVersion="v1")
add("v1-dependencies", DB, apiVersion="v1", dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file://../db'}"))
add("v2-requirements", {"requirements.yaml": REQUIRE_DB} | DB)
add("v2-requirements-lock", {"requirements.lock": "dependencies: []\ndigest: sha256:1\ngenerated: \"2024-01-01T00:00:00Z\"\n"})
add("v1-requirements-lock", {"requirements.yaml": REQUIRE_DB, "requirements.lock":
    'dependencies:\n- name: db\n  repository: file://../db\n  version: 1.0.0\n'
    'digest: sha256:0000\ngenerated: "2024-01-01T00:00:00Z"\n'} | BESIDE, apiVersion="v1")
add("requirements-without-chart-yaml", {"Chart.yaml": None, "requirements.yaml": REQUIRE_DB})
add("no-api-version-requirements", {"requirements.yaml": REQUIRE_DB} | DB, apiVersion=None)

# --- dependencies ---
ENTRY = "{name: db, version: 1.0.0, repository: 'file://../db'}"
add("dependency-there", DB, dependencies=dependencies(ENTRY))
add("dependency-packed", {"charts/db-1.0.0.tgz": Tgz(sub("db"), "db")}, dependencies=dependencies(ENTRY))
add("dependency-missing", BESIDE, dependencies=dependencies(ENTRY))
add("dependency-missing-twice", dependencies=dependencies(ENTRY, "{name: cache, version: '*', repository: 'file://../cache'}"))
add("dependency-beside-with-files", below("../db", sub("db", files={".helmignore": "*.bak\n", "a.bak": "x", "docs/a.txt": "x"})),
    dependencies=dependencies(ENTRY))
add("dependency-undeclared", DB)
add("dependency-undeclared-packed", {"charts/db-1.0.0.tgz": Tgz(sub("db"), "db")})
add("dependency-other-version", below("charts/db", sub("db", "2.0.0")) | BESIDE, dependencies=dependencies(ENTRY))
add("dependency-other-version-packed", {"charts/db-2.0.0.tgz": Tgz(sub("db", "2.0.0"), "db")} | BESIDE, dependencies=dependencies(ENTRY))
add("dependency-two-archives", {"charts/db-1.0.0.tgz": Tgz(sub("db"), "db"), "charts/db-1.1.0.tgz": Tgz(sub("db", "1.1.0"), "db")},
    dependencies=dependencies("{name: db, version: '>=1.0.0', repository: 'file://../db'}"))
add("dependency-misnamed-archive", {"charts/db-1.0.0.tgz": Tgz(sub("cache"), "cache")}, dependencies=dependencies(ENTRY))
add("dependency-misnamed-folder", below("charts/db", sub("cache")), dependencies=dependencies(ENTRY))
add("dependency-corrupt-archive", {"charts/db-1.0.0.tgz": "no archive"}, dependencies=dependencies(ENTRY))
add("dependency-corrupt-folder", {"charts/db/Chart.yaml": "name: [\n"}, dependencies=dependencies(ENTRY))
add("dependency-bad-version", below("charts/db", sub("db", "x")), dependencies=dependencies(ENTRY))
add("dependency-bad-constraint", DB | BESIDE, dependencies=dependencies("{name: db, version: '=>x', repository: 'file://../db'}"))
add("dependency-no-version", DB | BESIDE, dependencies=dependencies("{name: db, repository: 'file://../db'}"))
add("dependency-no-name", DB | BESIDE, dependencies=dependencies("{version: 1.0.0, repository: 'file://../db'}"))
add("dependency-no-repository", DB, dependencies=dependencies("{name: db, version: 1.0.0}"))
add("dependency-no-repository-missing", dependencies=dependencies("{name: db, version: 1.0.0}"))
add("dependency-no-repository-wrong-version", DB, dependencies=dependencies("{name: db, version: 2.0.0}"))
add("dependency-null", dependencies=dependencies("null"))
add("dependency-text", dependencies=dependencies("db"))
add("dependency-unknown-field", DB, dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file://../db', colour: red}"))
add("dependency-twice", DB, dependencies=dependencies(ENTRY, ENTRY))
add("dependency-alias", DB | BESIDE, dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file://../db', alias: one}"))
add("dependency-two-aliases", DB | BESIDE, dependencies=dependencies(
    "{name: db, version: 1.0.0, repository: 'file://../db', alias: one}", "{name: db, version: 1.0.0, repository: 'file://../db', alias: two}"))
add("dependency-same-alias", DB, dependencies=dependencies(
    "{name: db, version: 1.0.0, repository: 'file://../db', alias: one}", "{name: db, version: 1.0.0, repository: 'file://../db', alias: one}"))
add("dependency-alias-as-name", DB | below("charts/one", sub("one")), dependencies=dependencies(
    "{name: db, version: 1.0.0, repository: 'file://../db', alias: one}", "{name: one, version: 1.0.0, repository: 'file://../one'}"))
add("dependency-bad-alias", DB, dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file://../db', alias: 'a b'}"))
add("dependency-enabled", DB | BESIDE, dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file://../db', enabled: true}"))
add("dependency-range", BESIDE, dependencies=dependencies("{name: db, version: '^1.0.0', repository: 'file://../db'}"))
add("dependency-out-of-range", BESIDE, dependencies=dependencies("{name: db, version: '^2.0.0', repository: 'file://../db'}"))
add("dependency-pre-release", below("../db", sub("db", "1.0.0-rc.1")), dependencies=dependencies("{name: db, version: '>=0.1.0', repository: 'file://../db'}"))
add("dependency-build-metadata", below("../db", sub("db", "1.0.0+b.1")), dependencies=dependencies(ENTRY))
add("dependency-v-version", below("../db", sub("db", "v1.0.0")), dependencies=dependencies(ENTRY))
add("dependency-no-folder", dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file://../none'}"))
add("dependency-file-absolute", dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file:///nowhere/db'}"))
add("dependency-file-is-archive", {"../db.tgz": Tgz(sub("db"), "db")}, dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file://../db.tgz'}"))
add("dependency-file-other-name", below("../db", sub("cache")), dependencies=dependencies(ENTRY))
add("dependency-file-inside", below("lib/db", sub("db")), dependencies=dependencies("{name: db, version: 1.0.0, repository: 'file://lib/db'}"))
add("dependency-file-itself", dependencies=dependencies("{name: web, version: 0.1.0, repository: 'file://.'}"))
add("dependency-file-broken", {"../db/Chart.yaml": "name: db\n"}, dependencies=dependencies(ENTRY))
add("dependency-of-dependency", below("../db", sub("db", dependencies=dependencies("{name: deep, version: 1.0.0, repository: 'file://../deep'}")))
    | below("../deep", sub("deep")), dependencies=dependencies(ENTRY))
add("dependency-http", dependencies=dependencies("{name: db, version: 1.0.0, repository: 'http://127.0.0.1:9/charts'}"))
add("dependency-http-there", DB, dependencies=dependencies("{name: db, version: 1.0.0, repository: 'http://127.0.0.1:9/charts'}"))
add("dependency-oci", dependencies=dependencies("{name: db, version: 1.0.0, repository: 'oci://127.0.0.1:9/charts'}"))
add("dependency-repository-alias", dependencies=dependencies("{name: db, version: 1.0.0, repository: '@mine'}", "{name: c, version: 1.0.0, repository: 'alias:yours'}"))
add("dependency-odd-scheme", dependencies=dependencies("{name: db, version: 1.0.0, repository: 'ftp://example.com'}"))
add("dependency-repository-words", dependencies=dependencies("{name: db, version: 1.0.0, repository: 'stable'}"))
add("dependency-long-columns", below("charts/db", sub("db")), dependencies=dependencies(
    "{name: db, version: '>=1.0.0 <2.0.0 || >=3.0.0 <4.0.0', repository: 'https://charts.example.com/" + "very/" * 20 + "long'}"))
add("dependencies-map", dependencies="{name: db}")
add("dependencies-empty", dependencies="[]")
add("dependencies-null", dependencies="null")
add("many-dependencies", {key: one for n in range(5) for key, one in below(f"../d{n}", sub(f"d{n}")).items()},
    dependencies=dependencies(*(f"{{name: d{n}, version: 1.x, repository: 'file://../d{n}'}}" for n in (3, 1, 0, 4, 2))))
add("outdated-archives", {"charts/db-0.9.0.tgz": Tgz(sub("db", "0.9.0"), "db"), "charts/old-1.0.0.tgz": Tgz(sub("old"), "old"),
                          "charts/notes.txt.tgz": "x"} | BESIDE, dependencies=dependencies(ENTRY))
LOCKED = 'dependencies:\n- name: db\n  repository: file://../db\n  version: 1.0.0\ndigest: sha256:%s\ngenerated: "2024-01-01T00:00:00.5+02:00"\n'
DIGEST = "fa2a2c1e24a09cb6fdd0a0d5a6f1f3a5f06d9c5d0c96e3ae3d9fa2ce37f60c9b"
add("lock-out-of-date", {"Chart.lock": LOCKED % DIGEST} | BESIDE, dependencies=dependencies(ENTRY))
add("lock-without-dependencies", {"Chart.lock": LOCKED % DIGEST})
add("lock-empty", {"Chart.lock": ""} | BESIDE, dependencies=dependencies(ENTRY))
add("lock-broken", {"Chart.lock": "dependencies: [\n"}, dependencies=dependencies(ENTRY))
add("lock-bad-time", {"Chart.lock": "dependencies: []\ngenerated: yesterday\n"})
add("lock-null-dependencies", {"Chart.lock": "dependencies: null\ndigest: x\n"})
add("lock-null-entry", {"Chart.lock": "dependencies: [null]\ndigest: x\n"})
add("lock-unknown-field", {"Chart.lock": "dependencies: []\ncolour: red\n"})

# --- conditions, tags, import-values ---
CONDITION = "{name: db, version: 1.0.0, repository: 'file://../db', condition: '%s', tags: [%s], import-values: %s}"


def switched(name, condition="", tags="", imports="[]", values="", chart=None):
    add(name, {"values.yaml": "port: 80\n" + values} | (chart or DB), dependencies=dependencies(CONDITION % (condition, tags, imports)))


switched("condition-off", "db.enabled", values="db:\n  enabled: false\n")
switched("condition-text", "db.enabled", values="db:\n  enabled: 'false'\n")
switched("condition-list", "x.y,db.enabled, db.other", values="db:\n  enabled: false\n")
switched("condition-missing", "none.there")
switched("condition-off-missing-chart", "db.enabled", values="db:\n  enabled: false\n", chart={"x": "y"})
switched("tags-off", tags="back", values="tags:\n  back: false\n")
switched("tags-text", tags="back", values="tags:\n  back: 'no'\n")
switched("tags-and-condition", "db.enabled", "back", values="tags:\n  back: false\ndb:\n  enabled: true\n")
switched("import-data", imports="[data]")
switched("import-missing", imports="[none]")
switched("import-map", imports="[{child: exports.data, parent: here.it}]")
switched("import-scalar", imports="[{child: size, parent: here}]")
switched("import-odd", imports="[5, null, [a], {child: 1}]")
switched("import-conflict", imports="[data]", values="from: parent\n")
switched("values-of-sub-chart", values="db:\n  size: 5\n  none: null\n")
switched("values-of-sub-chart-scalar", values="db: 5\n")
switched("globals", values="global:\n  a: 1\ndb:\n  global:\n    b: 2\n")
switched("global-scalar", values="global: 5\n")

# --- values and schemas ---
add("nulls-in-values", {"values.yaml": "port: 80\na: null\nb: {c: null, d: [null]}\ne: ~\n"})
add("large-numbers", {"values.yaml": "port: 80\na: 1000000\nb: 12345678901234567890\nc: 1e10\nd: 0.1\ne: 0777\nf: 1_000\n"})
add("values-and-yml", {"values.yml": "port: 1\n"})
SHOW = template("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: v\ndata:\n  all: {{ .Values | toJson | quote }}\n")
add("values-shown", SHOW | {"values.yaml": "port: 80\na: null\nb: {c: null}\nl: [1, null, {x: null}]\n"})


def schema(name, text, values=None, more=None):
    add(f"schema-{name}", {"values.schema.json": text} | ({"values.yaml": values} if values is not None else {}) | (more or {}))


schema("good", '{"type": "object", "properties": {"port": {"type": "integer"}}}')
schema("fails", '{"type": "object", "properties": {"port": {"type": "string"}}}')
schema("fails-thrice", '{"required": ["a"], "properties": {"port": {"maximum": 5}, "image": {"additionalProperties": false}}}')
schema("required", '{"required": ["none", "nothing"]}')
schema("enum", '{"properties": {"port": {"enum": [1, "x", null]}}}')
schema("pattern", '{"properties": {"image": {"properties": {"name": {"pattern": "^x"}}}}}')
schema("broken", '{"type": ')
schema("empty", "")
schema("list", "[]")
schema("true", "true")
schema("false", "false")
schema("bad-keyword", '{"type": "objekt"}')
schema("bad-reference", '{"$ref": "#/definitions/none"}')
schema("file-reference", '{"$ref": "other.json"}', more={"other.json": '{"type": "string"}'})
schema("web-reference", '{"$ref": "http://127.0.0.1:9/x.json"}')
schema("draft-4", '{"$schema": "http://json-schema.org/draft-04/schema#", "properties": {"port": {"maximum": 80, "exclusiveMaximum": true}}}')
schema("draft-2020", '{"$schema": "https://json-schema.org/draft/2020-12/schema", "unevaluatedProperties": false}')
schema("draft-none", '{"$schema": "http://example.com/none"}')
schema("null-value", '{"properties": {"port": {"type": "integer"}}}', values="port: null\n")
schema("no-values", '{"required": ["port"]}', values="")
add("schema-folder", {"values.schema.json/x": "{}"})
add("schema-of-sub-chart", below("charts/db", sub("db", files={"values.schema.json": '{"properties": {"size": {"type": "string"}}}'})))
add("schema-json-comment", {"values.schema.json": '{"type": "object"} // words\n'})

# --- links and ignored files ---
add("link-to-file", {"docs/link.txt": Link("../README.md")})
add("link-to-folder", {"docs": Link("templates")})
add("link-beside", {"docs/link.txt": Link("../../beside.txt"), "../beside.txt": "outside\n"})
add("link-to-nothing", {"docs/link.txt": Link("none")})
add("link-to-itself", {"loop": Link("loop")})
add("link-template", {"templates/two.yaml": Link("service.yaml")})
add("link-values", {"values.yaml": Link("../v.yaml"), "../v.yaml": "port: 8\n"})
add("link-chart-yaml", {"Chart.yaml": Link("../c.yaml"), "../c.yaml": CHART_YAML})
add("link-sub-chart", {"charts/db": Link("../../db")} | BESIDE, dependencies=dependencies(ENTRY))
for name, text in {"plain": "*.bak\ndocs/\n# words\n\n", "negation": "*.bak\n!keep.bak\n", "double-star": "a/**/b\n", "bad-pattern": "[a\n",
                   "chart-yaml": "Chart.yaml\n", "values": "values.yaml\n", "templates": "templates/\n", "anchored": "/docs\n",
                   "charts": "charts/\n", "everything": "*\n", "dots": ".*\n", "spaces": "  *.bak  \n", "itself": ".helmignore\n",
                   "crlf": "*.bak\r\ndocs\r\n", "inner": "docs/*.txt\n", "class": "[a-c].txt\n", "escape": "\\*.bak\n", "readme": "README.md\n"}.items():
    add(f"ignore-{name}", {".helmignore": text, "x.bak": "x", "keep.bak": "x", "docs/a.txt": "a", "docs/deep/docs/b.txt": "b", "a.txt": "a"} | DB)
add("dot-files", {".git/config": "x", ".hidden": "x", "templates/.swp": "x", "templates/.d/a.yaml": "x: 1\n"})
add("ignore-folder", {".helmignore/x": "a"})

# --- templates ---
for name, text in {
        "unclosed": "a: {{ .Values.port\n", "unclosed-if": "{{ if .Values.port }}\na: 1\n", "unexpected-end": "{{ end }}\n",
        "unknown-function": "a: {{ nothing 1 }}\n", "bad-character": "a: {{ .Values.a-b }}\n", "empty-action": "a: {{ }}\n",
        "nil-pointer": "a: {{ .Values.none.there }}\n", "missing-include": 'a: {{ include "none" . }}\n', "required": 'a: {{ required "need it" .Values.none }}\n',
        "fail": '{{ fail "it failed" }}\n', "wrong-type": "a: {{ add1 .Values.image }}\n", "wrong-count": "a: {{ trunc 5 }}\n",
        "index": "a: {{ index .Values.image.name 50 }}\n", "divide": "a: {{ div 1 0 }}\n", "bad-yaml": "a: b: c\n", "bad-yaml-tab": "a:\n\tb: 1\n",
        "bad-yaml-indent": "a:\n   b: 1\n  c: 2\n", "bad-yaml-second": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\na: [\n",
        "duplicate-key": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b, a: c}\n", "scalar": "just words\n", "list": "- a\n- b\n",
        "number": "5\n", "empty": "", "blank": "\n\n  \n", "comment": "# words\n", "comment-only-template": "{{/* words */}}\n", "no-kind": "a: 1\n",
        "no-name": "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n", "null-name": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name:\n",
        "number-name": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: 5\n", "no-metadata": "apiVersion: v1\nkind: ConfigMap\n",
        "text-metadata": "apiVersion: v1\nkind: ConfigMap\nmetadata: words\n", "list-kind": "apiVersion: v1\nkind: [a]\nmetadata: {name: a}\n",
        "indented": "   apiVersion: v1\n   kind: ConfigMap\n   metadata:\n     name: a\n", "indented-second": "a: 1\n---\n  b: 1\n",
        "indented-comment": "  # words\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "separators": "---\n---\na: 1\n---\n---\n",
        "separator-comment": "--- # words\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n", "json": '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}\n',
        "lookup": 'a: {{ lookup "v1" "Secret" "" "x" }}\n', "files": 'a: {{ .Files.Get "README.md" | quote }}\n', "capabilities": "a: {{ .Capabilities.KubeVersion.Version }}\n",
        "release": "a: {{ .Release.Name }} {{ .Release.Namespace }} {{ .Release.IsInstall }} {{ .Release.IsUpgrade }} {{ .Release.Revision }} {{ .Release.Service }}\n",
        "chart": "a: {{ .Chart.Name }} {{ .Chart.IsRoot }} {{ .Template.Name }} {{ .Template.BasePath }}\n", "tpl-error": 'a: {{ tpl "{{ .x.y }}" . }}\n',
        "tpl-parse": 'a: {{ tpl "{{" . }}\n', "endless": '{{ define "e" }}{{ include "e" . }}{{ end }}a: {{ include "e" . }}\n', "no-value": "a: {{ .Values.none }}\n",
        "to-yaml": "{{ toYaml .Values | nindent 2 }}\n", "windows-lines": "a: 1\r\nb: 2\r\n", "bad-utf8": "a: \udcff\n", "control": "a: \x01\n",
        "long-line": "a: " + "x" * 5000 + "\n", "anchor": "a: &a 1\nb: *a\n", "unknown-anchor": "a: *b\n", "date": "a: 2024-01-01\n",
        "hidden-error": "{{ if false }}{{ fail \"never\" }}{{ end }}\na: 1\n", "api-has": 'a: {{ .Capabilities.APIVersions.Has "foo/v1" }}\n'}.items():
    add(f"template-{name}", template(text))
add("template-json-extension", template('{"a": 1}\n', "templates/one.json"))
add("template-no-extension", template("a: 1\n", "templates/one"))
add("template-yml", template("a: 1\n", "templates/one.yml"))
add("template-txt", template("a: {{ .Values.port }}\n", "templates/one.txt"))
add("template-tpl", template("a: {{ .Values.port }}\n", "templates/one.tpl"))
add("template-in-folder", template("a: 1\n", "templates/deep/er/one.yaml"))
add("template-dot-name", template("a: {{\n", "templates/.one.yaml"))
add("template-underscore-error", template("{{ nothing }}\n", "templates/_one.yaml"))
add("template-define-twice", template('{{ define "web.name" }}other{{ end }}\n', "templates/_zz.tpl"))
add("template-two-errors", {"templates/a.yaml": "{{ fail \"a\" }}\n", "templates/b.yaml": "{{ fail \"b\" }}\n"})
add("template-two-required", {"templates/a.yaml": 'a: {{ required "first" .Values.n1 }}\nb: {{ required "second" .Values.n2 }}\n'})
add("template-outside", {"other/a.yaml": "a: {{ .Values.port }}\n"})

# --- manifests that lint has an opinion on ---
LABELS = "spec:\n  selector:\n    matchLabels: {a: b}\n  template: {}\n"
for api, kind in (("extensions/v1beta1", "Deployment"), ("apps/v1beta1", "Deployment"), ("apps/v1beta2", "StatefulSet"), ("extensions/v1beta1", "Ingress"),
                  ("networking.k8s.io/v1beta1", "Ingress"), ("policy/v1beta1", "PodSecurityPolicy"), ("policy/v1beta1", "PodDisruptionBudget"),
                  ("batch/v1beta1", "CronJob"), ("autoscaling/v2beta1", "HorizontalPodAutoscaler"), ("rbac.authorization.k8s.io/v1beta1", "Role"),
                  ("storage.k8s.io/v1beta1", "CSIDriver"), ("flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema"), ("discovery.k8s.io/v1beta1", "EndpointSlice"),
                  ("events.k8s.io/v1beta1", "Event"), ("admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration"),
                  ("coordination.k8s.io/v1beta1", "Lease"), ("scheduling.k8s.io/v1beta1", "PriorityClass"), ("node.k8s.io/v1beta1", "RuntimeClass"),
                  ("v1", "Endpoints"), ("v1", "ComponentStatus"), ("certificates.k8s.io/v1beta1", "CertificateSigningRequest")):
    slug = (api.split(".")[0].replace("/", "-") + "-" + api.rsplit("/")[-1] + "-" + kind).lower()
    add(f"deprecated-{slug}", manifest(api, kind, rest=LABELS))
for kind in ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"):
    add(f"no-selector-{kind.lower()}", manifest("apps/v1", kind, rest="spec:\n  replicas: 1\n"))
add("selector-expressions", manifest("apps/v1", "Deployment", rest="spec:\n  selector:\n    matchExpressions: []\n"))
for number, (kind, name) in enumerate((
        ("ConfigMap", "A_b"), ("ConfigMap", "a.b"), ("ConfigMap", "-a"), ("ConfigMap", "a" * 254), ("Service", "a.b"), ("Service", "1a"), ("Service", "a" * 64),
        ("Namespace", "a.b"), ("ServiceAccount", "A"), ("ServiceAccount", "a.b"), ("Role", "a:b"), ("Role", "a/b"), ("ClusterRole", "'.'"), ("ClusterRoleBinding", "a%b"),
        ("RoleBinding", "system:x"), ("CertificateSigningRequest", "A:b"), ("Pod", "a_b"), ("Secret", "a b"), ("Unknown", "A"), ("Node", "A"), ("List", "A"))):
    add(f"object-name-{number:02}-{kind.lower()}", manifest(kind=kind, name=name))
add("list-with-policy", manifest("v1", "List", rest="items:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata:\n      name: a\n      annotations:\n        helm.sh/resource-policy: keep\n"))
add("list-plain", manifest("v1", "List", rest="items:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: a}\n"))
add("policy-keep", manifest(rest="  annotations:\n    helm.sh/resource-policy: keep\n"))

# --- notes, hooks, tests, CRDs ---
add("notes", {"templates/NOTES.txt": "Port {{ .Values.port }}\n"})
add("notes-error", {"templates/NOTES.txt": "{{ .Values.none.there }}\n"})
add("notes-in-sub-chart", below("charts/db", sub("db", files={"templates/NOTES.txt": "db\n"})) | {"templates/NOTES.txt": "web\n"})
add("notes-not-yaml", {"templates/NOTES.txt": "a: b: c\n  {{ .Release.Name }}\n", "templates/deep/NOTES.txt": "x\n"})
HOOK = "  annotations:\n    helm.sh/hook: %s\n"
for name, events in {"install": "pre-install", "two": "pre-install,post-upgrade", "unknown": "never", "test": "test", "test-success": "test-success",
                     "crd-install": "crd-install", "some-unknown": "pre-install,never", "blank": "' pre-install , pre-delete '"}.items():
    add(f"hook-{name}", manifest("batch/v1", "Job", rest=HOOK % events))
add("hook-weights", {"templates/b.yaml": manifest(name="b", rest=HOOK % "pre-install" + "    helm.sh/hook-weight: \"-5\"\n")["templates/one.yaml"],
                     "templates/a.yaml": manifest(name="a", rest=HOOK % "pre-install" + "    helm.sh/hook-weight: '3'\n")["templates/one.yaml"],
                     "templates/c.yaml": manifest(name="c", rest=HOOK % "pre-install" + "    helm.sh/hook-weight: five\n")["templates/one.yaml"]})
add("hook-weight-number", manifest(rest=HOOK % "pre-install" + "    helm.sh/hook-weight: 5\n"))
add("hook-policies", manifest(rest=HOOK % "post-install" + "    helm.sh/hook-delete-policy: hook-succeeded, never\n"))
add("test-folder", {"templates/tests/t.yaml": manifest("v1", "Pod", "t", HOOK % "test")["templates/one.yaml"]})
CRD = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: things.example.com\n"
add("crd", {"crds/thing.yaml": CRD})
add("crd-two-documents", {"crds/thing.yaml": "---\n" + CRD + "---\n" + CRD.replace("things", "others")})
add("crd-other-kind", {"crds/thing.yaml": CRD.replace("kind: CustomResourceDefinition", "kind: ConfigMap")})
add("crd-other-api", {"crds/thing.yaml": CRD.replace("apiextensions.k8s.io/v1", "example.com/v1")})
add("crd-v1beta1", {"crds/thing.yaml": CRD.replace("/v1", "/v1beta1")})
add("crd-broken", {"crds/thing.yaml": "a: [\n"})
add("crd-empty", {"crds/thing.yaml": ""})
add("crd-comment", {"crds/thing.yaml": "# words\n"})
add("crd-template", {"crds/thing.yaml": CRD + "  labels: {{ .Values.x }}\n"})
add("crd-json", {"crds/thing.json": '{"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "a"}}'})
add("crd-readme", {"crds/README.md": "words: [\n", "crds/sub/thing.yml": CRD})
add("crd-in-sub-chart", below("charts/db", sub("db", files={"crds/thing.yaml": CRD})))
add("crd-list", {"crds/thing.yaml": "- a\n"})
add("crd-trailing", {"crds/thing.yaml": CRD + "\n\n---\n"})

# --- sub-charts ---
add("sub-chart-folder", DB)
add("sub-chart-archive", {"charts/db-1.0.0.tgz": Tgz(sub("db"), "db")})
add("sub-chart-both", {"charts/db-1.0.0.tgz": Tgz(sub("db"), "db")} | DB)
add("sub-chart-deep", below("charts/db", sub("db", files=below("charts/deep", sub("deep")))))
add("sub-chart-broken", {"charts/db/Chart.yaml": "name: db\n"})
add("sub-chart-no-chart-yaml", {"charts/db/values.yaml": "a: 1\n"})
add("sub-chart-file", {"charts/words.txt": "x"})
add("sub-chart-readme", {"charts/README.md": "x"})
add("sub-chart-underscore", {"charts/_db/Chart.yaml": "x", "charts/.db/Chart.yaml": "y"})
add("sub-chart-prov", {"charts/db-1.0.0.tgz": Tgz(sub("db"), "db"), "charts/db-1.0.0.tgz.prov": "signed"})
add("sub-chart-bad-archive", {"charts/db-1.0.0.tgz": "words"})
add("sub-chart-bad-template", below("charts/db", sub("db", files={"templates/map.yaml": "a: {{ .Values.none.there }}\n"})))
add("sub-chart-bad-yaml", below("charts/db", sub("db", files={"templates/map.yaml": "a: b: c\n"})))
add("sub-chart-library", below("charts/lib", sub("lib", type="library", files={"templates/_l.tpl": '{{ define "lib.x" }}x{{ end }}'})) | template('a: {{ include "lib.x" . }}\n'))
add("sub-chart-library-manifest", below("charts/lib", sub("lib", type="library")))
add("sub-chart-deprecated", below("charts/db", sub("db", deprecated="true")))
add("sub-chart-same-name", below("charts/a", sub("web")) | below("charts/b", sub("web", "2.0.0")))
add("sub-chart-broken-values", below("charts/db", sub("db", files={"values.yaml": "a: [\n"})))
add("sub-chart-bad-name", below("charts/db", sub("'a/b'")))
add("sub-chart-v1", below("charts/db", sub("db", apiVersion="v1", files={"requirements.yaml": "dependencies: []\n"})))
add("sub-chart-lints", below("charts/db", sub("db", icon=None, maintainers="[{email: x}]", files={"values.yaml": None})))
add("sub-charts-two", DB | below("charts/cache", sub("cache")) | {"charts/queue-1.0.0.tgz": Tgz(sub("queue"), "queue")})


def charts():
    return dict(CHARTS)


def archives():
    """What stands where an archive should be."""
    good = [(f"web/{name}", one) for name, one in sorted(PLAIN.items())]
    whole = archive(good)
    return {
        "archive-good": whole,
        "archive-empty": b"",
        "archive-words": b"just words\n",
        "archive-yaml": CHART_YAML.encode(),
        "archive-truncated": whole[:len(whole) // 2],
        "archive-trailing": whole + b"trailing",
        "archive-bad-header": b"\x1f\x8b\x07" + whole[3:],
        "archive-bad-sum": whole[:-8] + b"\0\0\0\0" + whole[-4:],
        "archive-no-members": archive([]),
        "archive-no-folder": archive([(name, one) for name, one in sorted(PLAIN.items())]),
        "archive-two-folders": archive(good + [("other/Chart.yaml", CHART_YAML.replace("web", "other"))]),
        "archive-leads-out": archive(good + [("web/../../evil.txt", "x")]),
        "archive-absolute": archive(good + [("/etc/evil", "x")]),
        "archive-drive": archive(good + [("web/c:/evil", "x")]),
        "archive-backslash": archive(good + [("web\\docs\\a.txt", "x")]),
        "archive-link": archive(good + [("web/docs/link", Link("/etc/passwd"))]),
        "archive-folders": archive([("web/", None), ("web/templates/", None)] + good),
        "archive-dot-folder": archive([("./" + name, one) for name, one in good]),
        "archive-duplicate": archive(good + [("web/values.yaml", "port: 9\n")]),
        "archive-no-chart-yaml": archive([one for one in good if one[0] != "web/Chart.yaml"]),
        "archive-name-dots": archive([("web/Chart.yaml", chart_yaml(name="'..'"))]),
        "archive-no-name": archive([("web/Chart.yaml", chart_yaml(name=None))]),
        "archive-name-slash": archive([("web/Chart.yaml", chart_yaml(name="a/b"))]),
        "archive-other-folder": archive([("elsewhere/" + name, one) for name, one in PLAIN.items()]),
        "archive-v3": archive([("web/Chart.yaml", chart_yaml(apiVersion="v3"))]),
    }
