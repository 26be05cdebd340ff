// The largest message that each field of each operation allows within a frame: a text of all its characters, a list of as many
// entries as fit, and on the way to it whatever is required.
import type { DescField, DescMessage, JsonObject, JsonValue } from '@bufbuild/protobuf';
import { methods, type OperationName } from '@hubbub/protocol';
import { limitsOf, sample, smallest } from '../../test/conformance/wire/shapes.ts';

export interface Large {
  readonly op: OperationName;
  readonly field: string;
  readonly args: JsonObject;
}

/** A frame is at most 64 KiB; a little of it goes to id and op. */
const mostBytes = 65_000;
/** Smaller ones cost nothing worth a look. */
const leastBytes = 2000;
const mostItems = 1000;

export function largest(op: OperationName): readonly Large[] {
  const { input } = methods[op];
  return input.fields
    .map((field) => ({
      op,
      field: field.jsonName,
      args: { ...without(smallest(input), field), [field.jsonName]: fill(field, mostBytes, 0) },
    }))
    .filter(({ args }) => {
      const { length } = JSON.stringify(args);
      return length >= leastBytes && length <= mostBytes + 400;
    });
}

function without(args: JsonObject, field: DescField): JsonObject {
  const names = new Set((field.oneof?.fields ?? []).map(({ jsonName }) => jsonName));
  return Object.fromEntries(Object.entries(args).filter(([name]) => !names.has(name)));
}

/** As much as fits into so many bytes. */
function fill(field: DescField, budget: number, depth: number): JsonValue {
  const most = limitsOf(field)?.maxItems ?? mostItems;
  if (field.fieldKind !== 'list') return single(field, budget, depth);
  const [smallestItem] = sample(field) as readonly JsonValue[];
  const size = JSON.stringify(smallestItem).length + 1;
  const count = Math.max(1, Math.min(most, Math.floor(budget / size)));
  // Few and fat where many small ones would leave room.
  const item = single(field, Math.floor(budget / count) - 1, depth);
  return Array.from({ length: count }, () => item);
}

function single(field: DescField, budget: number, depth: number): JsonValue {
  const small = sample(field);
  const given = Array.isArray(small) ? (small[0] ?? null) : small;
  if (typeof given === 'string' && limitsOf(field)?.id === undefined && field.scalar !== undefined)
    return longText(field, given, budget);
  const { message } = field;
  if (message === undefined || depth > 2 || !message.typeName.startsWith('hubbub.')) return given;
  return fillMessage(message, budget, depth + 1);
}

function longText(field: DescField, given: string, budget: number): string {
  const isBytes = given.endsWith('=');
  const most = limitsOf(field)?.maxChars ?? (isBytes ? budget : given.length);
  const length = Math.max(given.length, Math.min(most, budget - 2));
  return isBytes ? 'eHh4'.repeat(Math.floor(length / 4)) : 'x'.repeat(length);
}

/** With that of its fields as large as it can be which gets the largest. */
function fillMessage(desc: DescMessage, budget: number, depth: number): JsonObject {
  const whole = smallest(desc);
  const candidates = desc.fields.map((field) => ({
    ...without(whole, field),
    [field.jsonName]: fill(field, budget - JSON.stringify(whole).length - 40, depth),
  }));
  const fitting = candidates.filter((one) => JSON.stringify(one).length <= budget);
  const sized = fitting.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  return sized[0] ?? whole;
}
