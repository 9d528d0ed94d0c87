"""Staff: who may change whom, PINs, sign-ins, the last supervisor."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from core.desk import Desk
from core.errors import BadValue, DeskError, NotAllowed, NotFound, RuleRefused
from core.staff.rules import check_pin
from core.staff.service import code_from
from tests.conftest import REAL_HASHER
from tests.helpers.people import PIN, FrozenClock


@pytest.mark.parametrize("pin", ["0000", "1234", "123456789012"])
def test_pins_that_are_taken(pin: str) -> None:
    assert check_pin(pin) == pin


@pytest.mark.parametrize(
    "pin", ["", "123", "1234567890123", "12 4", "12a4", "١٢٣٤", "１２３４", "1234\n", "+1234", "1\x0034"]
)
def test_pins_that_are_not(pin: str) -> None:
    with pytest.raises(BadValue) as refused:
        check_pin(pin)
    assert refused.value.code == "bad_pin"
    assert refused.value.details == {}


def test_pins_are_kept_as_argon2id_with_no_less_than_its_usual_cost(desk: Desk) -> None:
    hasher = REAL_HASHER()
    assert str(hasher.type) == "Type.ID"
    assert (hasher.time_cost >= 2, hasher.memory_cost >= 19 * 1024) == (True, True)
    desk.staff.add("a", "甲", "operator", "975310", by="boss")
    desk.staff.add("b", "乙", "operator", "975310", by="boss")
    assert desk.storage.path is not None
    with closing(sqlite3.connect(desk.storage.path)) as database:
        rows = database.execute("SELECT pin_hash FROM staff WHERE code IN ('a', 'b')").fetchall()
        dump = "\n".join(database.iterdump())
    assert rows[0] != rows[1]
    assert all(one[0].startswith("$argon2id$") for one in rows)
    assert "975310" not in dump


def test_the_same_refusal_for_a_wrong_pin_an_unknown_code_and_one_who_left(desk: Desk) -> None:
    said = set()
    for code, pin in (("li", "0000"), ("nobody", PIN), ("gone", PIN), ("LI", PIN), ("", "")):
        with pytest.raises(NotAllowed) as refused:
            desk.staff.sign_in(code, pin, "user")
        said.add((refused.value.code, refused.value.message))
    assert len(said) == 1


def test_a_sign_in_lasts_twelve_hours_and_is_one_users(desk: Desk, clock: FrozenClock) -> None:
    signed = desk.staff.sign_in("li", PIN, "user")
    assert signed.token is not None
    assert signed.expires_at - signed.signed_in_at == timedelta(hours=12)
    assert desk.staff.signed_in(signed.token, "user").code == "li"
    assert desk.staff.signed_in(signed.token, "user").token is None
    for token, user in ((signed.token, "other"), (signed.token + "x", "user"), ("", "user")):
        with pytest.raises(NotAllowed):
            desk.staff.signed_in(token, user)
    clock.forward(hours=12, seconds=-1)
    desk.staff.signed_in(signed.token, "user")
    clock.forward(seconds=1)
    with pytest.raises(NotAllowed) as refused:
        desk.staff.signed_in(signed.token, "user")
    assert refused.value.code == "sign_in_ended"


def test_signing_out_ends_one_sign_in_only(desk: Desk) -> None:
    here, there = desk.staff.sign_in("li", PIN, "user"), desk.staff.sign_in("li", PIN, "user")
    desk.staff.sign_out(here.token or "")
    desk.staff.sign_out("unknown")
    with pytest.raises(NotAllowed):
        desk.staff.signed_in(here.token or "", "user")
    assert desk.staff.signed_in(there.token or "", "user").code == "li"


def test_who_may_change_whom(desk: Desk) -> None:
    for by in ("li", "tel"):
        for act in (
            lambda by=by: desk.staff.add("x", "新", "operator", "1234", by=by),  # type: ignore[misc]
            lambda by=by: desk.staff.edit("han", by=by, name="改"),  # type: ignore[misc]
            lambda by=by: desk.staff.edit(by, by=by, role="supervisor"),  # type: ignore[misc]
            lambda by=by: desk.staff.edit("han", by=by, pin="1111"),  # type: ignore[misc]
            lambda by=by: desk.staff.disable("han", by=by),  # type: ignore[misc]
            lambda by=by: desk.staff.edit("gone", by=by, active=True),  # type: ignore[misc]
        ):
            with pytest.raises(NotAllowed):
                act()
    assert desk.staff.edit("li", by="li", pin="1111", deputy="han").deputy == "han"
    assert desk.staff.sign_in("li", "1111", "user").code == "li"


def test_wrong_values(desk: Desk) -> None:
    for code in ("", "A", "a b", "a" * 17, "王", "a\n", "li\0", "é"):
        with pytest.raises(BadValue):
            desk.staff.add(code, "新", "operator", "1234", by="boss")
    for name in ("", " ", "\0", "x" * 20_001, "\ud800"):
        with pytest.raises(BadValue):
            desk.staff.add("x", name, "operator", "1234", by="boss")
    for role in ("", "king", "Supervisor"):
        with pytest.raises(BadValue):
            desk.staff.add("x", "新", role, "1234", by="boss")
    with pytest.raises(BadValue):
        desk.staff.add("li", "新", "operator", "1234", by="boss")
    for deputy in ("li", "nobody", "gone"):
        with pytest.raises(DeskError):
            desk.staff.edit("li", by="boss", deputy=deputy)
    with pytest.raises(NotFound):
        desk.staff.edit("x", by="boss", name="新")


def test_one_supervisor_stays(desk: Desk) -> None:
    desk.staff.edit("chief", by="boss", role="specialist")
    for act in (
        lambda: desk.staff.disable("boss", by="boss"),
        lambda: desk.staff.edit("boss", by="boss", role="operator"),
    ):
        with pytest.raises(RuleRefused) as refused:
            act()
        assert refused.value.code == "last_supervisor"
    assert desk.staff.list(by="boss")


def test_a_disabled_persons_calls_stay_and_can_be_taken_over(desk: Desk) -> None:
    from core.calls.views import NewCall

    number = desk.calls.log(NewCall(question="问"), by="han").number
    desk.staff.disable("han", by="boss")
    assert desk.calls.show(number, by="boss").handler == "han"
    assert desk.calls.transfer(number, "li", "她走了", by="boss").handler == "li"
    with pytest.raises(RuleRefused):
        desk.calls.transfer(number, "han", "给她", by="boss")


def test_a_desk_is_set_up_once(desk: Desk) -> None:
    with pytest.raises(RuleRefused):
        desk.found("另一个", "1234", "other")
    assert "other" not in [one.code for one in desk.staff.list(by="boss")]


@pytest.mark.parametrize(("name", "code"), [("Ann Lee", "annlee"), ("！？", "supervisor"), ("", "supervisor")])
def test_codes_made_of_names(name: str, code: str) -> None:
    assert code_from(name) == code
    assert 1 <= len(code_from("欧阳" * 30)) <= 16


def test_a_new_pin_ends_every_sign_in(desk: Desk) -> None:
    token = desk.staff.sign_in("li", PIN, "somebody").token or ""
    desk.staff.edit("li", by="boss", pin="987654")
    with pytest.raises(NotAllowed):
        desk.staff.signed_in(token, "somebody")
