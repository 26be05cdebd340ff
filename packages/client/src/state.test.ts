import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import {
  Item_Kind,
  itemName,
  ItemSchema,
  Library,
  selfOf,
  type Item,
  type Message,
  type Replica,
  type UserId,
} from '@hubbub/protocol';
import type { Sending } from './sending.ts';
import { State } from './state.ts';

const user = 'usr_me';
const room = 'cnv_1';

class Watched extends Map<string, Item> {
  gets = 0;
  override get(key: string): Item | undefined {
    this.gets += 1;
    return super.get(key);
  }
}

function replicaOf(conversation: string, part: Partial<Replica>): Replica {
  const head = { id: conversation, kind: 2, seq: part.messages?.length ?? 0, parent: '' };
  return {
    conversation,
    version: 1,
    since: 1,
    head,
    from: 1,
    messages: [],
    notices: [],
    members: new Map(),
    items: new Map(),
    counted: { version: 1, seq: 0, after: 0, recalled: 0, mentions: 0 },
    whole: true,
    ...part,
  } as unknown as Replica;
}

function said(count: number): Message[] {
  return Array.from(
    { length: count },
    (_, at) =>
      ({
        conversation: room,
        seq: at + 1,
        version: at + 1,
        sender: 'usr_2',
        mentions: [],
      }) as unknown as Message,
  );
}

function stateOf(count: number, ...own: Parameters<typeof create<typeof ItemSchema>>[1][]) {
  const items = new Watched(
    own.map((one) => create(ItemSchema, one)).map((item) => [itemName(item), item]),
  );
  const self = selfOf(user as UserId);
  const library = new Library(user, { changed() {}, usersChanged() {} });
  library.replicas.set(self, replicaOf(self, { items }));
  library.replicas.set(room, replicaOf(room, { messages: said(count) }));
  const sending = { of: () => [] } as unknown as Sending;
  const state = new State(sending, { user() {}, message() {} });
  state.attach(library);
  return { state, items, library };
}

test('what SELF is asked for a conversation does not grow with its messages', () => {
  const gets = [10, 5000].map((count) => {
    const { state, items } = stateOf(count);
    expect(state.conversation(room)?.messages).toHaveLength(count);
    return items.gets;
  });
  expect(gets[0]).toBe(gets[1]!);
});

test('own reactions, votes and deletions are found, also those of a later SELF', () => {
  const mine = { kind: Item_Kind.MESSAGE, version: 1 } as const;
  const { state, library } = stateOf(
    9,
    { ...mine, key: `${room}/3`, reactions: ['👍'] },
    { ...mine, key: `${room}/4`, hidden: true },
    { ...mine, key: 'cnv_2/5', hidden: true },
  );
  const view = state.conversation(room);
  expect(view?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3, 5, 6, 7, 8, 9]);
  expect([...(view?.own ?? [])]).toMatchObject([[3, { reactions: ['👍'], votes: [] }]]);

  const self = selfOf(user as UserId);
  const item = create(ItemSchema, { ...mine, key: `${room}/3`, votes: [1] });
  library.replicas.set(self, replicaOf(self, { items: new Map([[itemName(item), item]]) }));
  state.changed(self);
  expect(state.conversation(room)?.messages).toHaveLength(9);
  expect([...(state.conversation(room)?.own ?? [])]).toMatchObject([[3, { votes: [1] }]]);
});
