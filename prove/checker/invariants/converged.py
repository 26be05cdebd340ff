"""I10: edits, recalls and reactions are everywhere what the highest stored version says, and one version says one thing."""

from collections import Counter
from collections.abc import Iterator

from history import History
from invariants.violation import Violation
from store import Row, Store


def changes_converge(history: History, store: Store) -> Iterator[Violation]:
    yield from held(history, store)
    yield from said(history, store)
    yield from reacted(store)


def held(history: History, store: Store) -> Iterator[Violation]:
    for replica in history.replicas:
        for row in replica.rows:
            stored = store.by_seq.get((row.conversation, row.seq))
            if stored is not None and row != stored:
                yield Violation("I10", row.conversation, replica.device, f"message {row.seq} {differs(row, stored)}")


def differs(row: Row, stored: Row) -> str:
    for name in ("version", "sender", "key", "text", "recalled", "reactions"):
        if getattr(row, name) != getattr(stored, name):
            return f"has {name} {getattr(row, name)!r}, stored is {getattr(stored, name)!r}"
    return ""


def said(history: History, store: Store) -> Iterator[Violation]:
    """A version of a row is the same for everybody, and a recalled one says nothing and stays so."""
    known = {(row.conversation, row.seq, row.version): row for row in store.by_seq.values()}
    for delivery in history.deliveries:
        for row in delivery.rows:
            first = known.setdefault((row.conversation, row.seq, row.version), row)
            if first != row:
                evidence = f"message {row.seq} of version {row.version} {differs(row, first)}"
                yield Violation("I10", row.conversation, delivery.device, evidence)
            elif row.recalled and (row.text or row.reactions):
                yield Violation("I10", row.conversation, delivery.device, f"message {row.seq} was taken back and still says something")


def reacted(store: Store) -> Iterator[Violation]:
    counts = Counter((conversation, seq, emoji) for conversation, seq, _user, emoji in store.choices)
    for row in store.by_seq.values():
        for emoji, count in row.reactions:
            right = counts[row.conversation, row.seq, emoji]
            if count != right:
                yield Violation("I10", row.conversation, "", f"message {row.seq} counts {count} {emoji}, {right} are stored")
