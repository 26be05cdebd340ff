// What signing up and logging in share: the device of the login, its token, and how the caller is given it.
import {
  DeviceDescription_Class,
  formatId,
  OperationError,
  randomKey,
  type AppId,
  type AppSettings,
  type DeviceDescription,
} from '@hubbub/protocol';
import type { NewDevice } from '../../store/device-store.ts';
import type { Call, CookieChange } from '../operation.ts';
import type { Attempts } from './attempts.ts';
import type { Passwords } from './passwords.ts';
import { createToken, lives, type Token } from './tokens.ts';

/** What the operations of accounts need besides their call. */
export interface AccountNeeds {
  readonly passwords: Passwords;
  readonly attempts: Attempts;
  /** What was set for an app. */
  readonly settingsOf?: (app: AppId) => AppSettings | undefined;
}

/** Of one user; the longest unused ends when another is added. */
export const mostDevices = 50;

interface OpeningArgs {
  readonly cookie: boolean;
  readonly device?: DeviceDescription | undefined;
}

export interface Opening {
  readonly device: NewDevice;
  /** What the reply says of the token: nothing when it goes into a cookie, so that no script ever sees it. */
  readonly reply: { readonly token: string };
  readonly cookie: { readonly cookie?: CookieChange };
}

/** Makes the device and its token. Throws DOOR for a cookie that could not be set. */
export function prepareOpening(call: Call<OpeningArgs>): Opening {
  const { cookie, device } = call.args;
  if (cookie && call.door !== 'http') throw new OperationError('DOOR');
  const token = createToken();
  return {
    device: {
      device: formatId('dev', randomKey()),
      key: device?.key ? device.key : null,
      name: device?.name ?? '',
      class: device?.class ?? DeviceDescription_Class.UNSPECIFIED,
      tokenHash: token.hash,
      ...(cookie ? lives.cookie : lives.token),
    },
    ...(cookie ? inCookie(token) : { reply: { token: token.token }, cookie: {} }),
  };
}

function inCookie({ token }: Token): Pick<Opening, 'reply' | 'cookie'> {
  const maxAgeSeconds = lives.cookie.absoluteMs / 1000;
  return { reply: { token: '' }, cookie: { cookie: { token, maxAgeSeconds } } };
}
