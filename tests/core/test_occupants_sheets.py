"""Sheets made worse on purpose: what offices do to a register, and what is told of it before anything is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import RuleRefused
from core.occupants.views import Signing
from tests.core.test_occupants_import import sheet, take
from tests.helpers.people import FrozenClock


def test_a_resident_whose_day_of_entry_no_sheet_tells_is_not_given_one(
    desk: Desk, clock: FrozenClock, tmp_path: Path
) -> None:
    """What happened before the day of the import can be recorded: nobody knows that it was too early."""
    take(desk, sheet(tmp_path, "名称,类型,房间号\n甲,企业,305\n乙,机构,\n"))
    view = desk.occupants.show(1, by="li")
    assert (view.status, view.entered_on, view.units) == ("resident", None, ("305",))
    assert desk.occupants.show(1, by="li", on=date(2026, 11, 1)).status == "resident"
    assert desk.occupants.allot(1, "306", by="li", start=date(2026, 3, 1)).units == ("305", "306")
    assert [one.occupant for one in desk.occupants.units(by="li", on=date(2026, 3, 1)) if one.code == "306"] == [1]
    term = desk.occupants.renew(1, Signing(start=date(2026, 3, 1), rent_free_until=date(2029, 3, 1)), by="li")
    assert (term.term_until, term.rent_free_until) == (date(2027, 2, 28), date(2029, 3, 1))
    served = desk.occupants.notice(2, 5, date(2026, 9, 1), by="li", evidence="欠费清单")
    assert str(served.leave_by) == "2026-10-08"
    assert list(desk.check(by="boss")) == []


def test_art_10_5_the_registered_address_of_a_resident_taken_in_stays_too(desk: Desk, tmp_path: Path) -> None:
    take(desk, sheet(tmp_path, "名称,类型,注册地址\n甲,企业,中心三层\n乙,企业,\n"))
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.report_change(1, "registered_address", "别处", by="li")
    assert refused.value.details["article"] == "10(5)"
    assert desk.occupants.report_change(2, "registered_address", "中心四层", by="li").registered_address == "中心四层"


def test_art_10_5_a_dry_run_says_that_the_half_rule_would_be_broken(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path, "名称,类型,面积,合同到期\n大机构,机构,2100,2027-12-31\n")
    tried = desk.occupants.import_file(path, by="li", dry_run=True)
    assert {"code": "half_rule", "article": "10(5)"} in tried.warnings
