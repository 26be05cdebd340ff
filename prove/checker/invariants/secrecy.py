"""I8: nothing reaches who is no member, or is one no more, and nobody writes where it is none."""

from collections.abc import Iterator

from history import Delivery, History
from invariants.violation import Violation
from membership import Memberships
from store import Store

# Whoever is alone in it or comes back to it becomes a member by writing.
OPENED_BY_WRITING = ("DIRECT", "WHISPER")


def nothing_crosses(history: History, store: Store, members: Memberships) -> Iterator[Violation]:
    selves = {user.replace("usr_", "cnv_", 1) for user in history.users.values()}
    for delivery in history.deliveries:
        user = history.users[delivery.device]
        own = user.replace("usr_", "cnv_", 1)
        if delivery.conversation == own:
            continue
        if delivery.conversation in selves:
            fault = "heard of somebody else's own stream"
        else:
            fault = overheard(delivery, user, members) or seen(delivery, user, members)
        if fault:
            yield Violation("I8", delivery.conversation, delivery.device, fault)
    yield from written(history, store, members)


def overheard(delivery: Delivery, user: str, members: Memberships) -> str:
    conversation, version = delivery.conversation, delivery.version
    if delivery.how != "live":
        return ""
    if version == 0:
        ever = members.was_ever_in(conversation, user)
        return "" if ever else f"{user} was never a member, and heard an event"
    # The Change that tells of its going is the last it hears.
    span = delivery.base, version
    if members.is_in(conversation, user, version) or members.ends_in(conversation, user, span):
        return ""
    return f"{user} was no member at version {version}, and heard it live"


def seen(delivery: Delivery, user: str, members: Memberships) -> str:
    for row in delivery.rows:
        if not members.may_see(row.conversation, user, row.seq, row.version):
            return f"{user} was told message {row.seq} of version {row.version}, which is not its to see"
    return ""


def written(history: History, store: Store, members: Memberships) -> Iterator[Violation]:
    for call in history.of("message.send"):
        conversation = call.args["conversation"]
        head = store.heads.get(conversation)
        is_open = head is not None and head.type in OPENED_BY_WRITING
        if call.outcome != "ok" or call.body.get("repeated") or is_open:
            continue
        version = call.body["message"].get("version", 0)
        if version and not members.is_in(conversation, call.user, version):
            evidence = f"{call.user} is no member, and wrote {call.args['clientMsgId']}"
            yield Violation("I8", conversation, call.device, evidence)
