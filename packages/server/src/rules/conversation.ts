// What may be done in a conversation and by whom. Pure: the store asks inside its transactions, features before them.
import {
  Conversation_Kind as Kind,
  OperationError,
  type Member_Role as Role,
} from '@hubbub/protocol';
import { isFitName } from './text.ts';

/** Above this many members, Changes hold the caller's own member row only and marks of others are not told. */
export const mostMembersInChanges = 200;
/** In such conversations a live Change may still hold this many member rows. */
export const mostMembersLive = 100;
export const mostMembersOfRoom = 10_000;
export const mostConversationsOfUser = 1_000;

interface Place {
  readonly kind: Kind;
  readonly role: Role | undefined;
}

/**
 * Throws unless the caller is a present member. Rooms are known to everybody; that any other conversation exists is known
 * to its members only.
 */
export function requireMember({ kind, role }: Place): void {
  if (role !== undefined) return;
  throw new OperationError(kind === Kind.ROOM ? 'NOT_A_MEMBER' : 'UNKNOWN');
}

/** Throws unless the conversation is of this kind; to those who may not know of it, it does not exist. */
export function requireRoom({ kind, role }: Place): void {
  if (kind === Kind.ROOM) return;
  throw new OperationError(role === undefined ? 'UNKNOWN' : 'KIND');
}

export function requireRole(role: Role | undefined, least: Role): void {
  if (role === undefined || role < least) throw new OperationError('ROLE');
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
