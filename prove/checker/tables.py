"""The tables themselves, past the server, as rows of one plain form (store.py), whichever database holds them."""

from collections.abc import Callable, Iterator, Mapping

from wire import identify, read_content, read_users

KINDS = {1: "DIRECT", 2: "GROUP", 3: "ROOM", 4: "WHISPER", 5: "SELF"}
NOTICES = {2: "CREATED", 3: "ADDED", 4: "REMOVED", 5: "LEFT"}
MARK = 2

# What answers SQL with rows by column name: whole numbers, text and bytes as such.
Query = Callable[[str], Iterator[Mapping]]


def read_rows(query: Query) -> Iterator[dict]:
    """Every app's rows: an app's own id is no part of them, since ids are random and never the same in two apps."""
    for row in query("select id, kind, seq, version, member_count, deleted from conversation"):
        yield {
            "row": "head",
            "conversation": conversation(row["id"]),
            "type": KINDS[row["kind"]],
            "seq": row["seq"],
            "version": row["version"],
            "count": row["member_count"],
            "deleted": bool(row["deleted"]),
        }
    for row in query("select * from message"):
        yield {
            "row": "message",
            **named(row),
            "sender": user(row["sender"]),
            "key": row["client_msg_id"],
            "recalled": bool(row["recalled"]),
            **read_content(row["content"]),
        }
    for row in query("select * from message_edit"):
        yield {"row": "wording", **named(row), "text": read_content(row["content"])["text"]}
    for row in query("select * from choice"):
        place = {"conversation": conversation(row["conversation"]), "seq": row["seq"]}
        yield {"row": "choice", **place, "emoji": row["choice"], "user": user(row["user"])}
    yield from read_people(query)


def read_people(query: Query) -> Iterator[dict]:
    for row in query("select * from member"):
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
    for row in query("select * from notice"):
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
    for row in query(f"select * from item where kind = {MARK}"):
        place = {"user": user(row["user"]), "conversation": conversation(row["target"])}
        yield {"row": "mark", **place, "read": row["read_seq"]}


def named(row: Mapping) -> dict:
    return {
        "conversation": conversation(row["conversation"]),
        "seq": row["seq"],
        "version": row["version"],
    }


def conversation(key: int) -> str:
    return identify("cnv", key)


def user(key: int) -> str:
    return identify("usr", key)
