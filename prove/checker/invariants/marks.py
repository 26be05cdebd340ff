"""I9: marks never go back, unread is what the rows say, and all devices of a user agree on it in the end."""

from collections.abc import Iterator

from history import History
from invariants.violation import Violation
from store import Store


def marks_go_forward(history: History, store: Store) -> Iterator[Violation]:
    yield from acknowledged(history, store)
    yield from heard(history)
    yield from counted(history, store)
    yield from agreed(history)


def acknowledged(history: History, store: Store) -> Iterator[Violation]:
    for call in history.of("mark.set"):
        if call.outcome != "ok":
            continue
        conversation, read = call.args["conversation"], call.body.get("read", 0)
        stored = store.marks.get((call.user, conversation), 0)
        if stored < read:
            yield Violation("I9", conversation, call.device, f"read up to {read} was acknowledged, stored is {stored}")


def heard(history: History) -> Iterator[Violation]:
    """By the versions of the items: what is older may come late and is then dropped."""
    newest: dict[tuple, tuple] = {}
    for delivery in history.deliveries:
        for conversation, version, read in delivery.marks:
            place = delivery.device, conversation
            last_version, last_read = newest.get(place, (0, 0))
            if version > last_version:
                newest[place] = (version, read)
                if read < last_read:
                    evidence = f"the mark went from {last_read} back to {read}"
                    yield Violation("I9", conversation, delivery.device, evidence)


def counted(history: History, store: Store) -> Iterator[Violation]:
    for line in history.owns:
        conversation, user = line["conversation"], history.users[line["device"]]
        if not store.is_member(conversation, user):
            continue
        told, right = unread_of(line), store.unread(conversation, user)
        if told != right:
            yield Violation("I9", conversation, line["device"], f"{told} unread, the rows say {right}")


def unread_of(line: dict) -> int:
    """As a client counts it from what it was told (docs/sync.md 27)."""
    own = line["own"]
    floor = max(own.get("joinSeq", 1) - 1, own.get("cleared", 0))
    effective = max(floor, own.get("readSeq", 0), own.get("lastSentSeq", 0))
    return line["seq"] - effective - own.get("recalled", 0)


def agreed(history: History) -> Iterator[Violation]:
    first: dict[tuple, tuple] = {}
    for line in history.owns:
        place = history.users[line["device"]], line["conversation"]
        read = line["own"].get("readSeq", 0)
        device, other = first.setdefault(place, (line["device"], read))
        if read != other:
            evidence = f"read up to {read}, on {device} up to {other}"
            yield Violation("I9", line["conversation"], line["device"], evidence)
