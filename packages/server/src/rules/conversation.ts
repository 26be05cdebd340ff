// What may be done in a conversation and by whom. Pure: the store asks inside its transactions, features before them.
import { Conversation_Kind as Kind, Member_Role as Role, OperationError } from '@hubbub/protocol';
import { isFitName } from './text.ts';

/** Above this many members, Changes hold the caller's own member row only and marks of others are not told. */
export const mostMembersInChanges = 200;
/** In such conversations a live Change may still hold this many member rows. */
export const mostMembersLive = 100;
export const mostMembersOfRoom = 10_000;
export const mostConversationsOfUser = 1_000;

export const mostMembersOfGroup = 500;
/** Members of a whisper, the one who opens it included. */
export const mostMembersOfWhisper = 20;

interface Place {
  readonly kind: Kind;
  /** Undefined for who is no present member. */
  readonly role: Role | undefined;
}

/** What is done to a conversation itself, or to who is in it. Reading and writing in it is any member's right. */
export type Act =
  'join' | 'leave' | 'add' | 'remove' | 'setRole' | 'transfer' | 'rename' | 'delete' | 'whisper';

interface Rule {
  readonly kinds: readonly Kind[];
  /** The least role it takes; undefined: whoever is no member. */
  readonly least: Role | undefined;
}

/** The table of who may do what where. Whom an act may be done to says `requireOutranks`. */
export const rules: Readonly<Record<Act, Rule>> = {
  join: { kinds: [Kind.ROOM], least: undefined },
  whisper: { kinds: [Kind.ROOM], least: Role.MEMBER },
  leave: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.MEMBER },
  add: { kinds: [Kind.GROUP], least: Role.ADMIN },
  remove: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.ADMIN },
  rename: { kinds: [Kind.ROOM, Kind.GROUP], least: Role.ADMIN },
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
  if (least !== undefined && (place.role ?? 0) < least) throw new OperationError('ROLE');
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
