// Stories of alice, bob and charlie, told at every door: the same test asks over a socket in JSON, over a socket in
// protobuf, over HTTP and over gRPC. Whatever the door, everybody also has a socket open and keeps what it is told unasked.
import { afterAll, beforeAll, test } from 'bun:test';
import { create, fromBinary, fromJson, toJson, type JsonValue } from '@bufbuild/protobuf';
import { base64Decode } from '@bufbuild/protobuf/wire';
import {
  ErrorSchema,
  findMethod,
  type Change,
  type CodecName,
  type Event,
  type OperationInput,
  type OperationName,
  type OperationOutput,
} from '@hubbub/protocol';
import type { Config } from '../../packages/server/src/config/table.ts';
import type { Adapters } from '../../packages/server/src/server.ts';
import { GrpcClient } from '../support/grpc.ts';
import { allDoors, startServer, type TestServer } from '../support/server.ts';
import { openSocket, type RawSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';

export type Call = <N extends OperationName>(
  op: N,
  args: OperationInput<N>,
) => Promise<OperationOutput<N>>;

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly token: string;
  readonly call: Call;
  /** What the person's socket was told unasked. */
  readonly events: readonly Event[];
  readonly socket: RawSocket;
  /** The Changes among the events, of one conversation or of all but the person's own. */
  changes(conversation?: string): readonly Change[];
  /** Resolves when everything that was on its way to the person has come. */
  settle(): Promise<void>;
  untilChange(fits: (change: Change) => boolean, what: string): Promise<Change>;
}

export interface Scene {
  readonly door: DoorName;
  readonly server: TestServer;
  /** Signs up somebody new of this name and opens a socket. */
  readonly meet: (name: 'alice' | 'bob' | 'charlie') => Promise<Person>;
}

export type DoorName = 'socket in JSON' | 'socket in protobuf' | 'HTTP' | 'gRPC';
const doors: readonly DoorName[] = ['socket in JSON', 'socket in protobuf', 'HTTP', 'gRPC'];

/** Doors where a call has no connection that outlives it: nothing can be subscribed there. */
export function isCallsOnly(door: DoorName): boolean {
  return door === 'HTTP' || door === 'gRPC';
}

/** Starts a server for the test file; `tell` registers one test per door. */
export function stories(
  options: () => Promise<Partial<Config>> = async () => ({}),
  adapters: Adapters = {},
) {
  let server: TestServer | undefined;
  let grpc: GrpcClient | undefined;
  beforeAll(async () => {
    server = await startServer({ ...allDoors, ...(await options()) }, adapters);
    grpc = new GrpcClient(server.grpc);
  }, 90_000);
  afterAll(async () => {
    grpc?.close();
    await server?.stop();
  });

  return function tell(name: string, story: (scene: Scene) => Promise<void>): void {
    for (const door of doors)
      test(`${name} (${door})`, async () => {
        if (!server || !grpc) throw new Error('no server');
        const here = { server, grpc, door };
        await story({ door, server, meet: (who) => meet(here, who) });
      });
  };
}

interface Here {
  readonly server: TestServer;
  readonly grpc: GrpcClient;
  readonly door: DoorName;
}

async function meet({ server, grpc, door }: Here, name: string): Promise<Person> {
  const username = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  const asNobody: Call =
    door === 'gRPC' ? (op, args) => grpc.call(op, args) : httpCall(server.url, '');
  const password = 'correct horse battery staple';
  const { user, token } = await asNobody('account.signUp', { app: 'main', username, password });
  const codec: CodecName = door === 'socket in protobuf' ? 'proto' : 'json';
  const socket = await openSocket(`${server.url.replace('http', 'ws')}/v1/socket`, { codec });
  await socket.call('session.open', { token });
  const id = user?.id ?? '';
  const ask: Readonly<Record<DoorName, Call>> = {
    'socket in JSON': (op, args) => socket.call(op, args),
    'socket in protobuf': (op, args) => socket.call(op, args),
    HTTP: httpCall(server.url, token),
    gRPC: (op, args) => grpc.call(op, args, { token }),
  };
  const changes = (conversation?: string): readonly Change[] =>
    socket.events.flatMap(({ event }) =>
      event.case === 'change' && isOf(event.value, id, conversation) ? [event.value] : [],
    );
  return {
    id,
    username,
    token,
    call: ask[door],
    events: socket.events,
    socket,
    changes,
    settle: async () => void (await socket.call('user.get', { users: [id] })),
    untilChange: (fits, what) => until(() => changes().find(fits), { what }),
  };
}

function isOf(change: Change, user: string, conversation: string | undefined): boolean {
  if (conversation !== undefined) return change.conversation === conversation;
  return change.conversation.slice(3) !== user.slice(3);
}

/** An error as every door shows it. */
export class Refusal extends Error {
  constructor(
    readonly reason: string,
    readonly status: number,
  ) {
    super(`${status} ${reason}`);
  }
}

function httpCall(url: string, token: string): Call {
  return async (op, args) => {
    const method = findMethod(op);
    if (!method) throw new Error(`there is no operation ${op}`);
    const response = await fetch(`${url}/${method.parent.typeName}/${method.name}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(
        toJson(method.input, create(method.input, args as Record<string, unknown>)),
      ),
    });
    const body = (await response.json()) as JsonValue;
    if (!response.ok) throw new Refusal(reasonIn(body), response.status);
    return fromJson(method.output, body) as never;
  };
}

/** Connect carries our Error among the details. */
export function reasonIn(body: JsonValue): string {
  const { details } = body as { details?: { type: string; value: string }[] };
  const ours = details?.find(({ type }) => type === 'hubbub.v1.Error');
  if (!ours) throw new Error(`no reason in ${JSON.stringify(body)}`);
  return fromBinary(ErrorSchema, base64Decode(ours.value)).reason;
}

/** The reason of a refusal, at any door. Fails when nothing is refused. */
export async function refused(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
  } catch (error) {
    if (error instanceof Error && 'reason' in error) return String(error.reason);
    throw error;
  }
  throw new Error('it was not refused');
}

export async function makeRoom(owner: Person, title = 'lobby'): Promise<string> {
  const { conversation } = await owner.call('conversation.create', { kind: 3, title });
  return conversation?.id ?? '';
}

export async function makeGroup(
  owner: Person,
  users: readonly string[],
  title = 'friends',
): Promise<string> {
  const made = await owner.call('conversation.create', { kind: 2, title, users: [...users] });
  return made.conversation?.id ?? '';
}

/** Says it under a new key, and returns its seq. */
export async function say(person: Person, conversation: string, text: string): Promise<number> {
  const { message } = await person.call('message.send', {
    conversation,
    clientMsgId: crypto.randomUUID(),
    content: { case: 'text', value: text },
  });
  return message?.seq ?? 0;
}

export function textOf(message: {
  content: { case?: string | undefined; value?: unknown };
}): string {
  return message.content.case === 'text' ? String(message.content.value) : '';
}
