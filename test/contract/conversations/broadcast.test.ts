// A broadcast to many is owed once, and may be done again in part or whole: each user gets one message.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { formatId, randomKey, type UserId } from '@hubbub/protocol';
import { broadcastSlice } from '../../../packages/server/src/features/message/broadcast-slice.ts';
import { upsertUser } from '../../../packages/server/src/store/external-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import type { Emission } from '../../../packages/server/src/ports/bus.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { main, person, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

for (const engine of engines)
  describe(engine.name, () => {
    let database: TestDatabase;
    let store: Store;
    let people: readonly Person[];
    const sender: UserId = formatId('usr', randomKey());
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
      people = await Promise.all(['alice', 'bob', 'charlie'].map((name) => person(store, name)));
      await store.write(main, upsertUser, {
        externalId: 'robot',
        user: sender,
        username: undefined,
        displayName: 'Robot',
        picture: undefined,
        system: true,
        mostUsers: 0,
      });
    });
    afterAll(() => database.remove());

    async function run(most = Infinity): Promise<readonly Emission[]> {
      const emissions: Emission[] = [];
      let writes = 0;
      const tools = {
        ...store,
        publish: (emission: Emission) => void emissions.push(emission),
        write: ((app, write, args) => {
          writes += 1;
          if (writes > most) throw new Error('killed');
          return store.write(app, write, args);
        }) as Store['write'],
      };
      const users = [...people.map(({ user }) => user), formatId('usr', randomKey())];
      const slice = { sender, users, clientMsgId: 'b:k', text: 'news' };
      await broadcastSlice(tools, main, slice).catch((error: Error) => {
        if (error.message !== 'killed') throw error;
      });
      return emissions;
    }

    test('killed at every step and done again, everybody has it once', async () => {
      for (let most = 0; most < 6; most += 1) await run(most);
      await run();
      // All of it was told before: the last run has nothing to tell.
      expect(await run()).toEqual([]);
      for (const one of people) {
        const { changes } = await one.pull();
        const texts = changes.flatMap(({ messages }) =>
          messages.map(({ content }) => content.value),
        );
        expect(texts).toEqual(['news']);
      }
    });
  });
