// The one table of operation errors: docs/errors.md, HTTP and gRPC statuses and the SDK's types derive from it.
// Codes, reasons and `retryable` are contract; texts are not.
import type { Error_Code } from './gen/hubbub/v1/frame_pb.ts';

interface CodeRow {
  readonly grpc: number;
  readonly http: number;
  readonly meaning: string;
}

export const codes = {
  INVALID: row(3, 400, 'The request is malformed or breaks a limit of the contract.'),
  UNAUTHENTICATED: row(16, 401, 'No valid login came with the call.'),
  FORBIDDEN: row(7, 403, 'The caller is known but may not do this.'),
  NOT_FOUND: row(5, 404, 'It does not exist, or the caller may not know that it does.'),
  CONFLICT: row(6, 409, 'It contradicts what is stored.'),
  LIMITED: row(8, 429, 'Too much at once; try again after retryAfterMs.'),
  TOO_LARGE: row(8, 413, 'The frame or body is larger than allowed.'),
  UNAVAILABLE: row(14, 503, 'Nothing was changed; try again.'),
  TIMEOUT: row(4, 504, 'The outcome is unknown: resend with the same key.'),
  INTERNAL: row(13, 500, 'Our bug; the incident names the line in the server log.'),
  UNIMPLEMENTED: row(12, 501, 'There is no such operation, or not through this door.'),
} as const satisfies Record<Exclude<keyof typeof Error_Code, 'UNSPECIFIED'>, CodeRow>;

export type ErrorCode = keyof typeof codes;

interface ReasonRow {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly meaning: string;
}

