import { codecs, methods, type CodecName, type RawRequest } from '@hubbub/protocol';
import fc from 'fast-check';
import { frameShapes } from '../../packages/protocol/src/codec.ts';
import { DescriptorShapes } from '../../packages/protocol/src/descriptor-shapes.ts';
import { binaryCodec, jsonCodec } from '../../packages/protocol/src/frames.ts';
import { mutatedBytes, mutatedText, oddJson, piecesOf } from '../arbitrary.ts';
import { must, refusal, target } from '../target.ts';

const clients = { json: jsonCodec(frameShapes, false), proto: binaryCodec(frameShapes, false) };
const shape = new DescriptorShapes().of(methods['user.find'].input);
const args = { username: 'alice' };
const goodText = fc
  .nat(2 ** 32)
  .map((id) => clients.json.writeRequest(shape, { id, op: 'user.find', args }) as string);
const goodBytes = fc
  .array(fc.nat(300), { minLength: 1, maxLength: 4 })
  .map((ids) =>
    Uint8Array.from(
      Buffer.concat(
        ids.map(
          (id) => clients.proto.writeRequest(shape, { id, op: 'user.find', args }) as Uint8Array,
        ),
      ),
    ),
  );
const pieces = [
  '{',
  '}',
  '"id":',
  '"op":',
  '"args":',
  ',',
  '\n',
  '1',
  '-1',
  '1e999',
  'null',
  '[',
  ']',
  '"x"',
  '{}',
  '__proto__',
  '"__proto__":',
];

export const frames = [
  target({
    name: 'frames-json',
    what: 'the frames of hubbub.json',
    inputs: fc.oneof(
      mutatedText(goodText),
      piecesOf(pieces),
      oddJson.map((value) => JSON.stringify(value)),
      fc.string({ unit: 'binary' }),
    ),
    check: (text: string) => check('json', text),
  }),
  target({
    name: 'frames-proto',
    what: 'the frames of hubbub.proto',
    inputs: fc.oneof(mutatedBytes(goodBytes), fc.uint8Array({ maxLength: 100 })),
    check: (bytes: Uint8Array) => check('proto', bytes),
  }),
  target({
    name: 'server-frames',
    what: 'what a client reads, in both codecs',
    inputs: fc.oneof(mutatedBytes(goodBytes), fc.uint8Array({ maxLength: 100 })),
    check: (bytes: Uint8Array) => {
      refusal(() => clients.proto.readFrames(bytes));
      refusal(() => clients.json.readFrames(new TextDecoder().decode(bytes)));
    },
  }),
];

function check(codec: CodecName, data: string | Uint8Array): void {
  let requests: readonly RawRequest[] = [];
  const reason = refusal(() => (requests = codecs[codec].decodeRequests(data)));
  must(
    reason === undefined || reason === 'MALFORMED' || reason === 'FIELD',
    `refused as ${reason}`,
  );
  for (const { id, op } of requests) {
    must(Number.isInteger(id) && id >= 0 && id < 2 ** 32, `the id ${id}`);
    must(op.length > 0 && op.length <= 64, `the op ${op}`);
  }
}
