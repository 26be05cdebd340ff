// Many sockets of few people: what a proof of sockets needs beside the devices.
import type { Log } from './log.ts';
import { signUp, type Person } from './people.ts';
import { Socket, type Line } from './socket.ts';
import type { Event } from './wire.ts';

const mostOfPerson = 100;
const atOnce = 25;

export class Peer implements Line {
  calls = 0;
  hear: (event: Event) => void = () => {};

  constructor(
    readonly log: Log,
    readonly device: string,
    readonly person: Person,
  ) {
    log.line('device', { device, user: person.user });
  }

  /** Logged in. */
  async open(url: string): Promise<Socket> {
    const socket = await Socket.open(url, this);
    const opened = await socket?.call('session.open', { token: this.person.token });
    if (!socket || opened?.outcome !== 'ok') throw new Error(`${this.device} was not let in`);
    return socket;
  }
}

/** @param url of the HTTP door */
export async function meetPeers(url: string, log: Log, count: number): Promise<readonly Peer[]> {
  const names = Array.from({ length: Math.ceil(count / mostOfPerson) }, (_, i) => `peer${i}`);
  const people = await Promise.all(names.map((name) => signUp(url, name)));
  return people.flatMap((person, i) =>
    Array.from(
      { length: Math.min(mostOfPerson, count - i * mostOfPerson) },
      (_, j) => new Peer(log, `peer${i}.${j}`, person),
    ),
  );
}

export async function openAll(peers: readonly Peer[], url: string): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  for (let first = 0; first < peers.length; first += atOnce) {
    const some = peers.slice(first, first + atOnce);
    sockets.push(...(await Promise.all(some.map((peer) => peer.open(url)))));
  }
  return sockets;
}
