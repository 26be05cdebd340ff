// What the main thread and a thread of games say to each other. Orders go over in batches, and so does what games say: one
// message each way per turn, however many games and players.
import { OperationError, type ErrorReason } from '@hubbub/protocol';
import type { GameEnd, GameTypeInfo, Reserved } from '../ports/placement.ts';
import type { Said } from './report.ts';
import type { Beginning } from './running-game.ts';

export type Order =
  | { readonly kind: 'start'; readonly beginning: Beginning }
  | { readonly kind: 'reserve' | 'release' | 'away' | 'leave'; readonly user: string }
  | { readonly kind: 'enter'; readonly user: string; readonly isConnected: boolean }
  | { readonly kind: 'input'; readonly user: string; readonly text: string }
  | { readonly kind: 'stop'; readonly end: GameEnd };

export interface Command {
  /** Counts the commands to this thread, from 1. */
  readonly number: number;
  /** The game's number in this thread. */
  readonly game: number;
  readonly order: Order;
}

export interface Refusal {
  readonly reason: ErrorReason;
  readonly message: string;
  readonly retryAfterMs?: number | undefined;
}

type Other = Exclude<Said, { kind: 'event' }>;

/** What was said, in order. Events stand in `bytes`: to whom, from where, how long. */
export type Saying =
  | readonly [game: number, said: Other]
  | readonly [game: number, to: readonly number[] | 0, from: number, length: number];

export interface Report {
  /** All commands up to this number are done; those that are not among `answers` went well. */
  readonly done: number;
  readonly answers: readonly (readonly [command: number, answer: Refusal | Reserved])[];
  readonly sayings: readonly Saying[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type FromThread =
  | { readonly report: Report }
  /** It has begun. */
  | { readonly types: readonly GameTypeInfo[] }
  /** It cannot begin: a text for the developer. */
  | { readonly problem: string }
  /** An error outside of all callbacks. */
  | { readonly stray: string };

/** Cells of the memory that a thread shares with the main thread, so that one that loops can be told from one that idles;
 * in `lease` it counts how often the process has said that it lives, 0 while it could not. */
export const cell = { game: 0, calls: 1, beats: 2, last: 3, lease: 4, count: 5 } as const;

export function refusalOf(error: unknown): Refusal {
  if (error instanceof OperationError) {
    const { reason, message, retryAfterMs } = error;
    return { reason, message, retryAfterMs };
  }
  return { reason: 'BUG', message: error instanceof Error ? (error.stack ?? '') : String(error) };
}

export function errorOf({ reason, message, retryAfterMs }: Refusal): OperationError {
  return new OperationError(reason, message, retryAfterMs === undefined ? {} : { retryAfterMs });
}

/** A failure of another thread, for the log: it crossed as its stack. */
export function failureOf(stack: string): Error {
  const failure = new Error(stack.split('\n', 1)[0]);
  failure.stack = stack;
  return failure;
}
