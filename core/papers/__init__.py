"""The desk's papers: values in, a file out. Knows nothing of calls, staff or the database."""

from core.papers.models import (
    Caller,
    Extension,
    Ledger,
    LedgerRow,
    Paper,
    Receipt,
    ReceivedMaterial,
    Register,
    RegisterRow,
    Slip,
    Telling,
    ToldMaterial,
)
from core.papers.rendering import render

__all__ = [
    "Caller",
    "Extension",
    "Ledger",
    "LedgerRow",
    "Paper",
    "Receipt",
    "ReceivedMaterial",
    "Register",
    "RegisterRow",
    "Slip",
    "Telling",
    "ToldMaterial",
    "render",
]
