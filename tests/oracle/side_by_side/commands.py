"""The command lines that are compared. CHART stands for the chart's path; a line that writes gets a fresh copy of the chart."""

from typing import NamedTuple


class Command(NamedTuple):
    name: str
    words: str
    writes: bool = False
    environment: dict = {}

    def arguments(self, chart):
        return [word.replace("CHART", chart) for word in self.words.split()]


STAMP = {"SOURCE_DATE_EPOCH": "1000000000"}

COMMANDS = [
    Command("lint", "lint CHART"),
    Command("lint-strict", "lint CHART --strict --with-subcharts"),
    Command("lint-quiet", "lint CHART --quiet --kube-version 1.20.0 --set a.b=1,port=8080 --skip-schema-validation"),
    Command("show-all", "show all CHART"),
    Command("show-chart", "show chart CHART"),
    Command("show-values", "show values CHART"),
    Command("show-jsonpath", "show values CHART --jsonpath {.port}{.image}"),
    Command("show-readme", "show readme CHART"),
    Command("show-crds", "show crds CHART"),
    Command("package", "package CHART -d out", True),
    Command("package-version", "package CHART --version 9.9.9+b.1 --app-version 7", True, STAMP),
    Command("dependency-list", "dependency list CHART"),
    Command("dependency-build", "dependency build CHART", True),
    Command("dependency-update", "dependency update CHART --skip-refresh", True, STAMP),
    Command("template", "template rel CHART"),
    Command("template-crds", "template rel CHART --include-crds --namespace space"),
    Command("template-no-tests", "template rel CHART --skip-tests --no-hooks"),
    Command("template-upgrade", "template rel CHART --is-upgrade --kube-version v1.25.3 -a foo/v1,bar/v1/Thing"),
    Command("template-only", "template rel CHART -s templates/*.yaml -s templates/service.yaml"),
    Command("template-folder", "template rel CHART --output-dir out", True),
    Command("template-release-folder", "template rel CHART --output-dir out --release-name --include-crds", True),
    Command("template-name", "template CHART --name-template rel-{{printf`%d`7}} --skip-schema-validation"),
    Command("template-values", "template rel CHART -f CHART/values.yaml --set port=81,l[1].x=a,db.size=null --set-string s=1 "
            "--set-json j={\"a\":[1,null]} --set-literal t=a,b=c"),
    Command("template-debug", "template rel CHART --debug"),
]
