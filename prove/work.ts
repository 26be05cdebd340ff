// What a device does next: mostly it writes, now and then it changes what was said, who is in, or looks where it is not let in.
import type { Random } from './random.ts';
import type { Replica } from './replica.ts';
import type { Style } from './style.ts';
import type { Message, Task } from './wire.ts';

const emojis = ['👍', '🎉', '❤️'] as const;
const mostMade = 2;
const mostKept = 500;

/** What all devices of a run know of it. */
export interface World {
  readonly users: readonly string[];
  /** Every conversation that any of them was in. */
  readonly conversations: Set<string>;
  /** Where everything is sent again now and then: what each user has sent, from whichever device. */
  readonly repeats?: Map<string, Task[]> | undefined;
  /** What each user has uploaded and not sent yet. */
  readonly uploads?: ReadonlyMap<string, string[]>;
  /** Owners of groups do little but add and remove. */
  readonly churns?: boolean;
}

export interface Doer {
  readonly name: string;
  readonly user: string;
  readonly world: World;
  readonly random: Random;
  /** How it speaks, if not in the usual way. */
  readonly style?: Style;
}

export interface Place {
  readonly id: string;
  readonly replica: Replica;
}

export class Work {
  private said = 0;
  private made = 0;

  constructor(private readonly doer: Doer) {}

  next(replicas: ReadonlyMap<string, Replica>): Task | undefined {
    const { random } = this.doer;
    const places = [...replicas].map(([id, replica]) => ({ id, replica }));
    const place = random.pick(places);
    const repeated = random.below(2) > 0 && this.repeat();
    if (repeated) return repeated;
    const chance = random.below(100);
    if (chance < 7) return this.pry(replicas);
    if (!place) return undefined;
    const churned = this.doer.world.churns && chance < 40 ? this.churn(places) : undefined;
    if (churned) return churned;
    return (chance < 60 ? undefined : this.deed(place, chance)) ?? this.send(place.id);
  }

  /** Of the last forty of a hundred; undefined where it does not fit the place. */
  private deed(place: Place, chance: number): Task | undefined {
    if (chance < 70) return this.react(place);
    if (chance < 79) return this.edit(place);
    if (chance < 83) return this.recall(place);
    if (chance < 92) return mark(place);
    return chance < 97 ? this.move(place) : this.open(place);
  }

  private send(conversation: string): Task {
    const clientMsgId = `${this.doer.name} ${++this.said}`;
    const text = `${clientMsgId} says hello`;
    const { user, world } = this.doer;
    const id = world.uploads?.get(user)?.shift();
    const content = id === undefined ? { text } : { media: { items: [{ media: { id } }], text } };
    const task = { op: 'message.send', args: { conversation, clientMsgId, ...content } };
    world.repeats?.set(user, [...(world.repeats.get(user) ?? []).slice(-mostKept), task]);
    return task;
  }

  /** Something that this or another device of its user has sent. */
  private repeat(): Task | undefined {
    const { random, user, world } = this.doer;
    return world.repeats && random.pick(world.repeats.get(user) ?? []);
  }

  private edit({ id, replica }: Place): Task | undefined {
    const message = this.own(replica);
    const clientKey = `${this.doer.name} edit ${++this.said}`;
    const args = { conversation: id, seq: message?.seq, text: `${clientKey} instead`, clientKey };
    return message && { op: 'message.edit', args };
  }

  private recall({ id, replica }: Place): Task | undefined {
    const message = this.own(replica);
    return message && { op: 'message.recall', args: { conversation: id, seq: message.seq } };
  }

  private react({ id, replica }: Place): Task | undefined {
    const { random } = this.doer;
    const message = random.pick(recent(replica));
    const args = { conversation: id, seq: message?.seq, emoji: random.pick(emojis) };
    return message && { op: 'message.react', args: { ...args, on: random.below(3) > 0 } };
  }

  /** Owners add and remove, members leave; so that a group ends with nobody, its owner stays. */
  private move({ id, replica }: Place): Task | undefined {
    const { random, user, world } = this.doer;
    if (replica.kind !== 'GROUP') return undefined;
    if (replica.role === 'MEMBER') return { op: 'conversation.leave', args: { conversation: id } };
    const other = random.pick(world.users.filter((one) => one !== user));
    if (replica.role !== 'OWNER' || other === undefined) return undefined;
    return random.below(3) > 0
      ? { op: 'conversation.add', args: { conversation: id, users: [other] } }
      : { op: 'conversation.remove', args: { conversation: id, user: other } };
  }

  private churn(places: readonly Place[]): Task | undefined {
    const owned = places.filter(({ replica }) => replica.role === 'OWNER');
    const place = this.doer.random.pick(owned);
    return place && this.move(place);
  }

  /** A group of its own, or a whisper with another one of a room. */
  private open({ id, replica }: Place): Task | undefined {
    const { random, user, world, name } = this.doer;
    const other = random.pick(world.users.filter((one) => one !== user));
    if (this.made >= mostMade || other === undefined) return undefined;
    this.made += 1;
    const key = { users: [other], clientKey: `${name} opens ${this.made}` };
    if (replica.kind === 'ROOM') return { op: 'conversation.whisper', args: { room: id, ...key } };
    return { op: 'conversation.create', args: { kind: 'GROUP', title: 'of its own', ...key } };
  }

  /** Asks for what it is not to see, and writes where it is not to write. */
  private pry(replicas: ReadonlyMap<string, Replica>): Task | undefined {
    const { random, world } = this.doer;
    const conversation = random.pick([...world.conversations].filter((id) => !replicas.has(id)));
    if (conversation === undefined) return undefined;
    const pick = random.below(4);
    if (pick === 0) return this.send(conversation);
    if (pick === 1) return { op: 'message.get', args: { conversation, seqs: [1, 2, 3] } };
    if (pick === 2) return { op: 'sync.pull', args: { only: [conversation] } };
    return { op: 'message.history', args: { conversation, limit: 20 } };
  }

  private own(replica: Replica): Message | undefined {
    const { random, user } = this.doer;
    return random.pick(
      recent(replica).filter(({ sender, recalled }) => sender === user && !recalled),
    );
  }
}

function mark({ id, replica }: Place): Task | undefined {
  if (replica.newest === 0) return undefined;
  return { op: 'mark.set', args: { conversation: id, read: replica.newest } };
}

function recent(replica: Replica): readonly Message[] {
  return replica.held().slice(-20);
}
