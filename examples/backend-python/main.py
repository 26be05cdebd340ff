"""A backend in Python: a bot that repeats what people write to it.

usage: main.py ADDRESS CONTRACT POSITION_FILE, with the app key's secret in HUBBUB_KEY

It reads the event log over gRPC and goes on where it was stopped. An event that is read twice is answered once, because the
reply's key is made of the event's id.
"""
import os
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

address, contract, position_file = sys.argv[1:]
key = ("authorization", f"Bearer {os.environ['HUBBUB_KEY']}")
channel = grpc.insecure_channel(address)
pool = descriptor_pool.DescriptorPool()
with open(contract, "rb") as held:
    for file in descriptor_pb2.FileDescriptorSet.FromString(held.read()).file:
        pool.Add(file)


def message(descriptor):
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


def rpc(service, method, kind="unary_unary"):
    """Called with the fields of the request; `user` is whom the key acts for."""
    found = pool.FindServiceByName(f"hubbub.v1.{service}").FindMethodByName(method)
    asks, answers = message(found.input_type), message(found.output_type)
    path = f"/hubbub.v1.{service}/{method}"
    call = getattr(channel, kind)(path, asks.SerializeToString, answers.FromString)

    def ask(user=None, **fields):
        acting = () if user is None else (("hubbub-user", user),)
        return call(asks(**fields), metadata=(key, *acting))

    return ask


upsert = rpc("UserService", "Upsert")
send = rpc("MessageService", "Send")
read = rpc("EventService", "Read", "unary_stream")

robot = {"external_id": "echo", "username": "echo", "display_name": "Echo", "system": True}
echo = upsert(users=[robot]).outcomes[0].user.id
print(f"echo is {echo}", flush=True)


def repeat(event):
    said = event.message
    try:
        send(
            user=echo,
            conversation=said.conversation,
            client_msg_id=f"echo {event.id}",
            text=f"you said: {said.text}",
        )
        print(f"answered {said.text}", flush=True)
    except grpc.RpcError as error:
        # Not in a conversation of the bot's: nothing to answer.
        if error.code() not in (grpc.StatusCode.NOT_FOUND, grpc.StatusCode.PERMISSION_DENIED):
            raise


position = open(position_file).read() if os.path.exists(position_file) else ""
message_sent = 1
for page in read(after=position, follow=True, kinds=[message_sent]):
    for event in page.events:
        if event.user != echo:
            repeat(event)
    with open(position_file, "w") as kept:
        kept.write(page.position)
