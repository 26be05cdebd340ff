// The table of docs/moments.md, case by case.
import { expect, test } from 'bun:test';
import { Audience_Kind as Kind, OperationError, Window_Span as Span } from '@hubbub/protocol';
import {
  accepts,
  areFriends,
  cleanTags,
  isAsking,
  know,
  toFlags,
  toSide,
  type Side,
} from './contact.ts';
import { requireAudience, requireSomething, seesMoment, seesSaid, type Sight } from './moment.ts';

const stranger = toSide(0);
const friend: Side = { ...stranger, isFriend: true };
const blocker: Side = { ...friend, blocks: true };
const dayMs = 86_400_000;

const plain: Sight = {
  author: 'A',
  viewer: 'V',
  audience: { kind: Kind.FRIENDS, users: [], tags: [] },
  createdAt: 0,
  now: dayMs,
  window: Span.ALL,
  authorSide: friend,
  viewerSide: friend,
  tags: [],
};
const hidden = { hidesMine: true, hidesTheirs: true };
const only = (users: string[], tags: string[]) => ({ kind: Kind.ONLY, users, tags });
const except = (users: string[], tags: string[]) => ({ kind: Kind.EXCEPT, users, tags });
const own = { viewer: 'A', authorSide: stranger, viewerSide: stranger };

const moments: readonly [what: string, given: Partial<Sight>, sees: boolean][] = [
  ['friends of each other', {}, true],
  ['the author took the viewer off the list', { authorSide: stranger }, false],
  ['the viewer took the author off the list', { viewerSide: stranger }, false],
  ['strangers', { authorSide: stranger, viewerSide: stranger }, false],
  ['the author blocks', { authorSide: blocker }, false],
  ['the viewer blocks', { viewerSide: blocker }, false],
  [
    'the author keeps moments from the viewer',
    { authorSide: { ...friend, hidesMine: true } },
    false,
  ],
  ['the viewer looks away', { viewerSide: { ...friend, hidesTheirs: true } }, false],
  [
    'each hides the other way round',
    {
      authorSide: { ...friend, hidesTheirs: true },
      viewerSide: { ...friend, hidesMine: true },
    },
    true,
  ],
  ['only me', { audience: { kind: Kind.ONLY_ME, users: [], tags: [] } }, false],
  ['no audience at all', { audience: { kind: Kind.UNSPECIFIED, users: [], tags: [] } }, false],
  ['only named, by user', { audience: only(['V'], []) }, true],
  ['only named, somebody else', { audience: only(['W'], []) }, false],
  ['only a tag, and the viewer has it', { audience: only([], ['x']), tags: ['y', 'x'] }, true],
  ['only a tag, untagged', { audience: only([], ['x']) }, false],
  ['only a tag, another tag', { audience: only([], ['x']), tags: ['y'] }, false],
  ['only a tag or a user', { audience: only(['V'], ['x']) }, true],
  ['all but the viewer', { audience: except(['V'], []) }, false],
  ['all but somebody else', { audience: except(['W'], []) }, true],
  ['all but a tag, untagged', { audience: except([], ['x']) }, true],
  ['all but a tag, and the viewer has it', { audience: except([], ['x']), tags: ['x'] }, false],
  ['named, and no friend', { audience: only(['V'], []), authorSide: stranger }, false],
  ['three days, at their end', { window: Span.DAYS_3, now: 3 * dayMs }, true],
  ['three days, past their end', { window: Span.DAYS_3, now: 3 * dayMs + 1 }, false],
  ['a month', { window: Span.MONTH_1, now: 30 * dayMs + 1 }, false],
  ['six months', { window: Span.MONTHS_6, now: 180 * dayMs }, true],
  ['six months, past their end', { window: Span.MONTHS_6, now: 180 * dayMs + 1 }, false],
  ['no window chosen', { window: Span.UNSPECIFIED, now: 9_999 * dayMs }, true],
  [
    'the author, whatever holds',
    {
      ...own,
      window: Span.DAYS_3,
      now: 99 * dayMs,
      audience: { kind: Kind.ONLY_ME, users: [], tags: [] },
      authorSide: { ...stranger, ...hidden },
    },
    true,
  ],
];

