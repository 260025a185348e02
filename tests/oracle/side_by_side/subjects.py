"""What the commands are run on: our small charts and the charts of the corpus, each as a folder and as an archive."""

import hashlib
import json
import pathlib
import tarfile

import making
import small_charts


class Subject:
    """`name` and `form` ("folder" or "archive") name it; `lay_out` puts it into a folder, where `chart` is its path."""

    def __init__(self, name, form, digest, lay_out, twice=False):
        self.name, self.form, self.digest, self.lay_out = name, form, digest, lay_out
        self.chart = "web" if form == "folder" else "web.tgz"
        self.twice = twice  # what its templates give differs from run to run


def _digest(*parts):
    out = hashlib.sha256()
    for part in parts:
        out.update(part if isinstance(part, bytes) else repr(part).encode())
    return out.hexdigest()


def small():
    out = []
    for name, files in small_charts.charts().items():
        told = [(path, type(one).__name__, one if isinstance(one, (str, bytes)) else making.as_bytes(one) if isinstance(one, making.Tgz) else "")
                for path, one in sorted(files.items())]
        out.append(Subject(name, "folder", _digest(told),
                           lambda work, files=files: making.write(work / "web", files)))
        members = making.regular_members(files)
        if members is None:
            continue
        packed = making.archive(members)
        beside = {path: one for path, one in files.items() if path.startswith("../")}

        def lay_out(work, packed=packed, beside=beside):
            making.write(work, {"web.tgz": packed})
            making.write(work / "web", beside)

        out.append(Subject(name, "archive", _digest(told, packed), lay_out))
    for name, data in small_charts.archives().items():
        out.append(Subject(name, "archive", _digest(data), lambda work, data=data: making.write(work, {"web.tgz": data})))
    return out


def corpus(folder):
    index = json.loads((folder / "cases.json").read_text())
    varying = {case["chart"] for case in index["cases"] if not (case["deterministic"] and case.get("stderr_deterministic", True))}
    out = []
    for key, chart in index["charts"].items():
        path = folder / chart["archive"]
        digest = _digest(str(chart["archive"]), path.stat().st_size)

        def unpack(work, path=path):
            with tarfile.open(path) as tar:
                for one in tar:
                    if one.isfile():
                        target = work / "web" / pathlib.PurePosixPath(*pathlib.PurePosixPath(one.name).parts[1:])
                        making.write(work, {str(target.relative_to(work)): tar.extractfile(one).read()})

        def copy(work, path=path):
            making.write(work, {"web.tgz": path.read_bytes()})

        out.append(Subject(f"corpus/{key}", "folder", digest + "f", unpack, key in varying))
        out.append(Subject(f"corpus/{key}", "archive", digest + "a", copy, key in varying))
    return out
