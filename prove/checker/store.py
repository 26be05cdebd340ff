"""What the database holds, by what invariants ask for."""

from collections import defaultdict
from typing import NamedTuple


class Row(NamedTuple):
    """A message, from the tables and from the wire alike."""

    conversation: str
    seq: int
    version: int
    sender: str
    key: str
    text: str
    recalled: bool
    # Sorted pairs of emoji and count.
    reactions: tuple

    @property
    def name(self) -> str:
        return f"{self.conversation}#{self.seq}"


class Head(NamedTuple):
    type: str
    seq: int
    version: int
    count: int
    deleted: bool


def to_row(fields: dict) -> Row:
    reactions = tuple(sorted(fields.get("reactions", {}).items()))
    plain = (fields[name] for name in ("conversation", "seq", "version", "sender", "key"))
    recalled = fields.get("recalled", False)
    return Row(*plain, "" if recalled else fields.get("text", ""), recalled, reactions)


class Store:
    def __init__(self, rows: list[dict]) -> None:
        self.heads: dict[str, Head] = {}
        # All rows of a conversation in order of seq, doubles included.
        self.logs: dict[str, list[Row]] = defaultdict(list)
        self.by_key: dict[tuple, list[Row]] = defaultdict(list)
        self.by_seq: dict[tuple, Row] = {}
        # What a message has said before, by (conversation, seq).
        self.wordings: dict[tuple, list[str]] = defaultdict(list)
        self.choices: set[tuple] = set()
        self.members: dict[tuple, dict] = {}
        self.notices: list[dict] = []
        self.marks: dict[tuple, int] = {}
        for row in rows:
            getattr(self, f"add_{row['row']}")(row)
        for log in self.logs.values():
            log.sort()

    def add_head(self, row: dict) -> None:
        counts = (row["seq"], row["version"], row.get("count", 0), row.get("deleted", False))
        self.heads[row["conversation"]] = Head(row.get("type", "GROUP"), *counts)

    def add_message(self, fields: dict) -> None:
        row = to_row(fields)
        self.logs[row.conversation].append(row)
        self.by_key[row.conversation, row.sender, row.key].append(row)
        self.by_seq[row.conversation, row.seq] = row

    def add_wording(self, row: dict) -> None:
        self.wordings[row["conversation"], row["seq"]].append(row["text"])

    def add_choice(self, row: dict) -> None:
        self.choices.add((row["conversation"], row["seq"], row["user"], row["emoji"]))

    def add_member(self, row: dict) -> None:
        self.members[row["conversation"], row["user"]] = {"joinSeq": 1, "cleared": 0, "leftVersion": 0, **row}

    def add_notice(self, row: dict) -> None:
        self.notices.append({"users": [], "anchor": 0, **row})

    def add_mark(self, row: dict) -> None:
        self.marks[row["user"], row["conversation"]] = row["read"]

    def is_member(self, conversation: str, user: str) -> bool:
        member = self.members.get((conversation, user))
        return member is not None and member["leftVersion"] == 0

    def first_visible(self, conversation: str, user: str) -> int:
        """Of a present member."""
        member = self.members[conversation, user]
        return max(1, member["joinSeq"], member["cleared"] + 1)

    def unread(self, conversation: str, user: str) -> int:
        """Counted anew from the rows (docs/sync.md 27)."""
        log = self.logs[conversation]
        sent = max((row.seq for row in log if row.sender == user), default=0)
        floor = self.first_visible(conversation, user) - 1
        effective = max(floor, self.marks.get((user, conversation), 0), sent)
        return sum(1 for row in log if row.seq > effective and not row.recalled)
