// What may be done in a conversation and by whom. Pure: the store asks inside its transactions, features before them.
import {
  Conversation_Kind as Kind,
  leastRole,
  Member_Role as Role,
  OperationError,
  ownRights,
  type OwnRight,
  type OwnRights,
} from '@hubbub/protocol';
import { isFitName, isFitText } from './text.ts';

/** Above this many members, Changes hold the caller's own member row only and marks of others are not told. */
export const mostMembersInChanges = 200;
/** In such conversations a live Change may still hold this many member rows. */
export const mostMembersLive = 100;
export const mostMembersOfRoom = 10_000;
export const mostConversationsOfUser = 1_000;

/** Links to a group that are good at the same time. */
export const mostInvites = 100;
/** Requests to come into a group that nobody has answered. */
export const mostRequests = 1_000;
/** Users who are banned at the same time. */
export const mostBans = 10_000;
/** Who was declined may ask again after this long. */
export const declinedMs = 24 * 60 * 60 * 1000;
/** A link that is no good any more is remembered this long, to say why. */
export const deadInviteMs = 30 * declinedMs;
/** Of owner and admins so many are told that somebody waits for an answer. */
export const mostStaffTold = 20;
/** How many of those whom something was done to a notice names; of more it says how many they are. */
export const mostNamedInNotice = 20;
/** Members of a whisper, the one who opens it included. */
export const mostMembersOfWhisper = 20;

interface Place {
  readonly kind: Kind;
  /** Undefined for who is no present member. */
  readonly role: Role | undefined;
  /** What the conversation has decided for itself; undefined: nothing. */
  readonly rights?: OwnRights | undefined;
}

/** What is done to a conversation itself, or to who is in it. Reading and writing in it is any member's right. */
export type Act =
  | 'join'
  | 'leave'
  | 'add'
  | 'remove'
  | 'setRole'
  | 'transfer'
  | 'update'
  | 'delete'
  | 'whisper'
  | 'setRights'
  | 'announce'
  | 'mute'
  | 'ban'
  | 'audit'
  | 'invite'
  | 'decide';

interface Rule {
  readonly kinds: readonly Kind[];
  /** The least role it takes, or the right; undefined: whoever is no member. */
  readonly least: Role | OwnRight | undefined;
}

/** The table of who may do what where. Whom an act may be done to says `requireOutranks`. */
export const rules: Readonly<Record<Act, Rule>> = {
  join: { kinds: [Kind.ROOM], least: undefined },
  whisper: { kinds: [Kind.ROOM], least: Role.MEMBER },
  leave: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.MEMBER },
  add: { kinds: [Kind.GROUP], least: 'invite' },
  invite: { kinds: [Kind.GROUP], least: 'invite' },
  decide: { kinds: [Kind.GROUP], least: Role.ADMIN },
  remove: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.ADMIN },
  update: { kinds: [Kind.ROOM, Kind.GROUP], least: 'change' },
  setRights: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.ADMIN },
  announce: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.ADMIN },
  mute: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.ADMIN },
  ban: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.ADMIN },
  audit: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.ADMIN },
  setRole: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.OWNER },
  transfer: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.OWNER },
  delete: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.OWNER },
};

/**
 * Throws unless the caller is a present member. Rooms are known to everybody; that any other conversation exists is known
 * to its members only.
 */
export function requireMember({ kind, role }: Place): void {
  if (role !== undefined) return;
  throw new OperationError(kind === Kind.ROOM ? 'NOT_A_MEMBER' : 'UNKNOWN');
}

/** Throws unless the table lets the caller do this: first for who may not know of the conversation, last for the role. */
export function requireAct(act: Act, place: Place): void {
  const { kinds, least } = rules[act];
  if (least !== undefined || place.kind !== Kind.ROOM) requireMember(place);
  if (!kinds.includes(place.kind)) throw new OperationError('KIND');
  if (least === undefined) return;
  const needed = typeof least === 'string' ? (leastRole(least, place) ?? Role.OWNER) : least;
  if ((place.role ?? 0) < needed) throw new OperationError('ROLE');
}

/** Removing takes a higher role than that of the one removed; so nobody removes an equal, or oneself. */
export function requireOutranks(role: Role | undefined, other: Role): void {
  if (role === undefined || role <= other) throw new OperationError('ROLE');
}

/** A title as it is stored. Throws when there is nothing to read in it, or when it would turn the text around it. */
export function cleanTitle(title: string): string {
  const clean = title.normalize('NFC').trim().replaceAll(/\s+/g, ' ');
  if (!isFitName(clean))
    throw new OperationError('FIELD', 'title: must be readable, without control characters');
  return clean;
}

/** A description or an announcement as it is stored; '' for none. */
export function cleanLines(field: string, text: string): string {
  const clean = text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim();
  if (clean !== '' && !isFitText(clean))
    throw new OperationError('FIELD', `${field}: must be readable, without control characters`);
  return clean;
}

/**
 * The rights that a member decides on: those it names, the others as they were. Throws where one is taken from, or given to,
 * those above the member.
 */
export function decideRights(
  { role, rights }: Place,
  wanted: Partial<OwnRights>,
): Record<OwnRight, Role> {
  const decided = { ...noRights, ...rights };
  for (const right of ownRights) {
    const least = wanted[right] || decided[right];
    if (least === decided[right]) continue;
    const before = leastRole(right, { kind: Kind.GROUP, rights });
    if (Math.max(least, before ?? 0) > (role ?? 0)) throw new OperationError('ROLE');
    decided[right] = least;
  }
  return decided;
}

export const noRights: OwnRights = { invite: 0, post: 0, pin: 0, change: 0, mentionAll: 0 };

/** Rights as one number, so that a write reads them with the head. */
export function packRights(decided: OwnRights): number {
  return ownRights.reduce((packed, right, place) => packed + decided[right] * 4 ** place, 0);
}

/** Undefined when all are as shipped, as they mostly are. */
export function unpackRights(packed: number): OwnRights | undefined {
  if (packed === 0) return undefined;
  const digits = ownRights.map((right, place) => [right, (packed >> (2 * place)) & 3]);
  return Object.fromEntries(digits) as OwnRights;
}

/**
 * Throws while a member may only read. It ends by the clock.
 *
 * @param mutedUntil 0 for who is not
 */
export function requireVoice({ mutedUntil }: { readonly mutedUntil: number }, now: number): void {
  if (mutedUntil <= now) return;
  const until = new Date(mutedUntil).toISOString();
  const retryAfterMs = Math.min(mutedUntil - now, 0xffffffff);
  throw new OperationError('MUTED', `Muted until ${until}.`, { retryAfterMs });
}

/**
 * Throws while a ban lasts. It ends by the clock.
 *
 * @param endsAt 0: not by itself
 */
export function requireNoBan({ endsAt }: { readonly endsAt: number }, now: number): void {
  if (endsAt === 0) throw new OperationError('BANNED');
  if (endsAt <= now) return;
  const until = new Date(endsAt).toISOString();
  const retryAfterMs = Math.min(endsAt - now, 0xffffffff);
  throw new OperationError('BANNED', `Banned until ${until}.`, { retryAfterMs });
}

/** A title, or words to look for, so that case and width make no difference. */
export function foldTitle(title: string): string {
  return title.normalize('NFKC').toLowerCase();
}

/** The folded words that a title must contain. */
export function queryWords(query: string): readonly string[] {
  return foldTitle(query)
    .split(/\s+/)
    .filter((word) => word !== '');
}
