import {
  Settings_Accept as Accept,
  SettingService,
  Sharing_Choice as Choice,
  Window_Span as Span,
} from '@hubbub/protocol';
import { setSettings } from '../../store/setting-store.ts';
import { emissionsOf } from '../emission.ts';
import type { UserOperation } from '../operation.ts';

export const set: UserOperation<typeof SettingService.method.set> = {
  method: SettingService.method.set,
  who: 'user',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const {
      accept = Accept.UNSPECIFIED,
      moments = Span.UNSPECIFIED,
      receipts = Choice.UNSPECIFIED,
      typing = Choice.UNSPECIFIED,
    } = call.args.settings ?? {};
    const { user } = call.caller;
    const { settings, stream } = await call.write(setSettings, {
      user,
      accept,
      moments,
      receipts,
      typing,
    });
    return { result: { settings }, emissions: emissionsOf(call.app, [stream]) };
  },
};
