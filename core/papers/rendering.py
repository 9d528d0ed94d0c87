"""One paper, one file: .docx from a template, or .txt for a messenger."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from core.errors import BadValue
from core.papers.files import write_whole
from core.papers.models import Ledger, Paper, Receipt, Register, Slip
from core.text import visible
from core.words import N_

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "data" / "templates"
PAPERS: Mapping[str, type[Paper]] = {"slip": Slip, "receipt": Receipt, "register": Register, "ledger": Ledger}
COPIES = ("服务对象留存", "中心存档")
_NOT_IN_XML = str.maketrans({"\ufffe": "\ufffd", "\uffff": "\ufffd"})


def render(template_name: str, values: Paper, output: Path, *, folder: Path | None = None) -> None:
    """Write the paper `template_name` (`slip`, `receipt`, `register`, `ledger`), filled with `values`, to `output`.

    The ending says how: `.docx` from `<template_name>.docx`, sought in `folder` (the centre's own templates) and then
    among those shipped; `.txt` as plain text in UTF-8. Slip and receipt come in two copies. The file is written whole
    or not at all. Raises `BadValue`: `bad_output` (another ending), `bad_template` (a template that cannot be used),
    and those of `core.papers.files.write_whole`.
    """
    if not isinstance(values, PAPERS[template_name]):
        raise TypeError(f"{template_name} is filled with a {PAPERS[template_name].__name__}")
    ending = output.suffix.lower()
    if ending == ".docx":
        write_whole(output, filled(template_name, values, folder))
    elif ending == ".txt":
        from core.papers.plain import plain_text

        write_whole(output, plain_text(values).encode("utf-8"))
    else:
        raise BadValue(
            "bad_output",
            N_("“{path}” must end in .docx (to print) or .txt (to send)."),
            path=visible(str(output), newlines=True),
        )


def load_office(output: Path) -> None:
    """Import what writing `output` needs, which takes long, before a lock is held for it."""
    if output.suffix.lower() == ".docx":
        import docxtpl  # noqa: F401 - imported for its being imported


def shown(value: Any) -> Any:
    """`value` with every text made harmless to show: control characters visible, nothing that XML cannot hold."""
    if isinstance(value, str):
        return visible(value).translate(_NOT_IN_XML)
    if isinstance(value, tuple):
        return tuple(shown(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return type(value)(**{field.name: shown(getattr(value, field.name)) for field in fields(value)})
    return value


def numbered(texts: Iterable[str]) -> str:
    """`1. …` a line each; the text alone where there is only one; empty where there is none."""
    lines = list(texts)
    return lines[0] if len(lines) == 1 else "\n".join(f"{number}. {text}" for number, text in enumerate(lines, 1))


def filled(template_name: str, values: Any, folder: Path | None) -> bytes:
    """The .docx made from `<template_name>.docx`, filled with the fields of the dataclass `values`.

    Raises `BadValue` (`bad_template`).
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    path = _template(template_name, folder)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_dash)
    environment.filters["numbered"] = _numbered_markup
    filled = {field.name: _markup(getattr(values, field.name)) for field in fields(values)}
    made = io.BytesIO()
    try:
        document = DocxTemplate(path)
        document.render({**filled, "copies": COPIES}, environment, autoescape=True)
        document.save(made)
    except Exception as fault:  # whatever an office suite or an editor has made of the centre's own template
        raise BadValue(
            "bad_template",
            N_("The template {path} cannot be used: {why}. Mend it or delete it, and the shipped one is used."),
            path=visible(str(path), newlines=True),
            why=visible(str(fault) or type(fault).__name__, newlines=True).rstrip("."),
        ) from fault
    return made.getvalue()


def _template(template_name: str, folder: Path | None) -> Path:
    own = None if folder is None else folder / f"{template_name}.docx"
    return own if own is not None and own.exists() else TEMPLATES / f"{template_name}.docx"


def _markup(value: Any) -> Any:
    """`value` for a template: texts escaped for XML, dataclasses as dictionaries.

    The underscore is written as a reference, for docxtpl turns `{_{` in a finished document into `{{`.
    """
    from markupsafe import Markup, escape

    if isinstance(value, str):
        return Markup(str(escape(shown(value))).replace("_", "&#95;"))
    if isinstance(value, tuple):
        return [_markup(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _markup(getattr(value, field.name)) for field in fields(value)}
    return value


def _numbered_markup(texts: list[Any]) -> Any:
    from markupsafe import Markup

    return Markup(numbered(str(one) for one in texts)) if texts else None


def _dash(value: Any) -> Any:
    return "—" if value is None else value
