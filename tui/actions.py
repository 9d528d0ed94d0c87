"""Everything that can be done in the app, once: keys, palette, key bar and help are all made from this list.

Function keys and Ctrl come first, for letters do not arrive while a Chinese input method composes; letters are extras.
Keys shared by acts that exclude one another (wait and resume) do whichever the call allows.
"""

# ruff: noqa: E501 - one line an action

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding

from core.errors import DeskError
from core.words import N_

KEY_NAMES = {"enter": "Enter", "escape": "Esc", "space": "Space", "slash": "/", "pageup": "PgUp", "pagedown": "PgDn",
             "left": "Left", "right": "Right"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. `where` is the place it belongs to; `act` the core's act that decides whether it is allowed."""

    id: str
    key: str
    label: str
    about: str
    where: str
    act: str | None = None
    letter: str | None = None
    bar: int = 0
    """Its rank in the key bar; 0 keeps it out of there."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An action as offered now: `reason` says why it may not be done, None where it may."""

    action: Action
    reason: DeskError | None = None


def _call(act: str, key: str, label: str, about: str, bar: int = 0) -> Action:
    letter = key.removeprefix("ctrl+") if key.startswith("ctrl+") else None
    return Action(act, key, label, about, "call", act, letter, bar)


ACTIONS: tuple[Action, ...] = (
    Action("help", "f1", N_("Help"), N_("Explains the place you are in and its keys."), "everywhere", bar=1),
    Action("new_call", "ctrl+n", N_("New call"), N_("Opens an empty form for a call; what is being typed elsewhere stays."), "everywhere", bar=1),
    Action("find", "ctrl+f", N_("Find"), N_("Finds earlier calls by words, name, number or status."), "everywhere", letter="slash", bar=30),
    Action("wrong_number", "f8", N_("Wrong number"), N_("Puts a wrong number on record with one key, as invalid."), "everywhere", bar=20),
    Action("nuisance", "f9", N_("Nuisance"), N_("Puts a nuisance call on record with one key, as invalid."), "everywhere", bar=21),
    Action("take_back", "ctrl+z", N_("Take back"), N_("Opens again the call that was just put on record as invalid."), "everywhere"),
    Action("guide", "f10", N_("Guide"), N_("Shows or hides the service guide where the window is narrow."), "everywhere", bar=40),
    Action("person", "f12", N_("Hand over"), N_("Somebody else takes over at this counter; what is being typed stays."), "everywhere", bar=80),
    Action("palette", "ctrl+p", N_("Commands"), N_("Finds any command by name, pinyin or initials."), "everywhere", bar=85),
    Action("quit", "ctrl+q", N_("Quit"), N_("Ends the program; asks first when something is half typed."), "everywhere", bar=99),
    Action("drafts", "f11", N_("Drafts"), N_("Lists what was typed and not put on record."), "everywhere", bar=70),
    Action("theme", "", N_("Light or dark"), N_("Changes between the light and the dark colours."), "everywhere"),
    Action("ascii", "", N_("Plain borders"), N_("Draws borders with ASCII characters, or with lines again."), "everywhere"),
    Action("menu", "enter", N_("Acts"), N_("Lists everything that can be done with the call, with the reason where it cannot."), "call", bar=2),
    _call("reply", "ctrl+r", N_("Reply"), N_("Records an answer given to the caller."), 3),
    _call("notify", "ctrl+g", N_("Tell all at once"), N_("Records the one-time notification: everything the caller must bring."), 4),
    _call("sort", "ctrl+s", N_("Sort"), N_("Gives the call its service and so its time limit."), 5),
    _call("complete", "ctrl+e", N_("Complete"), N_("Finishes the call after the caller has had a reply."), 6),
    _call("reopen", "ctrl+e", N_("Reopen"), N_("Handles a finished call again; its time limit runs anew."), 6),
    _call("transfer", "ctrl+t", N_("Transfer"), N_("Gives the call to a colleague."), 7),
    _call("refer", "ctrl+u", N_("Refer"), N_("Refers the call to a unit outside the desk."), 8),
    _call("return", "ctrl+b", N_("Return"), N_("Sends a wrong transfer or referral back, within two working days.")),
    _call("wait", "ctrl+w", N_("Wait"), N_("Waits for the caller's materials; the clock stops."), 9),
    _call("resume", "ctrl+w", N_("Resume"), N_("Goes on after waiting; the clock runs again."), 9),
    _call("attempt", "ctrl+a", N_("Not reached"), N_("Records that the caller could not be reached back.")),
    _call("follow_up", "ctrl+a", N_("Follow up"), N_("Records what the caller says afterwards; never by the handler.")),
    _call("receive", "ctrl+l", N_("Take materials"), N_("Lists the materials taken in.")),
    _call("slip", "ctrl+o", N_("Print slip"), N_("Makes the one-time notification slip as a file.")),
    _call("receipt", "ctrl+o", N_("Print receipt"), N_("Makes the receipt for the caller as a file.")),
    _call("ask_extension", "ctrl+x", N_("Ask extension"), N_("Asks the supervisor for more time, before the due time.")),
    _call("extend", "ctrl+x", N_("Extend"), N_("Approves more time (supervisors).")),
    _call("refuse_extension", "ctrl+x", N_("Refuse extension"), N_("Refuses the time that was asked for (supervisors).")),
    _call("decline", "ctrl+d", N_("Decline"), N_("Ends the call without handling it, with a written reason."), 10),
    _call("remind", "ctrl+k", N_("Remind"), N_("Puts a reminder on top of the handler's queue.")),
    Action("reveal", "ctrl+y", N_("Whole number"), N_("Shows the whole telephone number; looking is on record."), "call", letter="y"),
    Action("explain", "space", N_("Why this time"), N_("Shows how the due time was counted, day by day."), "call"),
    Action("print_count", "ctrl+o", N_("Print why this time"), N_("Saves how the due time was counted, day by day, as text to print."), "call"),
    Action("save", "ctrl+s", N_("Log"), N_("Puts the call on record; with an answer it is completed on the spot."), "new_call", bar=1),
    Action("more", "ctrl+o", N_("More fields"), N_("Kind, channel, organisation, group, ticket, time received, confidential, about a colleague."), "new_call", bar=2),
    Action("earlier", "ctrl+r", N_("Earlier call"), N_("Leaves the form and opens the caller's open call, or else the latest."), "new_call", bar=3),
    Action("leave", "escape", N_("Put aside"), N_("Closes the form; what was typed stays as a draft (F11)."), "new_call", bar=4),
    Action("open", "enter", N_("Open"), N_("Shows the marked call on the hotline screen."), "find", bar=1),
    Action("status", "ctrl+t", N_("Status"), N_("Lists only the calls of the next status, then all again."), "find", bar=2),
    Action("back", "escape", N_("Back"), N_("Leaves the list."), "find", bar=3),
    Action("set_day", "enter", N_("Set this day"), N_("Makes the marked day work or rest, with its hours and the reason (supervisors)."), "calendar", bar=2),
    Action("unset_day", "ctrl+d", N_("Take back the day"), N_("Takes back what a supervisor set for the marked day (supervisors)."), "calendar", bar=5),
    Action("take_in", "ctrl+o", N_("Take in a notice"), N_("Takes in a year's notice or other weekly hours from a file (supervisors)."), "calendar", bar=6),
    Action("count", "ctrl+r", N_("Count a limit"), N_("Counts a time limit from the marked day, and explains it day by day."), "calendar", bar=3),
    Action("today", "ctrl+t", N_("Today"), N_("Goes to today."), "calendar", letter="t", bar=4),
    Action("month_back", "pageup", N_("Earlier month"), N_("Goes to the month before."), "calendar", bar=7),
    Action("month_on", "pagedown", N_("Later month"), N_("Goes to the month after."), "calendar", bar=8),
    Action("moved", "ctrl+l", N_("Due times that moved"), N_("Lists again the calls that the last change moved."), "calendar", bar=9),
    Action("read_answer", "ctrl+g", N_("Read answer"), N_("Shows the marked answer whole, with its article; again: the next one."), "new_call", bar=5),
    Action("take_answer", "ctrl+t", N_("Use answer"), N_("Puts the marked answer into the answer field with its citation (Alt+1, Alt+2, Alt+3: the first, second, third)."), "new_call", bar=6),
    Action("next_answer", "ctrl+l", N_("Next answer"), N_("Marks the next of the three answers."), "new_call", bar=7),
    Action("open_policy", "enter", N_("Open"), N_("Opens what is marked: an answer's article, a text, a question to be answered."), "policies", bar=2),
    Action("policy_lists", "ctrl+t", N_("Other list"), N_("Results, texts, answers, questions without an answer, in turn."), "policies", bar=3),
    Action("next_hit", "ctrl+g", N_("Next hit"), N_("Goes to the next place where a word looked for stands."), "policies", letter="n", bar=4),
    Action("previous_hit", "ctrl+b", N_("Previous hit"), N_("Goes to the place before where a word looked for stands."), "policies", letter="b", bar=12),
    Action("article_before", "left", N_("Article before"), N_("Reads the article before this one."), "policies", bar=13),
    Action("article_after", "right", N_("Article after"), N_("Reads the article after this one."), "policies", bar=14),
    Action("read_before", "ctrl+r", N_("Read before"), N_("Goes back to what was read before."), "policies", letter="r", bar=5),
    Action("copy_page", "ctrl+y", N_("Copy"), N_("Copies what is being read, with where it stands."), "policies", letter="y", bar=6),
    Action("write_answer", "ctrl+a", N_("New answer"), N_("Writes a new answer; from a question in the list of gaps, with the ways it was asked."), "policies", bar=7),
    Action("edit_answer", "ctrl+e", N_("Edit answer"), N_("Changes the answer being read."), "policies", bar=8),
    Action("retire_policy", "ctrl+d", N_("Retire"), N_("Takes the answer or the text being read out of use, with a reason."), "policies", bar=9),
    Action("dismiss_gap", "ctrl+d", N_("Needs no answer"), N_("Takes the question off the list of gaps."), "policies", bar=9),
    Action("take_text", "ctrl+o", N_("Take in a text"), N_("Takes in an official text from a file: .txt, .html or .docx."), "policies", bar=10),
    Action("take_sheet", "ctrl+u", N_("Answers from a file"), N_("Takes answers from a .csv or .xlsx file; what would change is shown first."), "policies", bar=15),
    Action("save_sheet", "ctrl+l", N_("Answers to a file"), N_("Writes the answers in use to a .csv or .xlsx file."), "policies", bar=16),
    Action("to_search", "escape", N_("Back"), N_("From the text to the list, from the list to the search line."), "policies", bar=11),
    Action("open_room", "enter", N_("Open"), N_("Books the marked free time; on a booking: lists what can be done with it."), "rooms", bar=2),
    Action("book_room", "", N_("Book a room"), N_("Books the marked time: for whom, what for, how often."), "rooms"),
    Action("carry_booking", "ctrl+g", N_("Carry"), N_("Picks the marked booking up: the arrows move it, Shift sizes it, Enter puts it down."), "rooms", letter="m", bar=3),
    Action("week_or_day", "ctrl+w", N_("Day or week"), N_("Changes between a day of all rooms and a week of one room."), "rooms", letter="w", bar=4),
    Action("find_room", "ctrl+r", N_("Find a room"), N_("Finds a room by day, time, length, people and equipment; the nearest if none is free."), "rooms", letter="r", bar=5),
    Action("to_do_rooms", "ctrl+l", N_("To do"), N_("Slots to offer to those in line, guests to approve, imported conflicts, bookings in question."), "rooms", letter="l", bar=6),
    Action("rooms_today", "ctrl+t", N_("Today"), N_("Goes to today."), "rooms", letter="t", bar=7),
    Action("rooms_day", "ctrl+d", N_("Go to a day"), N_("Goes to a day as one says it: 11-25, tomorrow, next wed."), "rooms", letter="d", bar=8),
    Action("rooms_back", "pageup", N_("Earlier"), N_("The day or week before."), "rooms", bar=9),
    Action("rooms_on", "pagedown", N_("Later"), N_("The next day or week."), "rooms", bar=10),
    Action("check_in_booking", "ctrl+e", N_("Check in"), N_("Somebody came: with how many people."), "rooms", letter="e", bar=11),
    Action("edit_booking", "", N_("Correct"), N_("Corrects the title, the number of people, the note, a guest's name; time and room stay."), "rooms"),
    Action("approve_booking", "ctrl+a", N_("Approve"), N_("Approves a guest's booking (supervisors)."), "rooms", bar=12),
    Action("approve_series", "", N_("Approve the series"), N_("Approves every date of the guest's series that waits (supervisors)."), "rooms"),
    Action("refuse_booking", "ctrl+b", N_("Refuse"), N_("Refuses a guest's booking, with the reason (supervisors)."), "rooms", bar=18),
    Action("cancel_booking", "ctrl+x", N_("Cancel booking"), N_("Cancels the marked booking; the room is free again."), "rooms", bar=13),
    Action("cancel_from_here", "", N_("Cancel from here on"), N_("Cancels this date of the series and all later ones."), "rooms"),
    Action("cancel_series", "", N_("Cancel the series"), N_("Cancels every date of the series that is still ahead."), "rooms"),
    Action("show_series", "ctrl+s", N_("Series"), N_("Lists every date of the series; left out ones can be added there."), "rooms", bar=19),
    Action("show_booking", "space", N_("Details"), N_("Shows everything that is on record about the marked booking."), "rooms"),
    Action("take_booking", "", N_("Decide"), N_("Books what is to be decided, as wished or elsewhere, or leaves it off."), "rooms"),
    Action("wait_room", "", N_("Put in line"), N_("Puts somebody on the waiting list for the marked time."), "rooms"),
    Action("block_room", "ctrl+k", N_("Not in use"), N_("Takes the room out of use for the marked time, with the reason."), "rooms", bar=16),
    Action("room_hours", "", N_("Hours on this day"), N_("Sets the marked room's own opening hours on the marked day (supervisors)."), "rooms"),
    Action("take_bookings", "ctrl+o", N_("Take in bookings"), N_("Takes in the online platform's bookings from an .ics or .csv file; conflicts are listed."), "rooms", bar=15),
    Action("save_bookings", "ctrl+y", N_("Bookings to a file"), N_("Writes bookings to an iCalendar file (.ics)."), "rooms", bar=20),
    Action("print_rooms", "ctrl+u", N_("Print day's sheet"), N_("Makes the sheet of the day on show for the counter, a .docx file."), "rooms", bar=14),
    Action("use_rooms", "", N_("Use of rooms"), N_("How much each room was booked and used over some days."), "rooms"),
    Action("open_occupant", "enter", N_("Open"), N_("Lists what can be done with what is marked; on calls and bookings: opens one."), "occupants", bar=2),
    Action("occupant_views", "ctrl+t", N_("Other view"), N_("Occupants, what is to be done, the floors, in turn."), "occupants", bar=3),
    Action("next_tab", "ctrl+g", N_("Next tab"), N_("Turns to the next tab of the record."), "occupants", letter="g", bar=4),
    Action("tab_before", "ctrl+b", N_("Tab before"), N_("Turns to the tab before."), "occupants", letter="b", bar=14),
    Action("its_calls", "ctrl+k", N_("Its calls"), N_("Shows the calls from the occupant's number; Enter opens one on the hotline."), "occupants", letter="k", bar=8),
    Action("its_bookings", "ctrl+x", N_("Its bookings"), N_("Shows the occupant's bookings; Enter opens one among the rooms."), "occupants", letter="x", bar=9),
    Action("which_occupants", "ctrl+l", N_("Show which"), N_("Lists those of a state, kind or floor only."), "occupants", bar=5),
    Action("new_occupant", "ctrl+a", N_("New application"), N_("Takes an application in: the first stage of art. 10."), "occupants", bar=6),
    Action("occupants_day", "ctrl+d", N_("As of a day"), N_("Shows the record and the floors as they were on a day."), "occupants", bar=7),
    Action("what_if", "ctrl+w", N_("What if"), N_("What the half rule would say if somebody came in or a unit were given back."), "occupants", bar=4),
    Action("occupant_reveal", "ctrl+r", N_("Show phone"), N_("Shows the whole number; who looked is on record."), "occupants", "reveal", bar=12),
    Action("take_occupants", "ctrl+o", N_("Take in a file"), N_("Takes occupants in from .xlsx or .csv: columns, then each row's problems, then all or none."), "occupants", bar=15),
    Action("save_occupants", "ctrl+y", N_("To a file"), N_("Writes occupants to a styled .xlsx or a .csv file."), "occupants", bar=16),
    Action("recruitment", "", N_("Recruitment"), N_("Announces a round of open recruitment, and lists the last ones."), "occupants"),
    Action("lease_price", "", N_("Lease price"), N_("Sets the owner's lease price, and lists the last ones (supervisors)."), "occupants"),
    Action("set_unit", "ctrl+e", N_("Change unit"), N_("Changes the marked unit or makes a new one (supervisors)."), "occupants", bar=13),
    Action("leave_occupant", "escape", N_("Back"), N_("From the floors or the record to the list, to the search line, to the hotline."), "occupants", bar=11),
    Action("occupant_advance", "", N_("Next stage"), N_("Reaches the next stage; signing makes the agreement (art. 10)."), "occupants", "advance"),
    Action("occupant_refuse", "", N_("Turn down"), N_("Turns the application down, or records that it was withdrawn."), "occupants", "refuse"),
    Action("occupant_object", "", N_("Objection"), N_("Records an objection during the public notice."), "occupants", "object"),
    Action("occupant_settle", "", N_("Settle objection"), N_("Settles an objection: dismissed or upheld, and why."), "occupants", "settle"),
    Action("occupant_edit", "", N_("Correct"), N_("Corrects the record, or adds what was not known. Empty fields stay."), "occupants", "edit"),
    Action("occupant_report_change", "", N_("Report change"), N_("A change the occupant reports, kept with its day (art. 15(2))."), "occupants", "report_change"),
    Action("occupant_document", "", N_("Document came"), N_("A document came in; those missing stand first."), "occupants", "document"),
    Action("occupant_allot", "", N_("Give a unit"), N_("Gives a unit from a day on. Others may use at most half (art. 10(5))."), "occupants", "allot"),
    Action("occupant_release", "", N_("Take a unit back"), N_("The unit was handed back; it is free from that day on."), "occupants", "release"),
    Action("occupant_renew", "", N_("Renew"), N_("Another term; the old one is kept. Others than startups need a passed year."), "occupants", "renew"),
    Action("occupant_evaluate", "", N_("Evaluate a year"), N_("A year's evaluation of an institution or social organisation."), "occupants", "evaluate"),
    Action("occupant_charge", "", N_("Charge"), N_("Something to be paid."), "occupants", "charge"),
    Action("occupant_pay", "", N_("Payment"), N_("Something was paid; also after leaving."), "occupants", "pay"),
    Action("occupant_reduce", "", N_("Reduce rent"), N_("Reduces a year's rent by audited costs of joint public-service events (art. 15(3))."), "occupants", "reduce"),
    Action("occupant_void", "", N_("Take entry back"), N_("Takes a charge, payment or reduction back, with the reason."), "occupants", "void"),
    Action("occupant_notice", "", N_("Exit notice"), N_("An exit notice was received: 30 days from that day (art. 10(6))."), "occupants", "notice"),
    Action("occupant_withdraw", "", N_("Withdraw notice"), N_("Takes the notice or the agreed leaving back."), "occupants", "withdraw"),
    Action("occupant_ask_leave", "", N_("Asks to leave"), N_("The occupant asks to leave early (art. 15(2))."), "occupants", "ask_leave"),
    Action("occupant_agree_leave", "", N_("Agree to leaving"), N_("The centre agrees: out within 30 days."), "occupants", "agree_leave"),
    Action("occupant_clear", "", N_("Cleared"), N_("One thing of the clearing list is done."), "occupants", "clear"),
    Action("occupant_leave", "", N_("Has left"), N_("Keys handed back: its units are free and the term has ended."), "occupants", "leave"),
    Action("open_door", "enter", N_("Open"), N_("Shows the calls or bookings behind the marked number."), "supervision", bar=2),
    Action("next_view", "ctrl+t", N_("Next page"), N_("To decide, figures, groups, trend, hours, demand, rooms, staff record, in turn."), "supervision", letter="t", bar=3),
    Action("previous_view", "ctrl+b", N_("Page before"), N_("The same, the other way round."), "supervision", letter="b", bar=13),
    Action("next_period", "ctrl+w", N_("Period"), N_("Today, this week, this month, last month, this quarter, this year, all time, in turn."), "supervision", letter="w", bar=4),
    Action("set_filter", "ctrl+d", N_("Filter"), N_("Sets the period, from which day to which, the person and the service."), "supervision", letter="d", bar=5),
    Action("other_groups", "ctrl+r", N_("Count by"), N_("Groups: by person, service, channel, kind, callers, day, hour. Hours: what is counted."), "supervision", letter="r", bar=6),
    Action("owed_follow_ups", "ctrl+a", N_("Follow-ups owed"), N_("Lists the follow-up calls you may make; the script stands beside the form."), "supervision", bar=7),
    Action("see_checks", "ctrl+l", N_("Spot checking"), N_("Lists the spot checks with their sheets; draws and marks them (supervisors)."), "supervision", bar=8),
    Action("see_trainings", "ctrl+e", N_("Training"), N_("Lists the sessions of training; puts one on record (supervisors)."), "supervision", bar=9),
    Action("export_report", "ctrl+o", N_("Export"), N_("Writes the report as a spreadsheet, the monthly report, or the staff record."), "supervision", bar=10),
    Action("leave_list", "escape", N_("Back"), N_("From the call to the list, from the list back to the figures."), "behind", bar=2),
    Action("open_check", "enter", N_("Mark"), N_("Opens the sheet of the marked spot check."), "checks", bar=2),
    Action("draw_checks", "ctrl+g", N_("Draw"), N_("Draws a fair random sample of each person's finished calls (supervisors)."), "checks", letter="g", bar=3),
    Action("read_check", "space", N_("Read the call"), N_("Shows the call of the marked spot check, whole."), "checks", bar=4),
    Action("leave_checks", "escape", N_("Back"), N_("Back to the figures."), "checks", bar=5),
    Action("add_training", "ctrl+g", N_("Add"), N_("Puts somebody's session of training on record (supervisors)."), "trainings", letter="g", bar=2),
    Action("leave_trainings", "escape", N_("Back"), N_("Back to the figures."), "trainings", bar=3),
)  # fmt: skip
_BY_ID = {action.id: action for action in ACTIONS}


def action(action_id: str) -> Action:
    """The action with this id."""
    return _BY_ID[action_id]


def of(*places: str) -> tuple[Action, ...]:
    """The actions of these places, in the list's order."""
    return tuple(one for one in ACTIONS if one.where in places)


def key_name(key: str) -> str:
    """A key as written on keyboards: `Ctrl+R`, `F12`."""
    if key.startswith("ctrl+"):
        return "Ctrl+" + key.removeprefix("ctrl+").upper()
    return KEY_NAMES.get(key, key.upper())


def bindings(*places: str, letters: bool = False, priority: bool = False) -> list[Binding]:
    """One binding a key of these places; it calls the app's `action_press` with the key."""
    keys: dict[str, str] = {}
    for one in of(*places):
        if one.key:
            keys[one.key] = one.key
        if letters and one.letter:
            keys[one.letter] = one.key
    return [
        Binding(typed, f"app.press('{key}')", show=False, priority=priority and typed == key, id=f"press.{typed}")
        for typed, key in keys.items()
    ]


def meant(offers: list[Offer], key: str) -> list[Offer]:
    """The offers a key stands for: those allowed where there are any, else the first one, refused."""
    here = [offer for offer in offers if offer.action.key == key]
    allowed = [offer for offer in here if offer.reason is None]
    return allowed or here[:1]
