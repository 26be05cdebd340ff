// Keys of creating operations: the same key again, from the same user for the same operation, names what was made the first
// time (docs/sync.md 21).
import { formatId, OperationError, type ConversationId, type UserId } from '@hubbub/protocol';
import { first, run, statement, type Steps } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';

export interface Key {
  readonly user: UserId;
  readonly operation: string;
  readonly clientKey: string;
  readonly digest: Uint8Array;
}

interface KeyParams {
  user: number;
  operation: string;
  clientKey: string;
}

const selectKey = statement<KeyParams, { digest: Uint8Array; result: number }>((db, p) =>
  db
    .selectFrom('idempotency')
    .where('app', '=', p.app)
    .where('user', '=', p.user)
    .where('operation', '=', p.operation)
    .where('client_key', '=', p.clientKey)
    .select(['digest', 'result']),
);

type NewKey = KeyParams & { digest: Uint8Array; result: number };

const insertKey = statement<NewKey, unknown>((db, p) =>
  db.insertInto('idempotency').values({
    app: p.app,
    user: p.user,
    operation: p.operation,
    client_key: p.clientKey,
    digest: p.digest,
    result: p.result,
  }),
);

/** What an earlier call with this key made; KEY_REUSED when that call asked for something else. */
export function* findKey(key: Key): Steps<ConversationId | undefined> {
  const result = yield* findResult(key);
  return result === undefined ? undefined : formatId('cnv', result);
}

export function* keepKey(key: Key, made: ConversationId): Steps<void> {
  yield* keepResult(key, conversationKey(made));
}

/** Likewise, of operations that make no conversation: the number that was kept. */
export function* findResult(key: Key): Steps<number | undefined> {
  const row = yield* first(selectKey, paramsOf(key));
  if (row !== undefined && !isSameDigest(row.digest, key.digest))
    throw new OperationError('KEY_REUSED');
  return row?.result;
}

export function* keepResult(key: Key, result: number): Steps<void> {
  yield* run(insertKey, { ...paramsOf(key), digest: key.digest, result });
}

export function isSameDigest(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function paramsOf({ user, operation, clientKey }: Key): KeyParams {
  return { user: userKey(user), operation, clientKey };
}
