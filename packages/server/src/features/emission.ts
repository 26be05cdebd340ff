// What a write did to streams, as the bus carries it.
import type { AppId } from '@hubbub/protocol';
import type { StreamEmission } from '../ports/bus.ts';
import type { StreamChange } from '../store/stream.ts';

export function emissionsOf(
  app: AppId,
  streams: readonly (StreamChange | undefined)[],
): StreamEmission[] {
  return streams
    .filter((stream) => stream !== undefined)
    .map(({ amends: _, ...stream }) => ({ type: 'stream', app, ...stream }));
}
