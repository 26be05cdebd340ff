// Inputs that are nearly right: what is good, with a few bytes or characters taken away, doubled, swapped or made up.
import fc, { type Arbitrary } from 'fast-check';

interface Mutation {
  readonly kind: 'cut' | 'drop' | 'double' | 'put' | 'flip';
  /** Where, as a part of the whole. */
  readonly at: number;
  readonly size: number;
  readonly byte: number;
}

const mutation: Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('cut', 'drop', 'double', 'put', 'flip'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  size: fc.oneof(fc.nat(4), fc.nat(200)),
  byte: fc.nat(255),
});

export function mutatedBytes(good: Arbitrary<Uint8Array>): Arbitrary<Uint8Array> {
  const mutations = fc.array(mutation, { maxLength: 4 });
  return fc.tuple(good, mutations).map(([bytes, all]) => all.reduce(mutate, bytes));
}

function mutate(bytes: Uint8Array, { kind, at, size, byte }: Mutation): Uint8Array {
  const from = Math.floor(at * bytes.length);
  const [head, tail] = [bytes.subarray(0, from), bytes.subarray(from)];
  if (kind === 'cut') return head;
  if (kind === 'drop') return joined(head, tail.subarray(size));
  if (kind === 'double') return joined(head, tail.subarray(0, size), tail);
  if (kind === 'put') return joined(head, Uint8Array.of(byte), tail);
  return joined(head, Uint8Array.of(byte), tail.subarray(1));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

export function mutatedText(good: Arbitrary<string>): Arbitrary<string> {
  const bytes = good.map((text) => new TextEncoder().encode(text));
  return mutatedBytes(bytes).map((mutated) => new TextDecoder().decode(mutated));
}

/** Pieces of a language in any order: what a grammar is made of, and things that are in none. */
export function piecesOf(pieces: readonly string[], maxLength = 40): Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...pieces) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  );
  return fc.array(piece, { maxLength }).map((all) => all.join(''));
}

const oddKey = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'length', 'then', ''),
  fc.string({ maxLength: 8 }),
);

/** Any JSON, with the keys that reach for prototypes among its own. */
export const oddJson: Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, -1, 0, 0.5, 2 ** 53, 1e308, '', 'x', '\ud800', '\u0000'),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(oddKey, tie('value')), { maxLength: 4 }).map(asJson),
  ),
})).value;

/** As JSON.parse makes it: `__proto__` is a key like any other. */
function asJson(entries: readonly (readonly [string, unknown])[]): unknown {
  const made: object = {};
  for (const [key, value] of entries)
    Object.defineProperty(made, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return made;
}
