"""Text as the search sees it: one normal form, and characters, bigrams, words and concepts out of it.

Index and query go through the same functions. A kind is told by the token's first letter: characters and bigrams are
bare, words begin with `w`, concepts (groups of the synonyms table) with `c`, pinyin with `p`, initials with `i`.
"""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.policies.numerals import write_numeral

SYNONYMS_FILE = Path(__file__).resolve().parent.parent.parent / "data" / "synonyms.toml"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+")
_LONGEST_RUN = 2_000
_FRACTION = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})(?![\d./-])")


def normal(text: str) -> str:
    """Half-width, lower case, small numbers as Chinese numerals (`3年` and `1/2` as `三年` and `二分之一`)."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("\u2044", "/")
    text = _FRACTION.sub(_fraction, text)
    text = re.sub(r"(?<![\d.])(\d{1,2})%", lambda found: "百分之" + write_numeral(int(found[1])), text)
    text = re.sub(rf"(?<![\d.a-z])(\d{{1,2}})(?=[{_HAN}])", lambda found: write_numeral(int(found[1])), text)
    return text.replace("两", "二")


def _fraction(found: re.Match[str]) -> str:
    part, whole = int(found[1]), int(found[2])
    return f"{write_numeral(whole)}分之{write_numeral(part)}" if 0 < part < whole else found[0]


def _closed_up(plain: str) -> str:
    """Without blanks, but for one between Latin words."""
    return re.sub(r"(?<![a-z0-9]) | (?![a-z0-9])", "", re.sub(r"\s+", " ", plain))


@dataclass(frozen=True)
class Vocabulary:
    """The synonyms table: groups of words for one thing, filler, common words, words never taken apart."""

    groups: tuple[tuple[str, ...], ...] = ()
    filler: tuple[str, ...] = ()
    common: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Changes when the table does, so that the index is made anew."""
        return sha256(repr((self.groups, self.words, _FORM)).encode()).hexdigest()[:16]

    @cached_property
    def _concepts(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for group in self.groups:
            for word in group:
                names = found.setdefault(_closed_up(normal(word)), [])
                if (name := "c" + normal(group[0])) not in names:
                    names.append(name)
        return {word: tuple(names) for word, names in found.items()}

    @cached_property
    def _words_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for group in self.groups:
            found.setdefault("c" + normal(group[0]), []).extend(normal(word) for word in group if len(word) > 1)
        return {name: tuple(words) for name, words in found.items()}

    @cached_property
    def _longest(self) -> int:
        return max((len(word) for word in self._concepts), default=0)

    @cached_property
    def _filler(self) -> re.Pattern[str]:
        known = sorted((normal(word) for word in self.filler), key=len, reverse=True)
        return re.compile("|".join(re.escape(word) for word in known) or r"(?!)")

    @cached_property
    def _cutter(self) -> Any:
        import rjieba

        cutter = rjieba.Jieba()
        for word in (*self.words, *(word for group in self.groups for word in group)):
            if len(word) > 1 and re.fullmatch(f"[{_HAN}]+", word):
                cutter.add_word(normal(word), 20_000, "nz")
        return cutter

    def load(self) -> None:
        """Load what cutting words and spelling them needs (0.5 s), so that no act does so while it holds the lock."""
        import pypinyin

        self.cut(pypinyin.__title__)

    def without_filler(self, text: str) -> str:
        """`text` in normal form without spoken filler; as it was where nothing else is in it."""
        plain = normal(text)
        kept = self._filler.sub(" ", plain)
        return kept if _RUN.search(kept) else plain

    def cut(self, run: str) -> list[str]:
        """A run of Chinese characters as words, known terms whole."""
        return list(self._cutter.cut(run))

    def telling_words(self, run: str) -> list[str]:
        """The words of two characters and more in a run of Chinese characters, without the common ones."""
        return [word for word in self.cut(run) if len(word) > 1 and word not in self._common_words]

    def concepts(self, plain: str) -> list[str]:
        """The groups whose words occur in `plain` (normal form), the longest words first at each place.

        Latin words count only where they stand by themselves: `ai` is not in `mai`.
        """
        plain = _closed_up(plain)
        found: list[str] = []
        at = 0
        while at < len(plain):
            for length in range(min(self._longest, len(plain) - at), 0, -1):
                names = self._concepts.get(plain[at : at + length])
                if names and not _cuts_a_latin_word(plain, at, at + length):
                    found += names
                    at += max(length - 1, 0)
                    break
            at += 1
        return found

    def alike(self, plain: str) -> list[str]:
        """All words of the groups that `plain` (normal form) names, of two characters and more."""
        return [word for name in dict.fromkeys(self.concepts(plain)) for word in self._words_of[name]]

    def tokens(self, text: str) -> list[str]:
        """Characters, bigrams, words and concepts of `text`, without repetition, in order."""
        plain = normal(text)
        found: dict[str, None] = {}
        for run in _RUN.findall(plain):
            if run[0] < "\u3400":
                found["w" + run[:40]] = None
                continue
            for start in range(0, len(run), _LONGEST_RUN):
                piece = run[start : start + _LONGEST_RUN]
                for mark in piece:
                    found[mark] = None
                for at in range(len(piece) - 1):
                    found[piece[at : at + 2]] = None
                for word in self.cut(piece):
                    if len(word) > 1:
                        found["w" + word] = None
        for name in self.concepts(plain):
            found[name] = None
        return list(found)

    def weak_tokens(self, text: str) -> frozenset[str]:
        """What of `text` says little: the characters and bigrams that lie only in common words or against them."""
        weak: set[str] = set()
        telling: set[str] = set()
        for run in _RUN.findall(normal(text)):
            if run[0] < "\u3400":
                continue
            said = [word in self._common_words for word in self.cut(run[:_LONGEST_RUN]) for _ in word]
            for at, (mark, common) in enumerate(zip(run, said, strict=False)):
                (weak if common else telling).add(mark)
                if at:
                    (weak if common or said[at - 1] else telling).add(run[at - 1 : at + 1])
        return frozenset(weak - telling)

    @cached_property
    def _common_words(self) -> frozenset[str]:
        return frozenset(normal(word) for word in self.common)

    @cached_property
    def common_tokens(self) -> frozenset[str]:
        """Tokens that say little by themselves."""
        plain = {normal(word) for word in self.common}
        return frozenset(plain | {"w" + word for word in plain} | {"c怎么", "c什么"})


def _cuts_a_latin_word(plain: str, start: int, end: int) -> bool:
    return _LATIN_SEAM.match(plain[max(start - 1, 0) : start + 1]) is not None or (
        _LATIN_SEAM.match(plain[end - 1 : end + 1]) is not None
    )


_LATIN_SEAM = re.compile("[a-z0-9]{2}")
_FORM = 4
"""Raise when the tokens change, so that indexes are made anew."""


@lru_cache(maxsize=4)
def load_vocabulary(path: Path = SYNONYMS_FILE) -> Vocabulary:
    """The table in `path`; a missing file is an empty table. Raises `ValueError` where it cannot be read."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Vocabulary()
    groups = tuple(tuple(str(word) for word in group) for group in data.get("groups", ()) if group)
    return Vocabulary(
        groups, tuple(data.get("filler", ())), frozenset(data.get("common", ())), tuple(data.get("words", ()))
    )


def sound_tokens(text: str) -> list[str]:
    """Pinyin and initials of `text` as tokens: `pgongwei` and `igw` for 工位. Imports pypinyin (0.2 s)."""
    found: dict[str, None] = {}
    for run in re.findall(f"[{_HAN}]+", normal(text)):
        syllables = _syllables(run[:_LONGEST_RUN])
        initials = "".join(one[0] for one in syllables)
        for token in (*syllable_tokens(syllables), *_initials(initials, 2), *_initials(initials, 3)):
            found[token] = None
    return list(found)


def _initials(letters: str, length: int) -> list[str]:
    return ["i" + letters[at : at + length] for at in range(len(letters) - length + 1)]


def _syllables(run: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return [syllable.replace("ü", "v") for syllable in lazy_pinyin(run) if syllable.isascii() or "ü" in syllable]


def heard_tokens(text: str) -> list[str]:
    """The pinyin tokens of `text`, for finding what was typed with wrong characters of the same sound."""
    found: dict[str, None] = {}
    for run in re.findall(f"[{_HAN}]+", normal(text)):
        for token in syllable_tokens(_syllables(run[:200])):
            found[token] = None
    return list(found)


def syllable_tokens(syllables: Sequence[str]) -> list[str]:
    """Neighbouring syllables in pairs: `["gong", "wei"]` as `["pgongwei"]`."""
    return [f"p{one}{other}" for one, other in itertools.pairwise(syllables)]


_ONSETS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
_RHYME = re.compile(
    "[aoeiuv]|ai|ei|ui|ao|ou|iu|ie|ve|er|an|en|in|un|vn|ang|eng|ing|ong|ia|ian|iang|iao|iong|ua|uai|uan|uang|ue|uo"
)
_BARE = re.compile("[aoe]|ai|ei|ao|ou|an|en|ang|eng|er")


def latin_tokens(run: str) -> list[list[str]]:
    """What a run of Latin letters may mean: pinyin (`gongwei`), initials (`gw`), or both; best reading first.

    An unfinished last syllable (`huiyis`) is read by its beginning, marked with `*`.
    """
    readings: list[list[str]] = []
    syllables = split_pinyin(run)
    if syllables and len(syllables) > 1:
        pairs = syllable_tokens(syllables)
        if len(syllables[-1]) == 1 or syllables[-1] in ("zh", "ch", "sh"):
            pairs[-1] += "*"
        readings.append(pairs)
    elif syllables:
        readings.append([f"p{syllables[0]}*"])
    if 2 <= len(run) <= 12:
        readings.append(_initials(run, min(len(run), 3)))
    return readings


def slips(run: str) -> list[list[str]]:
    """What pinyin `run` may be with one letter put in, left out, changed or two changed about: pairs of syllables.

    Nothing for a run without vowels (initials), a short one or a very long one.
    """
    if not 5 <= len(run) <= _LONGEST_SLIP or not re.search("[aeiouv]", run):
        return []
    letters = "abcdefghijklmnopqrstuvwxyz"
    halves = [(run[:at], run[at:]) for at in range(len(run) + 1)]
    tried = dict.fromkeys(
        [
            *(one + other[1:] for one, other in halves if other),
            *(one + other[1] + other[0] + other[2:] for one, other in halves if len(other) > 1),
            *(one + letter + other for one, other in halves for letter in letters),
            *(one + letter + other[1:] for one, other in halves if other for letter in letters),
        ]
    )
    found = (split_pinyin(one) for one in tried if one != run)
    return [syllable_tokens(one) for one in found if one and len(one) > 1 and _is_syllable(one[-1])]


_LONGEST_SLIP = 18


def split_pinyin(run: str) -> list[str] | None:
    """`huiyishi` as `["hui", "yi", "shi"]`, the fewest syllables; the last may be only begun. None if no pinyin."""
    best: list[list[str] | None] = [[]] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for start in range(max(0, end - 6), end):
            before = best[start]
            piece = run[start:end]
            if before is not None and (_is_syllable(piece) or (end == len(run) and piece in _ONSETS and before)):
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = [*before, piece]
    return best[len(run)]


def _is_syllable(piece: str) -> bool:
    if _BARE.fullmatch(piece):
        return True
    onset = next((one for one in _ONSETS if piece.startswith(one)), None)
    return onset is not None and _RHYME.fullmatch(piece[len(onset) :]) is not None
