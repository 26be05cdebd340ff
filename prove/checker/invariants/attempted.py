"""I2: nothing is stored that nobody asked for, and nothing is delivered that is not stored."""

from collections import defaultdict
from collections.abc import Iterator

from history import History
from invariants.violation import Violation
from store import Row, Store


def stored_was_attempted(history: History, store: Store) -> Iterator[Violation]:
    texts = Attempts(history)
    for log in store.logs.values():
        for row in log:
            fault = texts.fault_of(row)
            if fault:
                yield Violation("I2", row.conversation, "", f"message {row.seq}: {fault}")
    yield from undeliverable(history, store)


class Attempts:
    def __init__(self, history: History) -> None:
        self.sent: dict[tuple, set[str]] = defaultdict(set)
        self.edited: dict[tuple, set[str]] = defaultdict(set)
        self.refused: set[tuple] = set()
        self.possible: set[tuple] = set()
        for call in history.of("message.send"):
            key = call.args["conversation"], call.user, call.args["clientMsgId"]
            # What came with an attachment is no text of the message's.
            self.sent[key].add(call.args.get("text", ""))
            (self.refused if call.outcome == "fail" else self.possible).add(key)
        for call in history.of("message.edit"):
            if call.outcome != "fail":
                self.edited[call.args["conversation"], call.args["seq"]].add(call.args["text"])

    def fault_of(self, row: Row) -> str:
        key = row.conversation, row.sender, row.key
        if key not in self.sent:
            return f"nobody sent {row.key} of {row.sender}"
        if key in self.refused and key not in self.possible:
            return f"{row.key} was refused each time and is stored"
        if row.recalled or row.text in self.sent[key] | self.edited[row.conversation, row.seq]:
            return ""
        return f"nobody ever said {row.text!r}"


def undeliverable(history: History, store: Store) -> Iterator[Violation]:
    judged: set[tuple] = set()
    # What a write was answered with is for I1 and I3.
    for delivery in (one for one in history.deliveries if one.how != "answer"):
        for row in delivery.rows:
            fault = missing(row, store)
            if fault and (row, delivery.device) not in judged:
                judged.add((row, delivery.device))
                yield Violation("I2", row.conversation, delivery.device, f"was told of message {row.seq}: {fault}")


def missing(row: Row, store: Store) -> str:
    stored = store.by_seq.get((row.conversation, row.seq))
    if stored is None:
        return "it is not stored"
    if (stored.sender, stored.key) != (row.sender, row.key):
        return f"{row.key} of {row.sender}, stored is {stored.key} of {stored.sender}"
    if row.version > stored.version:
        return f"version {row.version}, stored is {stored.version}"
    return ""
