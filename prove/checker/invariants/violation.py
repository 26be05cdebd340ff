from typing import NamedTuple


class Violation(NamedTuple):
    """An invariant's id, and where it was broken; an empty device means the database itself."""

    invariant: str
    conversation: str
    device: str
    evidence: str
