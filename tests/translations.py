"""Every message of the program has its Chinese: `python -m tests.translations` (part of `make lint`).

Gathers the messages and compares them with the catalogue. `--missing` prints them as JSON to fill in.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "data" / "locale" / "zh_CN" / "LC_MESSAGES" / "shouwen.po"
FOLDERS = ("core", "cli", "tui", "data")
MARKS = ("_", "N_", "translate", "chinese")
_FIELD = re.compile(r"\{[a-z_0-9]*\}")


def messages() -> dict[str, str]:
    """Message ids, each with a place where it stands: string literals handed straight to `_`, `N_` and the like.

    Read from the syntax tree, for Babel's extractor takes the key in `_(WORDS["key"])` for a message too.
    """
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKS):
                    continue
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
                    found.setdefault(first.value, f"{file.relative_to(ROOT)}:{node.lineno}")
    return found


def faults() -> list[str]:
    """What is wrong with the catalogue, a line each."""
    with CATALOGUE.open("rb") as stream:
        catalogue = {entry.id: entry for entry in read_po(stream) if entry.id}
    wrong = []
    for message, place in messages().items():
        entry = catalogue.get(message)
        if entry is None or not entry.string or entry.fuzzy:
            wrong.append(f"{place}: not translated: {message}")
        elif sorted(set(_FIELD.findall(message))) != sorted(set(_FIELD.findall(str(entry.string)))):
            wrong.append(f"{place}: other placeholders: {message}")
    return wrong


def missing() -> dict[str, str]:
    """Message ids without Chinese."""
    known: set[str] = set()
    if CATALOGUE.exists():
        with CATALOGUE.open("rb") as stream:
            known = {str(entry.id) for entry in read_po(stream) if entry.id and entry.string}
    return {message: "" for message in messages() if message not in known}


if __name__ == "__main__":
    if "--missing" in sys.argv:
        print(json.dumps(missing(), ensure_ascii=False, indent=0))
        sys.exit(0)
    lines = faults()
    print("\n".join(lines) or "Translations complete.")
    sys.exit(bool(lines))
