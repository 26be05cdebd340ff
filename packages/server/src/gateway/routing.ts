// Whom the emissions of a stream go to, where that is not everybody on its topic.
import type { StreamEmission } from '../ports/bus.ts';
import type { LocalUser, Stream } from './local.ts';

/** What a repair read: the rows of (base, version], and what they mean for routing. */
export interface Difference extends StreamEmission {
  readonly repaired: true;
}

/** Those of the stream's users here whom the changes of one run go to. */
export function* audienceOf(stream: Stream, run: readonly StreamEmission[]): Iterable<LocalUser> {
  const to = new Set(run[0]?.audience);
  for (const user of stream.users) if (to.has(user.id)) yield user;
}

/** May two changes of a stream travel as one? */
export function goesWith(stream: Stream, a: StreamEmission, b: StreamEmission): boolean {
  if (stream.isForAll) return true;
  return (
    a.audience.length === b.audience.length && a.audience.every((id) => b.audience.includes(id))
  );
}

export function isRepaired(emission: StreamEmission): emission is Difference {
  return 'repaired' in emission;
}
