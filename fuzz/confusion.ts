// Every field of every request, at any depth, with a value of another kind in its place: as JSON texts, for some of them no
// program could hold (`1e999`, `__proto__` as a key).
import type { DescField, DescMessage, JsonObject } from '@bufbuild/protobuf';
import { methods, type OperationName } from '@hubbub/protocol';
import { sample, smallest } from '../test/conformance/wire/shapes.ts';

export const oddities: readonly string[] = [
  'null',
  '[]',
  '{}',
  '[[null]]',
  '-1',
  '0.5',
  '1e999',
  '18446744073709551616',
  'true',
  '"x"',
  '"\\ud800"',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":1,"valueOf":1,"then":1,"length":-1}',
];

export interface Confused {
  readonly op: OperationName;
  /** The path of the field. */
  readonly field: string;
  readonly args: string;
}

const deepest = 3;
const marker = '"the odd one"';

export function confused(op: OperationName): readonly Confused[] {
  const { input } = methods[op];
  const whole = smallest(input);
  const inFields = paths(input, [], 0).flatMap((path) => {
    const text = JSON.stringify(replaced(input, whole, path));
    return oddities.map((odd) => ({
      op,
      field: path.map(({ jsonName }) => jsonName).join('.'),
      args: text.replace(marker, () => odd),
    }));
  });
  return [...inFields, ...oddities.map((args) => ({ op, field: '', args }))];
}

function paths(desc: DescMessage, before: readonly DescField[], depth: number): DescField[][] {
  return desc.fields.flatMap((field) => {
    const path = [...before, field];
    const { message } = field;
    const isOurs = message?.typeName.startsWith('hubbub.') === true;
    return isOurs && depth < deepest && !before.includes(field)
      ? [path, ...paths(message, path, depth + 1)]
      : [path];
  });
}

/** The args with the marker where the path leads; what is on the way is as small as it may be. */
function replaced(desc: DescMessage, args: JsonObject, [field, ...rest]: DescField[]): JsonObject {
  if (field === undefined) return args;
  const names = new Set((field.oneof?.fields ?? []).map(({ jsonName }) => jsonName));
  const others = Object.entries(args).filter(([name]) => !names.has(name));
  const { message } = field;
  if (rest.length === 0 || message === undefined)
    return { ...Object.fromEntries(others), [field.jsonName]: JSON.parse(marker) as string };
  const given = args[field.jsonName] ?? sample(field);
  const inner = (Array.isArray(given) ? given[0] : given) as JsonObject;
  const made = replaced(message, inner, rest);
  return {
    ...Object.fromEntries(others),
    [field.jsonName]: Array.isArray(given) ? [made] : made,
  };
}
