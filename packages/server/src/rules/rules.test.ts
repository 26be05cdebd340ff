import { describe, expect, test } from 'bun:test';
import {
  Conversation_Kind as Kind,
  hasRight,
  Member_Role as Role,
  OperationError,
  rights,
  type Right,
} from '@hubbub/protocol';
import {
  cleanTitle,
  decideRights,
  noRights,
  packRights,
  queryWords,
  requireAct,
  requireMember,
  requireOutranks,
  requireVoice,
  rules,
  unpackRights,
  type Act,
} from './conversation.ts';
import { isSameMarks, moveMarks } from './mark.ts';
import { cleanEmoji, isVisible, requireContent } from './message.ts';
import { countThatFit, needsReset } from './sync.ts';

function reasonOf(action: () => void): string {
  try {
    action();
  } catch (error) {
    if (error instanceof OperationError) return error.reason;
  }
  return 'none';
}

/** What somebody without a membership, a member, an admin and the owner are told. */
function roles(least: 'ADMIN' | 'OWNER', stranger = 'UNKNOWN'): string[] {
  return [stranger, 'ROLE', least === 'ADMIN' ? 'none' : 'ROLE', 'none'];
}

describe('who may know and do what', () => {
  // What is told to [no member, member, admin, owner].
  const cells: Record<Act, { room: string[]; group: string[] }> = {
    join: { room: ['none', 'none', 'none', 'none'], group: ['UNKNOWN', 'KIND', 'KIND', 'KIND'] },
    whisper: {
      room: ['NOT_A_MEMBER', 'none', 'none', 'none'],
      group: ['UNKNOWN', 'KIND', 'KIND', 'KIND'],
    },
    leave: {
      room: ['NOT_A_MEMBER', 'none', 'none', 'none'],
      group: ['UNKNOWN', 'none', 'none', 'none'],
    },
    add: { room: ['NOT_A_MEMBER', 'KIND', 'KIND', 'KIND'], group: roles('ADMIN') },
    remove: { room: roles('ADMIN', 'NOT_A_MEMBER'), group: roles('ADMIN') },
    update: { room: roles('ADMIN', 'NOT_A_MEMBER'), group: roles('ADMIN') },
    setRights: { room: roles('ADMIN', 'NOT_A_MEMBER'), group: roles('ADMIN') },
    announce: { room: roles('ADMIN', 'NOT_A_MEMBER'), group: roles('ADMIN') },
    mute: { room: roles('ADMIN', 'NOT_A_MEMBER'), group: roles('ADMIN') },
    ban: { room: roles('ADMIN', 'NOT_A_MEMBER'), group: roles('ADMIN') },
    audit: { room: roles('ADMIN', 'NOT_A_MEMBER'), group: roles('ADMIN') },
    invite: { room: ['NOT_A_MEMBER', 'KIND', 'KIND', 'KIND'], group: roles('ADMIN') },
    decide: { room: ['NOT_A_MEMBER', 'KIND', 'KIND', 'KIND'], group: roles('ADMIN') },
    setRole: { room: roles('OWNER', 'NOT_A_MEMBER'), group: roles('OWNER') },
    transfer: { room: roles('OWNER', 'NOT_A_MEMBER'), group: roles('OWNER') },
    delete: { room: roles('OWNER', 'NOT_A_MEMBER'), group: roles('OWNER') },
  };
  const places = [undefined, Role.MEMBER, Role.ADMIN, Role.OWNER];

  test.each(Object.keys(rules) as Act[])('%s, cell by cell', (act) => {
    const found = (kind: Kind) =>
      places.map((role) => reasonOf(() => requireAct(act, { kind, role })));
    expect(found(Kind.ROOM)).toEqual(cells[act].room);
    expect(found(Kind.GROUP)).toEqual(cells[act].group);
    for (const kind of [Kind.DIRECT, Kind.WHISPER, Kind.SELF])
      expect(found(kind)).toEqual(['UNKNOWN', 'KIND', 'KIND', 'KIND']);
  });

  test('who may remove whom', () => {
    const table = places.map((role) =>
      [Role.MEMBER, Role.ADMIN, Role.OWNER].map((other) =>
        reasonOf(() => requireOutranks(role, other)),
      ),
    );
    expect(table).toEqual([
      ['ROLE', 'ROLE', 'ROLE'],
      ['ROLE', 'ROLE', 'ROLE'],
      ['none', 'ROLE', 'ROLE'],
      ['none', 'none', 'ROLE'],
    ]);
  });

  test('that a room exists is public, that anything else exists is not', () => {
    for (const kind of [Kind.DIRECT, Kind.GROUP, Kind.WHISPER, Kind.SELF])
      expect(reasonOf(() => requireMember({ kind, role: undefined }))).toBe('UNKNOWN');
    expect(reasonOf(() => requireMember({ kind: Kind.ROOM, role: undefined }))).toBe(
      'NOT_A_MEMBER',
    );
    expect(reasonOf(() => requireMember({ kind: Kind.DIRECT, role: Role.MEMBER }))).toBe('none');
  });
});

