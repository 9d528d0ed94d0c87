"""The acts on official texts: importing, versions, flags, repeal, retiring; validity in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from core.desk import Desk
from core.errors import BadValue, DeskError, NotAllowed, NotFound, RuleRefused
from core.policies.service import PolicyDesk
from core.policies.validity import answer_status, document_status
from core.policies.views import NewAnswer
from tests.core.policies_made_up import TITLE, docx, html, open_prepared, page
from tests.helpers.people import FrozenClock


@pytest.fixture
def desk(tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """A fresh desk with the answers that ship."""
    desk = open_prepared(tmp_path, clock)
    yield desk
    desk.close()


@pytest.fixture
def policies(desk: Desk) -> PolicyDesk:
    """The policies of a fresh desk."""
    return PolicyDesk(desk.storage)


def saved(folder: Path, content: str, name: str = "measures.txt") -> Path:
    """A file with `content`."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_text_comes_in_and_is_shown_by_article(policies: PolicyDesk, tmp_path: Path) -> None:
    imported = policies.import_file(saved(tmp_path, page()), by="li")
    document = imported.document
    assert (document.title, document.chapters, document.articles, document.version) == (TITLE, 3, 6, 1)
    assert (imported.new, imported.changed, imported.flagged) == (True, (), ())
    assert {code for code, _ in imported.warnings} == {"text_twice", "end_counted"}
    fourth = policies.article(str(document.id), 4, by="li")
    assert (fourth.chapter, fourth.number, fourth.label) == ("第二章　借用", 4, "第四条")
    assert [item.label for item in fourth.items[0].items] == ["1.", "2."]
    whole = policies.show(TITLE, by="li")
    assert [one.number for one in whole.articles] == [1, 2, 3, 4, 5, 6]


def test_importing_again_changes_nothing_in_whatever_form(policies: PolicyDesk, tmp_path: Path) -> None:
    first = policies.import_file(saved(tmp_path, page()), by="li")
    (tmp_path / "again.docx").write_bytes(docx())
    for path in (saved(tmp_path, page(1)), saved(tmp_path, html(), "page.html"), tmp_path / "again.docx"):
        again = policies.import_file(path, by="han")
        assert (again.new, again.document) == (False, first.document)
    assert len(policies.list(by="li", every_version=True)) == 1


def test_a_changed_text_is_a_new_version_and_flags_what_cites_it(policies: PolicyDesk, tmp_path: Path) -> None:
    first = policies.import_file(saved(tmp_path, page()), by="li")
    touched = policies.add_answer(NewAnswer("积木借几盒", "五盒。", "第三条（一）", document=TITLE), by="li")
    other = policies.add_answer(NewAnswer("谁能借", "成年人。", "第四条", document=TITLE), by="li")
    second = policies.import_file(saved(tmp_path, page().replace("五盒", "六盒")), by="li")
    assert (second.document.version, second.changed, second.flagged) == (2, (3,), (touched.id,))
    assert second.document.id != first.document.id
    flagged = policies.answer(touched.id, by="li")
    assert (flagged.flagged, flagged.status, flagged.document) == ((3,), "unverified", second.document.id)
    assert policies.answer(other.id, by="li").status == "current"
    assert [one.id for one in policies.list(by="li")] == [second.document.id]
    assert "六盒" in policies.article(TITLE, 3, by="li").text
    mended = policies.edit_answer(touched.id, NewAnswer(answer="六盒。"), by="li")
    assert (mended.flagged, mended.status) == ((), "current")


def test_only_the_version_in_force_is_found(policies: PolicyDesk, tmp_path: Path) -> None:
    policies.import_file(saved(tmp_path, page()), by="li")
    second = policies.import_file(saved(tmp_path, page().replace("五盒", "六盒")), by="li")
    found = [one for one in policies.search("积木可以借几盒", by="li").results if one.kind == "article"]
    assert found[0].document == second.document.id
    assert "六盒" in found[0].text
    assert all(one.document == second.document.id for one in found)


