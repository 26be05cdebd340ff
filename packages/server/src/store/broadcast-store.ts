// Messages of system accounts: into a conversation at once, to many users through the outbox, in slices.
import { selfOf, type ConversationId, type UserId } from '@hubbub/protocol';
import type { MessageContent } from '../rules/message.ts';
import { openDirect, type Opening } from './direct-store.ts';
import { requireSystem } from './external-store.ts';
import { findKey, keepKey } from './idempotency-store.ts';
import { sendMessage, type Sent } from './message-store.ts';
import type { Opened } from './opening-store.ts';
import { enqueue } from './outbox-store.ts';
import type { Write } from './statement.ts';

interface Into {
  readonly conversation: ConversationId;
  readonly sender: UserId;
  readonly clientMsgId: string;
  readonly digest: Uint8Array;
  readonly content: MessageContent;
}

/** Into a room or group, whether or not the sender is in it; into a direct conversation of its own. */
export const sendBySystem: Write<Into, Sent> = {
  name: 'broadcast.into',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, args) {
    yield* requireSystem(args.sender);
    return yield* sendMessage.run(tx, { ...args, bySystem: true });
  },
};

/** The direct conversation of a system account with somebody, of which it has any number. */
export const openBySystem: Write<Omit<Opening, 'bySystem'>, Opened> = {
  name: 'broadcast.open',
  locks: () => ({}),
  *run(tx, args) {
    yield* requireSystem(args.user);
    return yield* openDirect.run(tx, { ...args, bySystem: true });
  },
};

/** What the outbox is to send: the same message to each of these users. */
export interface BroadcastSlice {
  readonly sender: UserId;
  readonly users: readonly UserId[];
  readonly clientMsgId: string;
  readonly text: string;
}

interface Broadcast {
  readonly sender: UserId;
  readonly clientKey: string;
  readonly digest: Uint8Array;
  /** Each with a random number for its entry in the outbox. */
  readonly slices: readonly { readonly id: number; readonly slice: BroadcastSlice }[];
}

/** Once for a key: from then on it is owed. */
export const oweBroadcast: Write<Broadcast, { repeated: boolean }> = {
  name: 'broadcast.owe',
  locks: ({ sender }) => ({ users: [sender] }),
  *run(tx, { sender, clientKey, digest, slices }) {
    yield* requireSystem(sender);
    const key = { user: sender, operation: 'message.broadcast', clientKey, digest };
    if ((yield* findKey(key)) !== undefined) return { repeated: true };
    yield* keepKey(key, selfOf(sender));
    for (const { id, slice } of slices)
      yield* enqueue({
        id,
        key: `broadcast ${id}`,
        kind: 'message.broadcast',
        payload: slice,
        now: tx.now,
      });
    return { repeated: false };
  },
};
