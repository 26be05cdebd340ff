// Whatever the follower was not told of, could not remember or could not settle, it is owed some moments later.
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { formatId, PushSubscriptionSchema, type ConversationId } from '@hubbub/protocol';
import { request as makeRequest } from '../../../packages/server/src/features/contact/request.ts';
import { mostRemembered } from '../../../packages/server/src/features/follower.ts';
import { Owing } from '../../../packages/server/src/features/push/owing.ts';
import type { StreamEmission } from '../../../packages/server/src/ports/bus.ts';
import { systemClock } from '../../../packages/server/src/ports/clock.ts';
import { claimPush } from '../../../packages/server/src/store/push-due-store.ts';
import {
  freshMs,
  owePush,
  streamsBehind,
} from '../../../packages/server/src/store/push-owed-store.ts';
import { subscribePush, unsubscribePush } from '../../../packages/server/src/store/push-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { soon } from '../../support/clock.ts';
import { until } from '../../support/until.ts';
import { main, person, type Person } from '../conversations/house.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';

setDefaultTimeout(databaseMs);

const request = makeRequest({ friendRequests: 100 });

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'what is owed on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    let now = Date.now();
    beforeEach(async () => {
      database = await engine.create();
      store = await database.open({ clock: () => now });
    });
    afterEach(() => database.remove());

    const subscribe = async ({ user, device }: Person) => {
      const subscription = create(PushSubscriptionSchema, { endpoint: `https://push/${device}` });
      await store.write(main, subscribePush, { user, device, subscription });
    };
    /** Alice speaks in a room in which bob is. */
    const meet = async () => {
      const [alice, bob] = [await person(store, 'alice'), await person(store, 'bob')];
      const room = await alice.room();
      await bob.join(room);
      return { alice, bob, room };
    };
    /** Follows at once, and looks from time to time when it is told to. */
    const follow = (on: Pick<Store, 'read' | 'write' | 'systemRead'> = store) => {
      const due: (() => void)[] = [];
      const every = (_ms: number, task: () => void) => {
        due.push(task);
        return () => undefined;
      };
      const troubles: unknown[] = [];
      const report = (_: string, cause: unknown) => void troubles.push(cause);
      const owing = new Owing({ store: on, clock: { ...systemClock, ...soon, every }, report });
      owing.start();
      owing.subscribed(main);
      const pass = () => {
        for (const task of due) task();
      };
      return { owing, troubles, pass };
    };
    /** Streams that have become owed, until all of these are. */
    const owed = async (streams: readonly string[], pass: () => void) => {
      const found = new Set<string>();
      const find = async () => {
        pass();
        now += 2_000;
        const claim = { token: 'test', leaseMs: 60_000_000, limit: 1_000 };
        for (const { stream } of await store.systemWrite(claimPush, claim)) found.add(stream);
        return streams.every((one) => found.has(one));
      };
      await until(find, { timeoutMs: 20_000, what: 'all to be owed' });
      return found;
    };
    const nobody = (id: number) => formatId('cnv', id);

    test('also of more conversations at once than are remembered', async () => {
      const { alice, bob, room } = await meet();
      await subscribe(bob);
      const { owing, troubles, pass } = follow();
      const [told] = (await alice.say(room, 'tea')).streams as [StreamEmission];
      for (let id = 1; id <= mostRemembered; id += 1)
        owing.receive({ ...told, conversation: nobody(id) });
      owing.receive(told);
      expect([...(await owed([room], pass))]).toEqual([room]);
      await owing.close();
      expect(troubles).toEqual([]);
    });

    test('also of what was said and done while nobody was there to hear it', async () => {
      const { alice, bob, room } = await meet();
      await subscribe(bob);
      await alice.say(room, 'tea');
      await alice.call(request, { user: bob.user, text: 'hi' });
      const { owing, troubles, pass } = follow();
      expect([...(await owed([room, bob.self], pass))].toSorted()).toEqual(
        [room, bob.self].toSorted(),
      );
      await owing.close();
      expect(troubles).toEqual([]);
    });

    test('also where the database was not to be had for a moment', async () => {
      const { alice, bob, room } = await meet();
      await subscribe(bob);
      let [pages, writes] = [0, 0];
      const failing = { ...store } as Store;
      failing.systemRead = (read, args) => {
        if (read === (streamsBehind as unknown) && (pages += 1) === 1) throw new Error('no page');
        return store.systemRead(read, args);
      };
      failing.write = (app, write, args) => {
        if (write === (owePush as unknown) && (writes += 1) <= 2) throw new Error('no write');
        return store.write(app, write, args);
      };
      const { owing, troubles, pass } = follow(failing);
      await alice.say(room, 'tea');
      await owed([room], pass);
      await owing.close();
      expect(new Set(troubles.map(String))).toEqual(new Set(['Error: no page', 'Error: no write']));
      expect([pages, writes]).toEqual([2, 3]);
    });

    test('a page is of all streams, and only those are behind of which somebody may be told', async () => {
      const { alice, bob, room } = await meet();
      const [former, quiet, settled] = [await alice.room(), await alice.room(), await alice.room()];
      const charlie = await person(store, 'charlie');
      for (const one of [former, quiet, settled]) await bob.join(one);
      await subscribe(bob);
      await subscribe(charlie);
      for (const one of [quiet, former, settled]) await alice.say(one, 'tea');
      for (const one of [quiet, settled]) await store.write(main, owePush, { conversation: one });
      await alice.say(quiet, 'green tea');
      now += freshMs + 1;
      // What charlie is not told any more is behind for ever, unless it subscribes again.
      await alice.call(request, { user: charlie.user, text: 'hi' });
      await store.write(main, unsubscribePush, { device: charlie.device });
      await alice.call(request, { user: bob.user, text: 'hi' });
      await alice.say(room, 'tea');
      const behind: ConversationId[] = [];
      let place: { app: number; id: number } | undefined = { app: 0, id: -1 };
      let pages = 0;
      for (; place !== undefined; pages += 1) {
        const page: Awaited<ReturnType<typeof pageFrom>> = await pageFrom(place);
        behind.push(...page.behind.map(({ conversation }) => conversation));
        place = page.next;
      }
      expect(behind.toSorted()).toEqual([room, bob.self].toSorted());
      expect(pages).toBe(4);
    });
    const pageFrom = (place: { app: number; id: number }) =>
      store.systemRead(streamsBehind, { ...place, limit: 2 });
  },
);
