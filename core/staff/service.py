"""Staff: adding, changing, signing in and out."""

from __future__ import annotations

import hashlib
import secrets

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select

from core import fields
from core.errors import BadValue, NotAllowed, NotFound, RuleRefused
from core.spelling import ready, spelling
from core.staff.rules import ROLES, SHIFT, Actor, check_pin, require_supervisor
from core.staff.tables import SignIn, Staff
from core.staff.views import SignInView, StaffView
from core.storage import Prepared, Storage
from core.words import N_

_ACTOR = Prepared(select(Staff.code, Staff.name, Staff.role, Staff.active).where(col(Staff.code) == bindparam("code")))
"""Columns, not an object: every act asks it."""


class StaffDesk:
    """Acts on staff. `by` is the code of the one who acts."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def exists(self) -> bool:
        """Whether anyone is on the staff yet."""
        with self._storage.read() as session:
            return session.exec(select(Staff.code).limit(1)).first() is not None

    def add(self, code: str, name: str, role: str, pin: str, *, by: str) -> StaffView:
        """Take someone on (supervisors only); raises `BadValue` (`staff_exists`, `bad_code`, `bad_pin`, …)."""
        ready()
        with self._storage.act("staff.add", by, code) as act:
            require_supervisor(actor(act.session, by))
            record = _new(code, name, role, pin)
            if act.session.get(Staff, code) is not None:
                raise BadValue(
                    "staff_exists", N_("There is somebody with the code {code} already. Choose another."), code=code
                )
            record.added_at = act.at
            act.session.add(record)
            act.session.flush()
            return view(record)

    def edit(
        self,
        code: str,
        *,
        by: str,
        name: str | None = None,
        role: str | None = None,
        deputy: str | None = None,
        pin: str | None = None,
        active: bool | None = None,
    ) -> StaffView:
        """Change what is given; an empty `deputy` takes the deputy away. Anyone may change their own PIN and deputy."""
        if name is not None:
            ready()
        with self._storage.act("staff.edit", by, code) as act:
            session, who = act.session, actor(act.session, by)
            if not (by == code and name is None and role is None and active is None):
                require_supervisor(who)
            record = get_staff(session, code)
            if name is not None:
                record.name = fields.text(name, "name")
                record.spelling = spelling(record.name)
            if role is not None:
                record.role = fields.choice(role, "role", ROLES)
            if deputy is not None:
                record.deputy = _deputy(session, code, deputy)
            if pin is not None:
                record.pin_hash = hashed(check_pin(pin))
                session.exec(delete(SignIn).where(col(SignIn.staff) == code))
            if active is not None:
                record.active = active
            session.add(record)
            session.flush()
            _keep_a_supervisor(session)
            act.note(changed=[n for n, v in (("name", name), ("role", role), ("deputy", deputy), ("pin", pin),
                                             ("active", active)) if v is not None])  # fmt: skip
            return view(record)

    def disable(self, code: str, *, by: str) -> StaffView:
        """Someone leaves: no more signing in. Their calls stay theirs until transferred."""
        return self.edit(code, by=by, active=False)

    def list(self, *, by: str) -> tuple[StaffView, ...]:
        """Everyone, those who left included, by code."""
        with self._storage.read() as session:
            actor(session, by)
            return tuple(view(one) for one in session.exec(select(Staff).order_by(Staff.code)))

    def choices(self) -> tuple[StaffView, ...]:
        """The active, for the sign-in screen of the app: codes and names only matter there."""
        with self._storage.read() as session:
            return tuple(view(one) for one in session.exec(select(Staff).where(Staff.active).order_by(Staff.code)))

    def verify(self, code: str, pin: str) -> StaffView:
        """The person with this code and PIN; raises `NotAllowed` (`wrong_pin`), the same for an unknown code."""
        with self._storage.read() as session:
            record = session.get(Staff, code)
            right = _matches(record.pin_hash if record else hashed("0000"), pin)
            if record is None or not record.active or not right:
                raise NotAllowed("wrong_pin", N_("The code or the PIN is wrong. Check both and try again."))
            return view(record)

    def sign_in(self, code: str, pin: str, os_user: str) -> SignInView:
        """A sign-in for the command line that ends after the shift."""
        person = self.verify(code, pin)
        token = secrets.token_urlsafe(32)
        with self._storage.act("staff.sign_in", code, code) as act:
            act.session.exec(delete(SignIn).where(col(SignIn.expires_at) < act.at))
            row = SignIn(
                token_hash=_digest(token), staff=code, os_user=os_user, signed_in_at=act.at, expires_at=act.at + SHIFT
            )
            act.session.add(row)
            act.session.flush()
            return SignInView(code, person.name, person.role, row.signed_in_at, row.expires_at, token)

    def app_sign_in(self, code: str, pin: str) -> StaffView:
        """The app's own sign-in: verified and on record; it lives as long as the window."""
        person = self.verify(code, pin)
        with self._storage.act("staff.app_sign_in", code, code):
            return person

    def signed_in(self, token: str, os_user: str) -> SignInView:
        """Whose sign-in this is; raises `NotAllowed` (`not_signed_in`) when ended, unknown or of a disabled person."""
        with self._storage.read() as session:
            row = session.get(SignIn, _digest(token))
            person = session.get(Staff, row.staff) if row else None
            if row is None or person is None or not person.active or row.os_user != os_user:
                raise not_signed_in()
            if row.expires_at <= self._storage.now():
                raise NotAllowed("sign_in_ended", N_("The shift's sign-in has ended. Sign in again."))
            return SignInView(person.code, person.name, person.role, row.signed_in_at, row.expires_at)

    def sign_out(self, token: str) -> None:
        """End a sign-in; an unknown one is no error."""
        with self._storage.act("staff.sign_out", None) as act:
            row = act.session.get(SignIn, _digest(token))
            if row is not None:
                act.by = act.subject = row.staff
                act.session.delete(row)


