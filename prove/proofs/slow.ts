// N3: in a room where one speaks and many read, some stop reading and some read a trickle. They are closed as slow and cost the
// server no more than their queues and the others nothing; and when they come back they get everything. What the systems on the way
// take for them, megabytes each, is filled up by what they ask for themselves before they are looked at: at what is said in the room
// it would take longer than a peer that is not heard of is waited for.
import type { Device } from '../device.ts';
import { underLoad, waitFor, type Attack, type Options } from '../load.ts';
import { metric } from '../metrics.ts';
import { Peer } from '../peers.ts';
import { openRoom, signUp } from '../people.ts';
import { Proxy } from '../proxy.ts';
import { listen, Speaker } from '../room.ts';
import type { Stage } from '../stage.ts';
import { percentile } from '../times.ts';
import type { Judged } from '../verdict.ts';

/** The server's own numbers: how much may wait for one, and how long it may wait. */
const capBytes = 1024 * 1024;
const capMs = 10_000;
/** How often the server looks, and how long it waits for its close to be answered. */
const lookMs = 2_000;
const speech = { everyMs: 50, pageBytes: 1_000 };
/** What they ask for, and how often at most: some 10 MB for each of them. It stands at the beginning of the room. */
const pages = 40;
const largeBytes = 7_500;
const mostAsks = 32;
const neverMs = 600_000;
/** How long they may take to be closed, those that fill up included. */
const patienceMs = 50_000;
/** What they asked for is waited for longer. */
const answerMs = 60_000;
const pauseMs = 100;
const turnMs = 2;
/** What a tenth of is less than can be told. */
const leastMs = 20;
const mostOfPerson = 10;
/** One of so many reads a trickle. */
const trickles = 5;
const slowCloses = 'hubbub_closes_total{reason="SLOW"}';

export async function slow(options: Options): Promise<Judged> {
  const readers = new SlowReaders(options);
  return await underLoad('slow', {
    isQuiet: true,
    // What the collector has not looked at yet is nothing that is held.
    setup: { env: { BUN_JSC_forceRAMSize: String(128 * 1024 * 1024) } },
    before: (stage) => readers.before(stage),
    strike: (stage) => readers.strike(stage),
    after: () => readers.after(),
  } satisfies Attack)(options);
}

class SlowReaders {
  private proxy: Proxy | undefined;
  private speaker: Speaker | undefined;
  private readonly listeners: WebSocket[] = [];
  private room = '';
  private waits: number[] = [];
  private memory = 0;

  constructor(private readonly options: Options) {}

  async before({ server, run }: Stage): Promise<void> {
    this.proxy = await Proxy.start(server.address);
    run.url = this.proxy.through(server.socketUrl);
    run.answerMs = answerMs;
  }

  /** Devices are those who stop. */
  async strike(stage: Stage): Promise<void> {
    const { proxy, options } = this;
    const speaker = (this.speaker ??= await this.gather(stage));
    const speaking = speaker.start(speech);
    await this.readAll(stage);
    const quiet = await this.listenFor(stage, options.roundMs);
    const before = this.memory;
    let link = 0;
    const held = { down: { isHeld: true } };
    proxy?.turn(() => (++link % trickles > 0 ? held : { down: { bytesPerSecond: 1_000 } }));
    // Who is told that it was closed comes back, and is not to be closed a second time.
    if (proxy) proxy.forecast = () => held;
    const closed = await this.untilClosed(stage);
    const loud = percentile(this.waits, 0.99);
    speaker.stop();
    await speaking;
    proxy?.heal();
    const end = performance.now() + neverMs;
    await waitFor(() => stage.devices.every(({ isIdle }) => isIdle), end);
    this.judge(stage, { quiet, loud, ...closed, grown: this.memory - before });
  }

  async after(): Promise<void> {
    this.speaker?.stop();
    for (const listener of this.listeners) listener.close();
    await this.proxy?.close();
  }

  private async gather({ server, devices, run }: Stage): Promise<Speaker> {
    const { peers } = this.options;
    const names = Array.from({ length: Math.ceil(peers / mostOfPerson) }, (_, i) => `reader${i}`);
    const people = await Promise.all(names.map((name) => signUp(server.url, name)));
    const speaking = await signUp(server.url, 'speaker');
    const stopping = new Map(devices.map(({ person }) => [person.user, person]));
    const room = await openRoom(server.url, [speaking, ...people, ...stopping.values()]);
    this.room = room;
    const socket = await new Peer(run.log, 'speaker', speaking).open(server.socketUrl);
    const speaker = new Speaker(socket, room);
    for (let i = 0; i < pages; i += 1) await speaker.say(largeBytes);
    for (let i = 0; i < peers; i += 1) {
      const { token = '' } = people[i % people.length] ?? {};
      const heard = (waitedMs: number) => void this.waits.push(waitedMs);
      this.listeners.push(await listen(server.socketUrl, token, heard));
    }
    return speaker;
  }

