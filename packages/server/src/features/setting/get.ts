import { SettingService } from '@hubbub/protocol';
import { getSettings } from '../../store/setting-store.ts';
import type { UserOperation } from '../operation.ts';

export const get: UserOperation<typeof SettingService.method.get> = {
  method: SettingService.method.get,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  run: async (call) => ({
    result: { settings: await call.read(getSettings, { user: call.caller.user }) },
  }),
};