export const reasons = {
  MALFORMED: reason('INVALID', false, 'The frame or body cannot be read.'),
  FIELD: reason('INVALID', false, 'A field breaks its limit or is unknown; the message names it.'),
  PASSWORD_TOO_SHORT: reason('INVALID', false, 'A password has at least 8 characters.'),
  PASSWORD_KNOWN: reason('INVALID', false, 'This password is on the list of well-known ones.'),
  USERNAME: reason(
    'INVALID',
    false,
    'A username has 2 to 32 letters, digits, dots, dashes or underscores.',
  ),
  NO_ID: reason('INVALID', false, 'Only volatile operations may be sent without an id.'),
  DUPLICATE_ID: reason('INVALID', false, 'A request with this id is still being answered.'),
  NOT_LOGGED_IN: reason('UNAUTHENTICATED', false, 'Log in first.'),
  CREDENTIALS: reason('UNAUTHENTICATED', false, 'Username or password is wrong.'),
  TOKEN: reason('UNAUTHENTICATED', false, 'The token or ticket is unknown, used or expired.'),
  REPLACED: reason('UNAUTHENTICATED', false, 'The user logged in on another device.'),
  NOT_A_MEMBER: reason('FORBIDDEN', false, 'Only members of this room may do this.'),
  ROLE: reason('FORBIDDEN', false, 'The caller’s role does not allow this.'),
  ORIGIN: reason('FORBIDDEN', false, 'This page’s origin is not allowed.'),
  DOOR: reason('FORBIDDEN', false, 'Not through this door.'),
  PASSWORD_WRONG: reason('FORBIDDEN', false, 'This is not the password of the account.'),
  CODE_WRONG: reason('FORBIDDEN', false, 'This code is wrong, used or too old.'),
  PASSKEY: reason(
    'FORBIDDEN',
    false,
    'This passkey is unknown, or what it signed is not what was asked.',
  ),
  GUEST: reason(
    'FORBIDDEN',
    false,
    'Guests may not do this; account.claim makes an account of one.',
  ),
  NOT_OFFERED: reason(
    'UNIMPLEMENTED',
    false,
    'This server does not offer it; see account.options.',
  ),
  NOT_FRESH: reason('FORBIDDEN', false, 'Prove who you are with account.confirm, then try again.'),
  NOT_ACCEPTING: reason('FORBIDDEN', false, 'This user does not accept messages from the caller.'),
  SENDER: reason('FORBIDDEN', false, 'Only the sender of the message may do this.'),
  TOO_LATE: reason('FORBIDDEN', false, 'The time in which this may be done is over.'),
  MUTED: reason('FORBIDDEN', false, 'The caller is muted here; the message says until when.'),
  BANNED: reason(
    'FORBIDDEN',
    false,
    'The user is banned from this conversation; the message says until when.',
  ),
  REVOKED: reason('FORBIDDEN', false, 'This link was revoked.'),
  EXPIRED: reason('FORBIDDEN', false, 'This link has expired.'),
  USED_UP: reason('FORBIDDEN', false, 'This link was used as often as it may be.'),
  DECLINED: reason('FORBIDDEN', false, 'The request was declined less than a day ago.'),
  RECALLED: reason('CONFLICT', false, 'The message was taken back.'),
  DAMAGED: reason(
    'CONFLICT',
    false,
    'The message lies damaged on the server’s disk and cannot be read.',
  ),
  CLOSED: reason('CONFLICT', false, 'The poll has ended.'),
  CONTENT: reason('CONFLICT', false, 'Not possible with what this message holds.'),
  APP: reason('FORBIDDEN', false, 'The call names another app than its login.'),
  REFUSED: reason('FORBIDDEN', false, 'A hook of this server refused it; the message says why.'),
  SUSPENDED: reason('FORBIDDEN', false, 'The operator has suspended this app.'),
  DISABLED: reason('FORBIDDEN', false, 'This account was disabled.'),
  CALLER: reason('FORBIDDEN', false, 'Not for this kind of caller; the message says for whom.'),
  SCOPE: reason('FORBIDDEN', false, 'The app key lacks the scope for this.'),
  UNKNOWN: reason('NOT_FOUND', false, 'Nothing the caller may know of has this id.'),
  TAKEN: reason('CONFLICT', false, 'This name is taken.'),
  KEY_REUSED: reason('CONFLICT', false, 'This key was used before with another request.'),
  KIND: reason('CONFLICT', false, 'Not possible in this kind of conversation.'),
  BLOCKED: reason('CONFLICT', false, 'The caller has blocked this user; unblock first.'),
  IMAGE: reason('INVALID', false, 'The file is no PNG, JPEG, WebP or GIF, or it is damaged.'),
  PIXELS: reason('TOO_LARGE', false, 'The picture has more than 32 million pixels.'),
  OFFSET: reason('CONFLICT', false, 'The upload has another length.'),
  NO_LOG: reason('CONFLICT', false, 'This app keeps no event log; its settings turn it on.'),
  POSITION_GONE: reason(
    'CONFLICT',
    false,
    'The event log does not reach back to this position any more, or never had it.',
  ),
  RATE: reason('LIMITED', true, 'Too many requests.'),
  IN_FLIGHT: reason('LIMITED', true, 'Too many requests in flight on this connection.'),
  CAPACITY: reason('LIMITED', true, 'The server or the account has reached a limit.'),
  FULL: reason('LIMITED', false, 'The conversation, game or account has as many as it may have.'),
  NO_TYPE: reason('NOT_FOUND', false, 'This server runs no such game.'),
  NOT_SEATED: reason(
    'FORBIDDEN',
    false,
    'The caller has no seat in this game, or has it on another device.',
  ),
  LOCKED: reason('CONFLICT', false, 'The game takes no new players.'),
  ENDED: reason('CONFLICT', false, 'The game is over.'),
  INPUT: reason('INVALID', false, 'The game does not take this input, or these options.'),
  FRAME_SIZE: reason('TOO_LARGE', false, 'The frame or body is larger than allowed.'),
  BEHIND_FAILED: reason(
    'UNAVAILABLE',
    true,
    'A write before this one was refused; resend in order.',
  ),
  DRAINING: reason('UNAVAILABLE', true, 'The server is stopping; reconnect and try again.'),
  STORAGE: reason('UNAVAILABLE', true, 'The database cannot be written at the moment.'),
  BUSY: reason('UNAVAILABLE', true, 'The server is overloaded.'),
  HOOK_TIMEOUT: reason(
    'UNAVAILABLE',
    true,
    'A hook of this server did not answer in time; nothing was changed.',
  ),
  DEADLINE: reason('TIMEOUT', true, 'The time limit ended before the answer.'),
  BUG: reason('INTERNAL', false, 'An unexpected failure; see the incident.'),
  HOOK_FAILED: reason('INTERNAL', false, 'A hook of this server failed; see the incident.'),
  NO_OPERATION: reason('UNIMPLEMENTED', false, 'There is no operation with this name.'),
} as const satisfies Record<string, ReasonRow>;

export type ErrorReason = keyof typeof reasons;

/** The one error that operations throw; everything else that reaches dispatch is our bug. */
export class OperationError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly incident: string | undefined;

  constructor(
    readonly reason: ErrorReason,
    message?: string,
    more: { retryAfterMs?: number; incident?: string; cause?: unknown } = {},
  ) {
    super(message ?? reasons[reason].meaning, { cause: more.cause });
    this.name = 'OperationError';
    this.code = reasons[reason].code;
    this.retryable = reasons[reason].retryable;
    this.retryAfterMs = more.retryAfterMs;
    this.incident = more.incident;
  }
}

function row(grpc: number, http: number, meaning: string): CodeRow {
  return { grpc, http, meaning };
}

function reason(code: ErrorCode, retryable: boolean, meaning: string): ReasonRow {
  return { code, retryable, meaning };
}
