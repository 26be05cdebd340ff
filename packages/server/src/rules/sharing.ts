// What members of a conversation see of each other besides what is said: how far they have read, who is
// writing, and who is here.
import { Sharing_Choice as Choice, Showing_Choice as Showing } from '@hubbub/protocol';
import { areFriends, toSide } from './contact.ts';

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

/** The other one of a pair, and its choice of who sees whether it is here. */
interface Other extends Pair {
  readonly presence: number;
}

/** Whether two users see of each other if they are here: both must show it, so it holds both ways or not at all. */
export function seeEachOther(choice: Showing, other: Other): boolean {
  const friends = areFriends(toSide(other.theirs), toSide(other.own));
  return !areApart(other) && shows(choice, friends) && shows(other.presence, friends);
}

function shows(choice: Showing, friends: boolean): boolean {
  return showsAll(choice) || (choice === Showing.FRIENDS && friends);
}

export function showsAll(choice: Showing): boolean {
  return choice !== Showing.FRIENDS && choice !== Showing.NOBODY;
}
