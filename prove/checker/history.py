"""The driver's log: what was asked, answered, heard and shown. Lines are documented in docs/proofs.md."""

import json
import math
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from store import Row, to_row

PAGES = ("sync.pull", "message.history", "message.get")

Call = NamedTuple(
    "Call",
    [
        ("device", str),
        ("user", str),
        ("op", str),
        ("args", dict),
        ("start", float),
        # Until when it may have had its effect; endless for an answer that never came, unless the server died.
        ("end", float),
        ("outcome", str),
        ("body", dict),
    ],
)


class Membership(NamedTuple):
    conversation: str
    user: str
    version: int
    present: bool
    join_seq: int


class Delivery(NamedTuple):
    """What one frame told a device of one conversation."""

    device: str
    # "live" for an event, "page" for what was asked for, "answer" for what a write was answered with.
    how: str
    conversation: str
    # What the Change covers, (base, version]; 0 where it is no Change.
    base: int
    version: int
    rows: tuple
    members: tuple
    marks: tuple


class Replica(NamedTuple):
    """All that a device held of a conversation at rest."""

    device: str
    conversation: str
    rows: tuple


class Shown(NamedTuple):
    device: str
    conversation: str
    seqs: tuple
    # What was shown before is gone.
    reset: bool


class History:
    def __init__(self) -> None:
        self.users: dict[str, str] = {}
        self.calls: list[Call] = []
        self.deliveries: list[Delivery] = []
        self.shown: list[Shown] = []
        self.replicas: list[Replica] = []
        self.owns: list[dict] = []
        self.stored: list[dict] = []

    def of(self, *ops: str) -> Iterator[Call]:
        return (call for call in self.calls if call.op in ops)


def read_history(path: str) -> History:
    with open(path, encoding="utf-8") as lines:
        reader = Reader()
        for number, line in enumerate(lines, 1):
            try:
                if line.strip():
                    reader.take(json.loads(line))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise ValueError(f"line {number}: {type(error).__name__}: {error}") from error
        return reader.finish()


class Reader:
    def __init__(self) -> None:
        self.history = History()
        self.open: dict[tuple, dict] = {}
        self.unknown: list[tuple[dict, float]] = []
        self.kills: list[float] = []
        # The same row comes to many devices and is kept once.
        self.kept: dict = {}

    def take(self, line: dict) -> None:
        kind = line["kind"]
        if kind == "device":
            self.history.users[line["device"]] = line["user"]
        elif kind == "invoke":
            self.open[line["device"], line["call"]] = line
        elif kind in ("ok", "fail"):
            self.answer(self.open.pop((line["device"], line["call"])), line)
        elif kind == "event":
            self.hear(line)
        elif kind == "nemesis":
            if line["what"] == "killed":
                self.kills.append(line["t"])
        elif kind == "show":
            shown = Shown(line["device"], line["conversation"], tuple(line["seqs"]), line.get("reset", False))
            self.history.shown.append(shown)
        elif kind == "replica":
            self.hold(line["device"], line["conversation"], line["messages"])
        elif kind == "own":
            self.history.owns.append(line)
        elif kind == "stored":
            self.history.stored.append(line)
        elif kind not in ("unknown", "run"):
            raise ValueError(f"no kind {kind!r} of line")

    def finish(self) -> History:
        # What was invoked and not answered, said so or not, is unknown; a server that was killed after it does it no more.
        for invoke in self.open.values():
            at = bisect_left(self.kills, invoke["t"])
            end = self.kills[at] if at < len(self.kills) else math.inf
            self.add(invoke, "unknown", end, {})
        self.history.calls.sort(key=lambda call: call.start)
        return self.history

    def answer(self, invoke: dict, line: dict) -> None:
        body = line.get("body", {})
        self.add(invoke, line["kind"], line["t"], body)
        if line["kind"] == "ok":
            self.told(invoke, body)

    def add(self, invoke: dict, outcome: str, end: float, body: dict) -> None:
        device, op, args = invoke["device"], invoke["op"], invoke.get("args", {})
        # Pages are kept as deliveries alone.
        kept = ({}, {}) if op in PAGES else (args, brief(body))
        user = self.history.users[device]
        asked, told = kept
        self.history.calls.append(Call(device, user, op, asked, invoke["t"], end, outcome, told))

    def told(self, invoke: dict, body: dict) -> None:
        how = "page" if invoke["op"] in PAGES else "answer"
        changes = [*body.get("changes", []), *([body["change"]] if "change" in body else [])]
        for change in changes:
            self.deliver(invoke["device"], how, change)
        messages = [*body.get("messages", []), *([body["message"]] if "message" in body else [])]
        if messages:
            conversation = invoke["args"].get("conversation", messages[0]["conversation"])
            self.deliver(invoke["device"], how, {"conversation": conversation, "messages": messages})

    def hear(self, line: dict) -> None:
        event = line["event"]
        if "change" in event:
            self.deliver(line["device"], "live", event["change"])
        elif "mark" in event or "typing" in event:
            about = event.get("mark") or event["typing"]
            self.deliver(line["device"], "live", {"conversation": about["conversation"]})

    def deliver(self, device: str, how: str, change: dict) -> None:
        conversation = change["conversation"]
        # A retry that its sender may not see any more is answered with its seq alone.
        rows = tuple(self.row(message) for message in change.get("messages", []) if "sender" in message)
        members = tuple(self.keep(membership(member)) for member in change.get("members", []))
        marks = tuple(
            (item["key"], item["version"], item.get("read", 0))
            for item in change.get("items", [])
            if item["kind"] == "MARK" and not item.get("removed")
        )
        covers = change.get("base", 0), change.get("version", 0)
        told = Delivery(device, how, conversation, *covers, rows, members, marks)
        self.history.deliveries.append(told)

    def hold(self, device: str, conversation: str, messages: list[dict]) -> None:
        rows = (self.keep(to_row({"conversation": conversation, **message})) for message in messages)
        self.history.replicas.append(Replica(device, conversation, tuple(rows)))

    def row(self, message: dict) -> Row:
        recalled = message.get("recalled", False)
        reactions = tuple(sorted((one["emoji"], one.get("count", 0)) for one in message.get("reactions", [])))
        place = (message["conversation"], message["seq"], message["version"])
        said = (message["sender"], message.get("clientMsgId", ""), message.get("text", ""))
        return self.keep(Row(*place, *said, recalled, reactions))

    def keep(self, one):
        return self.kept.setdefault(one, one)


def brief(body: dict) -> dict:
    """What calls are judged by of their answers; the rest is kept as a delivery."""
    kept = {name: body[name] for name in ("read", "repeated") if name in body}
    for name in ("message", "conversation"):
        if name in body:
            kept[name] = {key: body[name][key] for key in ("id", "seq", "version") if key in body[name]}
    return kept


def membership(member: dict) -> Membership:
    present = "left" not in member
    place = (member["conversation"], member["user"], member["version"])
    return Membership(*place, present, member.get("joinSeq", 1))
