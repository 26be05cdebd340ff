"""I5: a device's messages stand in the order in which it first sent them, but for those that another device sent too, or that were
refused in between. I6: what was acknowledged before another was first sent, by whomever, stands before it."""

import math
from collections.abc import Iterator

from history import Call, History
from invariants.violation import Violation
from store import Store


class Sends:
    """Of each key: the call that first sent it, but for refusals, and when it was first acknowledged."""

    def __init__(self, history: History) -> None:
        self.first: dict[tuple, Call] = {}
        self.acknowledged: dict[tuple, float] = {}
        # Of keys that several devices of the user sent, or that were refused between two attempts, nobody knows which attempt was
        # the first that counts.
        self.uncertain: set[tuple] = set()
        refused: list[tuple] = []
        for call in history.of("message.send"):
            key = call.args["conversation"], call.user, call.args["clientMsgId"]
            if call.outcome == "fail":
                refused.append((key, call))
                continue
            if self.first.setdefault(key, call).device != call.device:
                self.uncertain.add(key)
            if call.outcome == "ok":
                self.acknowledged[key] = min(call.end, self.acknowledged.get(key, math.inf))
        for key, call in refused:
            if key in self.first and self.first[key].start < call.start < self.acknowledged.get(key, math.inf):
                self.uncertain.add(key)

    def of(self, row) -> tuple[Call | None, float]:
        key = row.conversation, row.sender, row.key
        return self.first.get(key), self.acknowledged.get(key, math.inf)


def sender_order(history: History, store: Store) -> Iterator[Violation]:
    sends = Sends(history)
    for conversation, log in store.logs.items():
        before: dict[str, tuple] = {}
        for row in log:
            call, acknowledged = sends.of(row)
            if call is None or acknowledged == math.inf or (conversation, row.sender, row.key) in sends.uncertain:
                continue
            earlier, key = before.get(call.device, (-math.inf, ""))
            if call.start < earlier:
                evidence = f"{row.key} was sent before {key} and stands after it, at {row.seq}"
                yield Violation("I5", conversation, call.device, evidence)
            else:
                before[call.device] = (call.start, row.key)


def real_time_order(history: History, store: Store) -> Iterator[Violation]:
    sends = Sends(history)
    for conversation, log in store.logs.items():
        soonest, key = math.inf, ""
        for row in reversed(log):
            call, acknowledged = sends.of(row)
            if call is not None and soonest < call.start:
                evidence = f"{key} was acknowledged before {row.key} was sent, and stands after it"
                yield Violation("I6", conversation, call.device, evidence)
            if acknowledged < soonest:
                soonest, key = acknowledged, row.key
