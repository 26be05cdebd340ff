import type { AppId, Change, Conversation, ConversationId } from '@hubbub/protocol';
import type { Changed } from '../../store/opening-store.ts';
import { asTold, emissionsOf } from '../emission.ts';
import type { Outcome } from '../operation.ts';

/** The answer of an operation that changes a conversation: its own Change, which comes first, and what others are told. */
export function outcomeOf(app: AppId, { streams }: Changed): Outcome<{ change?: Change }> {
  const change = streams[0]?.change;
  const result = change === undefined ? {} : { change: asTold(change) };
  return { result, emissions: emissionsOf(app, streams) };
}

/** Likewise, where the conversation's own Change may be none, but other streams are told. */
export function outcomeIn(
  conversation: ConversationId,
  app: AppId,
  { streams }: Changed,
): Outcome<{ change?: Change }> {
  const change = streams.find((stream) => stream.conversation === conversation)?.change;
  return { result: change ? { change: asTold(change) } : {}, emissions: emissionsOf(app, streams) };
}

/** Likewise, of one that answers with the conversation as it is now. */
export function settledOf(
  app: AppId,
  changed: Changed,
): Outcome<{ conversation?: Conversation; change?: Change }> {
  const { result, emissions = [] } = outcomeOf(app, changed);
  const { conversation } = changed;
  return { result: { ...result, ...(conversation && { conversation }) }, emissions };
}
