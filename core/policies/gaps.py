"""Questions that nothing answered, grouped for whoever writes the next answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from core.policies.segmenting import Vocabulary
from core.policies.tables import PolicyGap
from core.policies.views import GapGroup

REASONS = ("nothing_found", "not_used")
_ALIKE = 0.4
_MOST = 500


def record(session: Session, question: str, reason: str, at: datetime, vocabulary: Vocabulary) -> None:
    """Count a question. Runs of seven or more digits (phones, numbers of cards) are not kept."""
    kept = re.sub(r"\d[\d\s-]{5,}\d", "…", question.strip())[:500]
    normal = re.sub(r"\s+", "", vocabulary.without_filler(kept))[:200]
    if not normal:
        return
    row = session.exec(select(PolicyGap).where(PolicyGap.normal == normal)).first()
    if row is None:
        row = PolicyGap(normal=normal, question=kept, reason=reason, times=0, first_at=at, last_at=at)
    row.times, row.last_at, row.reason = row.times + 1, at, reason
    session.add(row)
    session.flush()


def close(session: Session, ids: Sequence[int]) -> int:
    """Forget these; returns how many there were."""
    rows = session.exec(select(PolicyGap).where(col(PolicyGap.id).in_(list(ids)))).all() if ids else []
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def close_asked(session: Session, forms: Sequence[str], vocabulary: Vocabulary) -> int:
    """Forget those that are now the question or another form of an answer."""
    normal = {re.sub(r"\s+", "", vocabulary.without_filler(form))[:200] for form in forms}
    rows = session.exec(select(PolicyGap).where(col(PolicyGap.normal).in_(sorted(normal)))).all()
    return close(session, [row.id or 0 for row in rows])


def groups(session: Session, vocabulary: Vocabulary) -> tuple[GapGroup, ...]:
    """The questions (the latest 500), like with like, the most frequent group first."""
    rows = session.exec(select(PolicyGap).order_by(col(PolicyGap.last_at).desc()).limit(_MOST)).all()
    made: list[tuple[frozenset[str], list[PolicyGap]]] = []
    for row in sorted(rows, key=lambda one: (-one.times, one.id or 0)):
        tokens = frozenset(vocabulary.tokens(row.normal)) - vocabulary.common_tokens
        home = next((members for seed, members in made if _alike(seed, tokens)), None)
        if home is None:
            made.append((tokens, [row]))
        else:
            home.append(row)
    found = [
        GapGroup(
            question=members[0].question,
            questions=tuple(dict.fromkeys(one.question for one in members)),
            reason="nothing_found" if any(one.reason == "nothing_found" for one in members) else "not_used",
            times=sum(one.times for one in members),
            last_at=max(one.last_at for one in members),
            ids=tuple(one.id or 0 for one in members),
        )
        for _, members in made
    ]
    return tuple(sorted(found, key=lambda one: (-one.times, -one.last_at.timestamp())))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) / len(one | other) >= _ALIKE
