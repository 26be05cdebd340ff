"""A gRPC client of another family (gRPC's C core), with the contract's descriptors and nothing else of ours.

usage: client.py ADDRESS DESCRIPTORS; prints one JSON object with what it saw.
"""
import json
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

address, descriptors = sys.argv[1:]
pool = descriptor_pool.DescriptorPool()
files = descriptor_pb2.FileDescriptorSet()
with open(descriptors, "rb") as held:
    files.ParseFromString(held.read())
for file in files.file:
    pool.Add(file)


def message(name):
    descriptor = pool.FindMessageTypeByName(name)
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


limits = [("grpc.max_send_message_length", 16 << 20)]
channel = grpc.insecure_channel(address, options=limits)


def stub(service, method, kind="unary_unary"):
    found = pool.FindServiceByName(service).FindMethodByName(method)
    asks = message(found.input_type.full_name)
    call = getattr(channel, kind)(
        f"/{service}/{method}",
        request_serializer=lambda made: made.SerializeToString(),
        response_deserializer=message(found.output_type.full_name).FromString,
    )
    return lambda fields=None, **more: call(asks(**(fields or {})), **more)


def refusal(call, *args, **more):
    try:
        call(*args, **more)
        return "not refused"
    except grpc.RpcError as error:
        trailers = dict(error.trailing_metadata() or ())
        details = trailers.get("grpc-status-details-bin", b"")
        kinds = b"hubbub.v1.Error" in details
        return f"{error.code().name}{' with details' if kinds else ''}"


sign_up = stub("hubbub.v1.AccountService", "SignUp")
create = stub("hubbub.v1.ConversationService", "Create")
send = stub("hubbub.v1.MessageService", "Send")
history = stub("hubbub.v1.MessageService", "History")
find = stub("hubbub.v1.UserService", "Find")

password = "correct horse battery"
alice = sign_up({"username": "alice", "password": password})
token = [("authorization", f"Bearer {alice.token}")]
room = create({"kind": 3, "title": "lobby", "client_key": "k"}, metadata=token).conversation.id


def say(text, **more):
    fields = {"conversation": room, "client_msg_id": f"m{len(text)}", "text": text}
    return send(fields, metadata=token, **more)


sent = say("hello 👋")
packed = say("x" * 7000, compression=grpc.Compression.Gzip)
page = history({"conversation": room}, metadata=token)
texts = [held.text for held in page.messages]

shout = channel.unary_unary("/hubbub.v1.MessageService/Shout")
find_raw = channel.unary_unary("/hubbub.v1.UserService/Find")
sign_up_raw = channel.unary_unary("/hubbub.v1.AccountService/SignUp")
health = stub("grpc.health.v1.Health", "Check")
watch = stub("grpc.health.v1.Health", "Watch", "unary_stream")

# A password takes the server a while.
bob = message("hubbub.v1.AccountSignUpRequest")(username="bob", password=password)
cancelled = sign_up_raw.future(bob.SerializeToString())
cancelled.cancel()
watching = watch()
first = next(watching).status
watching.cancel()

asks = message("hubbub.v1.UserFindRequest")(username="alice").SerializeToString()
at_once = [find_raw.future(asks, metadata=token) for _ in range(500)]

print(
    json.dumps(
        {
            "user": alice.user.username,
            "seq": sent.message.seq,
            "texts": [text[:10] for text in texts],
            "notLoggedIn": refusal(find, {"username": "alice"}),
            "noField": refusal(find, metadata=token),
            "unknown": refusal(shout, b""),
            "tooLong": refusal(say, "x" * 3_000_000),
            "tooLarge": refusal(say, "x" * 5_000_000),
            "deadline": refusal(sign_up, {"username": "late", "password": password}, timeout=0.001),
            "cancelled": cancelled.cancelled(),
            "health": [health().status, first],
            "atOnce": sum(len(call.result()) > 0 for call in at_once),
        }
    )
)
