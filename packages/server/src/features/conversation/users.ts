import { userId, type UserId } from '@hubbub/protocol';

/** Users that a request names, each once and in order of id, which is the order of locks. */
export function eachOnce(users: readonly string[]): readonly UserId[] {
  return [...new Set(users)].toSorted().map(userId);
}
