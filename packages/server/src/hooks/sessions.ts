// Sockets that come and go. A hook is told of every session that began, and of the end of each of these, whatever ended it.
import type { AppId, CloseReason, UserId, DeviceId } from '@hubbub/protocol';
import type { Call } from '../features/operation.ts';
import type { Who } from '../features/session/open.ts';
import type { HookRunner } from './runner.ts';

export interface Session {
  readonly app: AppId;
  readonly address: string;
  readonly caller: { readonly user: UserId; readonly device: DeviceId } | undefined;
}

/** In the words that members' tombstones use too (Reason in stream.proto). */
type DisconnectReason = 'LEFT' | 'DROPPED' | 'DRAINED' | 'SLOW' | 'REVOKED' | 'REPLACED' | 'KICKED';

const reasons: Partial<Record<CloseReason, DisconnectReason>> = {
  DRAINING: 'DRAINED',
  EPOCH: 'DRAINED',
  SLOW: 'SLOW',
  REVOKED: 'REVOKED',
  DISABLED: 'REVOKED',
  REPLACED: 'REPLACED',
  PASSWORD_CHANGED: 'REVOKED',
  UNAUTHENTICATED: 'REVOKED',
  DEAD: 'DROPPED',
  OPEN_FAILED: 'DROPPED',
};

/** For session.open, which finds out by itself who opens. */
export async function askConnect(
  runner: HookRunner,
  { door, address }: Call<unknown>,
  { app, caller: { user, device } }: Who,
): Promise<void> {
  await runner.ask('connect', { user, device }, { where: { app, door, address } });
}

export function tellConnect(runner: HookRunner, { app, address, caller }: Session): void {
  if (caller === undefined) return;
  const { user, device } = caller;
  const where = { app, door: 'socket', address } as const;
  runner.tell({ name: 'connect', event: { user, device }, where, key: user, version: 0 });
}

/** @param close a reason of protocol/close.ts, the code with which the client closed, or `other` */
export function tellDisconnect(
  runner: HookRunner,
  close: string,
  { app, address, caller }: Session,
): void {
  if (caller === undefined) return;
  const { user, device } = caller;
  const event = { user, device, reason: reasonOf(close), close };
  const where = { app, door: 'socket', address } as const;
  runner.tell({ name: 'disconnect', event, where, key: user, version: 0 });
}

function reasonOf(close: string): DisconnectReason {
  if (close === '1006') return 'DROPPED';
  if (/^(\d+|other)$/.test(close)) return 'LEFT';
  return reasons[close as CloseReason] ?? 'KICKED';
}
