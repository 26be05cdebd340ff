import type { Refusal } from '@hubbub/client';
import { isStringKey, t } from '../strings.ts';

/** Refusals of this connection only: the login goes on, and trying again later helps. */
const passing: ReadonlySet<Refusal> = new Set(['TOO_MANY', 'MALFORMED', 'TOO_LARGE', 'ORIGIN']);

export function isLoggedOut(refusal: Refusal | undefined): boolean {
  return refusal !== undefined && !passing.has(refusal);
}

/** Why the server does not want this page. */
export function refusalText(refusal: Refusal): string {
  const key = `refused.${refusal === 'REPLACED' ? 'REVOKED' : refusal}`;
  return t(isStringKey(key) ? key : 'refused.other');
}
