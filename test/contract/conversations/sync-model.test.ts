import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  callsUser,
  Conversation_Kind,
  effectiveRead,
  unread,
  type ConversationId,
} from '@hubbub/protocol';
import fc from 'fast-check';
import { announce } from '../../../packages/server/src/features/conversation/announce.ts';
import { create } from '../../../packages/server/src/features/conversation/create.ts';
import { delete as deleteConversation } from '../../../packages/server/src/features/conversation/delete.ts';
import { draft } from '../../../packages/server/src/features/conversation/draft.ts';
import { leave } from '../../../packages/server/src/features/conversation/leave.ts';
import { mute } from '../../../packages/server/src/features/conversation/mute.ts';
import { setRights } from '../../../packages/server/src/features/conversation/set-rights.ts';
import { update } from '../../../packages/server/src/features/conversation/update.ts';
import { clear } from '../../../packages/server/src/features/conversation/clear.ts';
import { closePoll } from '../../../packages/server/src/features/message/close-poll.ts';
import { delete as deleteForOneself } from '../../../packages/server/src/features/message/delete.ts';
import { edit as makeEdit } from '../../../packages/server/src/features/message/edit.ts';
import { forward } from '../../../packages/server/src/features/message/forward.ts';
import { hide } from '../../../packages/server/src/features/message/hide.ts';
import { history } from '../../../packages/server/src/features/message/history.ts';
import { pin } from '../../../packages/server/src/features/message/pin.ts';
import { react } from '../../../packages/server/src/features/message/react.ts';
import { recall as makeRecall } from '../../../packages/server/src/features/message/recall.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import { unpin } from '../../../packages/server/src/features/message/unpin.ts';
import { vote } from '../../../packages/server/src/features/message/vote.ts';
import { set } from '../../../packages/server/src/features/mark/set.ts';
import type { StreamEmission } from '../../../packages/server/src/ports/bus.ts';
import { readDifference } from '../../../packages/server/src/store/difference-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { runs } from '../../support/runs.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { pictureOf, TestDevice } from './device.ts';
import { ReplicaDevice } from './replica-device.ts';
import { act, isTraceless, perform, type Act } from './story-acts.ts';
import { idOf, main, person, type Person, type Told } from './house.ts';

setDefaultTimeout(databaseMs);

const needs = { windows: () => ({ editMs: 0, recallMs: 0 }) };
const [edit, recall] = [makeEdit(needs), makeRecall(needs)];

const who = fc.nat(2);
const where = fc.nat(3);
const step = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('create' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('direct' as const), who }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('join' as const), who, where }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('leave' as const), who, where }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant('say' as const), who, where }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('rename' as const), who, where }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('mark' as const), who, where }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('draft' as const),
      who,
      where,
      text: fc.constantFrom('', 'so', 'so it is'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('delete' as const),
      who,
      where: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['mute', 'unmute', 'rights', 'past', 'announce'] as const)),
      who,
      where,
      whom: who,
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      do: fc.constantFrom(
        ...([
          'edit',
          'recall',
          'react',
          'unreact',
          'pin',
          'unpin',
          'hide',
          'clear',
          'delete',
        ] as const),
        ...(['call', 'answer', 'poll', 'vote', 'closePoll', 'forward'] as const),
      ),
      who,
      where,
      // The message that is this many before the newest.
      back: fc.nat(5),
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
  { weight: 16, arbitrary: act },
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
        fc.array(step, { minLength: 15, maxLength: 55 }),
        fc.integer(),
        async (steps, seed) => {
          const story = await Story.begin(store, seed);
          for (const each of steps) await story.play(each);
          await story.check();
        },
      );
      await fc.assert(property, { numRuns: runs(30, 2000) });
    }, 3_600_000);
  },
);

const question = { question: 'q', options: [{ text: 'a' }, { text: 'b' }] };
const poll = {
  case: 'card' as const,
  value: { kind: { case: 'poll' as const, value: question } },
};

