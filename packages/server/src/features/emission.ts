// What a write did to streams, as the bus carries it.
import type { AppId, Change } from '@hubbub/protocol';
import type { StreamEmission } from '../ports/bus.ts';
import { mostMembersInChanges, mostMembersLive } from '../rules/conversation.ts';
import type { StreamChange } from '../store/stream.ts';

export function emissionsOf(
  app: AppId,
  streams: readonly (StreamChange | undefined)[],
): StreamEmission[] {
  return streams
    .filter((stream) => stream !== undefined)
    .map(({ amends: _, change, ...stream }) => ({
      type: 'stream',
      app,
      ...stream,
      change: asTold(change),
    }));
}

/** Of many who come into a large conversation at once its members hear how many they are (docs/sync.md 17). */
export function asTold(change: Change): Change {
  const count = change.head?.memberCount ?? 0;
  const isMany = change.members.length > mostMembersLive && count > mostMembersInChanges;
  return isMany ? { ...change, members: [] } : change;
}
