"""The tables themselves, past the server, as rows of one plain form (store.py). PostgreSQL is not read yet."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing

from wire import identify, read_content, read_users


class Damaged(Exception):
    """The database cannot be read, or is not whole."""


KINDS = {1: "DIRECT", 2: "GROUP", 3: "ROOM", 4: "WHISPER", 5: "SELF"}
NOTICES = {2: "CREATED", 3: "ADDED", 4: "REMOVED", 5: "LEFT"}
MARK = 2


def read_database(path: str) -> list[dict]:
    """Every app's rows: an app's own id is no part of them, since ids are random and never the same in two apps."""
    # Not immutable: what stands in the write-ahead log after a kill counts.
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            database.row_factory = sqlite3.Row
            verdict = database.execute("pragma integrity_check").fetchone()[0]
            if verdict != "ok":
                raise Damaged(verdict)
            return list(read_rows(database))
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error


def read_rows(db: sqlite3.Connection) -> Iterator[dict]:
    for row in db.execute("select id, kind, seq, version, member_count, deleted from conversation"):
        yield {
            "row": "head",
            "conversation": conversation(row["id"]),
            "type": KINDS[row["kind"]],
            "seq": row["seq"],
            "version": row["version"],
            "count": row["member_count"],
            "deleted": bool(row["deleted"]),
        }
    for row in db.execute("select * from message"):
        yield {
            "row": "message",
            **named(row),
            "sender": user(row["sender"]),
            "key": row["client_msg_id"],
            "recalled": bool(row["recalled"]),
            **read_content(row["content"]),
        }
    for row in db.execute("select * from message_edit"):
        yield {"row": "wording", **named(row), "text": read_content(row["content"])["text"]}
    for row in db.execute("select * from choice"):
        place = {"conversation": conversation(row["conversation"]), "seq": row["seq"]}
        yield {"row": "choice", **place, "emoji": row["choice"], "user": user(row["user"])}
    yield from read_people(db)


def read_people(db: sqlite3.Connection) -> Iterator[dict]:
    for row in db.execute("select * from member"):
        yield {
            "row": "member",
            "conversation": conversation(row["conversation"]),
            "user": user(row["user"]),
            "version": row["version"],
            "joinSeq": row["join_seq"],
            "joinVersion": row["join_version"],
            "leftVersion": row["left_version"],
            "cleared": row["cleared"],
        }
    for row in db.execute("select * from notice"):
        if row["kind"] in NOTICES:
            yield {
                "row": "notice",
                "conversation": conversation(row["conversation"]),
                "version": row["version"],
                "anchor": row["anchor"],
                "type": NOTICES[row["kind"]],
                "actor": user(row["actor"]),
                "users": read_users(row["args"]),
            }
    for row in db.execute("select * from item where kind = ?", (MARK,)):
        place = {"user": user(row["user"]), "conversation": conversation(row["target"])}
        yield {"row": "mark", **place, "read": row["read_seq"]}


def named(row: sqlite3.Row) -> dict:
    return {
        "conversation": conversation(row["conversation"]),
        "seq": row["seq"],
        "version": row["version"],
    }


def conversation(key: int) -> str:
    return identify("cnv", key)


def user(key: int) -> str:
    return identify("usr", key)