/** Draws that a failing seed repeats. */
function chanceFrom(seed: number): (percent: number) => boolean {
  let state = seed >>> 0;
  return (percent) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) % 100 < percent;
  };
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class Story {
  readonly #places: ConversationId[] = [];
  readonly #versions = new Map<string, number>();
  #acts = 0;

  readonly devices: readonly TestDevice[];
  readonly replicas: readonly ReplicaDevice[];

  private constructor(
    readonly store: Store,
    readonly people: readonly Person[],
    readonly chance: (percent: number) => boolean,
  ) {
    this.devices = people.map((one) => new TestDevice(one, store.epoch));
    // The first has two of them.
    const owners = [...people, ...people.slice(0, 1)];
    this.replicas = owners.map((one) => new ReplicaDevice(one, store.epoch));
  }

  static async begin(store: Store, seed: number): Promise<Story> {
    const people = [
      await person(store, 'alice'),
      await person(store, 'bob'),
      await person(store, 'charlie'),
    ];
    const story = new Story(store, people, chanceFrom(seed));
    for (const each of [0, 1, 2]) {
      if (each === 0) await story.play({ do: 'create', who: 0 });
      await story.play({ do: 'join', who: each, where: 0 });
      await story.play({ do: 'rename', who: 0, where: 0 });
      await story.play({ do: 'catchUp', who: each, limit: 5 });
    }
    await story.play({ do: 'act', what: 'group', who: 0, where: 0, beside: 1 });
    return story;
  }

  async play(each: Step): Promise<void> {
    const one = this.people[each.who]!;
    const device = this.devices[each.who]!;
    if (each.do === 'catchUp') return this.#catchUp(each);
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
    if (each.do === 'draft') await this.#told(one.call(draft, { conversation, text: each.text }));
    if (each.do === 'mark') await this.#told(one.call(set, { conversation, read: 3 }));
    if (each.do === 'act') return this.#act(one, conversation, each);
    if ('whom' in each) await this.#told(this.#lead(one, conversation, each));
    if ('back' in each) await this.#told(this.#onMessage(one, conversation, each));
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
      const counted = await this.#countedBy(device.person, fresh);
      for (const replica of this.replicas) {
        if (replica.person !== device.person) continue;
        await replica.catchUp(true);
        expect(replica.counts()).toEqual(counted as never);
        for (const [id, { messages }] of fresh.streams)
          for (const [seq, row] of replica.shown(id))
            if (messages.has(seq)) expect(row).toEqual(messages.get(seq)!);
      }
    }
  }

  async #act(one: Person, conversation: ConversationId, { who, what, beside }: Act): Promise<void> {
    const other = this.people[(who + beside) % this.people.length]!;
    this.#acts += 1;
    const scene = { conversation, other, draw: this.#acts };
    const all = await perform(one, what, scene).catch(() => []);
    if (isTraceless(what)) expect(all.flatMap(({ streams }) => streams)).toEqual([]);
    for (const told of all) await this.#told(Promise.resolve(told));
    if (what === 'group' || what === 'whisper') this.#places.push(...all.map(idOf));
  }

  /** What owner and admins decide. */
  #lead(
    one: Person,
    conversation: ConversationId,
    { do: what, whom }: Extract<Step, { whom: number }>,
  ): Promise<Told<unknown>> {
    const it = { conversation, user: this.people[whom]!.user };
    switch (what) {
      case 'mute':
        return one.call(mute, { ...it, seconds: 3_600 });
      case 'unmute':
        return one.call(mute, { ...it, seconds: 0 });
      case 'rights':
        return one.call(setRights, { conversation, rights: { post: 1 + (whom % 2), pin: 1 } });
      case 'past':
        return one.call(setRights, { conversation, showsPast: whom > 0 });
      case 'announce':
        return one.call(announce, { conversation, text: whom === 0 ? '' : `news ${whom}` });
    }
  }

  /** What is done to a message, or with one, by who may. */
  async #onMessage(
    one: Person,
    conversation: ConversationId,
    { do: what, back }: Extract<Step, { back: number }>,
  ): Promise<Told<unknown>> {
    const { result } = await one.call(history, { conversation, limit: 6 });
    const seq = result.messages.at(-1 - back)?.seq ?? 0;
    const name = { conversation, seq };
    const other = this.people[back % this.people.length]!.user;
    const calls = back === 5 ? { mentionsAll: true } : { mentions: [other] };
    const text = { case: 'text', value: `${what} ${crypto.randomUUID()}` } as const;
    const clientMsgId = crypto.randomUUID();
    switch (what) {
      case 'edit':
        return one.call(edit, { ...name, content: text, clientKey: clientMsgId, ...calls });
      case 'recall':
        return one.call(recall, name);
      case 'react':
      case 'unreact':
        return one.call(react, { ...name, emoji: '👍', on: what === 'react' });
      case 'pin':
        return one.call(pin, name);
      case 'unpin':
        return one.call(unpin, name);
      case 'hide':
        return one.call(hide, name);
      case 'delete':
        return one.call(deleteForOneself, { conversation, seqs: [seq] });
      case 'clear':
        return one.call(clear, name);
      case 'call':
        return one.call(send, { conversation, clientMsgId, content: text, ...calls });
      case 'answer':
        return one.call(send, { conversation, clientMsgId, content: text, replyTo: seq });
      case 'poll':
        return one.call(send, { conversation, clientMsgId, content: poll });
      case 'vote':
        return one.call(vote, { ...name, options: back % 2 === 0 ? [] : [0] });
      case 'closePoll':
        return one.call(closePoll, name);
      case 'forward': {
        const to = [this.#places[back % this.#places.length] ?? conversation];
        return one.call(forward, { conversation, seqs: [seq], to, clientKey: clientMsgId });
      }
    }
  }

  async #catchUp({ who, limit }: { who: number; limit: number }): Promise<void> {
    await this.devices[who]!.catchUp(limit);
    for (const replica of this.replicas)
      if (replica.person === this.people[who]) await replica.catchUp(this.chance(50));
  }

  /** What is unread and what calls, counted one by one in all that the person may see. */
  async #countedBy(one: Person, { streams }: TestDevice): Promise<object> {
    const counts: Record<string, readonly [number, number]> = {};
    for (const [id, { head }] of streams) {
      if (id === one.self || head?.own === undefined) continue;
      const { own, seq = 0 } = head;
      const { result } = await one.call(history, { conversation: id, limit: 100 });
      const after = effectiveRead({ ...own, joinSeq: own.joinSeq ?? 0 });
      const rows = result.messages.filter((row) => (row.seq ?? 0) > after);
      const standing = rows.filter((row) => !row.recalled);
      counts[id] = [standing.length, rows.filter((row) => callsUser(row, one.user)).length];
      // The server's own count, and the function that all of them use.
      const { recalled = 0, mentions = 0, joinSeq = 0 } = own;
      expect([unread({ ...own, seq, joinSeq, recalled }), mentions]).toEqual([...counts[id]]);
    }
    return counts;
  }

  /** Refusals are part of the story; what was told must follow the version before without a gap. */
  async #told<O>(telling: Promise<Told<O>>): Promise<Told<O> | undefined> {
    const told = await telling.catch(() => undefined);
    for (const stream of told?.streams ?? []) {
      this.#follow(stream.conversation, stream.change);
      for (const replica of this.replicas) if (this.chance(75)) replica.hear(stream);
    }
    return told;
  }

  #follow(conversation: string, { base, version, ...rows }: StreamEmission['change']): void {
    // Several steps of one operation go together; each of them is somebody's row.
    const { messages, notices, members, items } = rows;
    const steps = new Set(
      [...messages, ...notices, ...members, ...items].map((row) => row.version),
    );
    expect(version! - base!).toBeLessThanOrEqual(Math.max(1, steps.size));
    expect(version!).toBeGreaterThan(base!);
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
    for (const { seq = 0 } of sent)
      if (held.head?.own) held.head.own.lastSentSeq = Math.max(seq, own?.lastSentSeq ?? 0);
  }
}
