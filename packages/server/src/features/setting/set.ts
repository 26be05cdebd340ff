import {
  Settings_Accept as Accept,
  SettingService,
  Sharing_Choice as Choice,
  Showing_Choice as Showing,
  Window_Span as Span,
} from '@hubbub/protocol';
import type { Emission } from '../../ports/bus.ts';
import { showsAll } from '../../rules/sharing.ts';
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
      presence = Showing.UNSPECIFIED,
    } = call.args.settings ?? {};
    const { user } = call.caller;
    const { settings, stream } = await call.write(setSettings, {
      user,
      accept,
      moments,
      receipts,
      typing,
      presence,
    });
    const emissions: Emission[] = emissionsOf(call.app, [stream]);
    if (presence !== Showing.UNSPECIFIED && stream !== undefined)
      emissions.push({
        type: 'showing',
        app: call.app,
        user,
        showsAll: showsAll(settings.presence),
      });
    return { result: { settings }, emissions };
  },
};
