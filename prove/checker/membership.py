"""Who was in which conversation from which version to which: from the stored notices and members, and from every member row
that any device was told. A coming or going that nobody was told of and that left no notice is not known; then the user counts
as a member throughout, so that what is reported is certain."""

import math
from collections import defaultdict
from typing import NamedTuple

from history import History
from store import Store


class Interval(NamedTuple):
    # The membership holds for versions from `since` on and before `until`.
    since: int
    until: float
    join_seq: int


class Memberships:
    def __init__(self, history: History, store: Store) -> None:
        turns: dict[tuple, dict[int, tuple]] = defaultdict(dict)
        for conversation, user, version, present, join_seq in told(history):
            turns[conversation, user][version] = (present, join_seq)
        for row in store.members.values():
            place = row["conversation"], row["user"]
            if row["leftVersion"]:
                turns[place][row["leftVersion"]] = (False, 0)
            else:
                turns[place][row.get("joinVersion", row["version"])] = (True, row["joinSeq"])
        for conversation, user, version, present, join_seq in noticed(store):
            # A notice takes the version after the change that it tells of.
            turns[conversation, user].setdefault(version, (present, join_seq))
        self.intervals = {place: intervals(turn) for place, turn in turns.items()}

    def was_ever_in(self, conversation: str, user: str) -> bool:
        return bool(self.intervals.get((conversation, user)))

    def is_in(self, conversation: str, user: str, version: int) -> bool:
        """Right after the change that made this version."""
        spans = self.intervals.get((conversation, user), [])
        return any(one.since <= version < one.until for one in spans)

    def ends_in(self, conversation: str, user: str, span: tuple[int, int]) -> bool:
        """Among the changes after the first and up to the second version."""
        base, version = span
        return any(base < one.until <= version for one in self.intervals.get((conversation, user), []))

    def may_see(self, conversation: str, user: str, seq: int, version: int) -> bool:
        """The message at `seq` in the state that it had from `version` on: said, and so changed, while it was in."""
        spans = self.intervals.get((conversation, user), [])
        return any(one.join_seq <= seq and version < one.until for one in spans)


def told(history: History):
    for delivery in history.deliveries:
        yield from delivery.members


def noticed(store: Store):
    for notice in store.notices:
        conversation, version = notice["conversation"], notice["version"] - 1
        kind, anchor = notice["type"], notice["anchor"]
        if kind == "CREATED":
            for user in [notice["actor"], *notice["users"]]:
                yield conversation, user, version, True, 1
        elif kind == "ADDED":
            for user in notice["users"]:
                yield conversation, user, version, True, anchor + 1
        elif kind == "REMOVED":
            for user in notice["users"]:
                yield conversation, user, version, False, 0
        elif kind == "LEFT":
            yield conversation, notice["actor"], version, False, 0


def intervals(turns: dict[int, tuple]) -> list[Interval]:
    found: list[Interval] = []
    ordered = sorted(turns.items())
    # Whose going is the first that is known was in before, since nobody knows when.
    since: int | None = 0 if ordered and not ordered[0][1][0] else None
    join_seq = 1
    for version, (present, first_seq) in ordered:
        if present and since is None:
            since, join_seq = version, first_seq
        elif present:
            # Came in again unseen, or a change of its role: the earlier sight counts.
            join_seq = min(join_seq, first_seq)
        elif since is not None:
            found.append(Interval(since, version, join_seq))
            since = None
    if since is not None:
        found.append(Interval(since, math.inf, join_seq))
    return found
