// Many devices on one server that is killed and started again on the same folder, and what its database holds in the end.
import { rmSync } from 'node:fs';
import { Conversation_Kind } from '@hubbub/protocol';
import type { Attempt, History } from '../support/checker.ts';
import { openSocket, spawnServer, type ServerProcess } from '../support/server.ts';
import { until } from '../support/until.ts';
import { Device, type Login, type Run } from './device.ts';
import { readDatabase } from './database.ts';
import { checkStanding } from './standing.ts';
import { Wanderer } from './wanderer.ts';

export interface Scale {
  readonly devices: number;
  readonly kills: number;
  /** Acknowledged messages between two kills. */
  readonly perLife: number;
  /** postgres://…; without one, the data folder. */
  readonly database?: string;
}

export interface Outcome {
  readonly history: History;
  readonly acknowledged: number;
  readonly unknown: number;
  /** Acknowledged joins and leaves. */
  readonly moves: number;
  /** Conversations in which a user has marked something read. */
  readonly marks: number;
  readonly faults: readonly string[];
}

const roomSize = 5;
const devicesPerUser = 2;

export async function crash(scale: Scale): Promise<Outcome> {
  const database = scale.database === undefined ? {} : { database: scale.database };
  const life: Life = { server: await spawnServer(database), database };
  try {
    return await livesOf(scale, life);
  } finally {
    await life.server.kill();
    rmSync(life.server.data, { recursive: true, force: true });
  }
}

/** The server that runs now. */
interface Life {
  server: ServerProcess;
  readonly database: { readonly database?: string };
}

async function livesOf(scale: Scale, life: Life): Promise<Outcome> {
  const { data, socketUrl } = life.server;
  const logins = await meet(life.server, Math.ceil(scale.devices / devicesPerUser));
  const run: Run = {
    socketUrl,
    isWriting: true,
    isOver: false,
    acknowledged: 0,
    attempts: [],
    marks: new Map(),
    places: new Map(),
  };
  const devices = Array.from({ length: scale.devices }, (_, i) => {
    const login = logins[i % logins.length] as Login;
    return new Device(`device ${i}`, login, run);
  });
  const rooms = [...new Set(logins.flatMap(({ conversations }) => conversations.slice(0, 1)))];
  const wanderers = await Promise.all(
    Array.from({ length: Math.ceil(scale.devices / 20) }, async (_, i) => {
      const login = await signUp(life.server, `wanderer${i}`);
      return new Wanderer(`wanderer ${i}`, { ...login, conversations: rooms }, run);
    }),
  );
  const ended = Promise.all([
    ...devices.map((device, i) => device.live(i % 2 === 0 ? 'json' : 'proto')),
    ...wanderers.map((wanderer) => wanderer.live()),
  ]);
  const wait = async (condition: () => boolean, what: string): Promise<void> =>
    // A device that fails ends the wait at once.
    void (await Promise.race([until(condition, { timeoutMs: 60_000, what }), ended]));
  for (let kill = 1; kill <= scale.kills; kill += 1) {
    const target = run.acknowledged + Math.ceil(scale.perLife * (0.5 + Math.random()));
    await wait(() => run.acknowledged >= target, `messages of life ${kill}`);
    await life.server.kill();
    run.socketUrl = undefined;
    life.server = await spawnServer({ data, ...life.database });
    run.socketUrl = life.server.socketUrl;
  }
  run.isWriting = false;
  await wait(() => [...devices, ...wanderers].every(({ isIdle }) => isIdle), 'the last answers');
  await sendAgain(run, logins, life.server);
  const found = await readDatabase(scale.database ?? data);
  const { stored, heads } = found;
  // In vain where something is wrong: then it is the checker's to say what.
  await until(() => hasAll(devices, heads), { timeoutMs: 20_000 }).catch(() => {});
  run.isOver = true;
  await ended;
  const replicas = devices.flatMap((one) => one.replicas());
  return {
    history: { attempts: run.attempts, stored, heads, replicas },
    acknowledged: run.acknowledged,
    unknown: run.attempts.filter(({ outcome }) => outcome === 'unknown').length,
    moves: wanderers.reduce((sum, { moves }) => sum + moves, 0),
    marks: run.marks.size,
    faults: [...devices, ...wanderers]
      .flatMap((one) => one.faults)
      .concat(checkStanding(run, found)),
  };
}

type Place = Pick<ServerProcess, 'url' | 'socketUrl'>;

/** Users in rooms of five; neighbours also have a direct. */
export async function meet(server: Place, count: number): Promise<readonly Login[]> {
  const users = await Promise.all(
    Array.from({ length: count }, (_, i) => signUp(server, `user${i}`)),
  );
  const conversations = users.map((): string[] => []);
  const sockets = await Promise.all(users.map(({ token }) => logIn(server, token)));
  for (const [i, socket] of sockets.entries()) {
    const first = i - (i % roomSize);
    const [room] = conversations[first] ?? [];
    if (i === first) {
      const { conversation } = await socket.call('conversation.create', {
        kind: Conversation_Kind.ROOM,
        title: 'room',
      });
      conversations[i]?.push(conversation?.id ?? '');
    } else if (room) {
      await socket.call('conversation.join', { conversation: room });
      conversations[i]?.push(room);
    }
  }
  for (let i = 0; i + 1 < users.length; i += 2) {
    const pair = [i, i + 1] as const;
    for (const one of pair) {
      const user = users[one === i ? i + 1 : i]?.user ?? '';
      const opened = await sockets[one]?.call('conversation.direct', { user });
      conversations[one]?.push(opened?.conversation?.id ?? '');
    }
  }
  for (const socket of sockets) socket.close();
  return users.map((user, i) => ({ ...user, conversations: conversations[i] ?? [] }));
}

async function signUp({ url }: Place, username: string): Promise<{ user: string; token: string }> {
  const response = await fetch(`${url}/hubbub.v1.AccountService/SignUp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ app: 'main', username, password: 'correct horse battery staple' }),
  });
  const { user, token } = (await response.json()) as { user: { id: string }; token: string };
  return { user: user.id, token };
}

async function logIn({ socketUrl }: Place, token: string) {
  const socket = await openSocket(socketUrl);
  await socket.call('session.open', { token });
  return socket;
}

/** Messages of earlier lives under their old keys: each must be answered as the one it was. */
export async function sendAgain(run: Run, logins: readonly Login[], server: Place): Promise<void> {
  const tokens = new Map(logins.map(({ user, token }) => [user, token]));
  // Wanderers are no members any more.
  const answered = run.attempts.filter(
    ({ outcome, sender }) => outcome === 'ok' && tokens.has(sender),
  );
  const step = Math.max(1, Math.floor(answered.length / 50));
  for (const attempt of answered.filter((_, i) => i % step === 0)) {
    const socket = await logIn(server, tokens.get(attempt.sender) ?? '');
    const { conversation, clientMsgId, text } = attempt;
    const content = { case: 'text', value: text } as const;
    const { message } = await socket.call('message.send', { conversation, clientMsgId, content });
    const again: Attempt = {
      ...attempt,
      invokedAt: performance.now(),
      answeredAt: performance.now(),
    };
    run.attempts.push({ ...again, seq: message?.seq ?? 0 });
    socket.close();
  }
}

export function hasAll(devices: readonly Device[], heads: History['heads']): boolean {
  const seqs = new Map(heads.map(({ conversation, seq }) => [conversation, seq]));
  return devices.every((device) =>
    device
      .replicas()
      .every(({ conversation, held }) => held.length >= (seqs.get(conversation) ?? 0)),
  );
}
