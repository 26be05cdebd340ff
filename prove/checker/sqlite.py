"""A database of one file, read past the server."""

import sqlite3
from contextlib import closing

from tables import read_rows


def read_file(path: str) -> list[dict]:
    # Not immutable: what stands in the write-ahead log after a kill counts.
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        verdict = database.execute("pragma integrity_check").fetchone()[0]
        if verdict != "ok":
            raise ValueError(f"the database is damaged: {verdict}")
        return list(read_rows(database.execute))