def actor(session: Session, code: str) -> Actor:
    """Who acts, checked; raises `NotAllowed` (`not_signed_in`) for an unknown or disabled code."""
    record = _ACTOR.first(session, code=code)
    if record is None or not record.active:
        raise not_signed_in()
    return Actor(record.code, record.name, record.role)


def active_staff(session: Session, code: str) -> Staff:
    """A colleague who can be given work; raises `NotFound` (`no_such_staff`) or `RuleRefused` (`staff_disabled`)."""
    record = get_staff(session, code)
    if not record.active:
        raise RuleRefused("staff_disabled", N_("{code} no longer works at the desk. Choose someone else."), code=code)
    return record


def not_signed_in() -> NotAllowed:
    """The refusal for one who is not signed in."""
    return NotAllowed("not_signed_in", N_("You are not signed in. Sign in first."))


def code_from(name: str) -> str:
    """A code made of a name's pinyin or letters; `supervisor` where nothing is left."""
    spelled = ([*spelling(name).split(), "", ""])[1] or name.lower()
    kept = "".join(letter for letter in spelled if letter.isascii() and letter.isalnum())
    return kept[:16] or "supervisor"


def get_staff(session: Session, code: str) -> Staff:
    """The row, active or not; raises `NotFound` (`no_such_staff`)."""
    record = session.get(Staff, code)
    if record is None:
        raise NotFound(
            "no_such_staff", N_("Nobody at the desk has the code “{code}”. Choose one of the staff."), code=code
        )
    return record


def _deputy(session: Session, code: str, deputy: str) -> str | None:
    if not deputy:
        return None
    if deputy == code:
        raise BadValue("own_deputy", N_("Nobody can be their own deputy. Name a colleague."))
    return active_staff(session, deputy).code


def _keep_a_supervisor(session: Session) -> None:
    if session.exec(select(Staff.code).where(Staff.active, Staff.role == "supervisor").limit(1)).first() is None:
        raise RuleRefused("last_supervisor", N_("This is the last supervisor. Make somebody else supervisor first."))


def first_supervisor(code: str, name: str, pin: str) -> Staff:
    """The row of the one who sets the desk up, not kept yet; `added_at` is still to be set."""
    return _new(code, name, "supervisor", pin)


def _new(code: str, name: str, role: str, pin: str) -> Staff:
    name = fields.text(name, "name")
    return Staff(
        code=fields.code(code, "code"), name=name, role=fields.choice(role, "role", ROLES), deputy=None, active=True,
        pin_hash=hashed(check_pin(pin)), spelling=spelling(name),
    )  # fmt: skip


def view(record: Staff) -> StaffView:
    """The row as a frozen view."""
    return StaffView(
        record.code, record.name, record.role, record.deputy, record.active, record.added_at, record.spelling
    )


def hashed(pin: str, salt: bytes | None = None) -> str:
    """The PIN as it is kept. Only demonstrations give the salt: their PIN is public, and their rows repeat."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(pin, salt=salt)


def _matches(hashed: str, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return PasswordHasher().verify(hashed, pin)
    except (Argon2Error, InvalidHashError, UnicodeError):
        return False


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
