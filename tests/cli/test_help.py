"""Every command and every option explains itself, in Chinese and in English."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from tests.helpers.running import ROOT

GATHER = """
import json, sys
from importlib import import_module
from core.words import use_language
use_language(sys.argv[1])
import typer
from typer.main import get_command
from cli.main import ACTS, NOUNS
from core.words import translate
from cli.commands import DeskGroup

acts = typer.Typer(cls=DeskGroup)
import_module("cli.session").add_to(acts, {name: translate(about) for name, about in ACTS.items()})
found = {name: translate(about) for name, (_module, about) in NOUNS.items()}
for noun, app in {"": acts, **{noun: import_module(module).app for noun, (module, _about) in NOUNS.items()}}.items():
    for verb, command in get_command(app).commands.items():
        found[f"{noun} {verb}"] = command.help
        for one in command.params:
            found[f"{noun} {verb} {one.name}"] = one.help
print(json.dumps(found))
"""


def helps(lang: str) -> dict[str, str | None]:
    """Each command and parameter with its help text, gathered in a fresh process that speaks `lang`."""
    done = subprocess.run(
        [sys.executable, "-c", GATHER, lang], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    gathered: dict[str, str | None] = json.loads(done.stdout)
    return gathered


@pytest.fixture(scope="module")
def spoken() -> dict[str, dict[str, str | None]]:
    return {lang: helps(lang) for lang in ("zh", "en")}


def test_nothing_is_without_help(spoken: dict[str, dict[str, str | None]]) -> None:
    for lang in ("zh", "en"):
        silent = [name for name, about in spoken[lang].items() if not about and not name.endswith(" help")]
        assert not silent
        assert len(spoken[lang]) > 150
    assert set(spoken["zh"]) == set(spoken["en"])


def test_help_is_in_the_language_asked_for(spoken: dict[str, dict[str, str | None]]) -> None:
    han = re.compile("[一-鿿]")
    foreign = [name for name, about in spoken["zh"].items() if about and not han.search(about)]
    assert not foreign
    terms = re.compile("一次性告知|第十条|[（(][^）)]*[）)]")
    mixed = [name for name, about in spoken["en"].items() if about and han.search(terms.sub("", about))]
    assert not mixed


def test_every_verb_of_the_contract_is_there(spoken: dict[str, dict[str, str | None]]) -> None:
    promised = (
        "log", "sort", "list", "show", "reply", "attempt", "notify", "receive", "slip", "receipt", "wait", "resume",
        "transfer", "refer", "return", "ask-extension", "extend", "refuse-extension", "complete", "decline",
        "follow-up", "reopen",
    )  # fmt: skip
    wanted = {f"call {verb}" for verb in promised}
    wanted |= {f"staff {verb}" for verb in ("add", "list", "edit", "disable")}
    wanted |= {f"party {verb}" for verb in ("list", "add", "edit")}
    wanted |= {f"service {verb}" for verb in ("list", "show", "set")}
    wanted |= {" init", " login", " logout", " whoami", "db info"}
    assert wanted <= set(spoken["en"])
