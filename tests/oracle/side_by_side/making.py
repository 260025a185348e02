"""What small charts are made of: files, links, folders and archives, written so that every run makes the same bytes."""

import gzip
import io
import os
import pathlib
import shutil
import tarfile

# Every file's time, so that packages can be compared.
TIME = 1704067200


class Link(str):
    """A symbolic link, relative to the folder it lies in."""


class Folder:
    """An empty folder."""


class Pipe:
    """A named pipe, which is no regular file."""


class Tgz(dict):
    """An archive of these files, below the folder `top`."""

    def __init__(self, files, top="web"):
        super().__init__(files)
        self.top = top


def archive(members):
    """A .tgz of (name, content) pairs; a content that is a Link makes a link, None a folder."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.mtime, info.mode = TIME, 0o644
            if isinstance(content, Link):
                info.type, info.linkname = tarfile.SYMTYPE, str(content)
                tar.addfile(info)
            elif content is None:
                info.type, info.mode = tarfile.DIRTYPE, 0o755
                tar.addfile(info)
            else:
                data = as_bytes(content)
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0)


def as_bytes(content):
    if isinstance(content, Tgz):
        return archive([(f"{content.top}/{name}", one) for name, one in content.items() if one is not None])
    return content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content


def write(top, files):
    """The files below `top`; names may lead beside it ("../lib/Chart.yaml")."""
    for name, content in files.items():
        path = pathlib.Path(os.path.normpath(os.path.join(top, name)))
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, Link):
            path.symlink_to(content)
        elif isinstance(content, Folder):
            path.mkdir(exist_ok=True)
        elif isinstance(content, Pipe):
            os.mkfifo(path)
        else:
            path.write_bytes(as_bytes(content))
            os.utime(path, (TIME, TIME))


def regular_members(files):
    """What an archive of the chart would hold, or None where it cannot be packed (links, pipes)."""
    inside = {name: one for name, one in files.items() if not name.startswith("../")}
    if any(isinstance(one, (Link, Pipe)) for one in inside.values()):
        return None
    return [(f"web/{name}", None if isinstance(one, Folder) else one) for name, one in sorted(inside.items())]


def clear(path):
    if os.path.islink(path) or os.path.isfile(path):
        os.unlink(path)
    elif os.path.isdir(path):
        shutil.rmtree(path)
