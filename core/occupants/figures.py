"""Reading figures as typed: square metres, yuan, unit prices, unit codes. Decimal throughout; floats never enter."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from core.errors import BadValue
from core.words import N_

CENT = Decimal("0.01")
_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]+)?", re.ASCII)


def decimal(typed: str, field: str, *, places: int = 2, zero: bool = False, most: Decimal = Decimal(10**10)) -> Decimal:
    """A positive number with at most `places` decimals, full-width and thousands commas understood.

    Raises `BadValue` (`bad_figure`): nothing is rounded silently.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", plain, re.ASCII):
        plain = plain.replace(",", "")
    number = Decimal(plain) if _NUMBER.fullmatch(plain) else None
    if number is not None and -int(number.normalize().as_tuple().exponent) > places:
        number = None
    if number is None or number > most or (number == 0 and not zero):
        raise BadValue(
            "bad_figure",
            N_("“{value}” does not fit “{field}”: give a number above zero with at most {places} decimals."),
            value=typed,
            field=field,
            places=places,
        )
    return number.quantize(CENT) if places == 2 else number


def area(typed: str, field: str = "area") -> Decimal:
    """Square metres; raises `BadValue` (`bad_figure`)."""
    return decimal(typed, field, most=Decimal(1_000_000))


def money(typed: str, field: str = "amount") -> Decimal:
    """Yuan; raises `BadValue` (`bad_figure`)."""
    return decimal(typed, field)


def rate(typed: str, field: str = "rent") -> Decimal:
    """A unit price in yuan a square metre, up to four decimals; zero is allowed. Raises `BadValue` (`bad_figure`)."""
    return decimal(typed, field, places=4, zero=True, most=Decimal(1_000_000))


def score(typed: str, field: str) -> Decimal:
    """A score from 0 to 100; raises `BadValue` (`bad_figure`)."""
    return decimal(typed, field, zero=True, most=Decimal(100))


def unit_code(typed: str) -> str:
    """A unit's code as typed, in its own form: full-width, capitals, and 室 or 房 after it are understood."""
    return re.sub(r"(室|房间|房|号)$", "", "".join(unicodedata.normalize("NFKC", typed).split()).lower())


def credit_code(typed: str, *, checked: bool = True) -> str:
    """A unified social credit code (GB 32100-2015): 18 characters, the last of which checks the others.

    Raises `BadValue` (`bad_credit_code`); with `checked` false for its shape only.
    """
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    code = "".join(unicodedata.normalize("NFKC", typed).split()).upper()
    fits = len(code) == 18 and all(letter in letters for letter in code)
    if fits and checked:
        total = sum(letters.index(letter) * pow(3, place, 31) for place, letter in enumerate(code[:17]))
        fits = letters[-total % 31] == code[17]
    if not fits:
        raise BadValue(
            "bad_credit_code",
            N_("“{value}” is not a unified social credit code: 18 characters, the last one checks the others."),
            value=typed,
        )
    return code
