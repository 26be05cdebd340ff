// Several processes' writers on one PostgreSQL database: the head's row is locked, so numbers stay dense, keys find what the
// other made, and a lone server stays outside.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { Conversation_Kind } from '@hubbub/protocol';
import { create as createConversation } from '../../packages/server/src/features/conversation/create.ts';
import { direct } from '../../packages/server/src/features/conversation/direct.ts';
import { openStore, type Store } from '../../packages/server/src/store/store.ts';
import { outcomes } from '../contract/store/notes.ts';
import { actor, idOf, person } from '../contract/conversations/house.ts';
import { createDatabase } from '../support/postgres.ts';

let database: string;
let stores: Store[] = [];

beforeAll(async () => {
  database = await createDatabase({ fsync: false, isMigrated: true });
  stores = await Promise.all(
    [1, 2, 3].map(() => openStore({ database, dataDir: '', share: 'cluster' })),
  );
});
afterAll(async () => {
  for (const store of stores) await store.close();
});

test('a lone server is refused while a cluster runs, and a node while a lone server runs', async () => {
  const [refusal] = await outcomes([openStore({ database, dataDir: '' })]);
  expect(refusal).toMatch(/^StartupError: The database .* is used by another Hubbub \(hubbub /);
  expect(refusal).toContain('the same --bus');
  const lone = await createDatabase({ fsync: false, isMigrated: true });
  const owner = await openStore({ database: lone, dataDir: '' });
  const [other] = await outcomes([openStore({ database: lone, dataDir: '', share: 'cluster' })]);
  expect(other).toContain('was started without --bus');
  await owner.close();
  const node = await openStore({ database: lone, dataDir: '', share: 'cluster' });
  await node.close();
}, 20_000);

test('seqs and versions stay dense, and a message sent over two nodes at once is one', async () => {
  const [one, two, three] = stores as [Store, Store, Store];
  const alice = await person(one, 'alice');
  const room = await alice.room();
  const others = [alice, actor(two, alice), actor(three, alice)] as const;
  const seqs = new Set<number>();
  await Promise.all(
    Array.from({ length: 240 }, async (_, i) => {
      // Each text twice, over two nodes.
      const text = `${Math.floor(i / 2)}`;
      const { result } = await (others[i % 3] ?? alice).say(room, text, text);
      seqs.add(result.message?.seq ?? 0);
    }),
  );
  expect([...seqs].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
}, 30_000);

test('what is found or made once is one, whoever of both asks for it at the same moment', async () => {
  const [one, two, three] = stores as [Store, Store, Store];
  for (let round = 0; round < 10; round += 1) {
    const alice = await person(one, 'alice');
    const bob = await person(one, 'bob');
    const made = await Promise.all([
      alice.call(direct, { user: bob.user, clientKey: 'd' }),
      actor(two, alice).call(direct, { user: bob.user, clientKey: 'd' }),
      actor(three, bob).call(direct, { user: alice.user, clientKey: 'd' }),
    ]);
    expect(new Set(made.map(idOf)).size).toBe(1);
    const room = { kind: Conversation_Kind.ROOM, title: 'once', clientKey: 'r' };
    const rooms = await Promise.all(
      [alice, actor(two, alice), actor(three, alice)].map((who) =>
        who.call(createConversation, room),
      ),
    );
    expect(new Set(rooms.map(idOf)).size).toBe(1);
  }
}, 30_000);
