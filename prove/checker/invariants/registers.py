"""What the last of several calls says, when no other can have come after it."""

from history import Call


def last_word(calls: list[Call]) -> Call | None:
    """Of calls that each set the same thing: the acknowledged one that all others had ended before. None where two overlapped."""
    effective = [call for call in calls if call.outcome != "fail"]
    if not effective:
        return None
    last = max(effective, key=lambda call: call.start)
    others = (call.end for call in effective if call is not last)
    return last if last.outcome == "ok" and all(end <= last.start for end in others) else None
