// Streams that have become long are shortened while they are held, as they are across a restart.
import { selfOf, type UserId } from '../ids.ts';
import { cutReplica } from './kept.ts';
import type { Library } from './library.ts';

/** Lets go of all but the newest messages; history brings them again. Everything stays where only a pull could count it. */
export function keepNewest(library: Library, conversation: string, most: number): void {
  const { replicas, user } = library;
  const replica = replicas.get(conversation);
  if (replica === undefined) return;
  const self = replicas.get(selfOf(user as UserId));
  const cut = cutReplica(replica, self, { user, most });
  // Pages under way may hold older states of rows that are let go of, and nobody would know.
  if (cut !== replica) library.put({ ...cut, since: cut.version });
}
