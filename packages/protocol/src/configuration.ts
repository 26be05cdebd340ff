// What a user's own configuration of a conversation means: one set of pure functions, for lists, counts and notifications.
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { Message } from './gen/hubbub/v1/stream_pb.ts';
import { callsUser } from './replica/own.ts';

/** A Configuration, whoever made it; undefined for who has never chosen. */
export type Configured =
  | {
      readonly level?: number;
      readonly mutedUntil?: Pick<Timestamp, 'seconds'> | undefined;
      readonly archived?: boolean;
      readonly archivedSeq?: number;
    }
  | undefined;

const levels = { mentions: 2, none: 3 } as const;

/** @param now milliseconds */
export function isMuted(configured: Configured, now: number): boolean {
  return Number(configured?.mutedUntil?.seconds ?? 0) * 1000 > now;
}

/** With a message that came since it is back, unless it is muted. @param seq the conversation's newest */
export function isArchived(configured: Configured, seq: number, now: number): boolean {
  if (configured?.archived !== true) return false;
  return isMuted(configured, now) || seq <= (configured.archivedSeq ?? 0);
}

interface Listener {
  readonly configured: Configured;
  readonly user: string;
  readonly now: number;
}

/** Whether the user wants to be told of this message outside the app. */
export function mayNotify(
  { configured, user, now }: Listener,
  message: Pick<Message, 'sender' | 'recalled' | 'mentions' | 'mentionsAll'>,
): boolean {
  if (message.sender === user || message.recalled || isMuted(configured, now)) return false;
  if (configured?.level === levels.none) return false;
  return configured?.level !== levels.mentions || callsUser(message, user);
}
