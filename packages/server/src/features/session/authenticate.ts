// The one place where a credential becomes a login, for every door: a device's token or ticket, a token the business made, an
// app key, the operator's token. It knows nothing of doors. What it returns was live at that moment; sockets that stay open
// are checked again with stillValid, at most every five minutes, and are closed at once by the emission of a revocation.
import { timingSafeEqual } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import {
  DeviceDescription_Class,
  DeviceSchema,
  deviceId,
  formatId,
  OperationError,
  randomKey,
  userId,
  type AppId,
  type AppSettings,
  type DeviceDescription,
  type DeviceId,
  type User,
} from '@hubbub/protocol';
import { enterUser, findExternal, upsertUser } from '../../store/external-store.ts';
import { findKeyByHash, touchKey } from '../../store/key-store.ts';
import {
  findLogin,
  liveDevices,
  replacedDevices,
  requireLogin,
  touchDevices,
  type FoundLogin,
} from '../../store/login-store.ts';
import { findKeyed, type Opened } from '../../store/device-store.ts';
import type { Read, Write } from '../../store/statement.ts';
import { redeemTicket } from '../../store/ticket-store.ts';
import { createToken, hashToken, isKeySecret } from '../account/tokens.ts';
import { readDisplayName } from '../account/display-name.ts';
import type { Caller, Login, Principal } from '../operation.ts';
import { looksLikeJwt, readBusinessToken, type BusinessToken } from './business-token.ts';

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

export interface Credential {
  readonly token: string;
  /** Whom an app key acts for. */
  readonly user?: string | undefined;
}

export interface Authenticator {
  /** Whom a credential stands for, whatever its app; undefined for one that is unknown, logged out or expired. */
  identify(credential: Credential): Promise<Principal | undefined>;
  /** The login of the device with this token; undefined for every other credential. */
  authenticate(token: string): Promise<VerifiedLogin | undefined>;
  /** Whom a token that the business made stands for, and on which device; undefined for every other credential. */
  arrive(token: string, device: DeviceDescription | undefined): Promise<Arriving | undefined>;
  /** Uses the ticket up, whatever the answer. Throws why there is no login behind it: TOKEN, REPLACED or DISABLED. */
  redeem(ticket: string): Promise<VerifiedLogin>;
  /** Those of an app's devices whose logins are still live, for the check of open sockets. An open socket is use. */
  stillValid(app: AppId, devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>;
  /** Those whose login ended by one on another device. */
  replaced(app: AppId, devices: readonly DeviceId[]): Promise<ReadonlySet<DeviceId>>;
}

/** Somebody whose device is not logged in yet. */
export interface Arriving extends Pick<Login, 'app' | 'caller'> {
  /** Logs the device in. Throws TOKEN when its time is over. */
  enter(): Promise<Entered>;
}

interface Entered extends Pick<Opened, 'ended' | 'replaced'> {
  readonly login: VerifiedLogin;
}

interface AuthenticatorOptions {
  readonly settingsOf?: (app: AppId) => AppSettings | undefined;
  /** Throws SUSPENDED. */
  readonly requireOpen?: (app: AppId) => void;
  /** SHA-256 of the operator's token. */
  readonly operatorHash?: string | undefined;
}

const mostDevices = 50;

export function createAuthenticator(
  store: LoginStore,
  { settingsOf = () => undefined, requireOpen, operatorHash }: AuthenticatorOptions = {},
): Authenticator {
  return {
    identify,
    authenticate,
    async arrive(token, device) {
      if (!looksLikeJwt(token)) return undefined;
      const read = await readBusinessToken(token, settingsOf);
      return read && (await arrive(read, device));
    },
    async redeem(ticket) {
      const found = await store.systemWrite(redeemTicket, { tokenHash: hashToken(ticket) });
      if (typeof found === 'string') throw new OperationError(found);
      return verified(found);
    },
    async stillValid(app, devices) {
      const live = await store.read(app, liveDevices, { devices });
      if (live.length > 0) await touch(app, live);
      return new Set(live);
    },
    async replaced(app, devices) {
      return new Set(await store.read(app, replacedDevices, { devices }));
    },
  };

  async function identify({ token, user }: Credential): Promise<Principal | undefined> {
    if (isOperator(token)) return { kind: 'operator', name: user };
    if (isKeySecret(token)) return await identifyKey(token, user);
    if (looksLikeJwt(token)) {
      const read = await readBusinessToken(token, settingsOf);
      if (read === undefined) return undefined;
      return { kind: 'token', app: read.app, user: userId((await userOf(read)).id) };
    }
    const login = await authenticate(token);
    return login && { kind: 'device', login };
  }

  async function authenticate(token: string): Promise<VerifiedLogin | undefined> {
    if (token === '') return undefined;
    const found = await store.systemRead(findLogin, { tokenHash: hashToken(token) });
    if (found === undefined) return undefined;
    if (found.isTouchDue) await touch(found.app, [deviceId(found.device.id)]);
    return verified(found);
  }

  function isOperator(token: string): boolean {
    if (operatorHash === undefined || token === '') return false;
    return timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(operatorHash));
  }

