import { OperationError } from '@hubbub/protocol';
import { isStringKey, t } from '../strings.ts';

/** A failure found here, not by the server; its message is for the user. */
export class Told extends Error {}

/** What to tell the user about a failed call. */
export function failureText(error: unknown): string {
  if (error instanceof Told) return error.message;
  if (!(error instanceof OperationError)) {
    return t('error.other');
  }
  // What fetch rejects with when it reaches nobody.
  if (error.cause instanceof TypeError) return t('error.network');
  if (error.incident) return t('error.incident', { incident: error.incident });
  // Whoever runs the server has words for it.
  if (error.reason === 'REFUSED') return error.message;
  return reasonText(error.reason);
}

export function reasonText(reason: string): string {
  const key = `error.${reason}`;
  return t(isStringKey(key) ? key : 'error.other');
}