describe('texts', () => {
  const unseen = [
    '\u200b',
    '\u200d\ufe0f',
    '\u00ad',
    '\ufeff',
    '\u2060 \u3164',
    '\u2800',
    '\u202e',
  ];
  const turning = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2069'].map(
    (character) => `a${character}b`,
  );

  test('titles are tidied, and must hold something', () => {
    expect(cleanTitle('  a \n b\u3000c ')).toBe('a b c');
    for (const title of ['👩\u200d👩\u200d👧', '\u0646\u06cc\u200c\u0645'])
      expect(cleanTitle(title)).toBe(title);
    for (const title of ['', ' \t', '\u2003', 'x\ud800', 'a\0b', ...unseen, ...turning])
      expect(reasonOf(() => cleanTitle(title))).toBe('FIELD');
    expect(queryWords(' Ｃafé  ÄRGER ')).toEqual(['café', 'ärger']);
    expect(queryWords('  ')).toEqual([]);
  });

  test('messages hold text of whole characters', () => {
    for (const value of ['a', 'a\0', '😀', ' x ', '\u0301', '\ue000', ...turning])
      expect(reasonOf(() => requireContent({ case: 'text', value }))).toBe('none');
    for (const value of ['', ' \n', '\u3000', '\udc00', '\0', ...unseen])
      expect(reasonOf(() => requireContent({ case: 'text', value }))).toBe('FIELD');
    expect(reasonOf(() => requireContent({ case: undefined }))).toBe('FIELD');
  });
});

test('members see from where they came in, others nothing', () => {
  expect([4, 5, 6].map((seq) => isVisible(seq, { joinSeq: 5, cleared: 0 }))).toEqual([
    false,
    true,
    true,
  ]);
  expect([4, 5, 6].map((seq) => isVisible(seq, { joinSeq: 1, cleared: 4 }))).toEqual([
    false,
    true,
    true,
  ]);
  expect(isVisible(1, { joinSeq: undefined, cleared: 0 })).toBe(false);
});

test('marks go forward only, up to the newest message, and reading clears the flag', () => {
  const at = { read: 3, delivered: 5, markedUnread: true };
  const nothing = { read: undefined, delivered: undefined, unread: false };
  expect(moveMarks(at, nothing, 9)).toEqual(at);
  expect(moveMarks(at, { ...nothing, read: 1 }, 9)).toEqual({ ...at, markedUnread: false });
  expect(moveMarks(at, { ...nothing, read: 7 }, 9)).toEqual({
    read: 7,
    delivered: 7,
    markedUnread: false,
  });
  expect(moveMarks(at, { ...nothing, delivered: 99 }, 9)).toEqual({ ...at, delivered: 9 });
  expect(moveMarks(at, { ...nothing, read: 4, unread: true }, 9)).toEqual({ ...at, read: 4 });
  expect(isSameMarks(at, { ...at })).toBe(true);
  expect(isSameMarks(at, { ...at, markedUnread: false })).toBe(false);
});

describe('pull', () => {
  test('what cannot be mended by a delta is reset', () => {
    const at = { kind: Kind.ROOM, known: 5, version: 9, joinVersion: 2 };
    expect(needsReset(at)).toBe(false);
    expect(needsReset({ ...at, known: undefined })).toBe(true);
    expect(needsReset({ ...at, known: 10 })).toBe(true);
    expect(needsReset({ ...at, joinVersion: 6 })).toBe(true);
    expect(needsReset({ ...at, joinVersion: 5 })).toBe(false);
    expect(needsReset({ ...at, version: 1005 })).toBe(false);
    expect(needsReset({ ...at, version: 1006 })).toBe(true);
    expect(needsReset({ ...at, kind: Kind.SELF, version: 5000 })).toBe(false);
  });

  test('pages end at a version, and hold at least one', () => {
    const rows = [1, 2, 2, 3, 3, 3].map((version) => ({ version }));
    expect([1, 2, 3, 4, 5, 6, 9].map((limit) => countThatFit(rows, limit))).toEqual([
      1, 1, 3, 3, 3, 6, 6,
    ]);
    expect(countThatFit(rows.slice(3), 1)).toBe(3);
    expect(countThatFit([], 1)).toBe(0);
  });
});

