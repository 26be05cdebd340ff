"""All invariants in turn, and the verdict as counts."""

from collections import Counter

from history import History
from invariants.acknowledged import acknowledged_is_stored
from invariants.attempted import stored_was_attempted
from invariants.converged import changes_converge
from invariants.dense import seqs_are_dense
from invariants.marks import marks_go_forward
from invariants.once import one_row_per_key
from invariants.order import real_time_order, sender_order
from invariants.replicas import replicas_equal_log
from invariants.secrecy import nothing_crosses
from invariants.violation import Violation
from membership import Memberships
from store import Store

BY_CLASS = {
    "lost": ("I1",),
    "doubled": ("I3",),
    "reordered": ("I5", "I6"),
    "gaps": ("I4", "I7"),
    "leaked": ("I8",),
    "invented": ("I2",),
    "marks": ("I9",),
    "diverged": ("I10",),
}


def judge(history: History, store: Store) -> list[Violation]:
    return [
        *acknowledged_is_stored(history, store),
        *stored_was_attempted(history, store),
        *one_row_per_key(history, store),
        *seqs_are_dense(history, store),
        *sender_order(history, store),
        *real_time_order(history, store),
        *replicas_equal_log(history, store),
        *nothing_crosses(history, store, Memberships(history, store)),
        *marks_go_forward(history, store),
        *changes_converge(history, store),
    ]


def summarize(history: History, violations: list[Violation]) -> dict:
    found = Counter(violation.invariant for violation in violations)
    outcomes = Counter(call.outcome for call in history.calls)
    sends = sum(1 for call in history.of("message.send") if call.outcome == "ok")
    counts = {name: sum(found[one] for one in ids) for name, ids in BY_CLASS.items()}
    seen = {"calls": len(history.calls), "unknown": outcomes["unknown"], "refused": outcomes["fail"]}
    return {"acked": sends, **counts, **seen, "delivered": len(history.deliveries)}
