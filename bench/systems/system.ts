// What a case needs to know of a system: how to start its server, and how its client greets, speaks and listens on a
// WebSocket. One file per system implements it; peers run the same cases on the same bytes.
import type { Content } from '../generator/content.ts';
import type { ServerProcess } from '../server-process.ts';

/** Case idle: so many sockets share ten conversations; the peers' programs know the number too. */
export const sharing = 100;

export interface Work {
  readonly case: 'fanout' | 'direct' | 'idle';
  /** Sockets that will be opened; each is a user of its own. */
  readonly sockets: number;
  /** fanout: sockets 0 … senders - 1 speak, the others only listen. */
  readonly senders: number;
  /** The size of one message on the wire towards a reader; Hubbub's text is chosen to give it. */
  readonly eventBytes: number;
}

/** What a socket listens to, in the words of peers that have topics. */
export function topicsOf(work: Work, socket: number): readonly string[] {
  if (work.case !== 'idle') return ['room'];
  const group = Math.floor(socket / sharing);
  return [
    ...Array.from({ length: 10 }, (_, i) => `shared.${group}.${i}`),
    ...Array.from({ length: 3 }, (_, i) => `own.${socket}.${i}`),
  ];
}

/** What one WebSocket message from the server carried. */
export interface Seen {
  /** Answers to what this socket said, in its order. */
  replies: number;
  /** Others' messages. */
  events: number;
  /** Answers that were refusals; undefined where there may be none. */
  refused?: number | undefined;
}

/** What is loaded into a server's process before it. */
export interface Beside {
  readonly preload: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What a client says: text, or bytes of a binary protocol. */
export type Said = string | Uint8Array;

export interface Running {
  readonly server: ServerProcess;
  /** The content that makes a message of `eventBytes` on this system's wire. */
  readonly content: Content;
  readonly protocol?: string;
  path(socket: number): string;
  /** What the client says after the upgrade; undefined when the upgrade is all. */
  greeting(socket: number): Said | undefined;
  /** Is this the answer to the greeting? Throws when it is a refusal. */
  isGreeted(message: Buffer, socket: number): boolean;
  /** `id` counts what this socket has said, from 1. */
  say(socket: number, id: number, text: string): Said;
  /** Adds to `seen`. Throws on a refusal that may not be: a bench with errors has no figure. */
  read(bytes: Buffer, range: { start: number; end: number; socket: number }, seen: Seen): void;
  /** A request that puts a socket on the volatile topics of the conversation it writes to. */
  watch?(socket: number, id: number): Said;
  /** No socket is left without a ping for longer. */
  readonly pingedWithinMs?: number;
  /** In the case idle what a socket says is heard by all who share a conversation with it. */
  readonly isShared?: boolean;
  /** Logs somebody in by a password. @returns whether the server did not refuse to look at it */
  logIn?(): Promise<boolean>;
  /** What the server says of readers that are behind; undefined for those that do nothing about them. */
  readSlow?(): Promise<SlowReaders>;
  /** Pieces of work that it has put off. No figure counts before they are done, and their cost counts too. */
  readLater?(): Promise<number>;
  stop(): Promise<void>;
}

export interface SlowReaders {
  /** Bytes that may wait for one socket. */
  readonly capBytes: number;
  /** Sockets that are off the volatile topics at this moment. */
  readonly offTopics: number;
  /** Sockets closed because they were slow, and those closed for any other reason, since the start. */
  readonly closedSlow: number;
  readonly closedElse: number;
}

export interface System {
  readonly name: string;
  /** The work it can do; all when left out. */
  readonly does?: readonly Work['case'][];
  /** Why it cannot run here, or undefined. */
  missing(): string | undefined;
  start(work: Work): Promise<Running>;
  /** The smallest message it can make of this work; 0 for those that send what they get. */
  leastEventBytes?(work: Work): Promise<number>;
}
