"""The answers that ship with the program, read from `data/answers/*.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from core.policies.outline import Citation, read_citations

FOLDER = Path(__file__).resolve().parent.parent.parent / "data" / "answers"


@dataclass(frozen=True, slots=True)
class ShippedAnswer:
    """One answer as shipped. `not_said`: the measures say nothing on it, and the answer says so."""

    key: str
    question: str
    answer: str
    document: str
    articles: tuple[str, ...]
    aliases: tuple[str, ...]
    category: str
    service: str | None
    as_of: date
    verified: bool
    not_said: bool = False
    basis: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def checksum(self) -> str:
        """Changes when anything in the answer does."""
        return hashlib.sha256(repr(asdict(self)).encode()).hexdigest()[:32]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """`articles` read."""
        return tuple(one for text in self.articles for one in read_citations(text) or ())


def digest(folder: Path = FOLDER) -> str:
    """Changes when any of the files does."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.toml")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:32]


def load_answers(folder: Path = FOLDER) -> tuple[ShippedAnswer, ...]:
    """Every answer in the folder's files. Raises `ValueError` with the file and the key where one cannot be read."""
    found: dict[str, ShippedAnswer] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except tomllib.TOMLDecodeError as error:
            raise ValueError(f"{path.name}: {error}") from error
        defaults = data.get("defaults", {})
        for entry in data.get("answer", ()):
            answer = _answer(path.name, {**defaults, **entry})
            if answer.key in found:
                raise ValueError(f"{path.name}: {answer.key} stands twice")
            found[answer.key] = answer
    return tuple(found.values())


def _answer(name: str, values: dict[str, Any]) -> ShippedAnswer:
    where = f"{name}: {values.get('key')}"
    values = {**values, "articles": tuple(values.get("articles", ())), "aliases": tuple(values.get("aliases", ()))}
    try:
        answer = ShippedAnswer(**values)
    except TypeError as error:
        raise ValueError(f"{where}: {error}") from error
    if not answer.question.strip() or not answer.answer.strip():
        raise ValueError(f"{where}: question and answer must not be empty")
    for citation in answer.articles:
        if not read_citations(citation):
            raise ValueError(f"{where}: unreadable citation {citation}")
    return answer
