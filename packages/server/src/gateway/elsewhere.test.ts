import { describe, expect, test } from 'bun:test';
import { formatId, userId, type AppId, type ConversationId, type UserId } from '@hubbub/protocol';
import type { Emission } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { Elsewhere, partsOf, subjectOf } from './elsewhere.ts';

const room = subjectOf('main' as AppId, formatId('cnv', 1) as ConversationId);
const [alice, bob, charlie] = [1, 2, 3].map((key) => userId(formatId('usr', key))) as [
  UserId,
  UserId,
  UserId,
];

/** Time that stands still until it is told to move. */
class Time {
  now = 0;
  readonly tasks = new Set<() => void>();
  readonly clock: Clock = {
    now: () => this.now,
    elapsed: () => this.now,
    after: () => () => undefined,
    every: (_ms, task) => {
      this.tasks.add(task);
      return () => this.tasks.delete(task);
    },
  };

  /** One beat of every node that lives. */
  beat(): void {
    this.now += 5_000;
    for (const task of this.tasks) task();
  }
}

class Node {
  readonly here = new Set<UserId>();
  readonly changes: UserId[] = [];
  readonly elsewhere: Elsewhere;
  isDead = false;

  constructor(name: string, world: World) {
    this.elsewhere = new Elsewhere({
      node: name,
      beatMs: 5_000,
      clock: world.time.clock,
      publish: (emission) => this.isDead || world.carry(this, emission),
      here: () => this.here,
      isHere: (_subject, user) => this.here.has(user),
      changed: (_subject, users) => this.changes.push(...users),
    });
    world.nodes.push(this);
  }

  come(user: UserId): void {
    this.here.add(user);
    this.stir(user);
  }

  go(user: UserId): void {
    this.here.delete(user);
    this.stir(user);
  }

  private stir(user: UserId): void {
    if (this.elsewhere.isWatched(room)) this.elsewhere.stir(room, user);
    this.elsewhere.flush();
  }
}

class World {
  readonly time = new Time();
  readonly nodes: Node[] = [];
  isLosing = false;

  carry(from: Node, emission: Emission): void {
    if (this.isLosing || emission.type !== 'presence') return;
    for (const node of this.nodes)
      if (node !== from && !node.isDead) node.elsewhere.receive(emission);
  }
}

function seenBy({ elsewhere }: Node): UserId[] {
  return [...elsewhere.users(room)].toSorted();
}

function watched() {
  const world = new World();
  const [one, two, three] = ['one', 'two', 'three'].map((name) => new Node(name, world)) as [
    Node,
    Node,
    Node,
  ];
  two.come(bob);
  one.elsewhere.watch(room);
  one.elsewhere.flush();
  return { world, one, two, three };
}

describe('who is elsewhere', () => {
  test('is told to whoever begins to look, and from then on as it changes', () => {
    const { one, two, three } = watched();
    expect(seenBy(one)).toEqual([bob]);
    three.come(charlie);
    two.come(alice);
    expect(seenBy(one)).toEqual([alice, bob, charlie]);
    two.go(bob);
    expect(seenBy(one)).toEqual([alice, charlie]);
    expect(one.changes).toEqual([bob, charlie, alice, bob]);
    // Nobody looks there.
    expect(seenBy(two)).toEqual([]);
  });

  test('counts a user on two nodes once, until the last one is left', () => {
    const { one, two, three } = watched();
    three.come(bob);
    expect(seenBy(one)).toEqual([bob]);
    two.go(bob);
    expect(seenBy(one)).toEqual([bob]);
    three.go(bob);
    expect(seenBy(one)).toEqual([]);
  });

  test('a node that died is forgotten within 30 seconds, one that stops at once', () => {
    const { world, one, two, three } = watched();
    three.come(charlie);
    two.isDead = true;
    world.time.tasks.delete([...world.time.tasks][1] ?? (() => undefined));
    const diedAt = world.time.now;
    while (seenBy(one).includes(bob) && world.time.now - diedAt < 30_000) world.time.beat();
    expect(seenBy(one)).toEqual([charlie]);
    three.elsewhere.stop();
    expect(seenBy(one)).toEqual([]);
  });

  test('what the bus loses is made up for by the next beats', () => {
    const { world, one, two, three } = watched();
    world.isLosing = true;
    two.go(bob);
    three.come(alice);
    three.come(charlie);
    expect(seenBy(one)).toEqual([bob]);
    world.isLosing = false;
    world.time.beat();
    world.time.beat();
    expect(seenBy(one)).toEqual([alice, charlie]);
  });

  test('a question that was lost is asked again', () => {
    const { world, one, two } = watched();
    one.elsewhere.unwatch(room);
    world.isLosing = true;
    one.elsewhere.watch(room);
    one.elsewhere.flush();
    expect(seenBy(one)).toEqual([]);
    world.isLosing = false;
    world.time.beat();
    world.time.beat();
    expect(seenBy(one)).toEqual([bob]);
    one.elsewhere.askAgain();
    two.come(alice);
    expect(seenBy(one)).toEqual([alice, bob]);
  });
});

test('a subject says its app', () => {
  expect(partsOf(room)).toEqual({ app: 'main' as AppId, id: formatId('cnv', 1) });
});
