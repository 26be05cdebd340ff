import type { AppId, Contact } from '@hubbub/protocol';
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
