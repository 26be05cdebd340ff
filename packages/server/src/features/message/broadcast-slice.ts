// The many messages of one broadcast: each in the direct conversation of the system account and a user. Done from the outbox,
// perhaps more than once: the key makes each message one.
import { createHash } from 'node:crypto';
import {
  conversationId,
  formatId,
  OperationError,
  randomKey,
  type AppId,
  type UserId,
} from '@hubbub/protocol';
import type { MessageContent } from '../../rules/message.ts';
import { openBySystem, sendBySystem, type BroadcastSlice } from '../../store/broadcast-store.ts';
import type { Sent } from '../../store/message-store.ts';
import type { Write } from '../../store/statement.ts';
import { emissionsOf } from '../emission.ts';
import type { Tools } from '../effect.ts';

interface ToOne extends Omit<BroadcastSlice, 'users'> {
  readonly user: UserId;
}

interface Writes {
  write<A, R>(write: Write<A, R>, args: A): Promise<R>;
}

/** Opens the direct conversation if need be. UNKNOWN for a user who is not there. */
export async function sendTo(
  writes: Writes,
  { sender, user, clientMsgId, text }: ToOne,
): Promise<Sent> {
  const digest = createHash('sha256').update(text).digest();
  const opened = await writes.write(openBySystem, {
    id: formatId('cnv', randomKey()),
    user: sender,
    peer: user,
    clientKey: '',
    digest,
  });
  const conversation = conversationId(opened.conversation.id);
  const content = { case: 'text', value: text } as const;
  const sent = await writes.write(sendBySystem, {
    conversation,
    sender,
    clientMsgId,
    digest,
    content,
  });
  return { ...sent, streams: [...opened.streams, ...sent.streams] };
}

export async function broadcastSlice(
  tools: Pick<Tools, 'write' | 'publish'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { users, ...slice } = payload as BroadcastSlice;
  const writes: Writes = { write: (one, args) => tools.write(app, one, args) };
  for (const user of users) {
    const { streams } = await sendTo(writes, { ...slice, user }).catch(passOver);
    for (const emission of emissionsOf(app, streams)) tools.publish(emission);
  }
}

export function textIn(content: MessageContent): string {
  return content.case === 'text' ? content.value : '';
}

/** Who is gone, or takes nothing, gets nothing; what may work later is tried again. */
function passOver(error: unknown): Pick<Sent, 'streams'> {
  if (error instanceof OperationError && !error.retryable && error.code !== 'INTERNAL')
    return { streams: [] };
  throw error;
}
