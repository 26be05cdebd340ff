// A limited client's retry of what is stored is answered; what is new waits for its tokens (docs/sync.md 21).
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { create, type DescMethodUnary, type MessageShape } from '@bufbuild/protobuf';
import {
  MessageSendRequestSchema,
  OperationError,
  operationName,
  type ConversationId,
  type MessageSendResponse,
} from '@hubbub/protocol';
import { Dispatch, type Answer } from '../../../packages/server/src/dispatch.ts';
import { send } from '../../../packages/server/src/features/message/send.ts';
import type { Operation } from '../../../packages/server/src/features/operation.ts';
import type { Store } from '../../../packages/server/src/store/store.ts';
import { engines, type TestDatabase } from '../store/engines.ts';
import { main, person, type Person } from './house.ts';

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
      operations: [send as unknown as Operation],
      storage: store,
      bus: { publish: () => undefined } as never,
      clock: { elapsed: () => 0, every: () => () => undefined } as never,
      rates: {
        async charge() {
          if (isLimited) throw new OperationError('RATE', undefined, { retryAfterMs: 1000 });
        },
      },
      timeLimitMs: 10_000,
      report: (incident, context) => console.error(incident, context),
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

  async function say(clientMsgId: string, value: string): Promise<unknown> {
    const args = create(MessageSendRequestSchema, {
      conversation: room,
      clientMsgId,
      content: { case: 'text', value },
    });
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
        op: operationName(send.method),
        decode: <M extends DescMethodUnary>() => args as unknown as MessageShape<M['input']>,
        encode: (answer) => answer,
        respond: resolve,
      },
    );
    const answer = await promise;
    return answer.error === undefined ? answer.result : answer.error.reason;
  }
});
