// What a user interface is shown of conversations.
import type { Conversation, Member, Message, Notice } from '@hubbub/protocol';
import type { PendingMessage } from './sending.ts';

export interface InboxEntry {
  readonly conversation: Conversation;
  readonly last: Message | undefined;
  readonly unread: number;
  /** Unread messages that call the user; they count in `unread` too. */
  readonly mentions: number;
  readonly markedUnread: boolean;
  /** Messages that wait to be sent. */
  readonly pending: number;
  /** Unread messages of the user's whispers in this room; they do not count in `unread`. */
  readonly whispersUnread: number;
}

/** One of the user's whispers in a room. Its messages stand among the room's by their `anchor` (inDrawOrder). */
export interface WhisperView {
  readonly conversation: Conversation;
  /** Those anchored among the room's messages that are held. */
  readonly messages: readonly Message[];
  /** By seq, of those messages where there is something. */
  readonly own: ReadonlyMap<number, OwnMessage>;
  readonly pending: readonly PendingMessage[];
  readonly unread: number;
  readonly mentions: number;
  readonly readSeq: number;
}

/** How long after it was sent a message may be changed, in milliseconds; 0 for ever. */
export interface MessageWindows {
  readonly editMs: number;
  readonly recallMs: number;
}

/** What the user did to a message that nobody else sees. */
export interface OwnMessage {
  /** The user's own emoji under it. */
  readonly reactions: readonly string[];
  /** What the user chose in its poll: places of options. */
  readonly votes: readonly number[];
  /** It calls the user. */
  readonly mentioned: boolean;
}

export interface ConversationView {
  readonly conversation: Conversation;
  /** Ascending, up to the newest, without a gap but those that the user deleted. */
  readonly messages: readonly Message[];
  /** By seq, of those messages where there is something. */
  readonly own: ReadonlyMap<number, OwnMessage>;
  readonly notices: readonly Notice[];
  /** Those who are members now; in large rooms only some. */
  readonly members: readonly Member[];
  readonly pending: readonly PendingMessage[];
  /** The user's whispers in this room, in order of id. */
  readonly whispers: readonly WhisperView[];
  readonly unread: number;
  /** Unread messages that call the user; they count in `unread` too. */
  readonly mentions: number;
  /** Up to here counts as read. */
  readonly readSeq: number;
  /** Nothing that the user may see lies before `messages`. */
  readonly atStart: boolean;
  readonly loading: boolean;
}
