"""What the desk's papers are filled with: texts ready to print, in Chinese, and nothing of calls or people's codes.

Every text is shown as it stands, so phones come masked, times and limits come written out. None prints as a dash,
except where a field says that its line is left out.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caller:
    """Whom a paper is made out to."""

    name: str | None
    phone: str | None
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class ToldMaterial:
    """One material as it was told: `form` and `issued_by` are words (`原件`, `公安机关`)."""

    name: str
    copies: str | None = None
    form: str | None = None
    issued_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """What was told at one time. `reason` is None for the first telling; a later one says why it came."""

    at: str
    by: str
    means: str
    materials: tuple[ToldMaterial, ...]
    reason: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """一次性告知单. `caller` None leaves every line about the caller out (a complaint about staff).

    `guide_note` is printed when the guide has not been checked by the centre yet; `provisional` marks a due time that
    reaches into a year whose holidays are not published.
    """

    centre: str
    number: str
    date: str
    caller: Caller | None
    matter: str
    legal_basis: str | None
    conditions: tuple[str, ...]
    tellings: tuple[Telling, ...]
    steps: tuple[str, ...]
    limit: str | None
    due: str | None
    fee: str | None
    place: str | None
    enquiry_phone: str | None
    complaint_phone: str | None
    refusal: tuple[str, ...]
    provisional: bool = False
    guide_note: str | None = None


@dataclass(frozen=True, slots=True)
class ReceivedMaterial:
    """One material taken in, and how many copies."""

    name: str
    copies: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """受理回执. `caller` None leaves its line out; `answer_by` is the promised time of the answer."""

    centre: str
    number: str
    received_at: str
    caller: Caller | None
    matter: str
    first_contact: str
    handler: str | None
    phone: str | None
    materials: tuple[ReceivedMaterial, ...]
    answer_by: str
    due: str | None
    supervision_phone: str | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One call in the 首问登记簿; `materials` are those taken in, `count` how many copies in all."""

    number: str
    time: str
    name: str | None
    contact: str | None
    matter: str
    materials: tuple[str, ...]
    count: str | None
    first_contact: str
    handler: str | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class Register:
    """首问登记簿 of a period."""

    centre: str
    period: str
    made_at: str
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension: the limit granted, who approved it, why, and when the caller was told."""

    limit: str
    approved_by: str
    reason: str
    told_at: str | None


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One call in the 限时办结台账; `waiting` are its spells of waiting for materials, in words."""

    number: str
    matter: str
    accepted: str
    limit: str
    due: str
    extensions: tuple[Extension, ...]
    waiting: tuple[str, ...]
    completed: str | None
    overdue: str
    handler: str | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """限时办结台账 of a period."""

    centre: str
    period: str
    made_at: str
    rows: tuple[LedgerRow, ...]


Paper = Slip | Receipt | Register | Ledger
