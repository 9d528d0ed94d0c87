"""`shouwen occupant`: the registry, from application to keys handed back. Its verbs stand in three files."""

from cli import occupant_records, occupant_space, occupant_stay
from cli.occupant_app import app

__all__ = ["app", "occupant_records", "occupant_space", "occupant_stay"]
