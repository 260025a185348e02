"""Hostile archives, each made in memory by a function that gives its bytes."""

import gzip
import io
import tarfile
import zlib

CHART = b"apiVersion: v2\nname: web\nversion: 1.0.0\n"


def member(archive, name, data=b"", **fields):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in fields.items():
        setattr(info, key, value)
    archive.addfile(info, io.BytesIO(data))


def tar(fill, format=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        member(archive, "web/Chart.yaml", CHART)
        fill(archive)
    return out.getvalue()


def tgz(fill, **options):
    return gzip.compress(tar(fill, **options), mtime=0)


def zeros(compressor, amount):
    """So many bytes 0 in pieces, so that this program stays small."""
    piece = bytes(1 << 20)
    for _ in range(amount >> 20):
        yield compressor.compress(piece)


def header(name, size):
    info = tarfile.TarInfo(name)
    info.size = size
    return info.tobuf(tarfile.GNU_FORMAT)


def stream(parts):
    """A gzip stream of byte strings and numbers of zeros."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, 31)
    out = []
    for part in parts:
        out += zeros(compressor, part) if isinstance(part, int) else [compressor.compress(part)]
    return b"".join(out) + compressor.flush()


def start():
    return header("web/Chart.yaml", len(CHART)) + CHART.ljust(512, b"\0")


def bomb():
    return stream([start(), header("web/templates/t.yaml", 1 << 30), 1 << 30])


def many_large():
    parts = [start()]
    for index in range(250):
        parts += [header(f"web/files/{index}", 4 << 20), 4 << 20]
    return stream(parts)


def large_files(template):
    parts = [start(), header("web/templates/t.yaml", len(template)), template.ljust(512, b"\0")]
    for index in range(23):
        parts += [header(f"web/files/{index}", 4 << 20), 4 << 20]
    return stream(parts)


def large_and_greedy():
    return large_files(b'v: {{ repeat 23000000 "x" }}{{ $s := repeat 3000000 "y" }}{{ range 1000 }}{{ $s = print $s $s }}{{ end }}')


def large_and_printed():
    return large_files(b'v: {{ range $k, $v := .Files }}{{ printf "%s" $v }}{{ end }}{{ .Files }}')


def nested():
    inner = stream([start(), header("web/files/a", 64 << 20), 64 << 20])
    for depth in range(5):
        inner = tgz(lambda archive, data=inner: member(archive, "web/charts/web-1.0.0.tgz", data))
    return inner


def many_members():
    return stream([start(), *(header(f"web/templates/{index}.yaml", 0) for index in range(200000))])


def long_names():
    """Each member brings a name of a megabyte, in a header that is no file."""
    parts = [start()]
    for index in range(300):
        name = f"web/files/{index}-".encode() + b"x" * 1000000
        record = len(name) + len(" path=\n") + 7
        parts += [b"".join([pax_header(record), f"{record} path=".encode(), name, b"\n"])
                  .ljust(-(-(512 + record) // 512) * 512, b"\0"), header(f"web/files/{index}", 0)]
    return stream(parts)


def pax_header(size):
    info = tarfile.TarInfo("x")
    info.size = size
    info.type = tarfile.XHDTYPE
    return info.tobuf(tarfile.GNU_FORMAT)


def many_templates():
    return stream([start(), *(header(f"web/templates/{index}.yaml", 5) + b"a: b\n".ljust(512, b"\0") for index in range(90000))])


def many_charts():
    parts = [start()]
    for index in range(20000):
        text = f"apiVersion: v2\nname: s{index}\nversion: 1.0.0\n".encode()
        parts.append(header(f"web/charts/s{index}/Chart.yaml", len(text)) + text.ljust(512, b"\0"))
    return stream(parts)


def escape():
    return tgz(lambda archive: member(archive, "web/../../../tmp/escaped", b"x"))


def absolute():
    return tgz(lambda archive: member(archive, "/etc/passwd", b"x"))


def link():
    def fill(archive):
        member(archive, "web/templates/t.yaml", type=tarfile.SYMTYPE, linkname="../../../../etc/passwd")
        member(archive, "web/values.yaml", type=tarfile.SYMTYPE, linkname="/etc/passwd")
    return tgz(fill)


def hard_link():
    return tgz(lambda archive: member(archive, "web/values.yaml", type=tarfile.LNKTYPE, linkname="web/values.yaml"))


def device():
    def fill(archive):
        member(archive, "web/templates/t.yaml", type=tarfile.CHRTYPE, devmajor=1, devminor=5)
        member(archive, "web/values.yaml", type=tarfile.FIFOTYPE)
    return tgz(fill)


def long_name():
    return tgz(lambda archive: member(archive, "web/templates/" + "x" * 1000000, b"a: b\n"))


def lying_size():
    return gzip.compress(start() + header("web/templates/t.yaml", 1 << 32) + b"a: b\n", mtime=0)


def truncated():
    return tgz(lambda archive: member(archive, "web/templates/t.yaml", bytes(range(256)) * 4000))[:-500]


def nonsense():
    return bytes(range(256)) * 4000


def concatenated():
    whole = tar(lambda archive: member(archive, "web/templates/t.yaml", b"a: b\n" * 2000))
    return b"".join(gzip.compress(whole[at:at + 10], mtime=0) for at in range(0, len(whole), 10))


def sparse():
    """A header that names a gigabyte of nothing, in the old form of GNU."""
    info = bytearray(header("web/values.yaml", 0))
    info[156] = ord("S")
    info[483:495] = b"10000000000\0"
    info[148:156] = b" " * 8
    info[148:156] = b"%06o\0 " % sum(info)
    return gzip.compress(start() + bytes(info) + bytes(1024), mtime=0)


def matryoshka():
    inner = tgz(lambda archive: member(archive, "web/templates/t.yaml", b"a: b\n"))
    for _ in range(60):
        inner = tgz(lambda archive, data=inner: member(archive, "web/charts/web-1.0.0.tgz", data))
    return inner


def pax_headers():
    def fill(archive):
        info = tarfile.TarInfo("web/templates/t.yaml")
        info.pax_headers = {"path": "web/../../escaped", "size": "99999999999", "GNU.sparse.realsize": "1e9"}
        info.size = 5
        archive.addfile(info, io.BytesIO(b"a: b\n"))
    return tgz(fill)


def windows_paths():
    def fill(archive):
        member(archive, "web\\templates\\t.yaml", b"a: b\n")
        member(archive, "web/c:/windows/t.yaml", b"a: b\n")
    return tgz(fill)
