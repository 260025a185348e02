"""Helm's answers, kept: in a cache on this machine, and, for the small charts, recorded in the repository.

The record is one JSON text, packed with xz: the texts that occur, then for each case the numbers of its texts.
"""

import json
import lzma
import os
import pathlib
import sqlite3
import threading
import zlib

# What is recorded of every small chart; of the other commands a quarter of the charts has to do, so that a replay takes
# seconds.
RECORDED_OF_ALL = {"lint", "lint-strict", "show-all", "package", "dependency-list", "dependency-build", "template", "template-folder"}


def is_recorded(subject, command):
    return command.name in RECORDED_OF_ALL or zlib.crc32(subject.name.encode()) % 4 == 0


def _case(subject, command):
    return f"{subject.name}/{subject.form}/{command.name}"


# Small charts in an archive are asked only these: the others go the same ways as those of the folder.
ASKED_OF_ARCHIVES = {"lint", "lint-strict", "show-all", "package", "dependency-list", "dependency-build", "template"}


def is_asked(subject, command):
    return subject.form == "folder" or subject.name.startswith("corpus/") or command.name in ASKED_OF_ARCHIVES


class Cache:
    """By Helm's file, what the command line is and what the chart holds."""

    def __init__(self, helm):
        info = os.stat(helm)
        self.helm = f"{info.st_size}-{int(info.st_mtime)}"
        folder = pathlib.Path(os.environ.get("YARE_CACHE") or pathlib.Path.home() / ".cache/yare")
        folder.mkdir(parents=True, exist_ok=True)
        self.database = sqlite3.connect(folder / "side-by-side.db", check_same_thread=False, isolation_level=None)
        self.database.execute("pragma journal_mode=wal")
        self.database.execute("pragma synchronous=off")
        self.database.execute("create table if not exists answers (key text primary key, value blob)")
        self.lock = threading.Lock()

    def key(self, subject, command):
        return "\t".join([self.helm, _case(subject, command), command.words, json.dumps(command.environment), subject.digest])

    def has(self, subject, command):
        return is_asked(subject, command)

    def get(self, subject, command):
        with self.lock:
            row = self.database.execute("select value from answers where key = ?", (self.key(subject, command),)).fetchone()
        return json.loads(zlib.decompress(row[0])) if row else []

    def put(self, subject, command, answers):
        value = zlib.compress(json.dumps(answers).encode())
        with self.lock:
            self.database.execute("insert or replace into answers values (?, ?)", (self.key(subject, command), value))


class Recorded:
    def __init__(self, path):
        self.record = json.loads(lzma.decompress(path.read_bytes()))

    def has(self, subject, command):
        return _case(subject, command) in self.record["cases"]

    def get(self, subject, command):
        texts = self.record["texts"]
        return [{"exit": code, "out": texts[out], "err": texts[err], "files": {texts[name]: texts[told] for name, told in files}}
                for code, out, err, files in self.record["cases"][_case(subject, command)]]

    def put(self, subject, command, answers):
        raise AssertionError("a record is read only")


def write_recorded(path, cache, subjects, commands):
    numbers, cases = {}, {}

    def number(text):
        return numbers.setdefault(text, len(numbers))

    for subject in subjects:
        for command in commands:
            if not is_asked(subject, command) or not is_recorded(subject, command):
                continue
            answers = []
            for one in cache.get(subject, command):
                coded = [one["exit"], number(one["out"]), number(one["err"]), [[number(n), number(t)] for n, t in one["files"].items()]]
                if coded not in answers:
                    answers.append(coded)
            if answers:
                cases[_case(subject, command)] = answers
    record = {"texts": list(numbers), "cases": cases}
    path.write_bytes(lzma.compress(json.dumps(record, separators=(",", ":")).encode(), preset=9 | lzma.PRESET_EXTREME))
