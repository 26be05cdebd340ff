// Why the server does not want this client: the reason of the error that answered, or that of the close code.
import { closes, OperationError, type CloseReason, type ErrorReason } from '@hubbub/protocol';

/**
 * A row of docs/errors.md. TOKEN, NOT_LOGGED_IN, UNAUTHENTICATED and REVOKED: log in again. REPLACED, PASSWORD_CHANGED: the same, and
 * why. TOO_MANY: this user has too
 * many sockets, connect() when one is closed. ORIGIN: not from this page. Others are our bugs.
 */
export type Refusal = CloseReason | ErrorReason;

const errorOf: Partial<Record<CloseReason, ErrorReason>> = {
  TOO_MANY: 'CAPACITY',
  ORIGIN: 'ORIGIN',
  MALFORMED: 'MALFORMED',
  TOO_LARGE: 'FRAME_SIZE',
};

const ended: ReadonlySet<Refusal> = new Set([
  'REVOKED',
  'REPLACED',
  'PASSWORD_CHANGED',
  'TOKEN',
  'NOT_LOGGED_IN',
  'UNAUTHENTICATED',
]);

/** The login itself is over, not only this socket. */
export function isEnd(refusal: Refusal): boolean {
  return ended.has(refusal);
}

export function closeReason(code: number): CloseReason {
  const names = Object.keys(closes) as CloseReason[];
  // A code of a newer server: all that is known is that we are not wanted.
  return names.find((name) => closes[name].code === code) ?? 'UNAUTHENTICATED';
}

/** What connect() rejects with. */
export function errorOfClose(reason: CloseReason): OperationError {
  return new OperationError(errorOf[reason] ?? 'NOT_LOGGED_IN', closes[reason].meaning);
}

/** Why a refused session.open is final; undefined when it may be tried again. */
export function refusalOf({ reason, code }: OperationError): Refusal | undefined {
  // The server says CAPACITY, then closes with TOO_MANY: coming back would push against what the user has open.
  if (reason === 'CAPACITY') return 'TOO_MANY';
  return code === 'UNAUTHENTICATED' || code === 'FORBIDDEN' ? reason : undefined;
}