test.each(moments)('a moment: %s', (_what, given, sees) => {
  expect(seesMoment({ ...plain, ...given })).toBe(sees);
});

const known = { mine: friend, theirs: friend };
const unknown = { mine: stranger, theirs: stranger };
const reply = (user: string, sides: { mine: Side; theirs: Side }) => ({ user, ...sides });

const remarks: readonly [what: string, given: Partial<Parameters<typeof seesSaid>[0]>, boolean][] =
  [
    ['of a friend', {}, true],
    ['of a stranger', unknown, false],
    ['one’s own', { author: 'V', ...unknown }, true],
    ['one’s own reply to a stranger', { author: 'V', replyTo: reply('D', unknown) }, true],
    ['of who took the viewer off the list', { theirs: stranger }, true],
    ['of who was taken off the viewer’s list', { mine: stranger }, true],
    ['of whom the viewer blocks', { mine: blocker }, false],
    ['of who blocks the viewer', { theirs: blocker }, false],
    ['to the viewer', { replyTo: reply('V', unknown) }, true],
    ['to the viewer, of a stranger', { ...unknown, replyTo: reply('V', unknown) }, false],
    ['to a friend', { replyTo: reply('D', known) }, true],
    ['to a stranger', { replyTo: reply('D', unknown) }, false],
    [
      'to whom only one side has',
      { replyTo: reply('D', { mine: friend, theirs: stranger }) },
      true,
    ],
    [
      'to whom the viewer blocks',
      { replyTo: reply('D', { mine: blocker, theirs: friend }) },
      false,
    ],
  ];

test.each(remarks)('a like or comment: %s', (_what, given, sees) => {
  const said = { author: 'C', viewer: 'V', ...known, replyTo: undefined, ...given };
  expect(seesSaid(said)).toBe(sees);
});

test('flags keep a side, and no row is a stranger', () => {
  for (let flags = 0; flags < 16; flags += 1) expect(toFlags(toSide(flags))).toBe(flags);
  expect(toSide(null)).toEqual(stranger);
});

test('friends are so on both sides; to know somebody one side is enough', () => {
  expect([areFriends(friend, friend), areFriends(friend, stranger)]).toEqual([true, false]);
  expect([know(friend, stranger), know(stranger, stranger)]).toEqual([true, false]);
  expect([areFriends(friend, blocker), know(blocker, friend)]).toEqual([false, false]);
});

test('whom a user takes messages from', () => {
  const sides = [stranger, friend, blocker];
  expect(sides.map((side) => accepts(0, side))).toEqual([true, true, false]);
  expect(sides.map((side) => accepts(1, side))).toEqual([true, true, false]);
  expect(sides.map((side) => accepts(2, side))).toEqual([false, true, false]);
});

test('a request stands for thirty days', () => {
  const asked = { request: 1, requestedAt: 1000 };
  expect(isAsking(asked, 1, 1000 + 30 * dayMs - 1)).toBe(true);
  expect(isAsking(asked, 1, 1000 + 30 * dayMs)).toBe(false);
  expect(isAsking(asked, 2, 1000)).toBe(false);
});

test('what is no moment, no audience, no tag', () => {
  const reason = (action: () => unknown) => {
    try {
      action();
    } catch (error) {
      return error instanceof OperationError ? error.reason : error;
    }
    return 'none';
  };
  expect(reason(() => requireSomething('', 0))).toBe('FIELD');
  expect(reason(() => requireSomething(' ', 1))).toBe('FIELD');
  expect(reason(() => requireSomething('', 1))).toBe('none');
  expect(reason(() => requireAudience(only([], [])))).toBe('FIELD');
  expect(reason(() => requireAudience({ ...only(['V'], []), kind: Kind.FRIENDS }))).toBe('FIELD');
  expect(reason(() => cleanTags(['\n']))).toBe('FIELD');
  expect(cleanTags([' b', 'a', 'b'])).toEqual(['a', 'b']);
});
