// Input from strangers: whatever it is, an OperationError of the table comes out, or a message within its limits.
import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { checkLimits, codecs } from './codec.ts';
import { OperationError, type ErrorReason } from './errors.ts';
import { MessageSearchRequestSchema } from './gen/hubbub/v1/message_pb.ts';
import { methods, type OperationName } from './operations.ts';

const names = Object.keys(methods) as OperationName[];
const room = 'cnv_00000000001';

function refusal(run: () => unknown): ErrorReason | 'accepted' {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (error instanceof OperationError) return error.reason;
    throw error;
  }
}

function args(op: OperationName, value: unknown): ErrorReason | 'accepted' {
  return refusal(() => codecs.json.decodeArgs(methods[op], JSON.parse(JSON.stringify(value))));
}

describe('JSON', () => {
  test('random values as args', () => {
    const value = fc.jsonValue({ maxDepth: 5 });
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (op, raw) => {
        refusal(() => codecs.json.decodeArgs(methods[op], raw));
      }),
      { numRuns: 2000 },
    );
  });

  test('each field as null, array, object, huge', () => {
    const odd = [
      null,
      [],
      {},
      Infinity,
      -1,
      0.5,
      'x'.repeat(100_000),
      true,
      [[[]]],
      { a: { b: 1 } },
      '\ud800',
    ];
    for (const op of names)
      for (const field of methods[op].input.fields)
        for (const value of odd)
          refusal(() => codecs.json.decodeArgs(methods[op], { [field.localName]: value }));
  });

  test('random text as frames', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        refusal(() => codecs.json.decodeRequests(text));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['not JSON', '{'],
    ['an array', '[]'],
    ['a number', '1'],
    ['no op', '{"id":1}'],
    ['an op that is no text', '{"id":1,"op":{}}'],
    ['a long op', `{"id":1,"op":"${'x'.repeat(65)}"}`],
    ['an id that is no number', '{"id":"1","op":"a"}'],
    ['a broken id', '{"id":1.5,"op":"a"}'],
    ['another key', '{"id":1,"op":"a","extra":1}'],
    ['__proto__', '{"__proto__":{"id":1,"op":"a"}}'],
    ['one bad line among good ones', '{"id":1,"op":"a"}\nx'],
    ['depth 10,000', '['.repeat(10_000)],
    ['too many lines', '{"id":1,"op":"a"}\n'.repeat(1001)],
    ['bytes', new Uint8Array([123, 125])],
  ])('%s is MALFORMED', (_, frame) => {
    expect(refusal(() => codecs.json.decodeRequests(frame))).toBe('MALFORMED');
  });

  test('deep args are refused', () => {
    const deep = `{"id":1,"op":"user.get","args":${'{"users":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    const [request] = codecs.json.decodeRequests(deep);
    expect(refusal(() => codecs.json.decodeArgs(methods['user.get'], request?.args))).toBe('FIELD');
  });

  test('__proto__ in args is an unknown field and pollutes nothing', () => {
    const raw: unknown = JSON.parse(`{"conversation":"${room}","__proto__":{"polluted":1}}`);
    expect(refusal(() => codecs.json.decodeArgs(methods['conversation.get'], raw))).toBe('FIELD');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('limits', () => {
  const send = { conversation: room, clientMsgId: 'a1', text: 'hello' };
  test.each([
    ['good', 'message.send', send, 'accepted'],
    ['required', 'message.send', { ...send, clientMsgId: '' }, 'FIELD'],
    ['empty text', 'message.send', { ...send, text: '' }, 'FIELD'],
    ['no text', 'message.send', { ...send, text: undefined }, 'FIELD'],
    ['8,000 emoji', 'message.send', { ...send, text: '😀'.repeat(8000) }, 'accepted'],
    ['8,001 emoji', 'message.send', { ...send, text: '😀'.repeat(8001) }, 'FIELD'],
    ['any character in text', 'message.send', { ...send, text: 'a\n\t\u0000\u202e' }, 'accepted'],
    ['control character in a key', 'message.send', { ...send, clientMsgId: 'a\n' }, 'FIELD'],
    ['lone surrogate', 'message.send', { ...send, text: 'a\ud800' }, 'FIELD'],
    ['unknown field', 'message.send', { ...send, colour: 'red' }, 'FIELD'],
    ['malformed id', 'message.send', { ...send, conversation: 'cnv_x' }, 'UNKNOWN'],
    ['id of another kind', 'message.send', { ...send, conversation: 'usr_00000000001' }, 'UNKNOWN'],
    ['id that is no text', 'message.send', { ...send, conversation: 5 }, 'FIELD'],
    ['required enum', 'conversation.create', { title: 't' }, 'FIELD'],
    ['enum by number', 'conversation.create', { title: 't', kind: 3 }, 'accepted'],
    ['unknown enum', 'conversation.create', { title: 't', kind: 'TENT' }, 'FIELD'],
    ['101 users', 'user.get', { users: Array(101).fill('usr_00000000001') }, 'FIELD'],
    ['one bad id of many', 'user.get', { users: ['usr_00000000001', 'x'] }, 'UNKNOWN'],
    ['no users', 'user.get', { users: [] }, 'FIELD'],
    ['limit', 'conversation.list', { limit: 101 }, 'FIELD'],
    ['nested', 'sync.pull', { known: [{ version: 1 }] }, 'FIELD'],
    [
      'nested text',
      'account.logIn',
      { username: 'a', password: 'b', device: { key: 'k'.repeat(65) } },
      'FIELD',
    ],
    ['both of a oneof', 'message.history', { conversation: room, before: 1, after: 2 }, 'FIELD'],
  ] as const)('%s', (...[, op, value, expected]) => {
    expect(args(op, value)).toBe(expected);
  });

  test('the message names the path', () => {
    const known = [{ conversation: room }, { conversation: room, colour: 1 }];
    expect(() => codecs.json.decodeArgs(methods['sync.pull'], { known })).toThrow(
      'known[1].colour',
    );
  });
});

describe('protobuf', () => {
  test('random bytes as frames and as args', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.constantFrom(...names), (bytes, op) => {
        refusal(() => codecs.proto.decodeRequests(bytes));
        refusal(() => codecs.proto.decodeArgs(methods[op], bytes));
      }),
      { numRuns: 5000 },
    );
  });

  test.each([
    ['a frame longer than the data', [0x7f, 0x08]],
    ['a length of 4 GiB', [0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['an endless varint', Array<number>(12).fill(0xff)],
    ['a field longer than its frame', [0x03, 0x12, 0x20, 0x61]],
    ['a group', [0x02, 0x23, 0x24]],
    ['no op', [0x02, 0x08, 0x01]],
    ['broken UTF-8', [0x03, 0x12, 0x01, 0xff]],
  ])('%s is refused', (_, bytes) => {
    const reason = refusal(() => codecs.proto.decodeRequests(Uint8Array.from(bytes)));
    expect(['MALFORMED', 'FIELD']).toContain(reason);
  });

  test('unknown fields, unknown enum values and wrong types are refused at any depth', () => {
    const decode = (op: OperationName, bytes: number[]) =>
      refusal(() => codecs.proto.decodeArgs(methods[op], Uint8Array.from(bytes)));
    expect(decode('device.list', [0x08, 0x01])).toBe('FIELD');
    expect(decode('sync.pull', [0x12, 0x02, 0x50, 0x01])).toBe('FIELD');
    expect(decode('conversation.create', [0x08, 0x63])).toBe('FIELD');
    expect(decode('user.find', [0x08, 0x01])).toBe('FIELD');
  });
});

test('a time that no calendar has, which the codecs of other doors let through', () => {
  const until = (seconds: bigint, nanos = 0) =>
    refusal(() =>
      checkLimits(
        methods['message.search'],
        create(MessageSearchRequestSchema, { query: 'x', until: { seconds, nanos } }),
      ),
    );
  expect(until(253_402_300_799n, 999_999_999)).toBe('accepted');
  for (const seconds of [253_402_300_800n, -62_135_596_801n, 2n ** 63n - 1n])
    expect(until(seconds)).toBe('FIELD');
  for (const nanos of [-1, 1_000_000_000]) expect(until(0n, nanos)).toBe('FIELD');
});
