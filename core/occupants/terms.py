"""The codes of the occupant registry, with their English names (message ids)."""

from __future__ import annotations

from core.words import N_

KINDS = {"institution": N_("institution"), "association": N_("social organisation"), "startup": N_("startup")}
INTRODUCERS = {"centre": N_("brought in by the centre"), "institution": N_("brought in by an institution")}
STATUSES = {
    "applying": N_("applying"),
    "refused": N_("turned down"),
    "resident": N_("resident"),
    "leaving": N_("leaving"),
    "left": N_("left"),
}
HERE = ("resident", "leaving")
"""Statuses of an occupant that is in the house."""
STAGES = {
    "applied": N_("applied"),
    "qualified": N_("qualified"),
    "reviewed": N_("reviewed"),
    "publicised": N_("on public notice"),
    "signed": N_("signed"),
}
"""The way in, in order (art. 10)."""
CAME_BY = {"round": N_("open recruitment"), "invitation": N_("invitation"), "import": N_("imported")}
PRIZE_LEVELS = {
    "district": N_("district level"),
    "city": N_("city level"),
    "province": N_("province level"),
    "nation": N_("national level"),
}
PREFERRED_GROUPS = ("graduate", "unemployed", "hardship", "rural", "veteran", "disabled", "relieved")
"""Groups of founders that go before others (art. 9(2)); which groups besides graduates and the registered unemployed
are key groups the measures leave open, so the centre may see it otherwise."""

REPORTED = {
    "name": N_("name"),
    "legal_representative": N_("legal representative"),
    "shares": N_("shares"),
    "scope": N_("scope of business"),
    "headcount": N_("insured headcount"),
    "contact": N_("contact"),
    "phone": N_("phone"),
    "registered_address": N_("registered address"),
}
"""What is reported when it changes, and kept with its dates (art. 15(2))."""

DOCUMENTS = {
    "application": N_("application form"),
    "licence": N_("business licence or registration certificate"),
    "insurance": N_("proof of insured headcount"),
    "credit": N_("credit report"),
    "results": N_("operating results"),
    "service_plan": N_("yearly public-service plan"),
    "business_plan": N_("business plan"),
    "prize_or_type": N_("prize certificate, or proof of technology or innovation"),
    "agreement": N_("signed agreement"),
    "address": N_("proof of registration at the centre"),
}
REQUIRED_DOCUMENTS = {
    "institution": (
        ("application", "applied"), ("licence", "applied"), ("service_plan", "applied"), ("results", "qualified"),
        ("insurance", "qualified"), ("credit", "qualified"), ("agreement", "signed"), ("address", "signed"),
    ),
    "startup": (
        ("application", "applied"), ("licence", "applied"), ("business_plan", "applied"),
        ("prize_or_type", "qualified"), ("insurance", "qualified"), ("credit", "qualified"), ("agreement", "signed"),
        ("address", "signed"),
    ),
}  # fmt: skip
"""Documents asked for, each from which stage on. The measures name no list: these follow arts. 9 and 10."""
REQUIRED_DOCUMENTS["association"] = REQUIRED_DOCUMENTS["institution"]

CHARGES = {
    "rent": N_("rent"),
    "water": N_("water"),
    "power": N_("power"),
    "property": N_("property fee"),
    "repair": N_("repairs"),
}
ENTRIES = {"charge": N_("charge"), "payment": N_("payment"), "reduction": N_("rent reduction")}
PER = {"day": N_("a day"), "month": N_("a month")}
VERDICTS = {"pass": N_("pass"), "fail": N_("fail")}

GROUNDS = {
    1: N_("failed last yearly evaluation, not renewed"),
    2: N_("term over, asked to leave, checked"),
    3: N_("cannot keep the agreement or broke the rules, verified"),
    4: N_("space little used, let on privately, or not used as an office"),
    5: N_("rent or utilities not paid on time"),
    6: N_("unlawful or rule-breaking operation with bad effect"),
    7: N_("unable to continue"),
    8: N_("another breach of the agreement"),
}
"""Grounds for exit, art. 10(6), by their numbers there."""
CLEARING = {
    "equipment": N_("equipment removed"),
    "premises": N_("premises cleared"),
    "utilities": N_("meters read, utilities settled"),
    "registration": N_("registered address moved away"),
    "formalities": N_("exit formalities done"),
    "keys": N_("keys handed back"),
}
OUTCOMES = {"dismissed": N_("dismissed"), "upheld": N_("upheld")}

