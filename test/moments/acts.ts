// What people may do to each other's view, as random sequences of it.
import fc from 'fast-check';

export const tagNames = ['family', 'work'] as const;
export const mostPeople = 4;

/** Everything is named by numbers that are taken modulo what there is. */
export type Act =
  | {
      readonly do: 'ask' | 'accept' | 'decline' | 'remove' | 'block' | 'unblock';
      readonly a: number;
      readonly b: number;
    }
  | { readonly do: 'befriend'; readonly a: number; readonly b: number }
  | {
      readonly do: 'hideMine' | 'hideTheirs';
      readonly a: number;
      readonly b: number;
      readonly on: boolean;
    }
  | { readonly do: 'tag'; readonly a: number; readonly b: number; readonly tags: readonly string[] }
  | { readonly do: 'window'; readonly a: number; readonly days: 3 | 30 | 180 | 0 }
  | { readonly do: 'post'; readonly a: number; readonly form: AnyForm }
  | { readonly do: 'like'; readonly a: number; readonly post: number; readonly on: boolean }
  | { readonly do: 'comment'; readonly a: number; readonly post: number; readonly answers: number }
  | { readonly do: 'deleteComment'; readonly a: number; readonly remark: number }
  | { readonly do: 'deletePost'; readonly a: number; readonly post: number }
  | { readonly do: 'lookAtNotices'; readonly a: number }
  | { readonly do: 'wait'; readonly days: number };

export type AnyForm =
  | { readonly form: 'friends' | 'me' }
  | {
      readonly form: 'only' | 'except';
      readonly people: readonly number[];
      readonly tags: readonly string[];
    };

/** Mostly the same two, so that what happens between people adds up. */
const person = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1) },
  { weight: 2, arbitrary: fc.nat(mostPeople - 1) },
);
const tags = fc.subarray([...tagNames]);
const pair = { a: person, b: person };

const list = fc
  .record({
    form: fc.constantFrom('only' as const, 'except' as const),
    people: fc.uniqueArray(person, { maxLength: 2 }),
    tags,
  })
  .filter(({ people, tags: named }) => people.length + named.length > 0);

const form: fc.Arbitrary<AnyForm> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ form: 'friends' as const }) },
  { weight: 1, arbitrary: fc.constant({ form: 'me' as const }) },
  { weight: 4, arbitrary: list },
);

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('befriend' as const), ...pair }) },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom('ask', 'accept', 'decline', 'remove', 'remove', 'block', 'unblock'),
      ...pair,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('hideMine', 'hideTheirs'),
      ...pair,
      on: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('tag' as const), ...pair, tags }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('window' as const),
      a: person,
      days: fc.constantFrom(3 as const, 30 as const, 180 as const, 0 as const),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('post' as const), a: person, form }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('like' as const),
      a: person,
      post: fc.nat(),
      on: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('comment' as const),
      a: person,
      post: fc.nat(),
      answers: fc.nat({ max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('deleteComment' as const),
      a: person,
      remark: fc.nat(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('deletePost' as const), a: person, post: fc.nat() }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('lookAtNotices' as const), a: person }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      days: fc.constantFrom(1, 4, 31, 181),
    }),
  },
);

/** Begins among friends, so that there is something to see. */
export const sequence: fc.Arbitrary<{
  readonly friends: readonly (readonly [number, number])[];
  readonly acts: readonly Act[];
}> = fc.record({
  friends: fc.array(fc.tuple(person, person), { minLength: 4, maxLength: 10 }),
  acts: fc.array(act, { minLength: 10, maxLength: 45, size: 'max' }),
});
