"""A database of one file, read past the server."""

import sqlite3
from contextlib import closing

from tables import read_rows


class Damaged(Exception):
    """The database is not there, cannot be read, or is not whole."""


def read_file(path: str) -> list[dict]:
    # Not immutable: what stands in the write-ahead log after a kill counts.
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            verdict = database.execute("pragma integrity_check").fetchone()[0]
            if verdict != "ok":
                raise Damaged(verdict)
            return list(read_rows(database.execute))
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
