import { toBinary, type DescMessage } from '@bufbuild/protobuf';
import { codecs, findMethod, methods, type OperationName } from '@hubbub/protocol';
import fc from 'fast-check';
import { frameShapes } from '../../packages/protocol/src/codec.ts';
import { DescriptorShapes } from '../../packages/protocol/src/descriptor-shapes.ts';
import { binaryCodec, jsonCodec } from '../../packages/protocol/src/frames.ts';
import { arbitraryMessage } from '../../packages/protocol/src/messages.arbitrary.ts';
import type { Row } from '../../packages/protocol/src/shape.ts';
import { mutatedBytes, oddJson } from '../arbitrary.ts';
import { must, refusal, target } from '../target.ts';

const ops = Object.keys(methods) as OperationName[];
const shapes = new DescriptorShapes();
const [json, proto] = [jsonCodec(frameShapes, false), binaryCodec(frameShapes, false)];
const allowed: ReadonlySet<unknown> = new Set([undefined, 'FIELD', 'UNKNOWN', 'MALFORMED']);

interface Said<T> {
  readonly op: OperationName;
  readonly args: T;
}

/** The operation's own fields with anything in them. */
const odd = fc.constantFrom(...ops).chain((op) => {
  const fields = methods[op].input.fields.map(({ jsonName }) => jsonName);
  const own = fc.record(Object.fromEntries(fields.map((name) => [name, oddJson])), {
    requiredKeys: [],
  });
  return fc.oneof(own, oddJson).map((args): Said<unknown> => ({ op, args }));
});

const bytes = fc.constantFrom(...ops).chain((op) => {
  const { input } = methods[op];
  const good = arbitraryMessage(input).map((message) => toBinary(input as DescMessage, message));
  const any = fc.oneof(mutatedBytes(good), fc.uint8Array({ maxLength: 80 }));
  return any.map((args): Said<Uint8Array> => ({ op, args }));
});

const whole = fc.constantFrom(...ops).chain((op) =>
  arbitraryMessage(methods[op].input).map((message): Said<Uint8Array> => ({
    op,
    args: toBinary(methods[op].input as DescMessage, message),
  })),
);

export const args = [
  target({
    name: 'args-json',
    what: 'the args of every operation, as JSON',
    inputs: odd,
    check: ({ op, args }) => decode('json', op, JSON.parse(JSON.stringify(args) ?? 'null')),
  }),
  target({
    name: 'args-proto',
    what: 'the args of every operation, as protobuf',
    inputs: bytes,
    check: ({ op, args }) => decode('proto', op, args),
  }),
  target({
    name: 'round-trip',
    what: 'both codecs: what was read is written, and read again as the same',
    inputs: whole,
    check: ({ op, args }) => {
      const shape = shapes.of(findMethod(op)?.input ?? methods['user.get'].input);
      const row = proto.readBody(shape, args);
      must(Bun.deepEquals(again(shape, row), row), 'JSON loses something');
    },
  }),
];

function decode(codec: 'json' | 'proto', op: OperationName, raw: unknown): void {
  const reason = refusal(() => codecs[codec].decodeArgs(methods[op], raw));
  must(allowed.has(reason), `refused as ${reason}`);
}

function again(shape: ReturnType<DescriptorShapes['of']>, row: Row): Row {
  const written = json.writeRequest(shape, { id: 1, op: 'x', args: row });
  return json.readBody(shape, (JSON.parse(String(written)) as { args: unknown }).args);
}
