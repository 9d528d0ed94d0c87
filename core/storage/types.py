"""Column types."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from core.clock import CENTRE


class Moment(TypeDecorator[datetime]):
    """A moment to the second, kept as whole seconds since 1970 (UTC): compares, sorts and subtracts in any engine."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Aware datetime to seconds."""
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Seconds to the centre's time."""
        return None if value is None else datetime.fromtimestamp(value, CENTRE)


class Codes(TypeDecorator[Any]):
    """A list or mapping of plain values, kept as JSON text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Value to JSON."""
        return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """JSON to value."""
        return None if value is None else json.loads(value)
