// What there is to tell: of each conversation the newest message of somebody else that was not told yet.
import type { InboxEntry } from '@hubbub/client';
import { mayNotify, type Conversation, type Message } from '@hubbub/protocol';
import { unreadIn } from '../state/unread.ts';

export interface NewsItem {
  /** Where it is read: a whisper in its room. */
  readonly place: string;
  readonly conversation: Conversation;
  readonly message: Message;
  /** Unread in that place. */
  readonly count: number;
}

/** The newest seq of each conversation that is known; undefined as long as nothing counts as new. */
export type Known = ReadonlyMap<string, number>;

type WhispersOf = (
  room: string,
) => readonly { conversation: Conversation; messages: readonly Message[]; unread: number }[];

export interface Look {
  readonly inbox: readonly InboxEntry[];
  readonly whispersOf: WhispersOf;
  readonly me: string;
}

export function knownOf({ inbox, whispersOf }: Look): Known {
  const known = new Map<string, number>();
  for (const { conversation } of inbox) {
    known.set(conversation.id, conversation.seq ?? 0);
    for (const whisper of whispersOf(conversation.id))
      known.set(whisper.conversation.id, whisper.conversation.seq ?? 0);
  }
  return known;
}

/** A conversation that was not known is new itself: what is unread in it counts. */
export function newsSince(known: Known, look: Look): readonly NewsItem[] {
  return look.inbox
    .filter((entry) => unreadIn(entry) > 0)
    .flatMap((entry) => {
      const { conversation, last } = entry;
      const own = entry.unread > 0 && last ? [{ conversation, message: last }] : [];
      const whispered =
        entry.whispersUnread > 0
          ? look.whispersOf(conversation.id).flatMap((whisper) => {
              const message = whisper.messages.at(-1);
              const isNews = whisper.unread > 0 && message !== undefined;
              return isNews ? [{ conversation: whisper.conversation, message }] : [];
            })
          : [];
      return [...own, ...whispered].map((said) => ({
        ...said,
        place: conversation.id,
        count: unreadIn(entry),
        configured: entry.configuration,
      }));
    })
    .filter(
      ({ conversation, message, configured }) =>
        (message.seq ?? 0) > (known.get(conversation.id) ?? 0) &&
        mayNotify({ configured, user: look.me, now: Date.now() }, message),
    );
}

/** Of each place, the message that its notification shows. */
export type Told = ReadonlyMap<string, Message>;

/** Where a notification shows what was taken back or hidden since. */
export function outdated(
  told: Told,
  messageOf: (conversation: string, seq: number) => Message | null | undefined,
): readonly string[] {
  const isGone = ({ conversation, seq = 0 }: Message) => messageOf(conversation, seq)?.recalled;
  return [...told].filter(([, message]) => isGone(message)).map(([place]) => place);
}
