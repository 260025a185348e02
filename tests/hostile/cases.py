"""Reading the cases of tests/hostile/cases: hostile charts, each written as compactly as it can be.

A case begins with "== what it is about". Lines "key: value" follow, then the chart's files, each after a line "-- path".
⟦1000×text№ ⟧ stands for a thousand copies of the text, with № counting from 0 and №₁ from 1; ⦇10×text⦈ does the same inside of it.
␀ is a byte 0. A chart without Chart.yaml gets one, by the name of web. `archive: name` takes the bytes from archives.py instead.

What is expected, one or several of:
  refused: memory in web/templates/t.yaml   the budget's limit and the file that the error names
  error: text                               part of the error; " | " between texts of which one is enough
  answer: "text" or 10 bytes, sha256 0123   what is printed, for what is simply cheap
`flags: ...` are given to the program, before the flags that make a limit smaller for a build with sanitizers.
"""

import dataclasses
import pathlib
import re

FOLDER = pathlib.Path(__file__).parent / "cases"
CHART = "apiVersion: v2\nname: web\nversion: 1.0.0\n"
OUTER = re.compile(r"⟦(\d+)×(.*?)⟧", re.DOTALL)
INNER = re.compile(r"⦇(\d+|№)×(.*?)⦈", re.DOTALL)
EXPECTATIONS = ("refused", "error", "answer")


@dataclasses.dataclass
class Case:
    name: str
    group: str
    text: str  # of its files, not yet expanded
    flags: list
    archive: str
    expected: list  # of (kind, text)

    def files(self):
        parts = re.split(r"^-- (.+)\n", expand(self.text), flags=re.MULTILINE)
        files = {path: content.replace("␀", "\0") for path, content in zip(parts[1::2], parts[2::2])}
        files.setdefault("Chart.yaml", CHART)
        return files


def repeat(count, body):
    if "№" not in body:
        return body * count
    return "".join(body.replace("№₁", str(i + 1)).replace("№", str(i)) for i in range(count))


def expand(text):
    def outer(match):
        count, body = int(match[1]), match[2]
        if "⦇" not in body:
            return repeat(count, body)
        pieces = INNER.split(body)  # text, count, text of the repetition, text, ...
        copies = []
        for i in range(count):
            for plain, times, inner in zip(pieces[0::3], [*pieces[1::3], None], [*pieces[2::3], None]):
                copies.append(plain.replace("№₁", str(i + 1)).replace("№", str(i)))
                if times is not None:
                    copies.append(repeat(i if times == "№" else int(times), inner))
        return "".join(copies)

    return OUTER.sub(outer, text)


def read_case(group, block):
    name, _, rest = block.partition("\n")
    flags, archive, expected = [], "", []
    while match := re.match(r"(flags|archive|refused|error|answer): (.*)\n", rest):
        key, value = match[1], match[2]
        if key == "flags":
            flags = value.split()
        elif key == "archive":
            archive = value
        else:
            expected.append((key, value))
        rest = rest[match.end():]
    return Case(name, group, rest, flags, archive, expected)


def read_cases():
    cases = []
    for path in sorted(FOLDER.glob("*.txt")):
        blocks = re.split(r"^== ", path.read_text(), flags=re.MULTILINE)[1:]
        cases += [read_case(path.stem, block) for block in blocks]
    names = [case.name for case in cases]
    assert len(set(names)) == len(names), "two cases have one name"
    return cases


def write_expectations(group, expected_by_name):
    """Puts what was seen into the file of a group, for cases.py --update of the runner."""
    path = FOLDER / f"{group}.txt"
    head, *blocks = re.split(r"^== ", path.read_text(), flags=re.MULTILINE)
    out = [head]
    for block in blocks:
        name, _, rest = block.partition("\n")
        if name in expected_by_name:
            rest = re.sub(r"\A((?:(?:flags|archive): .*\n)*)(?:(?:refused|error|answer): .*\n)*",
                          lambda match: match[1] + expected_by_name[name], rest)
        out.append(f"== {name}\n{rest}")
    path.write_text("".join(out))
