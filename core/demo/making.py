"""Making a demonstration desk: a database full of invented calls, to try things on and to measure.

The desk is set up by real acts; the calls go in by bare inserts, as the acts would have left them (a test does the same
acts through the desk and compares). The same seed, number and present give the same records; only the PINs' salts and
what hangs on them differ.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from core import fields
from core.calls.rules import BACKFILLED_AFTER, EARLIEST
from core.clock import CENTRE
from core.demo import days, house, people, wording
from core.demo.clockwork import Clockwork
from core.demo.life import Life
from core.demo.plots import Plot, World
from core.desk import open_desk
from core.errors import BadValue
from core.reports.measures import CALLS
from core.staff.service import hashed
from core.storage.bulk import BulkLoad
from core.storage.failures import as_failure
from core.words import N_
from core.worktime import WorkCalendar

Progress = Callable[[int, int], None]
MOST = 2_000_000
COLUMNS = tuple(column.name for column in CALLS.c)
_EMPTY = dict.fromkeys(COLUMNS)
_OF_CALL = {
    "call_events": ("call_id", "at", "staff", "event", "text"),
    "call_notifications": (
        "call_id", "at", "staff", "means", "items", "reason", "note", "counts", "service", "service_version",
        "details",
    ),
    "call_materials": ("call_id", "at", "staff", "item", "copies"),
    "call_transfers": (
        "call_id", "at", "staff", "from_handler", "to_handler", "to_party", "reason", "returned_at",
    ),
    "call_clock_events": ("call_id", "at", "kind", "limit_text", "staff", "reason", "caller_told"),
    "call_follow_ups": ("call_id", "at", "staff", "outcome", "rating", "resolved", "comment"),
}  # fmt: skip
_AT_ONCE = 4000
_BACKFILLED = int(BACKFILLED_AFTER.total_seconds())


def make_demo(path: Path, calls: int, seed: int, until: datetime, progress: Progress | None = None) -> None:
    """Write a demonstration desk with so many calls up to `until` to `path`; its supervisor is `demo`.

    `until` counts by the whole hour before it. `progress` is told how many calls of how many are done. Raises
    `BadValue` (`file_exists`, `bad_number`, `bad_present`) or `StorageFailure`; there is then no file at `path`.
    """
    many = fields.whole(calls, "calls", highest=MOST)
    if not EARLIEST < until.year < 2099:
        raise BadValue("bad_present", N_("A demonstration's present lies between 2001 and 2098."))
    _refuse_existing(path)
    cut = until.astimezone(CENTRE).replace(minute=0, second=0, microsecond=0)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        calendar = _set_up(part, cut.date(), many, seed)
        with BulkLoad(part) as load:
            load.change("staff", "pin_hash", "code", _hashes(seed))
            acts = _rooms(load, calendar, many, seed, cut)
            _fill(load, lives(calendar, many, Random(seed), cut), acts, many, progress or _silent)
        _refuse_existing(path)
        part.rename(path)
    except OSError as error:
        raise as_failure(error, path) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            part.with_name(part.name + ending).unlink(missing_ok=True)


def _hashes(seed: int) -> list[tuple[str, str]]:
    """The public PIN hashed so that the same seed gives the same database."""
    drawn = Random(f"{seed} salts")
    return [(hashed(people.PIN, drawn.randbytes(16)), code) for code, *_rest in people.STAFF]


def _set_up(path: Path, last: date, many: int, seed: int) -> WorkCalendar:
    """Staff, services, units, answers and occupants by the acts that do it, on the morning of the first day."""
    first = days.first_day(last, many)
    desk = open_desk(str(path), clock=lambda: datetime.combine(first, time(8), CENTRE), create=True)
    try:
        code, name, _role, _deputy = people.STAFF[0]
        desk.found(name, people.PIN, code)
        for code, name, role, _deputy in people.STAFF[1:]:
            desk.staff.add(code, name, role, people.PIN, by="demo")
        for code, deputy in people.DEPUTIES.items():
            desk.staff.edit(code, deputy=deputy, by="demo")
        house.furnish(desk, Random(f"{seed} house"), first, last, many)
        return desk.calendar.current()
    finally:
        desk.close()


def _rooms(load: BulkLoad, calendar: WorkCalendar, many: int, seed: int, cut: datetime) -> dict[int, list[Any]]:
    """Bookings; gives their acts by day, to be chained with those on calls."""
    acts: dict[int, list[Any]] = defaultdict(list)
    rows = []
    for stay in bookings(calendar, many, seed, cut):
        rows.append([stay.values[name] for name in house.COLUMNS])
        for act in stay.acts:
            acts[act[0] // 86_400].append(act)
    load.add("bookings", house.COLUMNS, rows)
    return acts


def bookings(calendar: WorkCalendar, many: int, seed: int, cut: datetime) -> Iterator[house.Stay]:
    """The bookings in the order in which they were made."""
    first, last = days.first_day(cut.date(), many), cut.date()
    clockwork = Clockwork(calendar, first - timedelta(days=7), last + timedelta(days=60))
    yield from house.stays(Random(f"{seed} rooms"), clockwork, first, last, int(cut.timestamp()), many)


def _fill(load: BulkLoad, found: Iterator[Life], acts: dict[int, list[Any]], many: int, progress: Progress) -> None:
    rows: dict[str, list[Any]] = defaultdict(list)
    words: list[tuple[int, str]] = []
    for done, life in enumerate(found, 1):
        row = life.row
        rows["calls"].append([row[name] for name in COLUMNS])
        for table, some in _beside(life):
            rows[table].extend(some)
        words.append((row["id"], life.words()))
        for act in life.acts:
            acts[act[0] // 86_400].append(act)
        if done % _AT_ONCE == 0:
            _write(load, rows, words)
            _link(load, acts, row["logged_at"] // 86_400)
            progress(done, many)
    _write(load, rows, words)
    _link(load, acts, None)
    progress(many, many)


def lives(calendar: WorkCalendar, many: int, rng: Random, cut: datetime) -> Iterator[Life]:
    """The calls in the order in which they are logged, each with all that became of it up to `cut`."""
    last, first = cut.date(), days.first_day(cut.date(), many)
    clockwork = Clockwork(calendar, first - timedelta(days=7), last + timedelta(days=120))
    found, sums = wording.matters()
    end = int(cut.timestamp())
    matters = {one.code: one for one in found}
    world = World(rng, clockwork, matters, tuple(matters), tuple(sums), end)
    known = people.callers(rng, max(20, min(many // 4, 40_000)))
    open_today = clockwork.between(clockwork.midnight(last), end)
    share = open_today / max(clockwork.between(clockwork.midnight(last), clockwork.midnight(last) + 86_400), 1)
    call_id = 0
    for day, count in days.spread(clockwork, first, last, many, share):
        midnight = clockwork.midnight(day)
        drafts = []
        for _ in range(count):
            if day == last:
                at = clockwork.after(midnight, 1 + int(rng.random() * (open_today - 1)))
            else:
                at = midnight + days.time_of_day(rng)
            drafts.append((at, rng.random()))
        drafts.sort()
        for sequence, (at, chance) in enumerate(drafts, 1):
            call_id += 1
            life, kind, matter, logged = _draft(world, known, call_id, day, sequence, at, chance)
            Plot(world, life, logged).play(kind, matter)
            yield life


def _draft(
    world: World, known: list[people.Caller], call_id: int, day: date, sequence: int, at: int, chance: float
) -> tuple[Life, str, wording.Matter, int]:
    """A call as it comes in: who, how, when, about what."""
    random = world.rng.random
    channel, kind, matter = world.channel(), world.kind(), world.matter()
    received = at
    if channel == "online" and at % 86_400 < 3 * 3600 and chance < 0.6:
        received = at - 3600 - int(random() * 13 * 3600)  # in the evening or the night before
    elif chance > 0.975:
        received = at - _BACKFILLED - 60 - int(random() * 8000)  # entered later from paper
    by_operator = channel == "hotline" and random() < 0.7
    contact = world.one_of(people.OPERATORS if by_operator else people.SPECIALISTS)
    about = None
    if kind == "complaint" and random() < 0.12:
        about = world.one_of(people.SPECIALISTS)
        about = None if about == contact else about
    caller = known[int(random() ** 2.2 * len(known))]
    row: dict[str, Any] = {
        **_EMPTY, "id": call_id, "number": f"{day:%Y%m%d}A{sequence:03d}", "day": int(f"{day:%Y%m%d}"),
        "sequence": sequence, "status": "accepted", "kind": kind, "channel": channel,
        "ticket": f"B{sequence:03d}" if channel == "counter" else None, "received_at": received, "logged_at": at,
        "backfilled": at - received > _BACKFILLED, "caller_name": caller.name, "caller_phone": caller.phone,
        "caller_organisation": caller.organisation, "caller_group": caller.group,
        "question": wording.question(world.rng, matter, kind), "first_contact": contact, "handler": contact,
        "about": about, "confidential": random() < 0.01, "provisional_due": False, "reopened": False,
        "extended": False, "sent_on": 0, "sent_back": 0, "tellings": 0, "omissions": 0,
    }  # fmt: skip
    return Life(world.clockwork, row, caller, world.matters), kind, matter, at


def _beside(life: Life) -> tuple[tuple[str, list[Any]], ...]:
    return (
        ("call_events", life.events), ("call_notifications", life.notifications), ("call_materials", life.materials),
        ("call_transfers", life.transfers), ("call_clock_events", life.clocks), ("call_follow_ups", life.follow_ups),
    )  # fmt: skip


def _write(load: BulkLoad, rows: Mapping[str, list[Any]], words: list[tuple[int, str]]) -> None:
    for table, some in rows.items():
        load.add(table, COLUMNS if table == "calls" else _OF_CALL[table], some)
        some.clear()
    load.find(words)
    words.clear()


def _link(load: BulkLoad, acts: dict[int, list[Any]], before: int | None) -> None:
    """Into the chain, in order of time, what was done on days that are over for good."""
    for day in sorted(day for day in acts if before is None or day < before):
        load.acts(sorted(acts.pop(day), key=lambda act: act[0]))


def _refuse_existing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise BadValue("file_exists", N_("{path} exists already. Name a file that does not."), path=str(path))


def _silent(_done: int, _of: int) -> None:
    """Without a progress bar."""
