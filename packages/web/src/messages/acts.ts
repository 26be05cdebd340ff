// What can be done with a message, in the order of the menu, and when it is offered. The server decides; this only does not
// offer what it would refuse.
import type { MessageWindows } from '@hubbub/client';
import {
  Conversation_Kind as Kind,
  hasRight,
  isInTime,
  type Message,
  type Standing,
} from '@hubbub/protocol';
import type { IconName } from '../components/icon.tsx';
import { toDate } from '../format/time.ts';
import { pollOf } from '../state/unconfirmed.ts';
import type { ShortcutId } from '../keys.ts';
import type { StringKey } from '../strings.ts';

export type ActName =
  | 'react'
  | 'reply'
  | 'edit'
  | 'forward'
  | 'copy'
  | 'select'
  | 'pin'
  | 'unpin'
  | 'who'
  | 'readers'
  | 'closePoll'
  | 'recall'
  | 'hide'
  | 'report'
  | 'delete';

/** Where a message stands, and who looks at it when. */
export interface Place extends Standing {
  readonly me: string;
  readonly windows: MessageWindows;
  readonly now: number;
}

interface Act {
  readonly label: StringKey;
  readonly icon: IconName;
  /** The key that does it while the message has the focus. */
  readonly key?: ShortcutId;
  readonly isDanger?: boolean;
  readonly isOffered: (message: Message, place: Place) => boolean;
}

export const acts: Readonly<Record<ActName, Act>> = {
  react: { label: 'act.react', icon: 'smile', key: 'message.react', isOffered: isThere },
  reply: { label: 'act.reply', icon: 'reply', key: 'message.reply', isOffered: isThere },
  edit: { label: 'act.edit', icon: 'edit', key: 'message.edit', isOffered: mayEdit },
  forward: { label: 'act.forward', icon: 'forward', key: 'message.forward', isOffered: mayForward },
  copy: { label: 'act.copy', icon: 'copy', isOffered: isText },
  pin: {
    label: 'act.pin',
    icon: 'pin',
    isOffered: (message, place) => mayPin(message, place) && !message.pinned,
  },
  unpin: {
    label: 'act.unpin',
    icon: 'pin',
    isOffered: (message, place) => mayPin(message, place) && message.pinned,
  },
  select: {
    label: 'act.select',
    icon: 'select',
    key: 'message.select',
    isOffered: (_, { kind }) => kind !== Kind.WHISPER,
  },
  who: {
    label: 'act.who',
    icon: 'people',
    isOffered: (message) => message.reactions.length > 0,
  },
  readers: {
    label: 'act.readers',
    icon: 'check',
    isOffered: (message, { kind, me }) =>
      isThere(message) && message.sender === me && (kind === Kind.GROUP || kind === Kind.ROOM),
  },
  closePoll: {
    label: 'act.closePoll',
    icon: 'lock',
    isOffered: (message, place) =>
      pollOf(message)?.closed === false &&
      (message.sender === place.me || hasRight('closePoll', place)),
  },
  recall: { label: 'act.recall', icon: 'undo', isDanger: true, isOffered: mayRecall },
  hide: {
    label: 'moderation.hideAction',
    icon: 'hide',
    isDanger: true,
    isOffered: (message, place) => isThere(message) && hasRight('hide', place),
  },
  report: {
    label: 'moderation.reportAction',
    icon: 'flag',
    isDanger: true,
    isOffered: (message, { me }) => isThere(message) && message.sender !== me,
  },
  delete: { label: 'act.delete', icon: 'trash', isDanger: true, isOffered: () => true },
};

export function offered(message: Message, place: Place): readonly ActName[] {
  const names = Object.keys(acts) as ActName[];
  return names.filter((name) => acts[name].isOffered(message, place));
}

export function isOffered(name: ActName, message: Message, place: Place): boolean {
  return acts[name].isOffered(message, place);
}

function isThere({ recalled, damaged }: Message): boolean {
  return !recalled && !damaged;
}

function isText(message: Message): boolean {
  return isThere(message) && message.content.case === 'text';
}

function mayForward(message: Message): boolean {
  return isText(message) || (isThere(message) && message.content.case === 'media');
}

// What was forwarded are another's words.
function mayEdit(message: Message, { me, now, windows }: Place): boolean {
  const isOwn = message.sender === me && isText(message) && message.origin === undefined;
  return isOwn && isInTime(sentAt(message), now, windows.editMs);
}

function mayRecall(message: Message, place: Place): boolean {
  if (message.recalled) return false;
  if (hasRight('recall', place)) return true;
  return (
    message.sender === place.me && isInTime(sentAt(message), place.now, place.windows.recallMs)
  );
}

// A whisper has no head under which its pins could stand.
function mayPin(message: Message, place: Place): boolean {
  return isThere(message) && place.kind !== Kind.WHISPER && hasRight('pin', place);
}

function sentAt({ createdAt }: Message): number {
  return createdAt === undefined ? 0 : toDate(createdAt).getTime();
}
