"""Chinese and English. The language is chosen once, when the process starts; message ids are English.

A process speaks one language, as with `gettext.install`; this module is the only place that remembers which.
"""

from __future__ import annotations

import gettext as _gettext
import locale as _locale
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")
_CATALOGUES = {"zh": "zh_CN"}
_LOCALE_FOLDER = Path(__file__).resolve().parent.parent / "data" / "locale"


class _Speech:
    """What is spoken now."""

    language = "zh"
    catalogue: _gettext.NullTranslations | None = None


def N_(message: str) -> str:
    """Mark a message id for the catalogue; it is translated later, when shown."""
    return message


def translate(message: str) -> str:
    """`message` in the language in use; the id itself where there is no translation."""
    if _Speech.catalogue is None:
        use_language(_Speech.language)
    assert _Speech.catalogue is not None
    return _Speech.catalogue.gettext(message) if message else ""


_ = translate


def chinese(message: str) -> str:
    """`message` in Chinese whatever language is in use: for paper, which goes to callers."""
    return _catalogue("zh").gettext(message)


def language() -> str:
    """`zh` or `en`."""
    return _Speech.language


def use_language(code: str) -> None:
    """Speak `zh` or `en` from now on."""
    _Speech.language, _Speech.catalogue = code, _catalogue(code)


def choose_language(asked: str | None, environment: Mapping[str, str] | None = None) -> str:
    """The language by the contract's rule: `asked`, else SHOUWEN_LANG, else the locale; unknown or C means zh."""
    environment = os.environ if environment is None else environment
    for wish in (asked, environment.get("SHOUWEN_LANG")):
        if wish in LANGUAGES:
            return wish
    named = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    if not named and os.name == "nt":
        named = _locale.getlocale()[0] or ""
    return "en" if named.lower().startswith("en") else "zh"


def duration(seconds: int) -> str:
    """A length of time in words: whole days, or hours and minutes."""
    if seconds and seconds % 86_400 == 0:
        return translate(N_("{n} days")).format(n=seconds // 86_400)
    hours, minutes = seconds // 3600, seconds % 3600 // 60
    if hours and not minutes:
        return translate(N_("{hours} h")).format(hours=hours)
    if hours:
        return translate(N_("{hours} h {minutes} min")).format(hours=hours, minutes=minutes)
    return translate(N_("{minutes} min")).format(minutes=minutes)


@cache
def _catalogue(code: str) -> _gettext.NullTranslations:
    if code == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("shouwen", _LOCALE_FOLDER, languages=[_CATALOGUES[code]], fallback=True)
