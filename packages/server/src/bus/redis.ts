// The bus of several nodes, over Redis or Valkey: one channel that every node hears. It keeps the port's promises: an
// emission reaches the own hub before `publish` returns, and nothing here throws or waits. To the others it is a hint; so
// that a lost one costs milliseconds and not the next comparison of heads, each node numbers what it sends, and who finds
// a number missing, or was away itself, calls `onMissed`. Redis stores nothing for it. See
// docs/adr/0006-one-channel-for-all-nodes.md.
import type { Buffer } from 'node:buffer';
import type { Redis } from 'ioredis';
import type { Bus, BusState, Emission } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { decodeBundle, encodeBundle } from './bundle.ts';
import { Outgoing } from './outgoing.ts';
import { connectRedis, placeOf } from './redis-connection.ts';

/** What is sent late rather than never. */
const kept: ReadonlySet<string> = new Set(['stream', 'revoke', 'disabled', 'parted', 'showing']);

export interface RedisBusOptions {
  readonly url: string;
  /** Shared by the nodes of one cluster and by nobody else. */
  readonly channel: string;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  readonly note: (text: string) => void;
  readonly mostBytes?: number;
  /** How often it says that it is there, and listens whether Redis has passed that on. */
  readonly beatMs?: number;
}

/** Without an echo of its own beats for so many of them a connection counts as dead, whatever TCP says. */
const patientBeats = 4;
const firstJoinMs = 3_000;
const forgetMs = 600_000;

/** Resolves when the channel is joined; where Redis is away it goes on without, says so, and joins when Redis is there. */
export async function openRedisBus(options: RedisBusOptions): Promise<Bus> {
  const bus = new RedisBus(options);
  const isJoined = await Promise.race([
    bus.joined.then(() => true),
    new Promise<false>((wake) => options.clock.after(firstJoinMs, () => wake(false))),
  ]);
  if (!isJoined)
    options.report(
      `${placeOf(options.url)} cannot be reached (${bus.trouble ?? 'no answer'}): until it can, events of other nodes come late`,
      undefined,
    );
  return bus;
}

class RedisBus implements Bus {
  readonly joined: Promise<void>;
  trouble: string | undefined;
  readonly #options: RedisBusOptions;
  readonly #node = crypto.randomUUID();
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #outgoing: Outgoing;
  readonly #stopBeats: () => void;
  /** The last number of every other node. */
  readonly #heard = new Map<string, { number: number; at: number }>();
  #turn: Emission[] = [];
  #number = 0;
  #missed = 0;
  #echoAt = 0;
  #isJoined = false;
  #hear: ((emission: Emission) => void) | undefined;
  #onMissed: (() => void) | undefined;
  #sayJoined: () => void = () => undefined;

  constructor(options: RedisBusOptions) {
    this.#options = options;
    const { url, channel, clock, mostBytes = 4_194_304, beatMs = 2_000 } = options;
    this.joined = new Promise((resolve) => (this.#sayJoined = resolve));
    this.#publisher = connectRedis({ url, onState: () => undefined });
    this.#subscriber = connectRedis({ url, onState: (trouble) => this.#tell(trouble) });
    this.#outgoing = new Outgoing({ redis: this.#publisher, channel, mostBytes });
    this.#subscriber.on('ready', () => void this.#join());
    this.#subscriber.on('close', () => (this.#isJoined = false));
    this.#subscriber.on('messageBuffer', (_channel: Buffer, message: Buffer) =>
      this.#receive(message),
    );
    this.#stopBeats = clock.every(beatMs, () => this.#beat(beatMs * patientBeats));
  }

  publish(emission: Emission): void {
    this.#hear?.(emission);
    if (emission.type === 'gameAudience' || (emission.type === 'game' && emission.isLocal)) return;
    if (this.#turn.push(emission) === 1) setImmediate(() => this.#flush());
  }

  listen(handler: (emission: Emission) => void, onMissed?: () => void): void {
    this.#hear = handler;
    this.#onMissed = () => {
      this.#missed += 1;
      onMissed?.();
    };
  }

  state(): BusState {
    return { isUp: this.#isJoined, bytes: this.#outgoing.bytes, missed: this.#missed };
  }

  async close(): Promise<void> {
    this.#stopBeats();
    this.#flush();
    this.#hear = undefined;
    this.#onMissed = undefined;
    const { clock } = this.#options;
    // What was published last, e.g. that nobody is here any more, is on its way when Redis has answered.
    if (this.#outgoing.isConnected)
      await Promise.race([
        this.#publisher.quit().catch(() => undefined),
        new Promise<void>((wake) => clock.after(500, wake)),
      ]);
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  /** Everything of one turn is one message. */
  #flush(): void {
    let emissions: readonly Emission[] = this.#turn;
    if (emissions.length === 0) return;
    this.#turn = [];
    // Of the latest and volatile classes only the newest counts, and it will be another one by then.
    if (!this.#outgoing.isConnected) emissions = emissions.filter(({ type }) => kept.has(type));
    if (emissions.length > 0) this.#send(emissions);
  }

  #send(emissions: readonly Emission[]): void {
    const number = this.#number;
    this.#number = next(number);
    try {
      this.#outgoing.send(encodeBundle({ node: this.#node, number, emissions }));
    } catch (cause) {
      this.#options.report('an emission could not be encoded for the other nodes', cause);
    }
  }

  async #join(): Promise<void> {
    try {
      await this.#subscriber.subscribe(this.#options.channel);
    } catch (cause) {
      this.#options.report('could not subscribe to the channel of the cluster', cause);
      this.#subscriber.disconnect(true);
      return;
    }
    this.#isJoined = true;
    this.#echoAt = this.#options.clock.elapsed();
    this.#heard.clear();
    this.#sayJoined();
    this.#onMissed?.();
  }

  #receive(message: Buffer): void {
    try {
      const { node, number, emissions, isWhole } = decodeBundle(message);
      const at = this.#options.clock.elapsed();
      if (node === this.#node) {
        this.#echoAt = at;
        return;
      }
      const last = this.#heard.get(node)?.number;
      this.#heard.set(node, { number, at });
      for (const emission of emissions) this.#hear?.(emission);
      if (!isWhole || (last !== undefined && number !== next(last))) this.#onMissed?.();
    } catch (cause) {
      this.#options.report('a message of another node could not be read', cause);
      this.#onMissed?.();
    }
  }

  #beat(patienceMs: number): void {
    const now = this.#options.clock.elapsed();
    for (const [node, { at }] of this.#heard) if (now - at > forgetMs) this.#heard.delete(node);
    // An empty bundle: shows the others whether they have missed the one before, and comes back to us.
    if (this.#outgoing.isConnected) this.#send([]);
    if (!this.#isJoined || now - this.#echoAt <= patienceMs) return;
    this.#isJoined = false;
    this.#publisher.disconnect(true);
    this.#subscriber.disconnect(true);
  }

  #tell(trouble: string | undefined): void {
    this.trouble = trouble;
    const place = placeOf(this.#options.url);
    // Before the first listener it is opening, which tells by itself.
    if (this.#hear === undefined) return;
    if (trouble === undefined) this.#options.note(`${place} is back`);
    else
      this.#options.report(
        `${place} is away (${trouble}): until it is back, events of other nodes come late`,
        undefined,
      );
  }
}

function next(number: number): number {
  return (number + 1) >>> 0;
}
