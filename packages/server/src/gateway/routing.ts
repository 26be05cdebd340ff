// Whom the emissions of a stream go to, where that is not everybody on its topic.
import type { StreamEmission } from '../ports/bus.ts';
import type { LocalUser, Stream } from './local.ts';

/** What a repair read: the rows of (base, version], and what they mean for routing. */
export interface Difference extends StreamEmission {
  readonly repaired: true;
}

/** Those of the stream's users here whom the changes of one run go to. A whisper's are twenty, the other kinds' fewer. */
export function audienceOf(stream: Stream, [first]: readonly StreamEmission[]): LocalUser[] {
  return [...stream.users].filter(({ id }) => first?.audience.includes(id));
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
