// N2: sockets whose other side has vanished without a word are found and dropped, their users are told to be away, and nothing
// of them stays behind.
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { underLoad, waitFor, type Attack, type Options } from '../load.ts';
import { metric } from '../metrics.ts';
import { meetPeers, openAll, Peer } from '../peers.ts';
import { openRoom, signUp } from '../people.ts';
import { Proxy } from '../proxy.ts';
import type { Stage } from '../stage.ts';
import type { Judged } from '../verdict.ts';

/** The server's own numbers are pings every 25 s and 18 s of patience; a round of less than 5 s makes both shorter. */
const pingRounds = 5;
const pongRounds = 3.6;
const usualMs = 5_000;
const mostMs = 45_000;
/** Who is not found in three times as long, and this on a busy machine, is never found. */
const graceMs = 10_000;
/** A thread that works beside the loop opens two when there is first something for it to do, and the database's files besides. */
const mostLeft = 5;
const databaseFile = /\/hubbub\.db/;
const mostWatched = 100;
const isHeld = true;

export async function deadpeer(options: Options): Promise<Judged> {
  const unitMs = Math.min(usualMs, options.roundMs);
  const attack = new DeadPeers(options);
  return await underLoad('deadpeer', {
    ...(unitMs < usualMs && {
      setup: {
        flags: {
          'ping-ms': String(unitMs * pingRounds),
          'pong-ms': String(Math.round(unitMs * pongRounds)),
        },
      },
    }),
    before: (stage) => attack.before(stage),
    strike: (stage) => attack.strike(stage),
    after: () => attack.after(),
  } satisfies Attack)(options);
}

class DeadPeers {
  private proxy: Proxy | undefined;
  private peers: readonly Peer[] = [];
  private readonly present = new Set<string>();

  /** Of the whole of pings and patience. */
  private readonly share: number;

  constructor(private readonly options: Options) {
    this.share = Math.min(1, options.roundMs / usualMs);
  }

  async before({ server, run }: Stage): Promise<void> {
    this.proxy = await Proxy.start(server.address);
    this.peers = await meetPeers(server.url, run.log, this.options.peers);
    const watcher = await signUp(server.url, 'watcher');
    const hear = (user: string, online: boolean) => {
      if (online) this.present.add(user);
      else this.present.delete(user);
    };
    const watching = new Peer(run.log, 'watcher', watcher);
    watching.hear = ({ presence }) => {
      if (presence) hear(presence.user, presence.online ?? false);
    };
    const socket = await watching.open(server.socketUrl);
    const people = [...new Set(this.peers.map(({ person }) => person))];
    const users = people.slice(0, mostWatched).map(({ user }) => user);
    // Who shares nothing is not told.
    await openRoom(server.url, [watcher, ...people]);
    await socket.call('presence.subscribe', { users });
  }

  async strike(stage: Stage): Promise<void> {
    const { proxy } = this;
    const { server, measured } = stage;
    if (!proxy) throw new Error('there is no network');
    const before = await count(server);
    await openAll(this.peers, proxy.through(server.socketUrl));
    const users = new Set(this.peers.map(({ person }) => person.user));
    const end = performance.now() + mostMs;
    await waitFor(() => this.present.size >= Math.min(users.size, mostWatched), end);
    if (this.present.size === 0) stage.fault('N2', 'nobody was told who is here');
    const began = performance.now();
    proxy.turn(() => ({ up: { isHeld }, down: { isHeld } }));
    const isGone = async () => (await count(server)).sockets <= before.sockets;
    await waitFor(isGone, began + 3 * mostMs * this.share + graceMs);
    const tookMs = Math.round(performance.now() - began);
    measured['droppedMs'] = Math.max(tookMs, measured['droppedMs'] ?? 0);
    await this.judge(stage, { before, tookMs });
    proxy.cutAll();
    proxy.heal();
  }

  async after(): Promise<void> {
    await this.proxy?.close();
  }

  private async judge(stage: Stage, { before, tookMs }: Dropped): Promise<void> {
    const end = performance.now() + usualMs;
    await waitFor(() => this.present.size === 0, end);
    const isBack = async () => (await count(stage.server)).files <= before.files + mostLeft;
    await waitFor(isBack, end);
    const { sockets, files } = await count(stage.server);
    if (sockets > before.sockets)
      stage.fault('N2', `${sockets - before.sockets} dead sockets are still there`);
    else if (this.options.isTimed && this.share === 1 && tookMs > mostMs)
      stage.fault('N2', `the last dead socket was dropped after ${tookMs} ms`);
    if (this.present.size > 0)
      stage.fault('N2', `${this.present.size} users are said to be here who are not`);
    if (files > before.files + mostLeft)
      stage.fault('N2', `${files - before.files} files are still open`);
  }
}

interface Count {
  readonly sockets: number;
  readonly files: number;
}

interface Dropped {
  readonly before: Count;
  readonly tookMs: number;
}

async function count({ url, pid }: Stage['server']): Promise<Count> {
  const sockets = await metric(url, 'hubbub_sockets');
  return { sockets, files: (await metric(url, 'hubbub_open_files')) - databaseFiles(pid) };
}

/** It opens and closes them as it likes. None where the system does not tell. */
function databaseFiles(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).filter((name) => databaseFile.test(target(join(folder, name)))).length;
}

/** Empty when it was closed meanwhile. */
function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
