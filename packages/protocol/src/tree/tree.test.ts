import { describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import { TreeReader } from './tree-reader.ts';
import { TreeWriter, UntellableError } from './tree-writer.ts';

/** What JSON would say: -0 is 0, undefined is null. */
const leaf = fc.oneof(
  fc.integer(),
  fc.integer({ min: -40, max: 200 }),
  fc.double({ noNaN: false }),
  fc.float(),
  fc.string(),
  fc.boolean(),
  fc.constant(null),
);
const key = fc.string({ maxLength: 3 }).filter((text) => text !== '__proto__');
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 6 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 6, noNullPrototype: true }),
  ),
}));

describe('a tree', () => {
  test('read from patches is the one that was told, for early and late listeners', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 12 }), fc.nat(11), (trees, joinsAt) => {
        const writer = new TreeWriter();
        const early = new TreeReader();
        const late = new TreeReader();
        trees.forEach((one, i) => {
          const before = structuredClone(one);
          const patch = writer.patch(one);
          expect(one).toEqual(before);
          if (patch !== undefined) early.patch(patch);
          if (patch !== undefined && i > joinsAt) late.patch(patch);
          if (i === joinsAt) late.whole(writer.whole()!);
          expect(early.tree ?? null).toEqual(one as never);
          if (i >= joinsAt) expect(late.tree ?? null).toEqual(one as never);
          expect(writer.patch(one)).toBeUndefined();
        });
      }),
      { numRuns: 500 },
    );
  });

  test('keeps the identity of what did not change', () => {
    const writer = new TreeWriter();
    const reader = new TreeReader();
    const state = { a: { x: 1 }, b: { list: [{ y: 1 }, { y: 2 }] } };
    reader.patch(writer.patch(state)!);
    const first = reader.tree as unknown as typeof state;
    state.b.list[1]!.y = 3;
    reader.patch(writer.patch(state)!);
    const second = reader.tree as unknown as typeof state;
    expect(second.a).toBe(first.a);
    expect(second.b.list[0]).toBe(first.b.list[0]!);
    expect(second.b.list[1]).toEqual({ y: 3 });
    expect(first.b.list[1]).toEqual({ y: 2 });
  });

  test('a changed number takes a few bytes', () => {
    const writer = new TreeWriter();
    const state = { players: [{ x: 1, y: 2, hp: 100 }] };
    writer.patch(state);
    state.players[0]!.hp = 99;
    expect(writer.patch(state)!.length).toBe(4);
  });

  test('keys of ids do not fill the dictionary, and numbers of nodes are given again', () => {
    const writer = new TreeWriter();
    const reader = new TreeReader();
    const state: Record<string, object> = {};
    for (let i = 0; i < 1000; i += 1) {
      state[`shot${i}`] = { i };
      delete state[`shot${i - 3}`];
      reader.patch(writer.patch(state)!);
    }
    expect(reader.tree).toEqual(state as never);
    expect(writer.whole()!.length).toBeLessThan(2000);
  });

  test('what is no plain data is refused, as are cycles and a prototype by key', () => {
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const bad = [
      new Map(),
      { f: () => 1 },
      { at: new Date() },
      cycle,
      JSON.parse('{"__proto__":1}'),
    ];
    for (const one of bad)
      expect(() => new TreeWriter().patch({ one }), String(one)).toThrow(UntellableError);
  });

  test('bytes that are no patch are MALFORMED', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const reader = new TreeReader();
        try {
          reader.patch(bytes);
        } catch (error) {
          expect((error as { reason?: string }).reason).toBe('MALFORMED');
        }
      }),
    );
  });
});
