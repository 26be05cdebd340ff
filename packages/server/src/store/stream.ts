// What a write did to one stream: the Change, and what the hubs must know to deliver it. The writes return these, and
// features make emissions of them.
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  ChangeSchema,
  OperationError,
  parseId,
  type Change,
  type Conversation_Kind,
  type ConversationId,
  type UserId,
} from '@hubbub/protocol';

export interface StreamChange {
  readonly conversation: ConversationId;
  readonly kind: Conversation_Kind;
  readonly change: Change;
  /** DIRECT, WHISPER, SELF: its present members. Empty for those that have a topic. */
  readonly audience: readonly UserId[];
  /** SELF only: what the user became a member of. */
  readonly joined: readonly Joined[];
  readonly left: readonly UserId[];
}

export interface Joined {
  readonly conversation: ConversationId;
  readonly kind: Conversation_Kind;
  /** The conversation's version that made the user a member. */
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

function keyOf(prefix: 'cnv' | 'usr', id: string): number {
  const key = parseId(prefix, id);
  if (key === undefined) throw new OperationError('UNKNOWN');
  return key;
}
