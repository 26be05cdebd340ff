import {
  AccountService,
  AppKey_Scope,
  DeviceDescription_Class,
  formatId,
  randomKey,
  userId,
} from '@hubbub/protocol';
import { enterUser } from '../../store/external-store.ts';
import { noted } from '../audit/note.ts';
import type { ServiceOperation } from '../operation.ts';
import { openedEmissions } from './ended.ts';
import { mostDevices } from './opening.ts';
import { createToken } from './tokens.ts';

const usualLifeSeconds = 60 * 60;

/** The backend has found out who it is; the token is like that of any login, and ends sooner. */
export const mintToken: ServiceOperation<typeof AccountService.method.mintToken> = {
  method: AccountService.method.mintToken,
  who: 'service',
  scope: AppKey_Scope.USERS,
  operator: true,
  cost: 1,
  idempotency: 'none',
  doors: ['http', 'grpc'],
  async run(call) {
    const { user, device, lifeSeconds } = call.args;
    const { token, hash: tokenHash } = createToken();
    const lifeMs = (lifeSeconds || usualLifeSeconds) * 1000;
    // What a key mints is the daily work of its business, and stands in the event log.
    const write =
      call.principal?.kind === 'operator'
        ? noted(call, enterUser, (entered) => ({
            action: 'account.mintToken',
            target: user,
            details: { device: entered.device, lifeSeconds: lifeMs / 1000 },
          }))
        : enterUser;
    const opened = await call.write(write, {
      user: userId(user),
      mostDevices,
      device: {
        device: formatId('dev', randomKey()),
        key: device?.key ? device.key : null,
        name: device?.name ?? '',
        class: device?.class ?? DeviceDescription_Class.UNSPECIFIED,
        tokenHash,
        absoluteMs: lifeMs,
        idleMs: lifeMs,
      },
    });
    return {
      result: { user: opened.user, token, device: opened.device },
      emissions: openedEmissions(call.app, opened.user.id, opened),
    };
  },
};
