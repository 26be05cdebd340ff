// The cases of an operation: how its args are broken, in both encodings, and what the contract says of it.
import {
  fromJson,
  ScalarType,
  toBinary,
  type DescField,
  type DescMessage,
  type JsonObject,
} from '@bufbuild/protobuf';
import { methods, type OperationName } from '@hubbub/protocol';
import { beyond, misfit, smallest } from './shapes.ts';

export interface WireCase {
  readonly name: string;
  readonly op: string;
  readonly json: string;
  readonly proto: Uint8Array;
  /** The reason it is refused with; undefined: whatever the operation says to args that are as they should be. */
  readonly refused?: 'FIELD' | 'UNKNOWN';
}

/** Given by nobody in the contract, so nobody knows it. */
const unknownField = Uint8Array.from([0xf8, 0xff, 0x07, 0x01]);

export const names = Object.keys(methods) as OperationName[];

export function casesOf(op: OperationName): readonly WireCase[] {
  const { input } = methods[op];
  const good = smallest(input);
  const bytes = bytesOf(input, good);
  const made = (name: string, args: JsonObject, refused: WireCase['refused']): WireCase => ({
    name: `${op}: ${name}`,
    op,
    json: JSON.stringify(args),
    proto: bytesOf(input, args),
    ...(refused && { refused }),
  });
  return [
    { name: `${op}: as it should be`, op, json: JSON.stringify(good), proto: bytes },
    {
      name: `${op}: a field nobody knows`,
      op,
      json: JSON.stringify({ ...good, nobody: 1 }),
      proto: Buffer.concat([bytes, unknownField]),
      refused: 'FIELD',
    },
    ...Object.keys(good).map((key) => {
      const { [key]: _, ...rest } = good;
      return made(`without ${key}`, rest, 'FIELD');
    }),
    ...input.fields.flatMap((field) => [
      wrongKind(op, field),
      ...Object.entries(beyond(field)).map(([what, value]) =>
        made(
          `${what} in ${field.jsonName}`,
          { ...without(good, field), [field.jsonName]: value },
          what === 'another kind of id' ? 'UNKNOWN' : 'FIELD',
        ),
      ),
    ]),
  ];
}

function wrongKind(op: OperationName, field: DescField): WireCase {
  const { input } = methods[op];
  const rest = without(smallest(input), field);
  return {
    name: `${op}: another kind of value in ${field.jsonName}`,
    op,
    json: JSON.stringify({ ...rest, [field.jsonName]: misfit(field) }),
    proto: Buffer.concat([bytesOf(input, rest), misfitBytes(field)]),
    refused: 'FIELD',
  };
}

/** The good args without this field and what excludes it. */
function without(good: JsonObject, field: DescField): JsonObject {
  const names = new Set([field, ...(field.oneof?.fields ?? [])].map((one) => one.jsonName));
  return Object.fromEntries(Object.entries(good).filter(([name]) => !names.has(name)));
}

/** The field in a wire type that is not its own. */
function misfitBytes(field: DescField): Uint8Array {
  const isFixed = field.scalar === ScalarType.DOUBLE || field.scalar === ScalarType.FLOAT;
  const tag = (field.number << 3) | (isFixed ? 0 : 5);
  const head = tag < 0x80 ? [tag] : [(tag & 0x7f) | 0x80, tag >> 7];
  return Uint8Array.from([...head, ...(isFixed ? [1] : [1, 0, 0, 0])]);
}

/** By protobuf's own library, not by our codec. */
function bytesOf(desc: DescMessage, args: JsonObject): Uint8Array {
  return toBinary(desc, fromJson(desc, args));
}
