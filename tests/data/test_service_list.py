"""The files a centre edits, as shipped: complete in both languages, well-formed, and nothing in them looks official."""

import dataclasses
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from core.worktime.limits import parse_limit
from data.loading import FOLDER, DataFileError, Service, load_groups, load_parties, load_services

HAN = re.compile(r"[\u4e00-\u9fff]")
LIST = load_services()
SERVICES = {one.code: one for one in LIST.services}
MEASURES = Path(__file__).resolve().parents[3] / "shared" / "policy" / "empowerment-centre-measures.txt"


def each_service() -> list[object]:
    return [pytest.param(one, id=one.code) for one in LIST.services]


def test_there_are_at_least_24_services() -> None:
    assert len(SERVICES) >= 24


@pytest.mark.parametrize("article", ["5(1)", "5(2)", "5(3)", "5(4)", "5(5)", "5(6)", "5(7)", "6", "7(1)", "7(2)",
                                     "7(3)", "7(4)", "7(5)", "10", "12", "15(1)", "15(2)", "15(3)"])  # fmt: skip
def test_each_part_of_the_articles_has_a_service(article: str) -> None:
    assert any(article in one.articles for one in LIST.services)


@pytest.mark.parametrize("code", ["loan", "subsidy", "repair", "canteen", "room", "desks", "voucher", "complaint"])
def test_what_callers_ask_most_has_a_service(code: str) -> None:
    assert code in SERVICES


@pytest.mark.parametrize("service", each_service())
def test_a_service_is_complete_in_both_languages(service: Service) -> None:
    optional = {"materials", "unverified", "unverified_en", "checked"}
    for field in dataclasses.fields(service):
        value = getattr(service, field.name)
        assert value or field.name in optional, field.name
        if isinstance(value, tuple):
            assert all(value), field.name
    for chinese in ("name", "conditions", "steps", "fee", "place", "phones", "legal_basis", "refusal", "unverified"):
        here, there = getattr(service, chinese), getattr(service, f"{chinese}_en")
        assert bool(here) == bool(there), chinese
        if isinstance(here, tuple):
            assert len(here) == len(there), chinese
        assert all(HAN.search(one) for one in ([here] if isinstance(here, str) else here) if one), chinese
        for one in [there] if isinstance(there, str) else there:
            assert not HAN.search(re.sub(r"青创通|青人社发〔2025〕5号", "", one)), one
    for material in service.materials:
        assert HAN.search(material.name)
        assert HAN.search(material.issued_by)
        assert not HAN.search(material.name_en + material.issued_by_en + material.note_en)
        assert bool(material.note) == bool(material.note_en)
    assert len({one.name for one in service.materials}) == len(service.materials)


@pytest.mark.parametrize("service", each_service())
def test_a_service_suggests_itself_by_several_words(service: Service) -> None:
    assert 3 <= len(service.keywords) <= 12
    assert all(one == one.strip() and len(one) >= 2 for one in service.keywords)


def test_no_word_suggests_two_services() -> None:
    words = Counter(word for one in LIST.services for word in one.keywords)
    assert [word for word, times in words.items() if times > 1] == []


@pytest.mark.parametrize("service", each_service())
def test_limits_can_be_read(service: Service) -> None:
    parse_limit(service.respond)
    parse_limit(service.complete)


def test_only_repairs_depart_from_the_default_limits() -> None:
    departing = [one.code for one in LIST.services if (one.respond, one.complete) != ("1wd", "5wd")]
    assert departing == ["repair"]


def test_the_file_says_that_it_is_the_centres_own() -> None:
    head = (FOLDER / "services.toml").read_text(encoding="utf-8").splitlines()[:5]
    assert any("不是官方文件" in line for line in head)
    assert any("not an official document" in line for line in head)


def test_nothing_is_marked_as_checked_and_no_telephone_number_is_invented() -> None:
    for service in LIST.services:
        assert service.checked == ""
        assert service.phones == "由中心填写"
    for name in ("services.toml", "parties.toml", "groups.toml"):
        assert not re.search(r"\d{3,4}-\d{4}|\d{7,}", (FOLDER / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", ["loan", "subsidy", "insurance", "rentsubsidy", "jobsubsidy"])
def test_uncertain_facts_say_so_with_a_date(code: str) -> None:
    assert "待核实（2026年11月）" in SERVICES[code].unverified
    assert "November 2026" in SERVICES[code].unverified_en


@pytest.mark.skipif(not MEASURES.exists(), reason="the measures' text is not part of the checkout")
def test_the_words_are_our_own() -> None:
    official = re.sub(r"\W", "", MEASURES.read_text(encoding="utf-8"))
    longest = 24
    for service in LIST.services:
        for text in (*service.conditions, *service.steps, *service.refusal, service.fee):
            plain = re.sub(r"\W", "", text)
            copied = [plain[at : at + longest] for at in range(len(plain) - longest + 1)]
            assert not any(piece in official for piece in copied), text


def test_parties_are_examples_without_numbers_and_offer_services_that_exist() -> None:
    parties = load_parties().parties
    for one in parties:
        assert one.example
        assert "示例" in one.name
        assert "example" in one.name_en
        assert one.phone == ""
        assert HAN.search(one.offers)
        assert one.offers_en
        assert set(one.services) <= set(SERVICES)
    assert {"finance", "property", "institution", "bureau"} <= {one.kind for one in parties}
    assert sum(one.kind == "institution" for one in parties) >= 5


def test_groups_have_both_names() -> None:
    groups = load_groups()
    assert {"graduate", "unemployed", "rural", "veteran", "disabled", "other"} <= {one.code for one in groups}
    assert all(HAN.search(one.name) and not HAN.search(one.name_en) for one in groups)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('code = "subsidy"', 'code = "loan"', "loan stands twice"),
        ('code = "subsidy"', 'code = "Subsidy!"', "code must be"),
        ('form = "both"', 'form = "scan"', "form is one of"),
        ("copies = 1", 'copies = "one"', "copies is of the wrong kind"),
        ("copies = 1", "copies = true", "copies is of the wrong kind"),
        ("copies = 1", "copies = 0", "copies at least 1"),
        ('on_supplement = "restart"', 'on_supplement = "stop"', "on_supplement is one of"),
        ('category = "policy"', 'category = "politics"', "is not in the file's list"),
        ("steps = [", "stepps = [", "loan: steps is missing"),
        ('respond = "4wh"', 'respond = "4wh"\nhint = "x"', "unknown field hint"),
        ("[defaults]\n", "[defaults\n", "services.toml: "),
    ],
)
def test_a_slip_in_the_file_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    text = (FOLDER / "services.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "services.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=re.escape(said)):
        load_services(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"groups\.toml"):
        load_groups(tmp_path)


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    for name in ("services.toml", "parties.toml", "groups.toml"):
        shutil.copy(FOLDER / name, tmp_path)
        text = (tmp_path / name).read_text(encoding="utf-8").replace("\n", "\r\n")
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert load_services(tmp_path) == LIST
    assert load_parties(tmp_path) == load_parties()
    assert load_groups(tmp_path) == load_groups()
