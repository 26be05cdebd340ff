// Why the server closes a socket. 4000-4499: come back and sync; 1009 and 4500-4999: do not reconnect by yourself.
// docs/errors.md derives from it. The close frame itself can be lost (1006): a client treats that like SLOW.
interface CloseRow {
  readonly code: number;
  readonly meaning: string;
}

export const closes = {
  DRAINING: row(4000, 'The server is stopping; come back after the hint in the closing event.'),
  SLOW: row(4001, 'This socket did not read fast enough; come back and pull.'),
  DEAD: row(4002, 'No answer to pings.'),
  EPOCH: row(4003, 'The database was exchanged; come back and pull everything.'),
  FLOOD: row(4005, 'Far more frames than the limits allow.'),
  LOGIN_TIMEOUT: row(
    4006,
    'No session.open within five seconds, which may be a slow network’s fault.',
  ),
  OPEN_FAILED: row(
    4007,
    'session.open was begun and could not be finished; come back and try again.',
  ),
  UNAUTHENTICATED: row(4501, 'session.open was refused.'),
  REVOKED: row(4502, 'This device was logged out.'),
  ORIGIN: row(4503, 'This page’s origin is not allowed.'),
  MALFORMED: row(4504, 'A frame that cannot be read, or of the wrong type.'),
  // WebSocket’s own number: the runtime closes before anybody could say another.
  TOO_LARGE: row(1009, 'A frame larger than allowed.'),
  TOO_MANY: row(4506, 'This user has too many sockets open.'),
  REFUSED: row(4507, 'A hook of this server refused session.open.'),
  SUSPENDED: row(4508, 'The operator has suspended this app.'),
  DISABLED: row(4509, 'This account was disabled.'),
  REPLACED: row(4510, 'The user logged in on another device.'),
  PASSWORD_CHANGED: row(4511, 'This device was logged out: the password was changed elsewhere.'),
} as const satisfies Record<string, CloseRow>;

export type CloseReason = keyof typeof closes;

/** May a client reconnect by itself after this close code? Codes that are not in the table (1001, 1006, …) say yes. */
export function comesBack(code: number): boolean {
  return code < 4500 && code !== 1009;
}

function row(code: number, meaning: string): CloseRow {
  return { code, meaning };
}
