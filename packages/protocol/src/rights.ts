// What not everybody may do with messages: one table for the server, which decides, and for what a user is offered.
import { Conversation_Kind as Kind, Member_Role as Role } from './gen/hubbub/v1/stream_pb.ts';

/** What one may do with one's own message is no right but a matter of time. */
export type Right = 'closePoll' | 'mentionAll' | 'pin' | 'recall';

interface RightRule {
  /** The least role in rooms and groups. */
  readonly crowd: Role;
  /** The least role in the others, where all are equal; undefined: nobody. */
  readonly few: Role | undefined;
}

/** The table of rights. `recall` and `closePoll` are about what others said. */
export const rights: Readonly<Record<Right, RightRule>> = {
  closePoll: { crowd: Role.ADMIN, few: undefined },
  mentionAll: { crowd: Role.ADMIN, few: Role.MEMBER },
  pin: { crowd: Role.ADMIN, few: Role.MEMBER },
  recall: { crowd: Role.ADMIN, few: undefined },
};

export interface Standing {
  readonly kind: Kind;
  readonly role: Role | undefined;
}

export function hasRight(right: Right, { kind, role }: Standing): boolean {
  const { crowd, few } = rights[right];
  const least = kind === Kind.ROOM || kind === Kind.GROUP ? crowd : few;
  return role !== undefined && least !== undefined && role >= least;
}

/** @param windowMs how long after it was sent something may be changed; 0 for ever */
export function isInTime(sentAt: number, now: number, windowMs: number): boolean {
  return windowMs <= 0 || now - sentAt <= windowMs;
}
