"""The text of a saved official document becomes a title, dates, chapters, articles and items.

What surrounds the document on its page is left out, and a document that the page holds twice is taken once.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from core.policies.dates import is_day, read_validity
from core.policies.furniture import is_furniture, is_page_mark
from core.policies.numerals import NUMERAL, read_numeral, write_numeral
from core.policies.outline import Item, outline
from core.policies.titles import CHAPTER, KIND, SECTION, hinted, named, own_number, repeals_in, title_in

_ARTICLE = re.compile(rf"第\s*([{NUMERAL}]{{1,9}})\s*条(?:之([一二三四五六七八九十]))?(\s*[、:：]?\s*)")
_ANNEX = re.compile(r"附\s*(?:件|表|录)\s*[0-9０-９一二三四五六七八九十]*\s*(?:[:：.、].*)?")
_MOST_COPIES = 20
"""More beginnings anew than this are no copies of a document, but a text that only talks of articles."""


@dataclass(frozen=True, slots=True)
class Article:
    """`number` with `insert` 1 for 第…条之一; a paragraph of a text without articles has the number 0.

    `text` is the whole article as the source has it, items and markers included, without the words 第…条.
    """

    number: int
    insert: int
    chapter: str | None
    section: str | None
    text: str
    lead: str
    items: tuple[Item, ...]
    after: str

    @property
    def label(self) -> str:
        """`第十五条`, `第三条之一`; empty for a paragraph."""
        if not self.number:
            return ""
        return f"第{write_numeral(self.number)}条" + (f"之{write_numeral(self.insert)}" if self.insert else "")


@dataclass(frozen=True, slots=True)
class Document:
    """One official text. `repeals`: (title, number or None) of what it says it repeals. `warnings`: codes."""

    title: str
    number: str | None
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    chapters: tuple[str, ...]
    articles: tuple[Article, ...]
    paragraphs: tuple[str, ...]
    preamble: tuple[str, ...]
    annex: tuple[str, ...]
    repeals: tuple[tuple[str, str | None], ...]
    warnings: tuple[str, ...]

    @property
    def checksum(self) -> str:
        """The same for the same wording, however it is spaced and whichever width its punctuation has."""
        whole = [self.title, self.number or "", *(f"{one.label} {one.text}" for one in self.articles), *self.paragraphs]
        return checksum("\n".join(whole))


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    gap: int  # empty lines before it


@dataclass(frozen=True, slots=True)
class _Copy:
    header: tuple[_Line, ...]
    articles: tuple[Article, ...]
    tail: tuple[str, ...]
    end: int


def checksum(text: str) -> str:
    """A digest of the wording alone: width, spaces and punctuation do not count."""
    return hashlib.sha256(_bare(text).encode()).hexdigest()


def parse(text: str, *, hint: str | None = None) -> Document:
    """Read a document. `hint` (the page's or file's own title) serves where the text has no title."""
    lines = _lines(text)
    copies = _copies(lines)
    if not copies:
        return _without_articles(lines, hint)
    warnings: list[str] = []
    chosen = max(copies, key=lambda one: len(one.articles))
    for other in copies:
        if other is not chosen:
            warnings.append(_likeness(chosen, other))
    header = chosen.header if chosen is copies[0] else copies[0].header + chosen.header
    around = [line.text for line in header]
    title = title_in(around) or hinted(hint) or ""
    closing = [one.text for one in chosen.articles[-3:]]
    validity = read_validity([*around, *chosen.tail], closing)
    numbers = [one.number for one in chosen.articles]
    if sorted(set(numbers)) != list(range(1, max(numbers) + 1)):
        warnings.append("articles_missing")
    if len({(one.number, one.insert) for one in chosen.articles}) < len(numbers):
        warnings.append("article_twice")
    elif numbers != sorted(numbers):
        warnings.append("articles_missing")
    if validity.counted:
        warnings.append("end_counted")
    annex_at = next((at for at, line in enumerate(chosen.tail) if _ANNEX.fullmatch(line)), len(chosen.tail))
    kept = [
        line for line in (*around, *chosen.tail[:annex_at]) if not is_furniture(line) and _bare(line) != _bare(title)
    ]
    return Document(
        title=title,
        number=own_number(around),
        issued_on=validity.issued_on,
        valid_from=validity.valid_from,
        valid_until=validity.valid_until,
        chapters=tuple(dict.fromkeys(one.chapter for one in chosen.articles if one.chapter)),
        articles=chosen.articles,
        paragraphs=(),
        preamble=tuple(dict.fromkeys(kept)),
        annex=chosen.tail[annex_at:],
        repeals=repeals_in("\n".join(closing)),
        warnings=tuple(dict.fromkeys(warnings)),
    )


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    gap = 0
    for raw in re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text):
        line = re.sub(r"[\u200b\u200c\u200d\u2060\ufeff\u00ad]", "", raw).replace("\u00a0", " ").strip()
        if not line:
            gap += 1
        elif not is_page_mark(line):
            lines.append(_Line(line, gap))
            gap = 0
    starts = sum(1 for line in lines if _ARTICLE.match(line.text))
    return lines if starts >= 2 else _split_run_together(lines)


def _split_run_together(lines: list[_Line]) -> list[_Line]:
    """Articles saved as one long line, each on its own line."""
    pattern = re.compile(rf"(?:(?<=[。；;：:！”》\s])|^)(?=第[{NUMERAL}]{{1,9}}(?:条|章)[\s、:：])")
    pieces = [
        _Line(piece.strip(), line.gap if at == 0 else 0)
        for line in lines
        for at, piece in enumerate(pattern.split(line.text))
        if piece.strip()
    ]
    return pieces if sum(1 for line in pieces if _ARTICLE.match(line.text)) >= 2 else lines


def _article_at(line: str, last: int) -> tuple[int, int, str] | None:
    """(number, insert, the rest) where `line` opens an article; a sentence that begins by naming one does not."""
    match = _ARTICLE.match(line)
    number = read_numeral(match[1]) if match else None
    if match is None or not number:
        return None
    rest = line[match.end() :]
    if not match[3].strip(" \t　") and not match[3] and rest and number not in (last + 1, 1):
        return None
    if not match[3] and re.match(
        r"(?:第?[（(一二三四五六七八九十\d]*[款项)）]|规定|所列|所称|至第|和第|、第|的)", rest
    ):
        return None
    return number, read_numeral(match[2] or "") or 0, rest


def _copies(lines: list[_Line]) -> list[_Copy]:
    opened: list[tuple[int, int, int, str]] = []
    last = 0
    for at, line in enumerate(lines):
        if found := _article_at(line.text, last):
            opened.append((at, *found))
            last = found[0]
    runs = _runs(opened)
    if len(runs) > _MOST_COPIES:
        return []
    runs = _without_contents(runs)
    copies: list[_Copy] = []
    begins = 0
    for position, run in enumerate(runs):
        limit = runs[position + 1][0][0] if position + 1 < len(runs) else len(lines)
        copies.append(_copy(lines, run, begins, limit, copies[0].header if copies else ()))
        begins = copies[-1].end
    return copies


def _runs(opened: list[tuple[int, int, int, str]]) -> list[list[tuple[int, int, int, str]]]:
    """The articles of each copy. A copy begins where the numbers begin anew.

    A number that comes twice, or out of its order, is an article all the same: the text is as it is. What names an
    article that stands far above and is followed by the next one here is a sentence about it.
    """
    runs: list[list[tuple[int, int, int, str]]] = []
    for at, one in enumerate(opened):
        if not runs:
            runs.append([one])
            continue
        run = runs[-1]
        last, follows = max(other[1] for other in run), opened[at + 1][1] if at + 1 < len(opened) else 0
        seen = any(other[1:3] == one[1:3] for other in run)
        if one[1] < last and seen and one[1] != 1 and follows == last + 1:
            continue
        if seen and (one[1] == 1 or one[1] < last):
            runs.append([one])
        else:
            run.append(one)
    return runs


def _without_contents(runs: list[list[tuple[int, int, int, str]]]) -> list[list[tuple[int, int, int, str]]]:
    """Without a table of contents that names articles: each on one short line, dots or a page number at its end."""

    def listed(run: list[tuple[int, int, int, str]]) -> bool:
        whole = [one[3] for one in run]
        return run[-1][0] - run[0][0] < len(run) * 1.5 and all(
            re.search(r"(?:…|\.{3,}|\s)\s*\d{1,3}$", one) for one in whole
        )

    kept = [run for run in runs if not listed(run)]
    return kept or runs


def _copy(
    lines: list[_Line], run: list[tuple[int, int, int, str]], begins: int, limit: int, earlier: tuple[_Line, ...]
) -> _Copy:
    first = run[0][0]
    block = first
    for at in range(first - 1, begins - 1, -1):
        if CHAPTER.fullmatch(lines[at].text) or SECTION.fullmatch(lines[at].text):
            block = at
            if (found := CHAPTER.fullmatch(lines[at].text)) and read_numeral(found[1]) == 1:
                break
        elif first - at > 3:
            break
    header = tuple(lines[begins:block])
    repeated = {_bare(line.text) for line in (*earlier, *header) if len(_bare(line.text)) > 4}
    end = _end(lines, run[-1][0], limit, run[0][0], repeated)
    chapter = section = None
    articles: list[Article] = []
    starts = {one[0]: one for one in run}
    current: tuple[int, int] | None = None
    body: list[str] = []

    def close() -> None:
        if current is not None:
            articles.append(_article(current, chapter, section, body))

    tail: tuple[str, ...] = ()
    for at in range(block, end):
        text = lines[at].text
        if at in starts:
            close()
            current, body = starts[at][1:3], [starts[at][3]] if starts[at][3] else []
        elif (found := CHAPTER.fullmatch(text)) and not text.endswith(("。", "；", "，")):
            close()
            current, body, section = None, [], None
            chapter = _heading(found, found[2], found[3])
        elif (found := SECTION.fullmatch(text)) and not text.endswith(("。", "；", "，")):
            close()
            current, body = None, []
            section = _heading(found, "节", found[2])
        elif current is not None and not is_furniture(text):
            body.append(text)
    close()
    rest = end
    while rest < limit and not is_furniture(lines[rest].text) and _bare(lines[rest].text) not in repeated:
        rest += 1
    tail = tuple(line.text for line in lines[end:rest])
    return _Copy(header, tuple(articles), tail, rest)


def _heading(match: re.Match[str], kind: str, name: str) -> str:
    number = read_numeral(match[1])
    name = re.sub(r"\s+", "", name) if len(re.sub(r"\s+", "", name)) <= 6 else name.strip()
    return f"第{write_numeral(number or 0)}{kind}　{name}".rstrip("　")


def _article(which: tuple[int, int], chapter: str | None, section: str | None, body: list[str]) -> Article:
    inside = outline(_unwrapped(body))
    return Article(
        which[0], which[1], chapter, section, "\n".join(_unwrapped(body)), inside.lead, inside.items, inside.after
    )


def _unwrapped(body: list[str]) -> list[str]:
    """Lines broken at a fixed width joined again: a long line without a stop goes on in the next one."""
    if len(body) < 3:
        return list(body)
    widest = max(len(line) for line in body[:-1])
    if widest > 60 or widest < 20:
        return list(body)
    joined: list[str] = []
    for line in body:
        goes_on = joined and len(joined[-1].rsplit("\n", 1)[-1]) % widest >= widest - 3 if joined else False
        if (
            goes_on
            and not joined[-1].endswith(("。", "；", ";", "：", ":"))
            and not re.match(r"[（(]?[一二三四五六七八九十\d]+[)）、.．]", line)
        ):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _end(lines: list[_Line], last: int, limit: int, first: int, repeated: set[str]) -> int:
    """Where the last article's text ends: at the page's own words, a signature, an annex or an unusual gap."""
    usual = max((line.gap for line in lines[first + 1 : last + 1]), default=1)
    for at in range(last + 1, limit):
        text = lines[at].text
        if is_furniture(text) or _ANNEX.fullmatch(text) or is_day(text) or _bare(text) in repeated:
            return _before_signature(lines, at, last) if is_day(text) else at
        if lines[at].gap > usual or re.fullmatch(r"[（(].{2,30}[)）]", text) or CHAPTER.fullmatch(text):
            return at
    return limit


def _before_signature(lines: list[_Line], at: int, last: int) -> int:
    while (
        at - 1 > last
        and len(lines[at - 1].text) <= 40
        and not lines[at - 1].text.endswith(("。", "；", "：", ":", ";"))
    ):
        at -= 1
    return at


def _likeness(one: _Copy, other: _Copy) -> str:
    mine, theirs = _wording(one.articles), _wording(other.articles)
    if mine == theirs:
        return "text_twice"
    same = sum(1 for key, text in theirs.items() if mine.get(key) == text)
    return "copies_differ" if same * 2 >= len(theirs) else "another_document"


def _wording(articles: tuple[Article, ...]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for one in articles:
        found[one.number, one.insert] = found.get((one.number, one.insert), "") + _bare(one.text)
    return found


def _without_articles(lines: list[_Line], hint: str | None) -> Document:
    texts = [line.text for line in lines if not is_furniture(line.text)]
    halves = len(texts) // 2
    twice = halves > 3 and [_bare(one) for one in texts[:halves]] == [_bare(one) for one in texts[halves : halves * 2]]
    if twice:
        texts = texts[:halves]
    head = texts[:8]
    title = next((named(re.sub(r"\s+", "", one)) for one in head if len(one) <= 80 and KIND.fullmatch(one)), None)
    title = title or hinted(hint) or next((one for one in head if len(one) <= 60), "")
    validity = read_validity(texts[:8] + texts[-8:], texts)
    paragraphs = tuple(dict.fromkeys(one for one in texts if _bare(one) and _bare(one) != _bare(title)))
    warnings = ["no_articles"] + (["text_twice"] if twice else []) + (["end_counted"] if validity.counted else [])
    return Document(
        title=title,
        number=own_number(texts[:12]),
        issued_on=validity.issued_on,
        valid_from=validity.valid_from,
        valid_until=validity.valid_until,
        chapters=(),
        articles=(),
        paragraphs=paragraphs,
        preamble=(),
        annex=(),
        repeals=repeals_in("\n".join(texts[-6:])),
        warnings=tuple(warnings),
    )