  /**
   * All that they will ask for has come to them once, when they stop: what a server needs to make so many answers is not what those
   * cost who do not read them. It was more than half of what `memory` had grown by before anything waited.
   */
  private async readAll({ server, devices }: Stage): Promise<void> {
    this.memory = 0;
    for (let i = 0; i < mostAsks; i += 1) {
      const { answers } = await this.askInTurn(devices);
      await answers;
      await this.look(server.url);
    }
  }

  /** Fifty answers of 300 KB made in one turn are more than all queues hold, and are gone in the next. */
  private async askInTurn(devices: readonly Device[]): Promise<Asked> {
    const asked: Promise<void>[] = [];
    for (const device of devices) {
      asked.push(this.ask(device));
      await Bun.sleep(turnMs);
    }
    return { answers: Promise.all(asked) };
  }

  /** @returns how long 99 of 100 waited at most */
  private async listenFor({ server }: Stage, ms: number): Promise<number> {
    this.waits = [];
    const end = performance.now() + ms;
    await waitFor(async () => {
      await this.look(server.url);
      return false;
    }, end);
    const p99 = percentile(this.waits, 0.99);
    this.waits = [];
    return p99;
  }

  /**
   * @returns how long it took from when all of them were behind, for as many as have stopped, and for all; endless where some stay.
   * Whoever reads a little is closed when its queue is full, and not by time: a telephone that fetches a page over a bad network
   * would be cut off in the middle of it each time
   */
  private async untilClosed({ server, devices }: Stage): Promise<Closed> {
    const before = await metric(server.url, slowCloses);
    const end = performance.now() + patienceMs;
    const stopped = devices.length - Math.floor(devices.length / trickles);
    let since = 0;
    let closed = 0;
    let asks = 0;
    let stoppedMs = Infinity;
    await waitFor(async () => {
      await this.look(server.url);
      const behind = await metric(server.url, 'hubbub_slow_sockets');
      closed = (await metric(server.url, slowCloses)) - before;
      if (since === 0 && behind + closed >= devices.length) {
        since = performance.now();
        // What was asked for until now is answered first.
        setTimeout(() => (this.waits = []), lookMs);
      }
      // Time closes those who have stopped, and nobody else: to fill the others' queues is waited for until that is over.
      const isFilling = since === 0 || performance.now() - since > capMs + lookMs;
      if (isFilling && ++asks <= mostAsks) await this.askInTurn(devices);
      if (since > 0 && closed >= stopped)
        stoppedMs = Math.min(stoppedMs, performance.now() - since);
      return closed >= devices.length;
    }, end);
    return { stoppedMs, closedMs: closed < devices.length ? Infinity : performance.now() - since };
  }

  private async ask(device: Device): Promise<void> {
    await device.burden('message.history', {
      conversation: this.room,
      limit: pages,
      before: pages + 1,
    });
  }

  private async look(url: string): Promise<void> {
    this.memory = Math.max(this.memory, await metric(url, 'hubbub_memory_bytes'));
    await Bun.sleep(pauseMs);
  }

  private judge(stage: Stage, { quiet, loud, stoppedMs, closedMs, grown }: Seen): void {
    const { measured, devices } = stage;
    const most = devices.length * capBytes * 1.1;
    measured['quietP99Ms'] = Math.round(quiet);
    measured['loudP99Ms'] = Math.round(loud);
    measured['grownKiB'] = Math.max(measured['grownKiB'] ?? 0, Math.round(grown / 1024));
    measured['closedMs'] = Math.round(closedMs);
    if (closedMs === Infinity) stage.fault('N3', 'who stopped reading was not closed as slow');
    if (!this.options.isTimed) return;
    if (stoppedMs > capMs + lookMs)
      stage.fault('N3', `closed ${Math.round(stoppedMs)} ms after all were behind`);
    if (loud > quiet * 1.1 + leastMs)
      stage.fault('N3', `99 of 100 waited ${Math.round(loud)} ms in place of ${Math.round(quiet)}`);
    if (grown > most) stage.fault('N3', `memory grew by ${grown} bytes, ${most} may be`);
  }
}

/** Who stops reading is answered when it reads again. */
interface Asked {
  readonly answers: Promise<unknown>;
}

interface Closed {
  readonly stoppedMs: number;
  readonly closedMs: number;
}

interface Seen extends Closed {
  readonly quiet: number;
  readonly loud: number;
  readonly grown: number;
}
