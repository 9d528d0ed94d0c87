"""Paths as typed, and where files are offered to be saved."""

from __future__ import annotations

from pathlib import Path


def typed_path(typed: str) -> Path:
    """A path as typed, `~` included."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # ~ of nobody known
        return Path(typed)


def documents() -> Path:
    """The user's folder for documents, else their home."""
    from platformdirs import user_documents_path

    folder = user_documents_path()
    return folder if folder.is_dir() else Path.home()
