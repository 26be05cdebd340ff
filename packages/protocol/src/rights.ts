// What not everybody may do in a conversation: one table for the server, which decides, and for what a user is offered.
import {
  Conversation_Kind as Kind,
  Member_Role as Role,
  type Conversation,
} from './gen/hubbub/v1/stream_pb.ts';

/** What a room or group decides for itself (`Rights` on the wire). */
export const ownRights = ['invite', 'post', 'pin', 'change', 'mentionAll'] as const;
export type OwnRight = (typeof ownRights)[number];

/** What one may do with one's own message is no right but a matter of time. */
export type Right = OwnRight | 'closePoll' | 'recall' | 'hide';

interface RightRule {
  /** The least role in rooms and groups, as shipped. */
  readonly crowd: Role;
  /** The least role in the others, where all are equal; undefined: nobody. */
  readonly few: Role | undefined;
}

/** The table of rights. `closePoll`, `recall` and `hide` are about what others said. */
export const rights: Readonly<Record<Right, RightRule>> = {
  invite: { crowd: Role.ADMIN, few: undefined },
  post: { crowd: Role.MEMBER, few: Role.MEMBER },
  pin: { crowd: Role.ADMIN, few: Role.MEMBER },
  change: { crowd: Role.ADMIN, few: undefined },
  mentionAll: { crowd: Role.ADMIN, few: Role.MEMBER },
  closePoll: { crowd: Role.ADMIN, few: undefined },
  recall: { crowd: Role.ADMIN, few: undefined },
  hide: { crowd: Role.ADMIN, few: undefined },
};

/** What a conversation has decided; what is 0 stays as shipped. */
export type OwnRights = Readonly<Record<OwnRight, Role>>;

export interface Standing {
  readonly kind: Kind;
  readonly role: Role | undefined;
  /** Undefined: all as shipped. */
  readonly rights?: OwnRights | undefined;
}

export function hasRight(right: Right, standing: Standing): boolean {
  const { role } = standing;
  const least = leastRole(right, standing);
  return role !== undefined && least !== undefined && role >= least;
}

/** Undefined: nobody has it there. */
export function leastRole(right: Right, { kind, rights: own }: Omit<Standing, 'role'>) {
  const { crowd, few } = rights[right];
  if (kind !== Kind.ROOM && kind !== Kind.GROUP) return few;
  return own?.[right as OwnRight] || crowd;
}

/** How the reader of a head stands in it. */
export function standingIn({ kind, rights: own, own: place }: Conversation): Standing {
  return { kind, role: place?.role, rights: own };
}

/** @param windowMs how long after it was sent something may be changed; 0 for ever */
export function isInTime(sentAt: number, now: number, windowMs: number): boolean {
  return windowMs <= 0 || now - sentAt <= windowMs;
}
