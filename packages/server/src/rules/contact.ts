// How two users stand to each other. Each has a side of its own, a row that only its owner changes; what holds between the
// two is worked out from both sides, here and nowhere else.
import {
  type Contact_Request as Request,
  OperationError,
  Settings_Accept as Accept,
} from '@hubbub/protocol';
import { isFitName } from './text.ts';

/** One user's side towards another. */
export interface Side {
  /** Has the other one on its list of friends. */
  readonly isFriend: boolean;
  readonly blocks: boolean;
  /** Keeps its own moments from the other one. */
  readonly hidesMine: boolean;
  /** Does not want to see the other one's moments. */
  readonly hidesTheirs: boolean;
}

export interface Asking {
  readonly request: Request;
  readonly requestedAt: number;
}

export const mostFriends = 5_000;
/** A request that nobody answers ends after this long. */
export const requestMs = 30 * 24 * 3_600_000;

const bits = { isFriend: 1, blocks: 2, hidesMine: 4, hidesTheirs: 8 } as const;

/** A side as the number it is stored as; 0, or no row at all, is a stranger's. */
export function toFlags(side: Side): number {
  let flags = 0;
  for (const [name, bit] of Object.entries(bits)) if (side[name as keyof typeof bits]) flags |= bit;
  return flags;
}

export function toSide(flags: number | null): Side {
  const held = flags ?? 0;
  return {
    isFriend: (held & bits.isFriend) !== 0,
    blocks: (held & bits.blocks) !== 0,
    hidesMine: (held & bits.hidesMine) !== 0,
    hidesTheirs: (held & bits.hidesTheirs) !== 0,
  };
}

/** Both have each other on their lists, and neither blocks. */
export function areFriends(one: Side, other: Side): boolean {
  return one.isFriend && other.isFriend && !one.blocks && !other.blocks;
}

/**
 * They see what the other one has said under moments that both see: at least one still has the other on its list, and
 * neither blocks. So it stays when one unfriends, goes when both do, and comes back with the friendship.
 */
export function know(one: Side, other: Side): boolean {
  return (one.isFriend || other.isFriend) && !one.blocks && !other.blocks;
}

/** Whether a request stands. */
export function isAsking({ request, requestedAt }: Asking, asked: Request, now: number): boolean {
  return request === asked && now < requestedAt + requestMs;
}

/** Whether a user takes direct messages and invitations from the one its side is about. */
export function accepts(accept: Accept, side: Side): boolean {
  return !side.blocks && (accept !== Accept.FRIENDS || side.isFriend);
}

/** Tags as they are stored and compared: each once, in order. */
export function cleanTags(tags: readonly string[]): readonly string[] {
  const clean = tags.map((tag) => tag.normalize('NFC').trim());
  if (!clean.every(isFitName)) throw new OperationError('FIELD', 'tags: must be readable');
  return [...new Set(clean)].toSorted();
}
