import { expect, test } from 'bun:test';
import { Conversation_Kind as Kind, Member_Role as Role, type Message } from '@hubbub/protocol';
import { offered, type Place } from './acts.ts';

const now = 1_000_000_000_000;
const minute = 60_000;

function message(fields: Partial<Message> = {}, agoMs = minute): Message {
  const seconds = BigInt((now - agoMs) / 1000);
  return {
    conversation: 'cnv_1',
    seq: 1,
    sender: 'me',
    createdAt: { seconds, nanos: 0 },
    content: { case: 'text', value: 'hello' },
    recalled: false,
    reactions: [],
    pinned: false,
    ...fields,
  } as unknown as Message;
}

function at(fields: Partial<Place> = {}): Place {
  const windows = { editMs: 2 * minute, recallMs: 5 * minute };
  return { me: 'me', kind: Kind.ROOM, role: Role.MEMBER, windows, now, ...fields };
}

const card = (closed: boolean) =>
  ({ case: 'card', value: { kind: { case: 'poll', value: { closed } } } }) as Message['content'];

test('own and another`s: what one said may be edited and taken back', () => {
  const own = offered(message(), at());
  expect(own).toContain('edit');
  expect(own).toContain('recall');
  expect(own).not.toContain('report');
  const other = offered(message({ sender: 'bob' }), at());
  expect(other).toEqual(expect.arrayContaining(['react', 'reply', 'copy', 'report', 'delete']));
  for (const name of ['edit', 'recall', 'pin'] as const) expect(other).not.toContain(name);
});

test('hiding is for who keeps a room or group, and for what is still there', () => {
  for (const role of [Role.ADMIN, Role.OWNER])
    for (const kind of [Kind.ROOM, Kind.GROUP])
      expect(offered(message({ sender: 'bob' }), at({ role, kind }))).toContain('hide');
  expect(offered(message({ sender: 'bob' }), at())).not.toContain('hide');
  expect(offered(message(), at({ kind: Kind.DIRECT }))).not.toContain('hide');
  const gone = message({ recalled: true });
  expect(offered(gone, at({ role: Role.OWNER }))).not.toContain('hide');
});

test('of what cannot be read nothing is left but taking it away', () => {
  const content = { case: undefined } as Message['content'];
  const damaged = message({ damaged: true, content });
  expect(offered(damaged, at({ role: Role.OWNER }))).toEqual(['select', 'recall', 'delete']);
  const other = message({ damaged: true, content, sender: 'bob' });
  expect(offered(other, at())).toEqual(['select', 'delete']);
});

test('the windows are the server`s; 0 is for ever', () => {
  expect(offered(message({}, 3 * minute), at())).not.toContain('edit');
  expect(offered(message({}, 3 * minute), at())).toContain('recall');
  expect(offered(message({}, 6 * minute), at())).not.toContain('recall');
  const forEver = offered(message({}, 9e8), at({ windows: { editMs: 0, recallMs: 0 } }));
  expect(forEver).toEqual(expect.arrayContaining(['edit', 'recall']));
});

test('an admin of a room takes back and pins what anybody said, at any time; of two nobody does', () => {
  const old = message({ sender: 'bob' }, 9e8);
  expect(offered(old, at({ role: Role.ADMIN }))).toEqual(expect.arrayContaining(['recall', 'pin']));
  const direct = offered(old, at({ kind: Kind.DIRECT }));
  expect(direct).toContain('pin');
  expect(direct).not.toContain('recall');
  expect(offered(message({ pinned: true }), at({ role: Role.OWNER }))).toContain('unpin');
});

test('of what was taken back nothing is left but to delete it', () => {
  const left = offered(message({ recalled: true }), at({ role: Role.OWNER }));
  expect(left).toEqual(['select', 'delete']);
});

test('forwarded words are another`s, a poll has no words, and only an open one can be ended', () => {
  const origin = {} as Message['origin'];
  expect(offered(message({ ...(origin && { origin }) }), at())).not.toContain('edit');
  const poll = offered(message({ content: card(false) }), at());
  expect(poll).toContain('closePoll');
  for (const name of ['edit', 'copy'] as const) expect(poll).not.toContain(name);
  expect(offered(message({ content: card(true) }), at())).not.toContain('closePoll');
  expect(offered(message({ content: card(false), sender: 'bob' }), at())).not.toContain(
    'closePoll',
  );
});
