import type { AppId, Contact, UserId } from '@hubbub/protocol';
import type { Emission, PartedEmission } from '../../ports/bus.ts';
import type { Changed } from '../../store/contact-change-store.ts';
import { emissionsOf } from '../emission.ts';
import type { Outcome } from '../operation.ts';

/** The answer of an operation on a contact: the caller's side as it is now. SELF tells the devices of all whom it concerns. */
export function outcomeOf(
  app: AppId,
  { contact, streams }: Changed,
): Outcome<{ contact: Contact }> {
  return { result: { contact }, emissions: emissionsOf(app, streams) };
}

interface Pair {
  readonly user: UserId;
  readonly other: UserId;
}

/** The same where it changes what the two see of each other's presence, on every node. */
export function outcomeOfPair(
  app: AppId,
  changed: Changed,
  { user, other }: Pair,
): Outcome<{ contact: Contact }> {
  const { result, emissions = [] } = outcomeOf(app, changed);
  if (changed.streams.length === 0) return { result, emissions };
  const parted = (watcher: UserId, one: UserId): PartedEmission => ({
    type: 'parted',
    app,
    watcher,
    user: one,
  });
  const all: Emission[] = [...emissions, parted(other, user), parted(user, other)];
  return { result, emissions: all };
}
