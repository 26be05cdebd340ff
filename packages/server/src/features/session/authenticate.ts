// The one place where a token or a ticket becomes a login, for every door: sockets, HTTP with a header or a cookie, gRPC.
// It knows nothing of doors. What it returns was live at that moment; sockets that stay open are checked again with
// stillValid, at most every five minutes, and are closed at once by the emission of a revocation.
import { create } from '@bufbuild/protobuf';
import { DeviceSchema, deviceId, userId, type AppId, type DeviceId } from '@hubbub/protocol';
import type { Login } from '../operation.ts';
import { hashToken } from '../account/tokens.ts';
import { findLogin, liveDevices, touchDevices, type FoundLogin } from '../../store/login-store.ts';
import type { Read, Write } from '../../store/statement.ts';
import { redeemTicket } from '../../store/ticket-store.ts';

declare const proof: unique symbol;

/** Only the functions below make one, so a login cannot come from anywhere else, or from a check nobody awaited. */
export type VerifiedLogin = Login & { readonly [proof]: true };

/** What it needs of the store. */
export interface LoginStore {
  write<A, R>(app: AppId, write: Write<A, R>, args: A): Promise<R>;
  read<A, R>(app: AppId, read: Read<A, R>, args: A): Promise<R>;
  systemRead<A, R>(read: Read<A, R>, args: A): Promise<R>;
  systemWrite<A, R>(write: Write<A, R>, args: A): Promise<R>;
}

export interface Authenticator {
  /** The login with this token, whatever its app; undefined for one that is unknown, logged out or expired. */
  authenticate(token: string): Promise<VerifiedLogin | undefined>;
  /** Uses the ticket up, whatever the answer. */
  redeem(ticket: string): Promise<VerifiedLogin | undefined>;
  /** Those of an app's devices whose logins are still live, for the check of open sockets. An open socket is use. */
  stillValid(app: AppId, devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>;
}

export function createAuthenticator(store: LoginStore): Authenticator {
  return {
    async authenticate(token) {
      if (token === '') return undefined;
      const found = await store.systemRead(findLogin, { tokenHash: hashToken(token) });
      if (found === undefined) return undefined;
      if (found.isTouchDue) await touch(found.app, [deviceId(found.device.id)]);
      return verified(found);
    },
    async redeem(ticket) {
      if (ticket === '') return undefined;
      const found = await store.systemWrite(redeemTicket, { tokenHash: hashToken(ticket) });
      return found && verified(found);
    },
    async stillValid(app, devices) {
      const live = await store.read(app, liveDevices, { devices });
      if (live.length > 0) await touch(app, live);
      return new Set(live);
    },
  };

  // A database that can't be written must not keep those out who only read.
  async function touch(app: AppId, devices: readonly DeviceId[]): Promise<void> {
    const touched = store.write(app, touchDevices, { devices });
    await touched.catch(() => undefined);
  }
}

function verified(found: FoundLogin): VerifiedLogin {
  const { app, user } = found;
  const device = create(DeviceSchema, { ...found.device, current: true });
  const guest = user.guest ? ({ guest: true } as const) : {};
  const caller = { user: userId(user.id), device: deviceId(device.id), ...guest };
  return { app, caller, user, device } satisfies Login as VerifiedLogin;
}
