// What members of a conversation see of each other besides what is said: how far they have read, and who is writing.
import { Sharing_Choice as Choice } from '@hubbub/protocol';
import { toSide } from './contact.ts';

/** How two users stand to each other: the flags of both sides (contact.ts). */
interface Pair {
  readonly theirs: number | null;
  readonly own: number | null;
}

/** One blocks the other: neither sees anything of the other one. */
export function areApart({ theirs, own }: Pair): boolean {
  return toSide(theirs).blocks || toSide(own).blocks;
}

export function isShown(choice: number): boolean {
  return choice !== Choice.HIDDEN;
}
