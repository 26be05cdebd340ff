import { userId, type UserId } from '@hubbub/protocol';

const nobody: readonly UserId[] = [];

/** Users that a request names, each once and in order of id, which is the order of locks. */
export function eachOnce(users: readonly string[]): readonly UserId[] {
  if (users.length === 0) return nobody;
  return [...new Set(users)].toSorted().map(userId);
}
