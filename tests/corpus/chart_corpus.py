"""The chart corpus: real charts, and cases with Helm's answers (tests/corpus/run.py says what a case is)."""

import json
import os
import pathlib
import sys


def open_corpus():
    """(its folder, what cases.json says). Ends the program where YARE_CORPUS names none: as skipped, or as failed if nothing may be."""
    named = os.environ.get("YARE_CORPUS")
    folder = pathlib.Path(named).resolve() if named else None
    if not folder or not (folder / "cases.json").exists():
        print("skipped: no chart corpus (YARE_CORPUS names none)")
        sys.exit(1 if os.environ.get("YARE_REQUIRE") == "all" else 77)
    return folder, json.loads((folder / "cases.json").read_text())