DUE = {
    "term": N_("term ends"),
    "rent_free": N_("rent-free time ends"),
    "notice": N_("to be out"),
    "evaluation": N_("yearly evaluation due"),
    "failed": N_("evaluation failed: not renewed, leaves"),
    "arrears": N_("arrears"),
    "documents": N_("documents missing"),
    "conditions": N_("conditions to be established"),
    "address": N_("registered address not moved here yet"),
    "public_notice": N_("public notice over, to be signed"),
    "objection": N_("objection to be settled"),
    "clearing": N_("clearing not finished"),
    "overstay": N_("time over not charged yet"),
}
EVENTS = {
    "add": N_("application taken in"),
    "import": N_("imported"),
    "edit": N_("record corrected"),
    "advance": N_("stage reached"),
    "refuse": N_("application refused"),
    "object": N_("objection recorded"),
    "settle": N_("objection settled"),
    "document": N_("document received"),
    "allot": N_("unit allotted"),
    "release": N_("unit released"),
    "renew": N_("agreement renewed"),
    "report_change": N_("change reported"),
    "evaluate": N_("evaluated"),
    "charge": N_("charged"),
    "pay": N_("paid"),
    "reduce": N_("rent reduced"),
    "void": N_("entry taken back"),
    "notice": N_("exit notice received"),
    "withdraw": N_("exit notice withdrawn"),
    "ask_leave": N_("asked to leave early"),
    "agree_leave": N_("early leaving agreed"),
    "clear": N_("cleared"),
    "leave": N_("left, space handed back"),
    "reveal": N_("whole number looked at"),
}
UNIT_STATES = {
    "vacant": N_("vacant"), "held": N_("held"), "leaving": N_("to be free"), "shared": N_("shared desks"),
}  # fmt: skip
FINDINGS = {"met": N_("met"), "unmet": N_("not met"), "unknown": N_("not known yet")}
DOUBTS = {
    "no_evidence": N_("no evidence recorded"),
    "no_failed_evaluation": N_("no failed evaluation on record"),
    "term_not_over": N_("the term is not over"),
    "nothing_overdue": N_("nothing is overdue"),
}
WARNINGS = {
    "unknown_heading": N_("column not known: {heading}"),
    "heading_twice": N_("column left out, another one is the same: {heading}"),
    "row_left_out": N_("row {row} left out: a sum or a note"),
    "rent_free_without_term": N_("row {row}: rent-free time without a term is not kept"),
    "phone_masked": N_("row {row}: the phone is masked and was left empty"),
    "no_such_unit": N_("row {row}: there is no unit {unit} to give, it was left out"),
    "credit_code_doubtful": N_("row {row}: the last character of the credit code does not fit the others"),
    "no_rows": N_("there are no rows"),
    "half_rule": N_("others use more than half of the incubation floors (art. {article})"),
}

FIELD_NAMES = (
    N_("area"), N_("amount"), N_("rent"), N_("until"), N_("from"), N_("served"), N_("year"), N_("score"), N_("unit"),
    N_("floor"), N_("verdict"), N_("introduced_by"), N_("stage"), N_("field"), N_("prize"), N_("prize_level"),
    N_("credit_code"), N_("legal_representative"), N_("shares"), N_("scope"), N_("headcount"), N_("registered_address"),
    N_("evidence"), N_("document"), N_("per"), N_("period"), N_("title"), N_("days"), N_("people_served"), N_("events"),
    N_("platform_use"), N_("companionship"), N_("shared_desks"), N_("service"), N_("growth"), N_("pull"), N_("use"),
    N_("side"), N_("entry"), N_("admit"), N_("sheet"), N_("came_by"),
)  # fmt: skip
"""Field names as they stand in a refusal's details, said in the user's language by its sentence."""
WARNINGS |= {
    "sheet_left_out": N_("the sheet {sheet} was left out; it has headings and rows too"),
    "row_not_here": N_("row {row} left out: its state is {state}"),
    "row_joined": N_("row {row} taken together with row {first}: their name is one merged cell"),
    "rows_hidden": N_("{count} rows are hidden in the file and were read"),
}
"""What is told of files that hold more than one clean table."""
