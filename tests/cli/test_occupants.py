"""`shouwen occupant`: the contract's verbs, keys and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.people import FrozenClock
from tests.helpers.running import CommandLine

FACTS = ("--fact", "technology", "--fact", "business_plan", "--fact", "team=yes", "--registered-on", "2024-11-01")
SPACE_KEYS = ["incubation_area", "allotted", "startup_area", "other_area", "startup_share", "holds"]


@pytest.fixture
def register(cli: CommandLine, tmp_path: Path) -> CommandLine:
    """A desk with two residents taken in from a sheet: 1, a startup in 305, and 2, an institution in 307."""
    file = tmp_path / "名册.csv"
    file.write_text(
        "名称,类型,房间号,面积,电话,入驻时间,合同到期\n"
        "海风科技,创业实体,305,60,138-0000-1234,2025-10-01,2026-12-31\n"
        "同行服务,服务机构,307,200,139-0000-1111,2025-10-01,2027-06-30\n",
        encoding="utf-8",
    )
    assert cli.json("occupant", "import", str(file))["imported"] == 2
    return cli


def test_add_and_show_print_the_whole_record(cli: CommandLine) -> None:
    made = cli.json(
        "occupant", "add", "--kind", "startup", "--name", "海风科技", "--introduced-by", "centre",
        "--phone", "138 0000 1234", "--headcount", "4", "--area", "60.5", *FACTS,
    )  # fmt: skip
    assert (made["id"], made["kind"], made["introduced_by"], made["status"], made["stage"]) == (
        1, "startup", "centre", "applying", "applied",
    )  # fmt: skip
    assert (made["phone"], made["headcount"], made["wanted_area"]) == ("138****1234", 4, 60.5)
    assert (made["applied_on"], made["left_on"], made["units"]) == ("2026-11-23", None, [])
    assert made["account"]["owed"] == "0.00"
    assert made["entitlement"] == {"headcount": 4, "entitled": 60, "used": 0, "over": -60, "shared_desks": 0}
    assert {one["state"] for one in made["conditions"]} == {"met"}
    assert cli.json("occupant", "show", "1") == made
    assert "海风科技" in cli.run("occupant", "show", "1").out


def test_the_stages_in_order_and_the_notices_five_days(cli: CommandLine, clock: FrozenClock) -> None:
    cli.json("occupant", "add", "--kind", "startup", "--name", "海风科技", *FACTS)
    assert cli.json("occupant", "advance", "1", "applied")["stage"] == "applied"
    assert cli.refused("occupant", "advance", "1", "signed")["error"] == "stage_order"
    for stage in ("qualified", "reviewed", "publicised"):
        assert cli.json("occupant", "advance", "1", stage)["stage"] == stage
    said = cli.refused("occupant", "advance", "1", "signed")
    assert (said["error"], said["until"], said["article"]) == ("notice_running", "2026-11-30", "10(4)")
    clock.set("2026-12-01 09:00")
    signed = cli.json("occupant", "advance", "1", "signed", "--until", "2027-12-31", "--area", "60")
    assert (signed["status"], signed["agreement"]["until"], signed["agreement"]["area"]) == (
        "resident", "2027-12-31", 60,
    )  # fmt: skip


def test_conditions_are_refused_with_their_article(cli: CommandLine) -> None:
    cli.json("occupant", "add", "--kind", "institution", "--name", "同行服务", "--fact", "no_penalty=no")
    said = cli.refused("occupant", "advance", "1", "qualified")
    assert (said["error"], [one["article"] for one in said["conditions"]]) == ("conditions", ["9(1)1"])
    cli.json("occupant", "edit", "1", "--fact", "no-penalty")
    assert cli.json("occupant", "advance", "1", "qualified")["stage"] == "qualified"
    assert cli.refused("occupant", "edit", "1", "--fact", "lucky")["error"] == "bad_fact"


def test_residents_come_by_import_untested(register: CommandLine) -> None:
    first = register.json("occupant", "show", "1")
    assert (first["status"], first["stage"], first["admission"], first["units"]) == (
        "resident", "signed", "untested", ["305"],
    )  # fmt: skip
    listed = register.json("occupant", "list")
    assert ([one["id"] for one in listed["items"]], listed["next"]) == ([2, 1], None)
    page = register.json("occupant", "list", "--limit", "1")
    assert page["next"] == "2"
    assert [one["id"] for one in register.json("occupant", "list", "--after", "2")["items"]] == [1]


@pytest.mark.parametrize(
    ("words", "ids"),
    [(("--search", "hfkj"), [1]), (("--search", "307"), [2]), (("--search", "13800001234"), [1]),
     (("--kind", "institution"), [2]), (("--floor", "3"), [2, 1]), (("--floor", "4"), []), (("--unit", "305"), [1]),
     (("--status", "left"), []), (("--search", "没有"), [])],
)  # fmt: skip
def test_list_finds(register: CommandLine, words: tuple[str, ...], ids: list[int]) -> None:
    assert [one["id"] for one in register.json("occupant", "list", *words)["items"]] == ids


def test_a_bad_row_refuses_the_file_and_names_every_problem(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text("名称,类型,神秘\n甲,企业,1\n,企业,2\n丙,club,3\n", encoding="utf-8")
    for words in ((), ("--dry-run",)):
        said = cli.refused("occupant", "import", str(file), *words)
        assert said["error"] == "bad_rows"
        assert [(one["row"], one["field"], one["code"]) for one in said["problems"]] == [
            (3, "name", "text_missing"), (4, "kind", "unknown_kind"),
        ]  # fmt: skip
        assert said["warnings"] == [{"code": "unknown_heading", "heading": "神秘"}]
    assert cli.json("occupant", "list")["items"] == []


def test_a_dry_run_writes_nothing_and_says_what_it_took_columns_for(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "good.csv"
    file.write_text("名称,类型,神秘\n甲,企业,1\n", encoding="utf-8")
    tried = cli.json("occupant", "import", str(file), "--dry-run")
    assert (tried["rows"], tried["imported"], tried["dry_run"], tried["problems"]) == (1, 0, True, [])
    assert tried["columns"] == [
        {"heading": "名称", "field": "name"}, {"heading": "类型", "field": "kind"}, {"heading": "神秘", "field": None},
    ]  # fmt: skip
    assert "神秘" in cli.run("occupant", "import", str(file), "--dry-run").out
    assert cli.json("occupant", "list")["items"] == []


def test_space_has_the_contracts_keys_first(register: CommandLine) -> None:
    found = register.json("occupant", "space")
    assert list(found)[:6] == SPACE_KEYS
    assert (found["incubation_area"], found["allotted"], found["startup_area"], found["other_area"]) == (
        4000, 260, 60, 200,
    )  # fmt: skip
    assert found["startup_share"] == pytest.approx(60 / 4000)
    assert found["holds"] is True


@pytest.mark.parametrize(("area", "holds"), [("1800", True), ("1800.01", False), ("200", True), ("99999", False)])
@pytest.mark.parametrize("kind", ["institution", "association"])
def test_art_10_5_what_if_exits_0_either_way(register: CommandLine, kind: str, area: str, holds: bool) -> None:
    found = register.json("occupant", "space", "--admit", f"{kind}:{area}")
    assert found["holds"] is holds
    assert found["other_area"] == pytest.approx(200 + float(area))
    assert register.json("occupant", "space")["other_area"] == 200


def test_space_of_a_floor_and_of_a_day(register: CommandLine) -> None:
    floors = [register.json("occupant", "space", "--floor", str(floor)) for floor in (3, 4, 5, 6)]
    assert sum(one["incubation_area"] for one in floors) == 4000
    assert [one["allotted"] for one in floors] == [260, 0, 0, 0]
    assert register.json("occupant", "space", "--on", "2025-09-30")["allotted"] == 0
    assert register.json("occupant", "space", "--on", "2025-10-01")["allotted"] == 260
    assert register.refused("occupant", "space", "--floor", "1")["error"] == "no_such_floor"
    assert register.refused("occupant", "space", "--admit", "institution")["error"] == "bad_admit"
    assert register.refused("occupant", "space", "--on", "gestern")["error"] == "bad_date"


def test_a_held_unit_is_a_conflict(register: CommandLine) -> None:
    said = register.refused("occupant", "allot", "2", "305", code=3)
    assert (said["error"], said["unit"], said["by"]) == ("unit_held", "305", 1)
    released = register.json("occupant", "release", "1", "305")
    assert (released["units"], released["allotments"][0]["until"]) == ([], "2026-11-23")
    assert register.json("occupant", "allot", "2", "305")["units"] == ["305", "307"]
    assert register.refused("occupant", "allot", "2", "999")["error"] == "no_such_unit"


def test_art_10_5_only_a_supervisor_overrides_the_half_rule(register: CommandLine) -> None:
    for unit in ("601", "602", "603", "604", "605", "606", "607", "401", "402", "407", "507", "508", "403", "404"):
        register.json("occupant", "allot", "2", unit)
    assert register.json("occupant", "space")["left_for_others"] == 10
    assert register.refused("occupant", "allot", "2", "301")["error"] == "half_rule"
    words = ("occupant", "allot", "2", "301", "--override", "专题会议定")
    assert register.refused(*words, code=4)["error"] == "supervisor_only"
    assert "301" in register.json(*words, by="boss")["units"]
    assert register.json("occupant", "space")["holds"] is False
    assert register.json("occupant", "allot", "1", "302")["units"] == ["302", "305"], "startups are never refused"


def test_an_application_turned_down_is_not_called_a_refused_follow_up(register: CommandLine) -> None:
    number = str(register.json("occupant", "add", "--kind", "startup", "--name", "新苗工作室")["id"])
    assert register.json("occupant", "refuse", number, "--reason", "材料不实")["status"] == "refused"
    told = register.run("occupant", "show", number).out
    assert "未通过" in told
    assert "回访" not in told


def test_report_change_keeps_what_was(register: CommandLine) -> None:
    changed = register.json("occupant", "report-change", "1", "--field", "legal_representative", "--to", "李四")
    assert changed["legal_representative"] == "李四"
    assert register.json("occupant", "show", "1", "--on", "2026-11-22")["legal_representative"] is None
    assert register.refused("occupant", "report-change", "1", "--field", "id", "--to", "7")["error"] == "unknown_choice"


def test_money_is_exact_text(register: CommandLine) -> None:
    register.json("occupant", "charge", "2", "--item", "rent", "--amount", "9000.10", "--due", "2026-12-10")
    account = register.json("occupant", "pay", "2", "--amount", "0.20")["account"]
    assert (account["charged"], account["paid"], account["owed"], account["overdue"]) == (
        "9000.10", "0.20", "8999.90", "0.00",
    )  # fmt: skip
    for wrong in ("0", "-1", "1.001", "abc", "1e9"):
        assert register.refused("occupant", "pay", "2", "--amount", wrong)["error"] == "bad_figure"
    assert register.refused("occupant", "charge", "2", "--item", "tea", "--amount", "1")["error"] == "unknown_choice"


def test_art_15_3_evaluation_and_renewal(register: CommandLine) -> None:
    assert register.refused("occupant", "evaluate", "1", "--year", "2026", "--verdict", "pass")["article"] == "15(3)"
    assert register.refused("occupant", "renew", "2")["error"] == "not_evaluated"
    done = register.json("occupant", "evaluate", "2", "--year", "2026", "--verdict", "pass", "--score", "88.5")
    assert (done["evaluations"][0]["verdict"], done["evaluations"][0]["score"]) == ("pass", "88.50")
    assert register.json("occupant", "renew", "2")["agreements"][1]["start"] == "2027-07-01"


@pytest.mark.parametrize("ground", range(1, 9))
def test_art_10_6_a_notice_gives_30_days_from_receipt(register: CommandLine, ground: int) -> None:
    done = register.json("occupant", "notice", "1", "--ground", str(ground), "--served", "2026-11-20")
    assert (done["status"], done["leave_by"], done["exit"]["due_at"]) == (
        "leaving", "2026-12-21", "2026-12-21T17:00:00+08:00",
    )  # fmt: skip
    assert done["exit"]["ground"] == ground


@pytest.mark.parametrize(
    "words",
    [("--ground", "9", "--served", "2026-11-20"), ("--ground", "0", "--served", "2026-11-20"),
     ("--ground", "x", "--served", "2026-11-20"), ("--ground", "1", "--served", "2026-11-24"),
     ("--ground", "1", "--served", "20.11.2026")],
)  # fmt: skip
def test_a_notice_that_cannot_be_is_refused(register: CommandLine, words: tuple[str, ...]) -> None:
    register.refused("occupant", "notice", "1", *words)
    assert register.json("occupant", "show", "1")["status"] == "resident"


def test_leave_frees_the_unit(register: CommandLine) -> None:
    gone = register.json("occupant", "leave", "1")
    assert (gone["status"], gone["units"], gone["left_on"]) == ("left", [], "2026-11-23")
    assert register.json("occupant", "allot", "2", "305")["units"] == ["305", "307"]
    assert register.refused("occupant", "leave", "1")["error"] == "wrong_state"
    assert register.json("occupant", "charge", "1", "--item", "water", "--amount", "1")["account"]["owed"] == "1.00"


def test_the_due_list(register: CommandLine) -> None:
    items = register.json("occupant", "list", "--due")["items"]
    assert [(one["what"], one["occupant"], one["on"], one["days"], one["within"]) for one in items] == [
        ("evaluation", 2, "2025-12-31", -327, 0), ("term", 1, "2026-12-31", 38, 60),
    ]  # fmt: skip
    assert [one["what"] for one in register.json("occupant", "list", "--due", "--days", "30")["items"]] == [
        "evaluation"
    ]
    assert "海风科技" in register.run("occupant", "list", "--due").out


def test_phones_are_masked_unless_revealed_and_that_is_logged(register: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    for words in (("list",), ("show", "1"), ("list", "--due"), ("space",), ("units",), ("export", str(out))):
        ran = register.run("occupant", *words, "--json")
        assert ran.code == 0
        assert "13800001234" not in ran.out
    assert "138****1234" in out.read_text(encoding="utf-8-sig")
    shown = register.json("occupant", "show", "1", "--reveal", "--reason", "回电")
    assert shown["phone"] == "13800001234"
    assert (shown["timeline"][-1]["event"], shown["timeline"][-1]["staff"]) == ("reveal", "li")
    register.json("occupant", "export", str(out), "--reveal")
    assert "13800001234" in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("words", "code"),
    [(("show", "99"), 1), (("show", "x"), 1), (("show", "-1"), 2), (("show",), 2), (("add", "--name", "x"), 2),
     (("add", "--kind", "club", "--name", "x"), 1), (("add", "--kind", "startup", "--name", " "), 1),
     (("advance", "1", "blessed"), 1), (("list", "--kind", "x"), 1), (("list", "--days", "x", "--due"), 1),
     (("pay", "1"), 2), (("leave", "1", "--on", "2026-13-01"), 1), (("nothing",), 2),
     (("import", "nofile.csv"), 1), (("evaluate", "2", "--year", "1999", "--verdict", "pass"), 1)],
)  # fmt: skip
def test_wrong_words_and_values(register: CommandLine, words: tuple[str, ...], code: int) -> None:
    ran = register.run("occupant", *words)
    assert (ran.code, ran.out) == (code, ""), ran
    assert ran.err.count("\n") == 1


def test_nobody_reads_without_being_signed_in(register: CommandLine) -> None:
    register.run("logout")
    for words in (("list",), ("show", "1"), ("space",)):
        ran = register.run("occupant", *words, by=None)
        assert (ran.code, ran.out) == (4, "")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_verb_explains_itself_in_both_languages(cli: CommandLine, language: str) -> None:
    from cli.occupants import app

    listed = cli.run("occupant", "--help", globals_=("--lang", language)).out
    for command in app.registered_commands:
        assert command.name is not None
        assert command.name in listed
        ran = cli.run("occupant", command.name, "--help", globals_=("--lang", language))
        assert ran.code == 0
        assert "--json" in ran.out


@pytest.mark.parametrize("odd", ["\u202e甲", "a\x1b[31m", "=1+1", "[bold]x[/]", "甲\n乙", "😀"])
def test_odd_names_are_kept_as_typed_and_shown_harmless(cli: CommandLine, odd: str) -> None:
    made = cli.json("occupant", "add", "--kind", "startup", "--name", odd)
    assert made["name"] == odd.strip()
    for words in (("show", "1"), ("list",)):
        out = cli.run("occupant", *words).out
        assert "\x1b" not in out
        assert "\u202e" not in out


def test_json_numbers_are_numbers(register: CommandLine) -> None:
    found = json.loads(register.run("occupant", "show", "1", "--json").out)
    assert isinstance(found["area"], float)
    assert isinstance(found["account"]["owed"], str)
    assert isinstance(found["id"], int)


def test_the_history_is_told_in_words(register: CommandLine) -> None:
    register.json("occupant", "charge", "2", "--item", "rent", "--amount", "5")
    register.json("occupant", "report-change", "2", "--field", "headcount", "--to", "9")
    register.json("occupant", "edit", "2", "--contact", "rent 5", "--scope", "咨询")
    out = register.run("occupant", "show", "2", globals_=("--lang", "zh")).out
    for words in ("房租 5.00", "实际缴纳社保人数 2026-11-23 → 9"):
        assert words in out
    assert "rent 5" in out, "what was typed stays as typed"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_whole_life_in_plain_words(cli: CommandLine, clock: FrozenClock, tmp_path: Path, language: str) -> None:
    def say(*words: str, by: str = "li") -> str:
        ran = cli.run("occupant", *words, by=by, globals_=("--lang", language))
        assert (ran.code, ran.err) == (0, ""), (words, ran.err)
        return ran.out

    say("announce", "--title", "第四期招募", "--closes", "2026-12-31", "--note", "官网")
    assert "第四期招募" in say("rounds")
    say("lease-rate", "--rate", "1.35", "--per", "day", "--from", "2026-01-01", by="boss")
    assert "1.35" in say("lease-rate")
    say("set-unit", "698", "--floor", "6", "--area", "33.5", "--side", "north", by="boss")
    say("add", "--kind", "institution", "--name", "同行服务", "--round", "1", "--area", "100", "--contact", "钱七")
    assert "同行服务" in say("list", "--queue")
    for fact in ("no_penalty", "service_plan", "standing", "good_service", "enough_staff", "measurable_targets"):
        say("edit", "1", "--fact", fact)
    say("document", "1", "--item", "licence", "--copies", "2")
    for stage in ("qualified", "reviewed", "publicised"):
        say("advance", "1", stage, "--note", "见会议纪要")
    say("object", "1", "--text", "有人反映")
    say("settle", "1", "--objection", "1", "--outcome", "dismissed", "--reason", "查无此事")
    clock.set("2026-12-01 10:00")
    say("advance", "1", "signed", "--until", "2026-12-31")
    assert "698" in say("allot", "1", "698")
    assert "698" in say("units", "--floor", "6")
    say("charge", "1", "--item", "rent", "--amount", "1000", "--year", "2026")
    assert "88.50" in say("evaluate", "1", "--year", "2026", "--verdict", "pass", "--score", "88.5")
    say("reduce", "1", "--amount", "300", "--year", "2026", "--note", "路演一场，已审核")
    say("pay", "1", "--amount", "100", "--item", "rent")
    say("void", "1", "--entry", "3", "--reason", "记错")
    say("renew", "1", "--rent", "1.4", "--per", "day")
    say("report-change", "1", "--field", "shares", "--to", "钱七 60%", "--since", "2026-11-30")
    say("ask-leave", "1", "--reason", "搬迁")
    say("agree-leave", "1")
    say("withdraw", "1", "--reason", "不搬了")
    say("notice", "1", "--ground", "4", "--served", "2026-12-01", "--evidence", "巡查照片", "--reason", "空置")
    say("clear", "1", "--item", "equipment")
    clock.set("2027-01-05 10:00")
    say("show", "1")
    gone = say("leave", "1", "--reason", "清退")
    assert "226.13" in gone, "33.5 m² × 1.35 × 5 days"
    assert "同行服务" in say("list", "--due")
    say("add", "--kind", "startup", "--name", "撤回公司", "--invited")
    say("refuse", "2", "--reason", "自行撤回")
    assert "撤回公司" in say("list", "--status", "refused")
    assert "同行服务" in say("show", "1", "--on", "2026-11-25")
    say("export", str(tmp_path / "all.xlsx"), "--all")
    say("show", "1", "--reveal", "--reason", "核对")


ODD = ("", " ", "\0", "\udc80", "x" * 20_001, "9" * 30, "-5", "٣", "\u202e", "'; DROP TABLE")
ENDS = ("0001-01-01", "1991-12-31", "9999-12-31")


@pytest.mark.parametrize(
    "words",
    [("add", "--kind", "startup", "--name", "?"), ("add", "--kind", "?", "--name", "甲"),
     ("add", "--kind", "startup", "--name", "甲", "--phone", "?"), ("list", "--search", "?"), ("list", "--unit", "?"),
     ("list", "--after", "?"), ("show", "?"), ("advance", "1", "?"), ("allot", "1", "?"), ("release", "1", "?"),
     ("report-change", "1", "--field", "?", "--to", "x"), ("report-change", "1", "--field", "scope", "--to", "?"),
     ("charge", "1", "--item", "rent", "--amount", "?"), ("notice", "1", "--ground", "?", "--served", "2026-11-20"),
     ("notice", "1", "--ground", "3", "--served", "?"), ("space", "--admit", "?"), ("space", "--floor", "?"),
     ("space", "--release", "?"), ("import", "?"), ("import", "?.csv"),
     ("evaluate", "2", "--year", "?", "--verdict", "pass"),
     ("document", "1", "--item", "?"), ("set-unit", "?", "--floor", "3", "--area", "5"), ("edit", "1", "--fact", "?")],
)  # fmt: skip
def test_odd_values_are_kept_or_refused_in_one_line(register: CommandLine, words: tuple[str, ...]) -> None:
    for odd in ODD:
        ran = register.run("occupant", *(word.replace("?", odd) for word in words), "--json", by="boss")
        assert ran.code in (0, 1, 2), (odd, ran)
        assert "internal" not in ran.err, odd
        assert (ran.out == "") == (ran.code != 0), odd
        assert ran.err.count("\n") == (0 if ran.code == 0 else 1), odd


@pytest.mark.parametrize(
    "words",
    [("add", "--kind", "startup", "--name", "甲", "--applied-on", "?"), ("allot", "1", "306", "--from", "?"),
     ("release", "1", "305", "--on", "?"), ("renew", "1", "--from", "?"), ("renew", "1", "--until", "?"),
     ("renew", "1", "--rent-free-until", "?"), ("notice", "1", "--ground", "3", "--served", "?"),
     ("leave", "1", "--on", "?"), ("space", "--on", "?"), ("units", "--on", "?"), ("show", "1", "--on", "?"),
     ("report-change", "1", "--field", "scope", "--to", "x", "--since", "?"),
     ("lease-rate", "--rate", "1", "--from", "?"),
     ("charge", "1", "--item", "rent", "--amount", "1", "--due", "?"), ("announce", "--title", "x", "--closes", "?"),
     ("edit", "1", "--registered-on", "?")],
)  # fmt: skip
def test_days_at_the_ends_of_time_break_nothing(register: CommandLine, words: tuple[str, ...]) -> None:
    for day in ENDS:
        ran = register.run("occupant", *(word.replace("?", day) for word in words), "--json", by="boss")
        assert ran.code in (0, 1), (day, ran)
        assert "internal" not in ran.err, day
    assert register.run("occupant", "show", "1", "--json").code == 0
    assert register.run("occupant", "list", "--due", "--json").code == 0
