// What all players of a game are told goes through one native topic per game and codec: a call per game instead of one per
// player (measured: bench games). Kept in step with who sits; a slow socket leaves these topics like those of every other
// volatile event, and asks for the whole state when it has drained.
import type { AppId, CodecName } from '@hubbub/protocol';
import type { GameAudienceEmission, GameEmission } from '../ports/bus.ts';
import { encodedFrame, encodeFor, type Encoded } from './encoded.ts';
import type { LocalUser, Recipient } from './local.ts';
import type { Topics } from './topics.ts';

interface Known {
  user(app: AppId, user: GameEmission['to'][number]['user']): LocalUser | undefined;
}

interface Audience {
  readonly sockets: ReadonlySet<Recipient>;
  /** Those that they speak. */
  readonly codecs: ReadonlySet<CodecName>;
}

export class GameTopics {
  readonly #topics: Topics;
  readonly #audiences = new Map<string, Audience>();
  readonly #games = new WeakMap<Recipient, Set<string>>();
  /** Told socket by socket in this turn: what follows of the same turn must not overtake it. */
  readonly #direct = new Set<string>();

  constructor(topics: Topics) {
    this.#topics = topics;
  }

  /** Exactly these devices' sockets hear what all players are told, from now on. */
  seat({ app, game, to }: GameAudienceEmission, known: Known): void {
    const key = `${app}/${game}`;
    const before = this.#audiences.get(key)?.sockets ?? new Set();
    const after = new Set(socketsOf({ app, to }, known));
    for (const one of before) if (!after.has(one)) this.#leave(key, one);
    for (const one of after) if (!before.has(one)) this.#enter(key, one);
    if (after.size === 0) this.#audiences.delete(key);
    else this.#audiences.set(key, { sockets: after, codecs: new Set([...after].map(codecOf)) });
  }

  tell(emission: GameEmission, known: Known): void {
    const { app, game, to, frame, isToAll } = emission;
    const key = `${app}/${game}`;
    const encoded = encodedFrame(frame);
    if (isToAll && !this.#direct.has(key))
      return this.#topics.publishGame(key, encoded, this.#audiences.get(key)?.codecs ?? []);
    this.#direct.add(key);
    for (const one of socketsOf({ app, to }, known)) if (!one.slow) send(one, encoded);
  }

  /** The turn is over. */
  flushed(): void {
    if (this.#direct.size > 0) this.#direct.clear();
  }

  setSlow(connection: Recipient, slow: boolean): void {
    for (const key of this.#games.get(connection) ?? [])
      if (slow) this.#topics.leaveGame(connection, key);
      else this.#topics.enterGame(connection, key);
  }

  #enter(key: string, connection: Recipient): void {
    const games = this.#games.get(connection) ?? new Set();
    this.#games.set(connection, games.add(key));
    if (!connection.slow) this.#topics.enterGame(connection, key);
  }

  #leave(key: string, connection: Recipient): void {
    this.#games.get(connection)?.delete(key);
    this.#topics.leaveGame(connection, key);
  }
}

function codecOf({ codec }: Recipient): CodecName {
  return codec.name;
}

function* socketsOf(
  { app, to }: Pick<GameEmission, 'app' | 'to'>,
  known: Known,
): Iterable<Recipient> {
  for (const { user, device } of to)
    for (const connection of known.user(app, user)?.connections ?? [])
      if (device === undefined || connection.device === device) yield connection;
}

function send(connection: Recipient, encoded: Encoded): void {
  connection.send(encodeFor(connection.codec, encoded));
}
