import type { CodecName, OperationInput, OperationName, OperationOutput } from '@hubbub/protocol';
import type { Archive } from './archive/archive.ts';

/** What the SDK stores in: `localStorage`, or anything like it. */
export type KeyStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** All in milliseconds. */
export interface Timings {
  /** Back-off between connections: the first retry comes up to this late, the next up to twice that … */
  readonly retryFirstMs: number;
  readonly retryMostMs: number;
  readonly connectMs: number;
  /** How long a call waits for its answer. */
  readonly requestMs: number;
  /** How long a gap may close by itself. */
  readonly holdMs: number;
  /** Pulls after a bare change to many are spread over this. */
  readonly bareJitterMs: number;
  /** Unknown users are asked for together. */
  readonly usersMs: number;
  /** Marks are sent this late, the newest only. */
  readonly markMs: number;
  /** A lobby that is watched is asked for again this often. */
  readonly lobbyMs: number;
}

export const defaultTimings: Timings = {
  retryFirstMs: 1000,
  retryMostMs: 30_000,
  connectMs: 10_000,
  requestMs: 15_000,
  holdMs: 300,
  bareJitterMs: 2000,
  usersMs: 20,
  markMs: 300,
  lobbyMs: 2000,
};

export interface ClientOptions {
  /** The server's http(s) origin; the page's own by default. */
  readonly url?: string;
  readonly app?: string;
  readonly token?: string;
  /** Log in with a cookie instead of a token: in browsers, on the server's own site. */
  readonly cookie?: boolean;
  readonly codec?: CodecName;
  readonly device?: {
    /** Names this installation: logging in again with it is the same device. */
    readonly key?: string;
    readonly name?: string;
    readonly class?: 'WEB' | 'DESKTOP' | 'PHONE' | 'TABLET' | 'OTHER';
  };
  /** Keeps the token, the installation's key and what waits to be sent across restarts. */
  readonly storage?: KeyStorage;
  /**
   * Keeps conversations, their newest messages and profiles across restarts, for `restore`; loaded when it is asked for, e.g.
   * `() => import('@hubbub/client/archive').then(({ browserArchive }) => browserArchive(location.host, localStorage))`.
   */
  readonly archive?: () => Promise<Archive>;
  /** For Node 20, which has none. */
  readonly WebSocket?: typeof WebSocket;
  /** For jitter, from 0 to 1. */
  readonly random?: () => number;
  readonly timings?: Partial<Timings>;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** 100 random bits as text; where `crypto.randomUUID` is missing too (pages without TLS). */
export function randomKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) =>
    alphabet.charAt(byte & 31),
  ).join('');
}

export interface CallOptions {
  /** Gives the call up: it rejects with DEADLINE, and may have happened. */
  readonly signal?: AbortSignal;
  /** Milliseconds, 15 000 by default; `Infinity` waits as long as it takes. */
  readonly timeoutMs?: number;
}

export type Call = <N extends OperationName>(
  op: N,
  args: OperationInput<N>,
  options?: { timeoutMs?: number; once?: boolean },
) => Promise<OperationOutput<N>>;
