// Time per message of the compiled codecs beside protobuf-es, for a message.send request and the event of one message:
// `bun scripts/measure-codec.ts`.
import { create, fromBinary, fromJson, toBinary, toJson } from '@bufbuild/protobuf';
import {
  binaryCodec,
  codecs,
  EventSchema,
  frameShapes,
  jsonCodec,
  MessageSendRequestSchema,
  methods,
  type Row,
} from '@hubbub/protocol';
import { JsonSourceWriters } from '../packages/protocol/src/source.ts';

const runs = 100_000;
const args = {
  conversation: 'cnv_00000000001',
  clientMsgId: 'a1b2c3d4e5f6',
  text: 'a message of ordinary length',
};
const line = JSON.stringify({ id: 7, op: 'message.send', args });
const bytes = toBinary(MessageSendRequestSchema, fromJson(MessageSendRequestSchema, args));
const event = create(EventSchema, {
  event: {
    case: 'change',
    value: {
      conversation: args.conversation,
      base: 11,
      version: 12,
      messages: [
        {
          conversation: args.conversation,
          seq: 10,
          version: 12,
          sender: 'usr_00000000001',
          clientMsgId: args.clientMsgId,
          createdAt: { seconds: 1_760_000_000n, nanos: 123_000_000 },
          content: { case: 'text', value: args.text },
        },
      ],
    },
  },
});

function measure(name: string, run: () => unknown): void {
  const rounds = [1, 2, 3, 4].map(() => {
    const start = performance.now();
    for (let i = 0; i < runs; i += 1) run();
    return ((performance.now() - start) / runs) * 1000;
  });
  console.log(`${name.padEnd(48)} ${Math.min(...rounds).toFixed(2)} us`);
}

const row = event as unknown as Row;
const closures = { json: jsonCodec(frameShapes, true), proto: binaryCodec(frameShapes, true) };
const texts = { json: jsonCodec(frameShapes, true, new JsonSourceWriters()) };
const send = methods['message.send'];
measure('request, JSON, parsed only', () => JSON.parse(line) as unknown);
measure('request, JSON, protobuf-es', () =>
  fromJson(MessageSendRequestSchema, (JSON.parse(line) as { args: never }).args),
);
measure('request, JSON, compiled, frame and limits too', () => {
  const [request] = codecs.json.decodeRequests(line);
  return codecs.json.decodeArgs(send, request?.args);
});
measure('request, protobuf, protobuf-es', () => fromBinary(MessageSendRequestSchema, bytes));
measure('request, protobuf, compiled, limits too', () => codecs.proto.decodeArgs(send, bytes));
measure('event, JSON, protobuf-es', () => JSON.stringify(toJson(EventSchema, event)));
measure('event, JSON, compiled', () => codecs.json.encodeEvent(event));
// By itself: the server's writes a message once, and remembers its text.
measure('event, JSON, closures', () => closures.json.writeEvent(row));
measure('event, JSON, text', () => texts.json.writeEvent(row));
measure('event, protobuf, protobuf-es', () => toBinary(EventSchema, event));
measure('event, protobuf, compiled', () => codecs.proto.encodeEvent(event));
measure('event, protobuf, closures', () => closures.proto.writeEvent(row));
