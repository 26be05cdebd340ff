"""I1: what was acknowledged is stored."""

from collections import defaultdict
from collections.abc import Iterator

from history import Call, History
from invariants.registers import last_word
from invariants.violation import Violation
from store import Store

COMING = {"conversation.add": "users", "conversation.create": "users"}


def acknowledged_is_stored(history: History, store: Store) -> Iterator[Violation]:
    for check in (messages, edits, recalls, reactions, conversations, memberships):
        for call, evidence in check(history, store):
            yield Violation("I1", place_of(call), call.device, evidence)


def messages(history: History, store: Store):
    for call in history.of("message.send"):
        key = call.args["conversation"], call.user, call.args["clientMsgId"]
        if call.outcome == "ok" and key not in store.by_key:
            yield call, f"{key[2]} was acknowledged at {call.body['message']['seq']} and is not stored"


def edits(history: History, store: Store):
    by_message: dict[tuple, list[Call]] = defaultdict(list)
    for call in history.of("message.edit"):
        name = call.args["conversation"], call.args["seq"]
        by_message[name].append(call)
        row = store.by_seq.get(name)
        if call.outcome != "ok" or (row and row.recalled):
            continue
        if row is None or call.args["text"] not in (row.text, *store.wordings[name]):
            yield call, f"the text {call.args['text']!r} of message {name[1]} was acknowledged and is nowhere"
    for name, calls in by_message.items():
        call, row = last_word(calls), store.by_seq.get(name)
        if call and row and not row.recalled and row.text != call.args["text"]:
            if call.args["text"] in store.wordings[name]:
                yield call, f"message {name[1]} says {row.text!r} after the edit {call.args['text']!r}"


def recalls(history: History, store: Store):
    for call in history.of("message.recall"):
        row = store.by_seq.get((call.args["conversation"], call.args["seq"]))
        if call.outcome == "ok" and not (row and row.recalled):
            yield call, f"message {call.args['seq']} was taken back and still says something"


def reactions(history: History, store: Store):
    registers: dict[tuple, list[Call]] = defaultdict(list)
    for call in history.of("message.react"):
        registers[call.args["conversation"], call.args["seq"], call.user, call.args["emoji"]].append(call)
    for name, calls in registers.items():
        call, row = last_word(calls), store.by_seq.get(name[:2])
        if call is None or (row and row.recalled):
            continue
        wanted = bool(call.args.get("on"))
        if wanted != (name in store.choices):
            yield call, f"{name[3]} under message {name[1]} was set to {wanted} and is not"


def conversations(history: History, store: Store):
    for call in history.of("conversation.create", "conversation.direct", "conversation.whisper"):
        if call.outcome == "ok" and call.body["conversation"]["id"] not in store.heads:
            yield call, "the conversation was acknowledged and is not stored"


def memberships(history: History, store: Store):
    registers: dict[tuple, list[tuple]] = defaultdict(list)
    for call in history.calls:
        for user, present in moves_of(call):
            registers[place_of(call), user].append((call, present))
    for (conversation, user), moves in registers.items():
        call = last_word([one for one, _ in moves])
        if call is None or conversation not in store.heads or store.heads[conversation].deleted:
            continue
        present = next(present for one, present in moves if one is call)
        if present != store.is_member(conversation, user):
            yield call, f"{user} is {'out' if present else 'in'}, the last acknowledgement says otherwise"


def moves_of(call: Call) -> Iterator[tuple[str, bool]]:
    # What a repeated opening tells of was done when it was first asked for, by a call whose place nobody was told.
    if call.op == "conversation.create" and call.body.get("repeated"):
        return
    if call.op in COMING and place_of(call):
        yield from ((user, True) for user in call.args.get(COMING[call.op], []))
    if call.op in ("conversation.join", "conversation.create") and place_of(call):
        yield call.user, True
    if call.op == "conversation.leave":
        yield call.user, False
    if call.op == "conversation.remove":
        yield call.args["user"], False


def place_of(call: Call) -> str:
    return call.args.get("conversation") or call.body.get("conversation", {}).get("id", "")
