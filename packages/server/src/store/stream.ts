// What a write did to one stream: the Change, and what the hubs must know to deliver it. The writes return these, and
// features make emissions of them.
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  formatId,
  OperationError,
  parseId,
  type Change,
  type Conversation_Kind,
  type ConversationId,
  type IdPrefix,
  type UserId,
} from '@hubbub/protocol';
import { toConversation, type Head } from './head.ts';

export interface StreamChange {
  readonly conversation: ConversationId;
  readonly kind: Conversation_Kind;
  readonly change: Change;
  /** DIRECT, WHISPER, SELF: its present members. Empty for those that have a topic. */
  readonly audience: readonly UserId[];
  /** SELF only: what the user became a member of. */
  readonly joined: readonly Joined[];
  readonly left: readonly UserId[];
  /** Its messages were there before: something happened to them. */
  readonly amends?: true;
}

export interface Joined {
  readonly conversation: ConversationId;
  readonly kind: Conversation_Kind;
  /** The conversation's version that made the user a member, or that of the Change which holds it with what came next. */
  readonly version: number;
}

type Rows = Pick<
  MessageInitShape<typeof ChangeSchema>,
  'head' | 'messages' | 'notices' | 'members' | 'items' | 'bare'
>;

interface Step {
  readonly conversation: ConversationId;
  readonly base: number;
  readonly version: number;
}

/** What a room or group is told on its topic: the rows that changed since `base`, and its new head. */
export function topicChange(
  head: Head,
  base: number,
  { left = [], ...rows }: Omit<Rows, 'head' | 'items'> & { readonly left?: readonly UserId[] },
): StreamChange {
  const conversation = formatId('cnv', head.id);
  const step = { conversation, base, version: head.version };
  const change = changeOf(step, { ...rows, head: toConversation(head) });
  return { conversation, kind: head.kind, change, audience: [], joined: [], left };
}

export function changeOf({ conversation, base, version }: Step, rows: Rows): Change {
  return create(ChangeSchema, { conversation, base, version, ...rows });
}

/** The number behind an id. One that is malformed is answered like one that nobody has. */
export function conversationKey(id: string): number {
  return keyOf('cnv', id);
}

export function userKey(id: string): number {
  return keyOf('usr', id);
}

export function keyOf(prefix: IdPrefix, id: string): number {
  const key = parseId(prefix, id);
  if (key === undefined) throw new OperationError('UNKNOWN');
  return key;
}
