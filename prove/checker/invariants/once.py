"""I3: one row per (sender, conversation, client message id), and every retry is answered with the same seq."""

from collections import defaultdict
from collections.abc import Iterator

from history import History
from invariants.violation import Violation
from store import Store


def one_row_per_key(history: History, store: Store) -> Iterator[Violation]:
    for (conversation, sender, key), rows in store.by_key.items():
        if len(rows) > 1:
            seqs = ", ".join(str(row.seq) for row in rows)
            yield Violation("I3", conversation, "", f"{key} of {sender} is stored at {seqs}")
    yield from answers(history, store)
    yield from openings(history)


def answers(history: History, store: Store) -> Iterator[Violation]:
    """Where it is stored, the stored seq is the one; else the first answer."""
    first: dict[tuple, int] = {key: rows[0].seq for key, rows in store.by_key.items()}
    for call in history.of("message.send"):
        if call.outcome != "ok":
            continue
        key = call.args["conversation"], call.user, call.args["clientMsgId"]
        seq = call.body["message"]["seq"]
        if first.setdefault(key, seq) != seq:
            yield Violation("I3", key[0], call.device, f"{key[2]} was answered at {seq}, it is at {first[key]}")


def openings(history: History) -> Iterator[Violation]:
    opened: dict[tuple, set[str]] = defaultdict(set)
    for call in history.of("conversation.create", "conversation.whisper"):
        if call.outcome == "ok" and call.args.get("clientKey"):
            key = call.user, call.op, call.args["clientKey"]
            opened[key].add(call.body["conversation"]["id"])
            if len(opened[key]) > 1:
                yield Violation("I3", min(opened[key]), call.device, f"{key[2]} made {sorted(opened[key])}")
