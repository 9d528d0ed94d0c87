"""Statements that are compiled once and then read straight from the driver, where a benchmark asks for it."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable
from typing import Any

from sqlalchemy.engine import Dialect
from sqlmodel import Session

_Process = Callable[[Any], Any] | None


class Prepared:
    """A query that every act asks. It is run in the session's transaction like any other, and its rows have the same
    values under the same names; what is saved is SQLAlchemy's own work on it, most of what a small query costs.

    The driver's errors come as they are (`storage` turns them into failures), so it is for reading only.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._for: tuple[str, str] | None = None

    def rows(self, session: Session, **given: Any) -> list[Any]:
        """The rows, as named tuples."""
        connection = session.connection()
        dialect = connection.dialect
        if self._for != (dialect.name, dialect.driver):
            self._compile(dialect)
        values = {**self._fixed, **{name: self._bound(name, value) for name, value in given.items()}}
        cursor = connection.connection.cursor()
        try:
            cursor.execute(self._text, [values[name] for name in self._order] if self._order is not None else values)
            found = cursor.fetchall()
        finally:
            cursor.close()
        return [self._row(one) for one in found]

    def first(self, session: Session, **given: Any) -> Any:
        """The first row, or None."""
        found = self.rows(session, **given)
        return found[0] if found else None

    def _compile(self, dialect: Dialect) -> None:
        compiled = self._statement.compile(dialect=dialect)
        columns = list(self._statement.selected_columns)
        self._text = str(compiled)
        self._order = list(compiled.positiontup) if compiled.positional else None
        self._binds: dict[str, _Process] = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        self._fixed = {name: self._bound(name, value) for name, value in compiled.params.items()}
        self._results: list[tuple[int, Callable[[Any], Any]]] = [
            (n, process)
            for n, column in enumerate(columns)
            if (process := column.type.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]
        names = [str(column.key) for column in columns]
        row: Any = namedtuple("Row", names)  # type: ignore[misc]
        self._make = row._make
        self._for = (dialect.name, dialect.driver)

    def _bound(self, name: str, value: Any) -> Any:
        process = self._binds[name]
        return value if process is None else process(value)

    def _row(self, values: Any) -> Any:
        if not self._results:
            return self._make(values)
        row = list(values)
        for n, process in self._results:
            row[n] = process(row[n])
        return self._make(row)
