// A limited client's retry of what is stored is answered; what is new waits for its tokens (docs/sync.md 21).
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import {
  create,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
} from '@bufbuild/protobuf';
import {
  Conversation_Kind,
  OperationError,
  operationName,
  type ConversationId,
  type MessageSendResponse,
} from '@hubbub/protocol';
import { Dispatch, type Answer } from '../../../packages/server/src/dispatch.ts';
import { create as createRoom } from '../../../packages/server/src/features/conversation/create.ts';
import { direct } from '../../../packages/server/src/features/conversation/direct.ts';
import { whisper } from '../../../packages/server/src/features/conversation/whisper.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import type { Operation } from '../../../packages/server/src/features/operation.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { databaseMs, engines, type TestDatabase } from '../store/engines.ts';
import { main, person, type Person } from './house.ts';

setDefaultTimeout(databaseMs);

interface Opened {
  readonly repeated: boolean;
  readonly conversation: object;
}

describe.each(engines)('a client without tokens on $name', (engine) => {
  let database: TestDatabase;
  let store: Store;
  let alice: Person;
  let room: ConversationId;
  let isLimited = false;
  let dispatch: Dispatch;
  beforeAll(async () => {
    database = await engine.create();
    store = await database.open();
    alice = await person(store, 'alice');
    room = await alice.room();
    dispatch = new Dispatch({
      operations: [send, createRoom, direct, whisper].map((one) => one as unknown as Operation),
      storage: store,
      bus: { publish: () => undefined } as never,
      clock: { elapsed: () => 0, every: () => () => undefined } as never,
      rates: {
        async charge() {
          if (isLimited) throw new OperationError('RATE', undefined, { retryAfterMs: 1000 });
        },
      },
      timeLimitMs: 10_000,
      report(failure) {
        console.error(failure);
        return 'incident';
      },
      count: () => undefined,
    });
  });
  afterAll(async () => {
    dispatch.stop();
    await database.remove();
  });

  test('gets its retry answered, and nothing else', async () => {
    isLimited = false;
    const sent = await say('key', 'hello');
    isLimited = true;
    const again = await say('key', 'hello');
    expect(again).toMatchObject({ repeated: true, message: (sent as MessageSendResponse).message });
    expect(await say('key', 'other')).toBe('KEY_REUSED');
    expect(await say('new', 'hello')).toBe('RATE');
  });

  test('gets what it opened again, by the same key and for the same only', async () => {
    const bob = await person(store, 'bob');
    await bob.join(room);
    const make = (title: string) => (clientKey: string) =>
      ask(createRoom, { kind: Conversation_Kind.ROOM, title, clientKey });
    const whisperTo = (users: string[]) => (clientKey: string) =>
      ask(whisper, { room, users, clientKey });
    const open = (user: string) => (clientKey: string) => ask(direct, { user, clientKey });
    for (const [same, other] of [
      [make('a'), make('b')],
      [open(bob.user), open(alice.user)],
      [whisperTo([bob.user]), whisperTo([alice.user])],
    ] as const) {
      isLimited = false;
      const made = (await same('key')) as Opened;
      expect(made.repeated).toBe(false);
      isLimited = true;
      const again = (await same('key')) as Opened;
      expect(again).toMatchObject({ repeated: true, conversation: made.conversation });
      expect(await other('key')).toBe('KEY_REUSED');
      expect(await same('new')).toBe('RATE');
      expect(await same('')).toBe('RATE');
    }
  });

  function say(clientMsgId: string, value: string): Promise<unknown> {
    return ask(send, { conversation: room, clientMsgId, content: { case: 'text', value } });
  }

  /** @returns the result, or the reason of the refusal */
  async function ask<M extends DescMethodUnary>(
    operation: Operation<M>,
    init: MessageInitShape<M['input']>,
  ): Promise<unknown> {
    const args = create<M['input']>(operation.method.input, init);
    const { promise, resolve } = Promise.withResolvers<Answer>();
    await dispatch.run(
      {
        door: 'socket',
        address: '',
        app: main,
        caller: { user: alice.user, device: alice.device },
        socket: undefined,
        rateKey: 'alice',
        lanes: undefined,
      },
      {
        op: operationName(operation.method),
        decode: <N extends DescMethodUnary>() => args as unknown as MessageShape<N['input']>,
        encode: (answer) => answer,
        respond: resolve,
      },
    );
    const answer = await promise;
    return answer.error === undefined ? answer.result : answer.error.reason;
  }
});
