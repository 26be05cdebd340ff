// OperationError to and from the Error of the contract.
import { OperationError, reasons, type ErrorCode, type ErrorReason } from './errors.ts';
import { Error_Code } from './gen/hubbub/v1/frame_pb.ts';
import type { Row } from './shape.ts';

export function toWireError(error: OperationError): Row {
  return {
    code: Error_Code[error.code],
    reason: error.reason,
    retryable: error.retryable,
    message: error.message,
    retryAfterMs: error.retryAfterMs,
    incident: error.incident,
  };
}

interface WireFields {
  readonly code: number;
  readonly reason: string;
  readonly retryable: boolean;
  readonly message: string;
  readonly retryAfterMs?: number;
  readonly incident?: string;
}

/** A newer server may know reasons that this table does not: its code and `retryable` count then. */
export function toOperationError(row: Row): OperationError {
  const { code, reason, retryable, message, retryAfterMs, incident } = row as unknown as WireFields;
  const more = {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(incident === undefined ? {} : { incident }),
  };
  if (Object.hasOwn(reasons, reason))
    return new OperationError(reason as ErrorReason, message, more);
  const name = Error_Code[code] as ErrorCode | undefined;
  return Object.assign(new OperationError('BUG', message, more), {
    code: name ?? 'INTERNAL',
    reason,
    retryable,
  });
}
