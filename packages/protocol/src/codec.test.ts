import { describe, expect, test } from 'bun:test';
import {
  create,
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMessage,
} from '@bufbuild/protobuf';
import fc from 'fast-check';
import { binaryCodec, jsonCodec, type FrameCodec } from './frames.ts';
import { codecs, frameShapes, makerOf, messageBytes } from './codec.ts';
import { OperationError } from './errors.ts';
import { EventSchema, type Event } from './gen/hubbub/v1/event_pb.ts';
import { ChangeSchema, MessageSchema, type Message } from './gen/hubbub/v1/stream_pb.ts';
import { arbitraryMessage } from './messages.arbitrary.ts';
import { methods } from './operations.ts';
import { DescriptorShapes } from './descriptor-shapes.ts';
import type { Row } from './shape.ts';
import { BinarySourceWriters, JsonSourceWriters } from './source.ts';

const shapes = new DescriptorShapes();
const readers: Record<string, FrameCodec> = {
  json: jsonCodec(frameShapes, false),
  proto: binaryCodec(frameShapes, false),
  'json from source': jsonCodec(frameShapes, false, new JsonSourceWriters()),
  'proto from source': binaryCodec(frameShapes, false, new BinarySourceWriters()),
};
const types = Object.values(methods).flatMap((method): DescMessage[] => [
  method.input,
  method.output,
]);

function body(codec: FrameCodec, desc: DescMessage, row: Row): string | Uint8Array {
  const frame = codec.writeReply(shapes.of(desc), 1, row);
  const [reply] = codec.readFrames(frame);
  if (reply === undefined || !('ok' in reply)) throw new Error('no reply');
  return reply.ok as string | Uint8Array;
}

describe.each(Object.keys(readers))('%s', (way) => {
  const codec = readers[way]!;
  const { name } = codec;

  test.each(types.map((desc) => [desc.typeName, desc] as const))(
    'writes and reads %s as protobuf-es does',
    (_, desc) => {
      fc.assert(
        fc.property(arbitraryMessage(desc), (message) => {
          const ours = body(codec, desc, message as unknown as Row);
          const theirs = name === 'json' ? toJson(desc, message) : toBinary(desc, message);
          expect(ours).toEqual(theirs as never);
          const read =
            name === 'json' ? fromJson(desc, ours as never) : fromBinary(desc, ours as Uint8Array);
          expect(codec.readBody(shapes.of(desc), ours)).toEqual(read as unknown as Row);
        }),
        { numRuns: 40 },
      );
    },
  );

  test('an event goes round', () => {
    fc.assert(
      fc.property(arbitraryMessage(EventSchema), (event) => {
        const sent = codecs[name].encodeEvent(event as Event);
        const frames = codec.readFrames(codecs[name].joinFrames([sent, sent]));
        expect(frames).toEqual([{ event: event as Event }, { event: event as Event }]);
      }),
      { numRuns: 200 },
    );
  });

  test('a message that stands in several frames is the same in each, and a changed one is not', () => {
    const method = methods['message.send'];
    const server = codecs[name];
    fc.assert(
      fc.property(arbitraryMessage(MessageSchema), (arbitrary) => {
        const message = arbitrary as Message;
        const said = (row: Message) => {
          const frame = server.encodeReply(1, method, { message: row });
          const [reply] = codec.readFrames(frame);
          const ok = reply !== undefined && 'ok' in reply ? reply.ok : undefined;
          return codec.readBody(shapes.of(method.output), ok)['message'];
        };
        expect(said(message)).toEqual(message as never);
        expect(said(message)).toEqual(message as never);
        const edited = { ...message, clientMsgId: `${message.clientMsgId} edited` };
        expect(said(edited)).toEqual(edited as never);
      }),
      { numRuns: 40 },
    );
  });

  test('several requests, an error and a reply go round', () => {
    const method = methods['user.find'];
    const server = codecs[name];
    const request = { op: 'user.find', args: { username: 'alice' } };
    const two = codec.join([
      codec.writeRequest(shapes.of(method.input), { id: 1, ...request }),
      codec.writeRequest(shapes.of(method.input), { id: 2, ...request }),
    ]);
    const requests = server.decodeRequests(two);
    expect(requests.map(({ id, op }) => [id, op])).toEqual([
      [1, 'user.find'],
      [2, 'user.find'],
    ]);
    expect(server.decodeArgs(method, requests[1]?.args).username).toBe('alice');
    const error = new OperationError('RATE', 'slow down', { retryAfterMs: 7 });
    const answers = codec.readFrames(
      server.joinFrames([
        server.encodeReply(1, method, error),
        server.encodeReply(2, method, { users: [{ username: 'alice' }] }),
      ]),
    );
    expect(answers[0]).toMatchObject({
      id: 1,
      error: { reason: 'RATE', retryAfterMs: 7, code: 'LIMITED' },
    });
    const ok = (answers[1] as { ok: unknown }).ok;
    expect(codec.readBody(shapes.of(method.output), ok)).toMatchObject({
      users: [{ username: 'alice' }],
    });
  });
});

test('zero seq, version and base are written in JSON, and enums by their bare names', () => {
  const frame = codecs.json.encodeReply(3, methods['conversation.get'], {
    conversation: { id: 'cnv_1', kind: 3, seq: 0, version: 0 },
  });
  expect(frame).toBe(
    '{"id":3,"ok":{"conversation":{"id":"cnv_1","kind":"ROOM","seq":0,"version":0}}}',
  );
});

test('a person can type args: absent, null and numbers in text are fine', () => {
  const [request] = codecs.json.decodeRequests('{"id":1,"op":"device.list"}');
  expect(codecs.json.decodeArgs(methods['device.list'], request?.args)).toMatchObject({});
  const pull = codecs.json.decodeArgs(methods['sync.pull'], { epoch: null, limit: '7' });
  expect(pull).toMatchObject({ epoch: '', limit: 7, known: [] });
});

test('messages are stored as protobuf-es would write them, and read back whole', () => {
  const bytes = messageBytes(MessageSchema);
  fc.assert(
    fc.property(arbitraryMessage(MessageSchema), (message) => {
      const stored = bytes.write(message as never);
      expect(stored).toEqual(toBinary(MessageSchema, message as never));
      expect(bytes.read(stored)).toEqual(fromBinary(MessageSchema, stored));
    }),
  );
  expect(() => bytes.write({ sender: 'x', mentions: [7] } as never)).toThrow();
  expect(bytes.write({}).length).toBe(0);
});

test('an unknown reason from a newer server keeps its code', () => {
  const [frame] = readers['json']!.readFrames(
    '{"id":1,"error":{"code":"LIMITED","reason":"MOON","retryable":true,"message":"m","future":1}}',
  );
  expect(frame).toMatchObject({ error: { code: 'LIMITED', reason: 'MOON', retryable: true } });
});

test.each([MessageSchema, EventSchema, ChangeSchema])('made of some fields: $typeName', (desc) => {
  const make = makerOf(desc as DescMessage);
  fc.assert(
    fc.property(arbitraryMessage(desc), fc.func(fc.boolean()), (message, isGiven) => {
      const some = Object.entries(message).filter(
        ([name]) => name !== '$typeName' && isGiven(name),
      );
      const fields = Object.fromEntries(some) as Partial<Row>;
      expect(make(fields as never)).toEqual(create(desc as DescMessage, fields as never));
    }),
  );
});
