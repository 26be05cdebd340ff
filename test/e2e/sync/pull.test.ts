import { expect } from 'bun:test';
import { Conversation_Kind, Item_Kind, selfOf, userId } from '@hubbub/protocol';
import { makeRoom, say, stories, textOf } from '../stories.ts';

const tell = stories();

tell('the first pull brings everything as reset, in order of id', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  await say(alice, room, 'one');
  await say(alice, room, 'two');
  await bob.call('conversation.join', { conversation: room });
  const { changes, epoch, next } = await alice.call('sync.pull', {});
  expect(epoch).not.toBe('');
  expect(next).toBe('');
  const ids = changes.map(({ conversation }) => conversation);
  expect(ids).toEqual([room, selfOf(userId(alice.id))].toSorted());
  const entry = changes.find(({ conversation }) => conversation === room);
  expect(entry).toMatchObject({ reset: true, head: { seq: 2, own: { joinSeq: 1 } } });
  expect(entry?.messages.map(textOf)).toEqual(['two']);
  const self = changes.find(({ head }) => head?.kind === Conversation_Kind.SELF);
  expect(self?.items).toMatchObject([{ kind: Item_Kind.JOINED, key: room }]);
});

tell('who knows a version gets what came after it', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const first = await bob.call('sync.pull', {});
  const known = first.changes.map(({ conversation, version }) => ({
    conversation,
    version: version ?? 0,
  }));
  const asked = { epoch: first.epoch, known };
  const nothing = await bob.call('sync.pull', asked);
  expect(nothing.changes).toEqual([]);
  await say(alice, room, 'one');
  await say(alice, room, 'two');
  const { changes } = await bob.call('sync.pull', asked);
  expect(changes).toMatchObject([{ conversation: room, base: 2, version: 4, reset: false }]);
  expect(changes[0]?.messages.map(textOf)).toEqual(['one', 'two']);
});

tell('another epoch resets everything', async ({ meet }) => {
  const alice = await meet('alice');
  const room = await makeRoom(alice);
  const known = [{ conversation: room, version: 1 }];
  const { changes } = await alice.call('sync.pull', { epoch: 'another', known });
  expect(changes.find(({ conversation }) => conversation === room)).toMatchObject({ reset: true });
});

tell('events are what the pull says', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const { epoch } = await bob.call('sync.pull', {});
  for (const n of [1, 2, 3]) await say(alice, room, `no ${n}`);
  await bob.settle();
  const live = bob.changes(room).flatMap(({ messages }) => messages);
  const known = [{ conversation: room, version: 2 }];
  const { changes } = await bob.call('sync.pull', { epoch, known, until: room });
  const pulled = changes.find(({ conversation }) => conversation === room)?.messages ?? [];
  expect(live).toEqual(pulled);
});
