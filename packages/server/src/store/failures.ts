// The one place that knows what the engines' errors mean. What is not listed here is a bug and stays what it is.
import { OperationError } from '@hubbub/protocol';

/** Why the server cannot start; the message says how to fix it. Printed without a stack. */
export class StartupError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StartupError';
  }
}

/** The database can't be used at the moment, or nothing of the write is known to be kept: the caller may try again. */
export function storageError(cause: unknown): OperationError {
  if (cause instanceof OperationError) return cause;
  return new OperationError('STORAGE', undefined, { cause });
}

const sqliteOutages =
  /^SQLITE_(FULL|IOERR|BUSY|LOCKED|CANTOPEN|READONLY|NOMEM|PROTOCOL|CORRUPT|NOTADB|INTERRUPT)/;

/** Disk, memory or file trouble, as opposed to a statement that is wrong. */
export function isSqliteOutage(error: unknown): boolean {
  return sqliteOutages.test(codeOf(error));
}

/** After one of these at a commit nobody knows what the disk holds: the handle is given up. */
export function isSqliteDiskError(error: unknown): boolean {
  return /^SQLITE_(IOERR|CORRUPT|NOTADB|PROTOCOL)/.test(codeOf(error));
}

/** The statement took longer than it may, or waited too long for a lock: the trouble of one write, not of the batch. */
export function isPostgresTimeout(error: unknown): boolean {
  return /^(57014|55P03)$/.test(codeOf(error));
}

// 08 connection, 53 resources (disk full included), 55 object in use, 57 operator (shutdown, timeout), 58 system.
const postgresOutages = /^(08|53|55|57|58|25006)/;

export function isPostgresOutage(error: unknown): boolean {
  // A pool that is used up, or a server that accepts and does not answer, gives an error without a code.
  const isWaitTooLong = error instanceof Error && /^timeout (exceeded|expired)/.test(error.message);
  return isWaitTooLong || isConnectionLost(error) || postgresOutages.test(codeOf(error));
}

/** Serialization failure and deadlock: the same statements may succeed when run again. */
export function isPostgresConflict(error: unknown): boolean {
  return /^40(001|P01)$/.test(codeOf(error));
}

/** PostgreSQL: a row with this key is there already. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === '23505';
}

/** The session is gone, and its transaction with it unless its COMMIT was already on the way. */
export function isConnectionLost(error: unknown): boolean {
  if (error instanceof LostConnection) return true;
  if (
    /^(08...|57P0[123]|ECONN\w*|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/.test(
      codeOf(error),
    )
  )
    return true;
  return (
    error instanceof Error &&
    /^Connection terminated|^Client has encountered a connection error|not queryable|^Query read timeout/.test(
      error.message,
    )
  );
}

/** Raised by ourselves: a session that ended before it was asked. */
export class LostConnection extends Error {}

export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}

/** Names the read or write in an unexpected error, whose own stack ends in the driver. */
export function namedFailure(name: string, error: unknown): unknown {
  if (error instanceof OperationError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new Error(`${name}: ${text}`, { cause: error });
}
