import type { AppId, Change } from '@hubbub/protocol';
import type { Changed } from '../../store/opening-store.ts';
import { emissionsOf } from '../emission.ts';
import type { Outcome } from '../operation.ts';

/** The answer of an operation that changes a conversation: its own Change, which comes first, and what others are told. */
export function outcomeOf(app: AppId, { streams }: Changed): Outcome<{ change?: Change }> {
  const change = streams[0]?.change;
  return { result: change === undefined ? {} : { change }, emissions: emissionsOf(app, streams) };
}
