// How much a page asks of the database does not grow with what is on it; and what an account leaves behind is nothing.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { memoryBus } from '../../../packages/server/src/bus/memory.ts';
import { accept } from '../../../packages/server/src/features/contact/accept.ts';
import { list } from '../../../packages/server/src/features/contact/list.ts';
import { request } from '../../../packages/server/src/features/contact/request.ts';
import { comment } from '../../../packages/server/src/features/moment/comment.ts';
import { like } from '../../../packages/server/src/features/moment/like.ts';
import { post } from '../../../packages/server/src/features/moment/post.ts';
import { timeline } from '../../../packages/server/src/features/moment/timeline.ts';
import { forgetMoments } from '../../../packages/server/src/features/moment/forget.ts';
import { startOutbox, type Outbox } from '../../../packages/server/src/features/outbox.ts';
import { still } from '../../support/clock.ts';
import {
  readAlbum,
  readMoment,
  readTimeline,
} from '../../../packages/server/src/store/moment-store.ts';
import { readNotices } from '../../../packages/server/src/store/moment-notice-store.ts';
import { readUnread } from '../../../packages/server/src/store/moment-unread-store.ts';
import type { Read } from '../../../packages/server/src/store/statement.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { memoryBlobs } from '../../support/memory-blobs.ts';
import { main, person, reasonOf, type Person } from '../conversations/house.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';

setDefaultTimeout(databaseMs);

const ask = request({ friendRequests: 1_000 });

describe.each(engines.map((engine) => [engine.name, engine] as const))('%s', (_name, engine) => {
  let database: TestDatabase;
  let store: Store;
  let outbox: Outbox;
  let now = Date.UTC(2030, 0, 1);
  beforeAll(async () => {
    database = await engine.create();
    store = await database.open({ clock: () => (now += 1) });
    const onTrouble = (what: string, cause: unknown) => {
      throw new Error(what, { cause });
    };
    const bus = memoryBus();
    bus.listen(() => undefined);
    outbox = startOutbox(store, { clock: still, onTrouble, bus, blobs: memoryBlobs() });
  });
  afterAll(async () => {
    await outbox.close();
    await database.remove();
  });

  async function makeCircle(): Promise<readonly Person[]> {
    const people = await Promise.all(['a', 'b', 'c', 'd'].map((name) => person(store, name)));
    for (const one of people)
      for (const other of people)
        if (one !== other) {
          await one.call(ask, { user: other.user });
          await other.call(accept, { user: one.user }).catch(() => undefined);
        }
    return people;
  }

  async function fill(people: readonly Person[], each: number): Promise<string> {
    let moment = '';
    for (const one of people)
      for (let i = 0; i < each; i += 1) {
        const posted = await one.call(post, { text: `moment ${i}` });
        moment = posted.result.moment?.id ?? '';
        for (const other of people) {
          await other.call(like, { moment, like: true });
          await other.call(comment, { moment, text: 'said' });
        }
      }
    await outbox.drain();
    return moment;
  }

  /** How many statements a read asks. */
  async function countQueries<A, R>(read: Read<A, R>, args: A): Promise<number> {
    let queries = 0;
    const counted: Read<A, R> = {
      ...read,
      *run(tx, given) {
        const steps = read.run(tx, given);
        let step = steps.next();
        while (step.done !== true) {
          queries += 1;
          step = steps.next(yield step.value);
        }
        return step.value;
      },
    };
    await store.read(main, counted, args);
    return queries;
  }

  test('three queries a page, whatever is on it', async () => {
    const people = await makeCircle();
    const moment = await fill(people, 4);
    const viewer = people[0]!.user;
    const asked = { viewer, before: undefined, limit: 10 };
    expect((await people[0]!.call(timeline, { limit: 10 })).result.moments).toHaveLength(10);
    expect(await countQueries(readTimeline, asked)).toBe(3);
    expect(await countQueries(readAlbum, { ...asked, author: people[1]!.user })).toBe(3);
    expect(await countQueries(readMoment, { viewer, moment })).toBe(3);
    expect(await countQueries(readNotices, asked)).toBe(2);
    expect(await countQueries(readUnread, { viewer })).toBe(3);
  });

  test('an account that ends leaves no moment, no word and no place on a list', async () => {
    const [gone, friend] = (await makeCircle()) as [Person, Person];
    const moment = await fill([gone, friend], 2);
    await forgetMoments(
      { write: (app, write, args) => store.write(app, write, args), publish: () => undefined },
      main,
      gone.user,
    );
    await outbox.drain();
    const { moments } = (await friend.call(timeline, { limit: 30 })).result;
    expect(moments.map(({ author }) => author)).toEqual([friend.user, friend.user]);
    expect(moments.map(({ likes, comments }) => [likes, comments.length])).toEqual([
      [[friend.user], 1],
      [[friend.user], 1],
    ]);
    const { contacts } = (await friend.call(list, {})).result;
    expect(contacts.map(({ user }) => user)).not.toContain(gone.user);
    expect((await gone.call(list, {})).result.contacts).toEqual([]);
    expect(await reasonOf(friend.call(like, { moment, like: false }))).toBeUndefined();
  });
});
