// Operations on a real store, called without a door: what dispatch would pass is passed here, and what an operation wanted
// said is kept for the test to look at.
import {
  create,
  toBinary,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import {
  Conversation_Kind,
  formatId,
  randomKey,
  selfOf,
  type AppId,
  type Change,
  type ConversationId,
  type DeviceId,
  type MessageSendResponse,
  type SyncPullResponse,
  type UserId,
} from '@hubbub/protocol';
import { create as createConversation } from '../../../packages/server/src/features/conversation/create.ts';
import { direct } from '../../../packages/server/src/features/conversation/direct.ts';
import { join } from '../../../packages/server/src/features/conversation/join.ts';
import { whisper } from '../../../packages/server/src/features/conversation/whisper.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import type {
  Operation,
  UserOperation,
  Socket,
  UserCall,
} from '../../../packages/server/src/features/operation.ts';
import { pull } from '../../../packages/server/src/features/sync/pull.ts';
import type { Emission, StreamEmission } from '../../../packages/server/src/ports/bus.ts';
import { signUp } from '../../../packages/server/src/store/account-store.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import type { engines, TestDatabase } from '../store/engines.ts';

export const main = 'main' as AppId;

export interface Told<O> {
  readonly result: O;
  readonly emissions: readonly Emission[];
  readonly streams: readonly StreamEmission[];
}

export type Person = Awaited<ReturnType<typeof person>>;

export interface House {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly alice: Person;
  readonly bob: Person;
  readonly charlie: Person;
}

/** A database of its own with three who know nothing of each other. */
export async function openHouse(engine: (typeof engines)[number]): Promise<House> {
  const database = await engine.create();
  const store = await database.open();
  const alice = await person(store, 'alice');
  const bob = await person(store, 'bob');
  const charlie = await person(store, 'charlie');
  return { database, store, alice, bob, charlie };
}

/** A user of the store, and what it does. */
export async function person(store: Store, name: string) {
  const user = formatId('usr', randomKey());
  const device = formatId('dev', randomKey());
  const username = `${name}-${user}`;
  await store.write(main, signUp, {
    user,
    username,
    usernameFolded: username,
    displayName: name,
    passwordHash: 'none',
    device: {
      device,
      key: null,
      name: '',
      class: 0,
      tokenHash: crypto.randomUUID(),
      absoluteMs: 1e9,
      idleMs: 1e9,
    } as never,
  });
  return actor(store, { user, device });
}

/** What a user does; also on the store of another run. */
export function actor(store: Store, { user, device }: { user: UserId; device: DeviceId }) {
  const call = <M extends DescMethodUnary>(
    operation: UserOperation<M>,
    args: MessageInitShape<M['input']>,
    { socket }: { socket?: Socket } = {},
  ) => perform(store, { user, device, operation, args, socket });
  return {
    user,
    self: selfOf(user),
    device,
    call,
    room: async (title = 'lobby') =>
      idOf(await call(createConversation, { kind: Conversation_Kind.ROOM, title })),
    group: async (users: readonly UserId[], title = 'friends') =>
      idOf(
        await call(createConversation, { kind: Conversation_Kind.GROUP, title, users: [...users] }),
      ),
    whisper: async (room: ConversationId, ...users: readonly UserId[]) =>
      idOf(await call(whisper, { room, users: [...users] })),
    join: (conversation: ConversationId) => call(join, { conversation }),
    say: async (
      conversation: ConversationId,
      text: string,
      clientMsgId: string = crypto.randomUUID(),
    ) =>
      (await call(send, {
        conversation,
        clientMsgId,
        content: { case: 'text', value: text },
      })) as Told<MessageSendResponse>,
    direct: async (peer: UserId) => idOf(await call(direct, { user: peer })),
    pull: async (
      args: MessageInitShape<(typeof pull)['method']['input']> = {},
    ): Promise<SyncPullResponse> => (await call(pull, { epoch: store.epoch, ...args })).result,
  };
}

interface Performance<M extends DescMethodUnary> {
  readonly user: UserId;
  readonly device: DeviceId;
  readonly operation: UserOperation<M>;
  readonly args: MessageInitShape<M['input']>;
  readonly socket: Socket | undefined;
}

async function perform<M extends DescMethodUnary>(
  store: Store,
  { user, device, operation, socket, args: init }: Performance<M>,
): Promise<Told<MessageShape<M['output']>>> {
  const args = create<M['input']>(operation.method.input, init);
  const call = {
    app: main,
    args,
    digest: digestOf(operation, args),
    door: 'http',
    address: '192.0.2.1',
    socket,
    login: undefined,
    signal: new AbortController().signal,
    enterApp: () => undefined,
    read: (read, readArgs) => store.read(main, read, readArgs),
    write: (write, writeArgs) => store.write(main, write, writeArgs),
    caller: { user, device },
  } satisfies UserCall<unknown> as unknown as UserCall<never>;
  const { result, emissions = [] } = await operation.run(call);
  const streams = emissions.filter((emission) => emission.type === 'stream');
  return { result: create<M['output']>(operation.method.output, result), emissions, streams };
}

function digestOf<M extends DescMethodUnary>(
  operation: Operation<M>,
  args: MessageShape<M['input']>,
): Uint8Array {
  const body = { ...args, clientKey: '', clientMsgId: '' };
  const bytes = toBinary(operation.method.input, body as never);
  return new Uint8Array(new Bun.CryptoHasher('sha256').update(bytes).digest());
}

export function idOf(told: Told<unknown>): ConversationId {
  return (told.result as { conversation: { id: string } }).conversation.id as ConversationId;
}

/** The Change of one conversation in a pull. */
export function changeIn(pulled: { changes: Change[] }, conversation: string): Change | undefined {
  return pulled.changes.find((change) => change.conversation === conversation);
}

/** What a client would know after this pull. */
export function knownAfter({
  changes,
}: {
  changes: Change[];
}): { conversation: string; version: number }[] {
  return changes
    .filter((change) => !change.gone)
    .map(({ conversation, version = 0 }) => ({ conversation, version }));
}

export async function reasonOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return (error as { reason?: string }).reason ?? String(error);
  }
}
