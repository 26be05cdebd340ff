"""I4: per conversation seq begins at 1, without gap or repetition, and a version is given once."""

from collections.abc import Iterator

from history import History
from invariants.violation import Violation
from store import Row, Store


def seqs_are_dense(history: History, store: Store) -> Iterator[Violation]:
    for conversation, head in store.heads.items():
        log = store.logs.get(conversation, [])
        if head.deleted:
            continue
        fault = gap_in(log)
        # Stored heads of the embedded database may lag behind the rows, never lead (docs/sync.md 2).
        if not fault and len(log) < head.seq:
            fault = f"the head says {head.seq}, {len(log)} are stored"
        if fault:
            yield Violation("I4", conversation, "", fault)
    yield from given_twice(history, store)


def gap_in(log: list[Row]) -> str:
    for place, row in enumerate(log, 1):
        if row.seq != place:
            return f"seq {row.seq} where {place} belongs"
    return ""


def given_twice(history: History, store: Store) -> Iterator[Violation]:
    """Two messages that changed at the same version: one of the two changes was forgotten after it was told."""
    changed: dict[tuple, int] = {}
    for log in store.logs.values():
        for row in log:
            changed.setdefault((row.conversation, row.version), row.seq)
    for delivery in history.deliveries:
        for row in delivery.rows:
            seq = changed.setdefault((row.conversation, row.version), row.seq)
            if seq != row.seq:
                evidence = f"version {row.version} changed message {row.seq}, and {seq} as well"
                yield Violation("I4", row.conversation, delivery.device, evidence)