def test_a_failed_import_leaves_nothing_behind(policies: PolicyDesk, desk: Desk, tmp_path: Path) -> None:
    policies.prepare()
    before = _entries(desk)
    for name, data in (
        ("a.txt", b"%PDF-1.7\n"),
        ("b.txt", b""),
        ("c.docx", docx()[:300]),
        ("d.html", b"<script>x</script>"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(DeskError):
            policies.import_file(tmp_path / name, by="li")
    with pytest.raises(NotAllowed):
        policies.import_file(saved(tmp_path, page()), by="gone")
    assert policies.list(by="li") == ()
    assert _entries(desk) == before


def test_a_text_without_articles_is_kept_and_found(policies: PolicyDesk, tmp_path: Path) -> None:
    notice = "关于玩具消毒的通知\n\n各馆：\n\n毛绒玩具每天用紫外线消毒一次。\n\n海滨市文化局\n2026年1月5日\n"
    imported = policies.import_file(saved(tmp_path, notice), by="li")
    assert imported.document.articles == 0
    result = policies.search("紫外线消毒", by="li").results[0]
    assert (result.kind, result.articles, result.document) == ("article", (), imported.document.id)
    assert policies.show(str(imported.document.id), by="li").articles[1].text == "毛绒玩具每天用紫外线消毒一次。"


def test_a_new_text_repeals_the_one_it_names(policies: PolicyDesk, tmp_path: Path) -> None:
    old = "海玩字〔2021〕8号\n\n关于玩具借用的通知\n\n第一条 每人一件。\n\n第二条 自2021年1月1日起施行。"
    policies.import_file(saved(tmp_path, old), by="li")
    imported = policies.import_file(saved(tmp_path, page()), by="li")
    assert "repeals" in {code for code, _ in imported.warnings}
    repealed = next(one for one in policies.list(by="li") if one.number)
    assert (repealed.state, repealed.status) == ("repealed", "expired")


def test_retiring_takes_a_text_out_and_importing_brings_it_back(policies: PolicyDesk, tmp_path: Path) -> None:
    file = saved(tmp_path, page())
    document = policies.import_file(file, by="li").document
    answer = policies.add_answer(NewAnswer("积木借几盒", "五盒。", "3", document=TITLE), by="li")
    retired = policies.retire(str(document.id), "换新了", by="li")
    assert (retired.state, retired.state_reason, retired.status) == ("retired", "换新了", "expired")
    assert not [one for one in policies.search("积木拼图", by="li").results if one.kind == "article"]
    assert policies.answer(answer.id, by="li").status == "expired"
    with pytest.raises(RuleRefused):
        policies.retire(str(document.id), "再来", by="li")
    again = policies.import_file(file, by="li")
    assert (again.document.id, again.document.status, again.new) == (document.id, "current", False)
    assert [one for one in policies.search("积木拼图", by="li").results if one.kind == "article"]


def test_what_is_not_there_is_not_found(policies: PolicyDesk, tmp_path: Path) -> None:
    policies.import_file(saved(tmp_path, page()), by="li")
    for which, number in (("7", 1), ("没有的办法", 1), (TITLE, 99), (TITLE, 0)):
        with pytest.raises(NotFound):
            policies.article(which, number, by="li")
    policies.import_file(saved(tmp_path, page().replace("玩具", "图画"), "b.txt"), by="li")
    with pytest.raises(BadValue) as caught:
        policies.show("图书馆管理办法", by="li")
    assert caught.value.code == "several_documents"


def test_who_is_not_at_the_desk_may_do_nothing(policies: PolicyDesk) -> None:
    for by in ("gone", "nobody"):
        with pytest.raises(NotAllowed):
            policies.list(by=by)
        with pytest.raises(NotAllowed):
            policies.search("公示", by=by)
        with pytest.raises(NotAllowed):
            policies.add_answer(NewAnswer("问", "答"), by=by)


def test_expiring_and_expired_texts_say_so(policies: PolicyDesk, clock: FrozenClock, tmp_path: Path) -> None:
    policies.import_file(saved(tmp_path, page()), by="li")
    for moment, status in (("2028-06-30 09:00", "current"), ("2028-07-01 09:00", "expiring"),
                           ("2028-08-30 17:00", "expiring"), ("2028-08-31 09:00", "expired")):  # fmt: skip
        clock.set(moment)
        assert policies.list(by="li")[0].status == status
        result = next(one for one in policies.search("积木 拼图", by="li").results if one.kind == "article")
        assert result.status == status


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("state", "until", "status"),
    [("current", None, "current"), ("current", date(2027, 1, 22), "expiring"),
     ("current", date(2027, 1, 23), "current"),
     ("current", TODAY, "expiring"), ("current", date(2026, 11, 22), "expired"), ("repealed", None, "expired"),
     ("retired", date(2030, 1, 1), "expired"), ("replaced", None, "expired")],
)  # fmt: skip
def test_the_status_of_a_text(state: str, until: date | None, status: str) -> None:
    assert document_status(TODAY, state=state, valid_until=until) == status


@pytest.mark.parametrize(
    ("verified", "flagged", "until", "document", "status"),
    [(True, False, None, None, "current"), (False, False, None, "current", "unverified"),
     (True, True, None, "current", "unverified"), (True, False, date(2026, 12, 1), None, "expiring"),
     (True, False, None, "expiring", "expiring"), (False, False, date(2020, 1, 1), None, "expired"),
     (False, True, None, "expired", "expired"), (False, False, date(2026, 12, 1), None, "unverified")],
)  # fmt: skip
def test_the_gravest_word_wins(
    verified: bool, flagged: bool, until: date | None, document: str | None, status: str
) -> None:
    found = answer_status(TODAY, verified=verified, flagged=flagged, valid_until=until, document=document)
    assert found == status


def _entries(desk: Desk) -> int:
    with desk.storage.read() as session:
        return int(session.execute(text("SELECT count(*) FROM audit_entries")).scalar() or 0)