  async function identifyKey(
    secret: string,
    user: string | undefined,
  ): Promise<Principal | undefined> {
    const wanted = user === undefined ? undefined : userId(user);
    const found = await store.systemRead(findKeyByHash, { hash: hashToken(secret), user: wanted });
    if (found === undefined) return undefined;
    const { app, id: key, scopes, knowsUser } = found;
    if (found.isTouchDue) await store.systemWrite(touchKey, { key }).catch(() => undefined);
    if (wanted !== undefined && !knowsUser)
      throw new OperationError('UNKNOWN', 'The header hubbub-user names nobody in this app.');
    if (found.isUserDisabled) throw new OperationError('DISABLED');
    return { kind: 'key', app, key, scopes, user: wanted };
  }

  /** Found by the business's own id, or made now. */
  async function userOf({ app, externalId, displayName }: BusinessToken): Promise<User> {
    requireOpen?.(app);
    const known = await store.read(app, findExternal, { externalId });
    if (known !== undefined) return known;
    try {
      const made = await store.write(app, upsertUser, {
        externalId,
        user: formatId('usr', randomKey()),
        username: undefined,
        displayName: fitName(displayName),
        picture: undefined,
        system: false,
        mostUsers: settingsOf(app)?.quota?.users ?? 0,
      });
      return made.user;
    } catch (error) {
      // Another node has made it at this very moment.
      const meanwhile = await store.read(app, findExternal, { externalId });
      if (meanwhile === undefined) throw error;
      return meanwhile;
    }
  }

  async function arrive(
    read: BusinessToken,
    described: DeviceDescription | undefined,
  ): Promise<Arriving> {
    const { app } = read;
    const user = userId((await userOf(read)).id);
    const key = described?.key ? described.key : null;
    const known = key === null ? undefined : await store.read(app, findKeyed, { user, key });
    const device = known ?? formatId('dev', randomKey());
    const caller = { user, device };
    return { app, caller, enter: async () => await enter(read, { ...caller, described }) };
  }

  async function enter(
    read: BusinessToken,
    { user, device, described }: Described,
  ): Promise<Entered> {
    const lifeMs = read.expiresAt - Date.now();
    if (lifeMs <= 0) throw new OperationError('TOKEN');
    const { device: made, ...others } = await store.write(read.app, enterUser, {
      user,
      mostDevices,
      issuedAt: read.issuedAt,
      device: {
        device,
        key: described?.key ? described.key : null,
        name: described?.name ?? '',
        class: described?.class ?? DeviceDescription_Class.UNSPECIFIED,
        // The device has no token of ours: one that nobody was told marks it as logged in.
        tokenHash: createToken().hash,
        absoluteMs: lifeMs,
        idleMs: lifeMs,
      },
    });
    const found = await store.read(read.app, requireLogin, { device: made });
    return { login: verified(found), ...others };
  }

  // A database that can't be written must not keep those out who only read.
  async function touch(app: AppId, devices: readonly DeviceId[]): Promise<void> {
    const touched = store.write(app, touchDevices, { devices });
    await touched.catch(() => undefined);
  }
}

interface Described extends Caller {
  readonly described: DeviceDescription | undefined;
}

/** A name that cannot be one keeps nobody out. */
function fitName(text: string): string {
  try {
    return readDisplayName(text, '');
  } catch {
    return '';
  }
}

function verified(found: FoundLogin): VerifiedLogin {
  const { app, user } = found;
  const device = create(DeviceSchema, { ...found.device, current: true });
  const guest = user.guest ? ({ guest: true } as const) : {};
  const caller = { user: userId(user.id), device: deviceId(device.id), ...guest };
  return { app, caller, user, device } satisfies Login as VerifiedLogin;
}
