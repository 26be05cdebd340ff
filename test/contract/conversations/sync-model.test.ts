import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { Conversation_Kind, type ConversationId } from '@hubbub/protocol';
import fc from 'fast-check';
import { create } from '../../../packages/server/src/features/conversation/create.ts';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import { set } from '../../../packages/server/src/features/mark/set.ts';
import type { StreamEmission } from '../../../packages/server/src/ports/bus.ts';
import { readDifference } from '../../../packages/server/src/store/difference-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { pictureOf, TestDevice } from './device.ts';
import { idOf, main, person, type Person, type Told } from './house.ts';

setDefaultTimeout(databaseMs);

const who = fc.nat(2);
const where = fc.nat(2);
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('create' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('direct' as const), who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('join' as const), who, where }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('leave' as const), who, where }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('say' as const), who, where }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('rename' as const), who, where }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mark' as const), who, where }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      who,
      where: fc.integer({ min: 1, max: 2 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('catchUp' as const),
      who,
      limit: fc.integer({ min: 1, max: 7 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repair' as const), who, where }) },
);

describe.each(engines.map((engine) => [engine.name, engine] as const))(
  'sync on %s',
  (_name, engine) => {
    let database: TestDatabase;
    let store: Store;
    beforeAll(async () => {
      database = await engine.create();
      store = await database.open();
    });
    afterAll(() => database.remove());

    test('whatever was missed: old state and pulls are the fresh state, and versions are dense', async () => {
      const property = fc.asyncProperty(
        fc.array(step, { minLength: 15, maxLength: 45 }),
        async (steps) => {
          const story = await Story.begin(store);
          for (const each of steps) await story.play(each);
          await story.check();
        },
      );
      await fc.assert(property, { numRuns: 20 });
    }, 60_000);
  },
);

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Story {
  readonly #places: ConversationId[] = [];
  readonly #versions = new Map<string, number>();

  private constructor(
    readonly store: Store,
    readonly people: readonly Person[],
    readonly devices: readonly TestDevice[],
  ) {}

  static async begin(store: Store): Promise<Story> {
    const people = [
      await person(store, 'alice'),
      await person(store, 'bob'),
      await person(store, 'charlie'),
    ];
    const story = new Story(
      store,
      people,
      people.map((one) => new TestDevice(one, store.epoch)),
    );
    for (const each of [0, 1, 2]) {
      if (each === 0) await story.play({ do: 'create', who: 0 });
      await story.play({ do: 'join', who: each, where: 0 });
      await story.play({ do: 'rename', who: 0, where: 0 });
      await story.play({ do: 'catchUp', who: each, limit: 5 });
    }
    return story;
  }

  async play(each: Step): Promise<void> {
    const one = this.people[each.who]!;
    const device = this.devices[each.who]!;
    if (each.do === 'catchUp') return device.catchUp(each.limit);
    if (each.do === 'create') {
      const room = await this.#told(
        one.call(create, { kind: Conversation_Kind.ROOM, title: 'room' }),
      );
      return void this.#places.push(idOf(room!));
    }
    if (each.do === 'direct')
      return void this.#places.push(await one.direct(this.people[(each.who + 1) % 3]!.user));
    const conversation = this.#places[each.where % Math.max(1, this.#places.length)];
    if (conversation === undefined) return;
    if (each.do === 'join') await this.#told(one.join(conversation));
    if (each.do === 'leave') await this.#told(one.call(leave, { conversation }));
    if (each.do === 'say') await this.#told(one.say(conversation, 'x'));
    if (each.do === 'rename')
      await this.#told(one.call(update, { conversation, title: crypto.randomUUID() }));
    if (each.do === 'mark') await this.#told(one.call(set, { conversation, read: 3 }));
    if (each.do === 'delete') await this.#told(one.call(deleteConversation, { conversation }));
    if (each.do === 'repair') await this.#repair(device, conversation);
  }

  /** Each device catches up in tiny pages, and must hold what one holds that knew nothing. */
  async check(): Promise<void> {
    for (const device of this.devices) {
      await device.catchUp(2);
      const fresh = new TestDevice(device.person, this.store.epoch);
      await fresh.catchUp(5000);
      expect(pictureOf(device)).toEqual(pictureOf(fresh));
    }
  }

  /** Refusals are part of the story; what was told must follow the version before without a gap. */
  async #told<O>(telling: Promise<Told<O>>): Promise<Told<O> | undefined> {
    const told = await telling.catch(() => undefined);
    for (const { conversation, change } of told?.streams ?? []) this.#follow(conversation, change);
    return told;
  }

  #follow(conversation: string, { base, version }: StreamEmission['change']): void {
    expect(version).toBe((base ?? 0) + 1);
    const before = this.#versions.get(conversation);
    if (before !== undefined) expect(base!).toBeGreaterThanOrEqual(before);
    this.#versions.set(conversation, version!);
  }

  /** What a hub would publish after a gap does for a member as well as a pull, unless it says to pull. */
  async #repair(device: TestDevice, conversation: ConversationId): Promise<void> {
    const held = device.streams.get(conversation);
    const difference = await this.store.read(main, readDifference, {
      conversation,
      base: held?.version ?? 0,
    });
    if (held === undefined || difference === undefined || difference.change.bare) return;
    // Who left, or came in again, learns that from its own row or SELF, and pulls.
    if (difference.change.members.some((member) => member.user === device.person.user)) return;
    const own = held.head?.own;
    device.apply(difference.change);
    // Live Changes carry no `own`: it is kept, and a pull of this stream would bring the rest of it.
    if (own && held.head) held.head.own = own;
    const sent = difference.change.messages.filter(({ sender }) => sender === device.person.user);
    for (const { seq = 0 } of sent) if (held.head?.own) held.head.own.lastSentSeq = seq;
  }
}
