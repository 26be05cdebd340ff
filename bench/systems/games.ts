// Servers for the case games: how a player takes a seat in a room by its number, and how what it is told becomes the state.
import { join } from 'node:path';
import { type Decoder, Reflection, type Schema } from '@colyseus/schema';
import {
  binaryCodec,
  DescriptorShapes,
  frameShapes,
  methods,
  TreeReader,
  type OperationInput,
  type OperationName,
  type Row,
} from '@hubbub/protocol';
import { launch, type ServerProcess } from '../server-process.ts';
import { makeSeed } from './hubbub-seed.ts';
import { raisedFlags, readPort } from './hubbub.ts';

export interface Entity {
  readonly x: number;
  readonly y: number;
}

/** One player's side of the wire. */
export interface GamePlayer {
  readonly path: string;
  readonly protocol?: string;
  /** What it says first. */
  readonly greeting: Uint8Array | undefined;
  /** What it answers to a message, until it has its seat. */
  answer(message: Uint8Array): Uint8Array | undefined;
  /** Has its seat: whatever comes from now on is the game's. */
  isSeated(): boolean;
  /** Takes a message of the game. @returns the state, when it has changed */
  take(message: Uint8Array): readonly Entity[] | undefined;
}

export interface GamesRunning {
  readonly server: ServerProcess;
  /** Players of one room come one after the other. */
  player(room: number, seat: number): Promise<GamePlayer>;
  stop(): Promise<void>;
}

export interface GamesSystem {
  readonly name: string;
  missing(): string | undefined;
  startGames(players: number): Promise<GamesRunning>;
}

const codec = binaryCodec(frameShapes, false);
const shapes = new DescriptorShapes();

const hubbub: GamesSystem = {
  name: 'hubbub',
  missing: () => undefined,
  async startGames(players) {
    const seed = await makeSeed({ case: 'games', sockets: players });
    const folder = await seed.copy();
    const main = join(import.meta.dir, '../../packages/server/src/main.ts');
    const games = join(import.meta.dir, '../peers/hubbub-games');
    const own = ['--port', '0', '--games', games, '--game-threads', '1'];
    const flags = ['--data', folder.path, '--log-level', 'warn', ...own, ...raisedFlags];
    const profile = process.env['BENCH_PROFILE'];
    const profiled = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
    const server = await launch({
      command: [process.execPath, ...profiled, main, 'serve', ...flags],
      readPort,
      stopWith: profile ? 'SIGTERM' : 'SIGKILL',
    });
    const rooms = new Map<number, string>();
    let next = 0;
    return {
      server,
      player: async (room) =>
        new HubbubPlayer(seed.users[next++]?.token ?? '', {
          game: rooms.get(room),
          learn: (id) => rooms.set(room, id),
        }),
      stop: async () => {
        await server.stop();
        await folder.remove();
      },
    };
  },
};

interface Place {
  /** Undefined for the first, who makes it. */
  readonly game: string | undefined;
  readonly learn: (id: string) => void;
}

class HubbubPlayer implements GamePlayer {
  readonly path = '/v1/socket';
  readonly protocol = 'hubbub.proto';
  readonly greeting: Uint8Array;
  readonly #reader = new TreeReader();
  readonly #place: Place;
  #isSeated = false;

  constructor(token: string, place: Place) {
    this.#place = place;
    this.greeting = request(1, 'session.open', { token });
  }

  answer(message: Uint8Array): Uint8Array | undefined {
    for (const frame of codec.readFrames(message)) {
      if ('event' in frame) {
        this.take(message);
        continue;
      }
      if ('error' in frame) throw frame.error;
      const { game } = this.#place;
      if (frame.id === 1)
        return game === undefined
          ? request(2, 'game.create', { type: 'bench' })
          : request(2, 'game.join', { game });
      const op = game === undefined ? 'game.create' : 'game.join';
      const reply = codec.readBody(shapes.of(methods[op].output), frame.ok);
      this.#place.learn((reply['game'] as { id: string }).id);
      this.#isSeated = true;
    }
    return undefined;
  }

  isSeated(): boolean {
    return this.#isSeated;
  }

