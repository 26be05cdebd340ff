import { AccountService } from '@hubbub/protocol';
import { readAccount } from '../../store/own-account-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { usernameMs } from './change-username.ts';
import { freshMs } from './fresh.ts';

export const get: DeviceOperation<typeof AccountService.method.get> = {
  method: AccountService.method.get,
  who: 'device',
  guests: true,
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const account = await call.read(readAccount, { ...call.caller, freshMs, usernameMs });
    return { result: { account } };
  },
};
