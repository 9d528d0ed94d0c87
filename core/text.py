"""What may be typed into a field, how it is shown harmlessly, and phone numbers."""

from __future__ import annotations

import re
import unicodedata

MAXIMUM_CHARACTERS = 20_000
_BIDIRECTIONAL = {
    0x061C: "␛[ALM]", 0x200E: "␛[LRM]", 0x200F: "␛[RLM]", 0x202A: "␛[LRE]", 0x202B: "␛[RLE]", 0x202C: "␛[PDF]",
    0x202D: "␛[LRO]", 0x202E: "␛[RLO]", 0x2066: "␛[LRI]", 0x2067: "␛[RLI]", 0x2068: "␛[FSI]", 0x2069: "␛[PDI]",
}  # fmt: skip
_SHOWN = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡"}
_SHOWN |= {code: f"␛{chr(code - 0x40)}" for code in range(0x80, 0xA0)}
_SHOWN |= {0x2028: "␤", 0x2029: "␤", 0xFEFF: "␛[BOM]"}
_SHOWN |= {code: mark.replace("␛", "⟦", 1).replace("[", "").replace("]", "⟧") for code, mark in _BIDIRECTIONAL.items()}
_SHOWN_MULTILINE = {code: mark for code, mark in _SHOWN.items() if code not in (0x0A,)}


def visible(text: str, *, newlines: bool = False) -> str:
    """`text` with control, escape and direction characters turned into visible symbols.

    Line feeds are kept unless `newlines` is true; then they too become a symbol, so that the result is one line.
    Lone surrogates become U+FFFD. What is stored stays as typed; this is for showing.
    """
    shown = text.translate(_SHOWN if newlines else _SHOWN_MULTILINE)
    return shown if shown.isascii() else _SURROGATE.sub("�", shown)


_SURROGATE = re.compile("[\ud800-\udfff]")


def fault(text: str, *, maximum: int = MAXIMUM_CHARACTERS) -> str | None:
    """Why `text` cannot be stored: `nul`, `surrogate`, `too_long`, or None where it can."""
    if "\0" in text:
        return "nul"
    if _SURROGATE.search(text):
        return "surrogate"
    return "too_long" if len(text) > maximum else None


def normal_phone(typed: str) -> str | None:
    """The number as digits, with `+` for a country other than China and `-` before an extension; None if unreadable.

    Full-width digits, spaces, hyphens, brackets and a leading +86 or 0086 are understood:
    `normal_phone("（0532） 8500-0000 转 12")` is `053285000000-12`.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    match = re.fullmatch(r"(\+|00)?([\d\s()\-–—.·]+?)(?:\s*(?:转|分机|ext\.?|x|#)\s*(\d{1,6}))?", text, re.IGNORECASE)
    if match is None:
        return None
    digits = re.sub(r"\D", "", match[2])
    if not digits.isascii() or not 3 <= len(digits) <= 17:
        return None
    if match[1]:
        digits = digits[2:] if digits.startswith("86") and len(digits) > 9 else "+" + digits
    elif digits.startswith("86") and len(digits) == 13 and digits[2] == "1":
        digits = digits[2:]
    return digits + (f"-{match[3]}" if match[3] else "")


def masked_phone(number: str | None) -> str | None:
    """The number for lists and other people's eyes: `138****1234`; a short one keeps its last two digits."""
    if not number:
        return None
    main, _, extension = number.partition("-")
    if len(main) >= 11:
        shown = f"{main[:-8]}****{main[-4:]}"
    elif len(main) >= 7:
        shown = f"{main[:2]}****{main[-2:]}"
    else:
        shown = "****" + main[-2:]
    return shown + ("-**" if extension else "")
