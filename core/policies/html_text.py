"""The readable text of a saved web page. Nothing is run, fetched or followed."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_NEVER = frozenset([
    "script", "style", "noscript", "template", "svg", "math", "iframe", "frame", "object", "embed", "applet",
    "audio", "video", "canvas", "select", "textarea", "button",
])  # fmt: skip
_FURNITURE = frozenset(["nav", "footer", "aside"])
_BLOCKS = frozenset([
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
])  # fmt: skip
_VOID = frozenset([
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
])  # fmt: skip
_MARK = "\ue000"
# Whatever the page left open ends here, so that no search for an end runs over the page again and again. What is read
# from the first mark on is not the page's.
_END = _MARK.join(
    (
        "\n",
        "-->",
        "</script>",
        "</style>",
        "</title>",
        "</textarea>",
        "</noscript>",
        "</template>",
        "</iframe>",
        "\"'>",
        "",
    )
)


@dataclass(frozen=True, slots=True)
class PageText:
    """Paragraphs parted by an empty line; `title` is what the page calls itself."""

    text: str
    title: str | None


def page_text(source: str) -> PageText:
    """The text of the page `source`, without scripts, styles, comments, navigation or hidden parts.

    List items of numbered lists get the numbers that a browser would show. A page whose text is all inside
    navigation elements is read with them.
    """
    reader = _PageReader(_NEVER | _FURNITURE)
    reader.take(source)
    if len(reader.text()) < 20:
        reader = _PageReader(_NEVER)
        reader.take(source)
    return PageText(reader.text(), " ".join(reader.title.split(_MARK)[0].split()) or None)


class _PageReader(HTMLParser):
    def __init__(self, skipped: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._skipped = skipped
        self._inside: list[str] = []
        self._lists: list[int | None] = []
        self._in_title = self._preformatted = False
        self.title = ""
        self._pieces: list[str] = []

    def take(self, source: str) -> None:
        """Read a whole page."""
        self.feed(source.replace(_MARK, "") + _END)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._inside.clear()
        if self._inside or tag in self._skipped or _hidden(attrs):
            if tag not in _VOID:
                self._inside.append(tag)
            return
        if tag == "title":
            self._in_title = True
        elif tag == "br":
            self._pieces.append("\n")
        elif tag in ("td", "th"):
            self._pieces.append("　")
        elif tag in _BLOCKS:
            self._pieces.append("\n\n")
            self._open_block(tag, dict(attrs))

    def _open_block(self, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "pre":
            self._preformatted = True
        elif tag in ("ol", "ul"):
            start = attributes.get("start") or "1"
            self._lists.append(int(start) if tag == "ol" and start.isascii() and start.isdigit() else None)
        elif tag == "li" and self._lists and (number := self._lists[-1]) is not None:
            self._pieces.append(f"{number}.")
            self._lists[-1] = number + 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_starttag(tag, attrs)
        elif not self._inside and tag in _BLOCKS:
            self._pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if self._inside:
            if tag in self._inside:
                del self._inside[len(self._inside) - 1 - self._inside[::-1].index(tag) :]
            return
        if tag == "title":
            self._in_title = False
        elif tag in _BLOCKS:
            self._pieces.append("\n\n")
            if tag == "pre":
                self._preformatted = False
            elif tag in ("ol", "ul") and self._lists:
                self._lists.pop()

    def handle_data(self, data: str) -> None:
        if self._inside:
            return
        if self._in_title:
            self.title += data
        elif self._preformatted:
            self._pieces.append(data)
        else:
            # Spaces and line feeds of the source mean one space; ideographic and no-break spaces stay.
            inner = " ".join(data.split(None) if data.isascii() else _words(data))
            lead = " " if data[:1] in " \t\r\n" else ""
            self._pieces.append(lead + inner + (" " if inner and data[-1:] in " \t\r\n" else ""))

    def text(self) -> str:
        """What was gathered, with at most one empty line between paragraphs."""
        paragraphs: list[str] = []
        blank = True
        for line in "".join(self._pieces).split(_MARK)[0].split("\n"):
            stripped = line.strip()
            if stripped:
                paragraphs.append(stripped)
                blank = False
            elif not blank:
                paragraphs.append("")
                blank = True
        return "\n".join(paragraphs).strip()


def _words(data: str) -> list[str]:
    return [piece for piece in data.replace("\t", " ").replace("\r", " ").replace("\n", " ").split(" ") if piece]


def _hidden(attrs: list[tuple[str, str | None]]) -> bool:
    for name, value in attrs:
        if name == "hidden":
            return True
        if name == "style" and value and "display:none" in value.replace(" ", "").lower():
            return True
    return False