  take(message: Uint8Array): readonly Entity[] | undefined {
    let isChanged = false;
    for (const frame of codec.readFrames(message)) {
      if (!('event' in frame) || frame.event.event.case !== 'game') continue;
      const { event } = frame.event.event.value;
      if (event.case === 'state') this.#reader.whole(event.value.data);
      else if (event.case === 'patch') this.#reader.patch(event.value.data);
      isChanged ||= event.case === 'patch';
    }
    const { tree } = this.#reader;
    return isChanged ? (tree as { entities: readonly Entity[] } | undefined)?.entities : undefined;
  }
}

function request<N extends OperationName>(id: number, op: N, args: OperationInput<N>): Uint8Array {
  return codec.writeRequest(shapes.of(methods[op].input), {
    id,
    op,
    args: args as Row,
  }) as Uint8Array;
}

const joinRoom = 10;
const roomState = 14;
const roomPatch = 15;

const colyseus: GamesSystem = {
  name: 'colyseus',
  missing: () => (Bun.which('node') ? undefined : 'no node'),
  async startGames() {
    const program = join(import.meta.dir, '../peers/colyseus.mjs');
    const server = await launch({ command: ['node', program] });
    return {
      server,
      async player(room) {
        const seat = await fetch(`http://127.0.0.1:${server.port}/matchmake/joinOrCreate/bench`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ table: String(room) }),
        });
        const { processId, roomId, sessionId } = (await seat.json()) as Record<string, string>;
        return new ColyseusPlayer(`/${processId}/${roomId}?sessionId=${sessionId}`);
      },
      stop: async () => await server.stop(),
    };
  },
};

class ColyseusPlayer implements GamePlayer {
  readonly greeting = undefined;
  #decoder: Decoder<Schema> | undefined;

  constructor(readonly path: string) {}

  /** The schema comes first; then the client says that it has it. */
  answer(message: Uint8Array): Uint8Array | undefined {
    if (message[0] !== joinRoom) return undefined;
    let at = 1;
    for (const _ of ['token', 'serializer']) at += 1 + (message[at] ?? 0);
    const { length, from } = lengthAt(message, at);
    this.#decoder = Reflection.decode(Buffer.from(message.subarray(from, from + length)));
    return Uint8Array.of(joinRoom);
  }

  isSeated(): boolean {
    return this.#decoder !== undefined;
  }

  take(message: Uint8Array): readonly Entity[] | undefined {
    if (message[0] !== roomState && message[0] !== roomPatch) return undefined;
    this.#decoder?.decode(Buffer.from(message), { offset: 1 });
    const state = this.#decoder?.state as unknown as { entities: readonly Entity[] } | undefined;
    return message[0] === roomPatch ? state?.entities : undefined;
  }
}

/** A number as its schema library writes it. */
function lengthAt(message: Uint8Array, at: number): { length: number; from: number } {
  const first = message[at] ?? 0;
  if (first < 0x80) return { length: first, from: at + 1 };
  if (first === 0xcc) return { length: message[at + 1] ?? 0, from: at + 2 };
  return { length: (message[at + 1] ?? 0) + (message[at + 2] ?? 0) * 256, from: at + 3 };
}

const bare: GamesSystem = {
  name: 'bun',
  missing: () => undefined,
  async startGames() {
    const program = join(import.meta.dir, '../peers/bun-games.ts');
    const server = await launch({ command: [process.execPath, program] });
    return {
      server,
      player: async (room) => new BarePlayer(`/?room=${room}`),
      stop: async () => await server.stop(),
    };
  },
};

/** It is told the tick, and makes of it what the others are told. */
class BarePlayer implements GamePlayer {
  readonly greeting = undefined;
  readonly #entities = Array.from({ length: 40 }, () => ({ x: 0, y: 0 }));
  #isSeated = false;

  constructor(readonly path: string) {}

  answer(): undefined {
    this.#isSeated = true;
  }

  isSeated(): boolean {
    return this.#isSeated;
  }

  take(message: Uint8Array): readonly Entity[] {
    const tick = new DataView(message.buffer, message.byteOffset).getUint32(0);
    for (let i = 0; i < 4; i += 1) {
      const entity = this.#entities[(tick * 4 + i) % this.#entities.length];
      if (entity !== undefined) Object.assign(entity, { x: tick / 4, y: tick / 2 });
    }
    return this.#entities;
  }
}

export const gamesSystems: readonly GamesSystem[] = [hubbub, colyseus, bare];
