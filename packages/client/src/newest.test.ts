import { expect, test } from 'bun:test';
import { Library, selfOf, type Message, type Replica, type UserId } from '@hubbub/protocol';
import { keepNewest, keepUnseenShort } from './newest.ts';
import type { Sending } from './sending.ts';
import { State } from './state.ts';

const user = 'usr_me';
const [whisper, selfKind] = [4, 5];

function replicaOf(conversation: string, count: number, head = {}): Replica {
  const messages = Array.from(
    { length: count },
    (_, at) =>
      ({
        conversation,
        seq: at + 1,
        version: at + 1,
        sender: 'usr_2',
        mentions: (at + 1) % 10 === 0 ? [user] : [],
      }) as unknown as Message,
  );
  return {
    conversation,
    version: count,
    since: 1,
    head: { id: conversation, kind: 2, seq: count, parent: '', own: { joinSeq: 1 }, ...head },
    from: 1,
    messages,
    notices: [],
    members: new Map(),
    items: new Map(),
    counted: { version: 0, seq: 0, after: 0, recalled: 0, mentions: 0 },
    whole: true,
  } as unknown as Replica;
}

function stateWith(...replicas: readonly Replica[]) {
  const state: State = new State({ of: () => [] } as unknown as Sending, {
    user() {},
    message() {},
  });
  const library = new Library(user, {
    changed: (conversation) => state.changed(conversation),
    usersChanged() {},
  });
  const self = selfOf(user as UserId);
  for (const one of [replicaOf(self, 0, { kind: selfKind }), ...replicas])
    library.replicas.set(one.conversation, one);
  state.attach(library);
  const lengthOf = (id: string) => library.replicas.get(id)?.messages.length;
  const entryOf = (id: string) => state.inbox().find(({ conversation }) => conversation.id === id);
  return { state, library, lengthOf, entryOf };
}

/** What is told is told in a turn of its own. */
const told = () => new Promise((resolve) => setTimeout(resolve));

test('all but the newest go; what is counted stays, and history brings them again', () => {
  const { state, library, entryOf } = stateWith(replicaOf('cnv_1', 1200));
  const before = entryOf('cnv_1');
  expect([before?.unread, before?.mentions]).toEqual([1200, 120]);
  const page = library.replicas.get('cnv_1')?.messages.slice(850, 900) ?? [];
  keepNewest({ state }, 'cnv_1', 300);
  const seqs = () => state.conversation('cnv_1')?.messages.map(({ seq }) => seq) ?? [];
  expect([seqs().length, seqs()[0], seqs().at(-1)]).toEqual([300, 901, 1200]);
  expect(state.conversation('cnv_1')?.atStart).toBe(false);
  expect(entryOf('cnv_1')).toMatchObject({ unread: 1200, mentions: 120 });
  const taken = (since: number) =>
    library.addHistory('cnv_1', { messages: page, notices: [], users: [] }, since);
  // Asked for before, it may be older than what was let go of.
  taken(1);
  expect(seqs()).toHaveLength(300);
  taken(library.replicas.get('cnv_1')?.since ?? 0);
  expect([seqs().length, seqs()[0]]).toEqual([350, 851]);
  expect(entryOf('cnv_1')).toMatchObject({ unread: 1200, mentions: 120 });
});

test('what nobody shows is kept short; a shown room and its whispers are not', async () => {
  const { state, lengthOf, entryOf } = stateWith(
    replicaOf('cnv_shown', 1200),
    replicaOf('cnv_whisper', 1200, { kind: whisper, parent: 'cnv_shown' }),
    replicaOf('cnv_unseen', 1200),
    replicaOf('cnv_short', 1000),
  );
  state.subscribe('conversation:cnv_shown', () => {});
  const stop = keepUnseenShort({ state });
  state.changed('cnv_short');
  await told();
  const all = ['cnv_shown', 'cnv_whisper', 'cnv_unseen', 'cnv_short'];
  expect(all.map(lengthOf)).toEqual([1200, 1200, 50, 1000]);
  expect(entryOf('cnv_unseen')).toMatchObject({ unread: 1200, mentions: 120 });
  stop();
});
