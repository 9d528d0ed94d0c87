"""Reading what was typed into a field, by the contract's rule for text; a refusal names the field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from core.errors import BadValue
from core.text import MAXIMUM_CHARACTERS, fault, normal_phone
from core.words import N_

_FAULTS = {
    "nul": N_("The field “{field}” holds a NUL character, which cannot be kept. Type it anew without it."),
    "surrogate": N_("The field “{field}” holds half a character (a lone surrogate). Type it anew without it."),
    "too_long": N_("The field “{field}” is longer than {maximum} characters. Shorten it."),
}

NAMES = (
    N_("question"),
    N_("answer"),
    N_("phone"),
    N_("name"),
    N_("organisation"),
    N_("group"),
    N_("ticket"),
    N_("kind"),
    N_("channel"),
    N_("reason"),
    N_("text"),
    N_("result"),
    N_("item"),
    N_("note"),
    N_("means"),
    N_("outcome"),
    N_("ground"),
    N_("comment"),
    N_("rating"),
    N_("copies"),
    N_("limit"),
    N_("search"),
    N_("status"),
    N_("light"),
    N_("role"),
    N_("code"),
    N_("place"),
    N_("hotline"),
    N_("supervision_phone"),
    N_("offers"),
    N_("contact"),
    N_("on_supplement"),
    N_("name_en"),
    N_("material"),
    N_("alias"),
    N_("articles"),
    N_("article"),
    N_("basis"),
    N_("by"),
    N_("calls"),
    N_("came_by"),
    N_("category"),
    N_("companionship"),
    N_("days"),
    N_("document"),
    N_("each"),
    N_("equipment"),
    N_("evidence"),
    N_("guest"),
    N_("headcount"),
    N_("introduced_by"),
    N_("measure"),
    N_("minutes"),
    N_("month"),
    N_("people"),
    N_("per"),
    N_("platform_use"),
    N_("prize"),
    N_("prize_level"),
    N_("query"),
    N_("score"),
    N_("service"),
    N_("shared_desks"),
    N_("side"),
    N_("stage"),
    N_("title"),
    N_("unit"),
    N_("sequence"),
    N_("uid"),
    N_("use"),
    N_("verdict"),
    N_("year"),
)
"""Field names as they stand in `details`; a refusal's sentence says them in the user's language."""


def optional_text(value: str | None, field: str, *, maximum: int = MAXIMUM_CHARACTERS) -> str | None:
    """`value` as typed, or None where it is absent or blank; raises `BadValue`."""
    if value is None:
        return None
    found = fault(value, maximum=maximum)
    if found:
        raise BadValue(f"text_{found}", _FAULTS[found], field=field, maximum=maximum)
    return value if value.strip() else None


def text(value: str | None, field: str, *, maximum: int = MAXIMUM_CHARACTERS) -> str:
    """`value` as typed; blank is refused (`text_missing`)."""
    kept = optional_text(value, field, maximum=maximum)
    if kept is None:
        raise BadValue("text_missing", N_("The field “{field}” is empty. Fill it in."), field=field)
    return kept


def code(value: str, field: str) -> str:
    """A new code: 1 to 16 of a–z, 0–9, `_`, `-`; raises `BadValue` (`bad_code`)."""
    if re.fullmatch(r"[a-z0-9_-]{1,16}", value, re.ASCII) is None:
        raise BadValue(
            "bad_code",
            N_("“{value}” cannot be a code. Use 1 to 16 of the letters a–z, digits, _ and -."),
            field=field,
            value=value,
        )
    return value


def choice(value: str, field: str, known: Collection[str]) -> str:
    """One of `known`; raises `BadValue` (`unknown_choice`) that lists them."""
    if value not in known:
        raise BadValue(
            "unknown_choice",
            N_("“{value}” is not known for “{field}”. Choose one of: {known}."),
            field=field,
            value=value,
            known=list(known),
        )
    return value


def phone(value: str | None) -> str | None:
    """A telephone number in normal form (see `normal_phone`), or None; raises `BadValue` (`bad_phone`)."""
    kept = optional_text(value, "phone")
    if kept is None:
        return None
    number = normal_phone(kept)
    if number is None:
        raise BadValue(
            "bad_phone", N_("That is not a telephone number. Write digits, with an area code where there is one.")
        )
    return number


def whole(value: str | int, field: str, *, lowest: int = 1, highest: int = 1_000_000) -> int:
    """A whole number between the two bounds; raises `BadValue` (`bad_number`)."""
    typed = unicodedata.normalize("NFKC", str(value)).strip()
    number = int(typed) if re.fullmatch(r"[+-]?[0-9]{1,12}", typed) else None
    if number is None or not lowest <= number <= highest:
        raise BadValue(
            "bad_number",
            N_("“{value}” does not fit “{field}”: give a whole number from {lowest} to {highest}."),
            field=field,
            value=str(value),
            lowest=lowest,
            highest=highest,
        )
    return number
