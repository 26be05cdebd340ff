"""I7: after everything has come to rest each device holds what the server holds for it, and what it showed had no holes."""

from collections import defaultdict
from collections.abc import Iterator

from history import History
from invariants.violation import Violation
from store import Store


def replicas_equal_log(history: History, store: Store) -> Iterator[Violation]:
    yield from shown_without_holes(history)
    yield from held_is_stored(history, store)
    yield from held_is_all(history, store)


def shown_without_holes(history: History) -> Iterator[Violation]:
    last: dict[tuple, int] = {}
    for line in history.shown:
        place = line.device, line.conversation
        if line.reset:
            last.pop(place, None)
        expected = last.get(place)
        for seq in line.seqs:
            if expected is not None and seq != expected + 1:
                yield Violation("I7", place[1], place[0], f"showed {seq} after {expected}")
            expected = seq
        if expected is not None:
            last[place] = expected


def held_is_stored(history: History, store: Store) -> Iterator[Violation]:
    for replica in history.replicas:
        conversation, device = replica.conversation, replica.device
        user = history.users[device]
        if not store.is_member(conversation, user):
            yield Violation("I7", conversation, device, f"still held, {user} is no member")
            continue
        wanted = [row.seq for row in store.logs[conversation] if row.seq >= store.first_visible(conversation, user)]
        held = sorted(row.seq for row in replica.rows)
        if held != wanted:
            evidence = f"holds {len(held)} messages of {len(wanted)}, {difference(held, wanted)}"
            yield Violation("I7", conversation, device, evidence)


def difference(held: list[int], wanted: list[int]) -> str:
    missing, extra = set(wanted) - set(held), set(held) - set(wanted)
    if missing:
        return f"without {min(missing)}"
    return f"{min(extra)} is not its to hold" if extra else "one of them twice"


def held_is_all(history: History, store: Store) -> Iterator[Violation]:
    held: dict[str, set[str]] = defaultdict(set)
    for replica in history.replicas:
        held[replica.device].add(replica.conversation)
    for (conversation, user), member in store.members.items():
        head = store.heads.get(conversation)
        if member["leftVersion"] or head is None or head.deleted or head.type == "SELF":
            continue
        for device, conversations in held.items():
            if history.users[device] == user and conversation not in conversations:
                yield Violation("I7", conversation, device, f"not held, {user} is a member")