describe('rights about messages', () => {
  // Nobody, member, admin, owner; in rooms and groups, and where all are equal.
  const cells: Record<Right, { crowd: boolean[]; few: boolean[] }> = {
    closePoll: { crowd: [false, false, true, true], few: [false, false, false, false] },
    mentionAll: { crowd: [false, false, true, true], few: [false, true, true, true] },
    pin: { crowd: [false, false, true, true], few: [false, true, true, true] },
    recall: { crowd: [false, false, true, true], few: [false, false, false, false] },
    hide: { crowd: [false, false, true, true], few: [false, false, false, false] },
    invite: { crowd: [false, false, true, true], few: [false, false, false, false] },
    post: { crowd: [false, true, true, true], few: [false, true, true, true] },
    change: { crowd: [false, false, true, true], few: [false, false, false, false] },
  };
  test.each(Object.keys(rights) as Right[])('%s, cell by cell', (right) => {
    const found = (kind: Kind) =>
      [undefined, Role.MEMBER, Role.ADMIN, Role.OWNER].map((role) =>
        hasRight(right, { kind, role }),
      );
    for (const kind of [Kind.ROOM, Kind.GROUP]) expect(found(kind)).toEqual(cells[right].crowd);
    for (const kind of [Kind.DIRECT, Kind.WHISPER, Kind.SELF])
      expect(found(kind)).toEqual(cells[right].few);
  });
});

describe('what a group decides for itself', () => {
  const admin = { kind: Kind.GROUP, role: Role.ADMIN, rights: undefined };

  test('fits into a number and out of it', () => {
    for (const decided of [noRights, { ...noRights, invite: 1 }, { ...noRights, mentionAll: 3 }])
      expect({ ...noRights, ...unpackRights(packRights(decided)) }).toEqual(decided);
    expect(unpackRights(0)).toBeUndefined();
  });

  test('moves the line, and only in rooms and groups', () => {
    const rights = { ...noRights, pin: Role.MEMBER, post: Role.OWNER };
    const at = (kind: Kind, role: Role) => ({ kind, role, rights });
    expect(hasRight('pin', at(Kind.GROUP, Role.MEMBER))).toBe(true);
    expect(hasRight('post', at(Kind.ROOM, Role.ADMIN))).toBe(false);
    expect(hasRight('post', at(Kind.DIRECT, Role.MEMBER))).toBe(true);
    expect(reasonOf(() => requireAct('add', { ...admin, role: Role.MEMBER }))).toBe('ROLE');
    const invited = { ...admin, role: Role.MEMBER, rights: { ...noRights, invite: Role.MEMBER } };
    expect(reasonOf(() => requireAct('add', invited))).toBe('none');
  });

  test('nobody gives or takes a right above their own role', () => {
    expect(decideRights(admin, { post: Role.ADMIN })).toEqual({ ...noRights, post: Role.ADMIN });
    expect(reasonOf(() => decideRights(admin, { post: Role.OWNER }))).toBe('ROLE');
    const rights = { ...noRights, change: Role.OWNER };
    expect(reasonOf(() => decideRights({ ...admin, rights }, { change: Role.ADMIN }))).toBe('ROLE');
    expect(decideRights({ ...admin, rights }, { change: Role.OWNER, pin: Role.MEMBER })).toEqual({
      ...rights,
      pin: Role.MEMBER,
    });
  });

  test('a mute ends by the clock, at the moment it says', () => {
    expect(reasonOf(() => requireVoice({ mutedUntil: 1_000 }, 999))).toBe('MUTED');
    expect(reasonOf(() => requireVoice({ mutedUntil: 1_000 }, 1_000))).toBe('none');
    expect(reasonOf(() => requireVoice({ mutedUntil: 0 }, 0))).toBe('none');
  });
});

test('a reaction is one emoji, however it is written', () => {
  for (const one of ['👍', '👍🏽', '❤️', '🇩🇪', '👩\u200d👩\u200d👧', '1️⃣'])
    expect(cleanEmoji(one)).toBe(one);
  expect(cleanEmoji('❤')).toBe('❤️');
  for (const none of ['', 'a', '1', '👍👍', '👍a', '\u200d', '\ufe0f', ':)', '🇩'])
    expect(reasonOf(() => cleanEmoji(none))).toBe('FIELD');
});
