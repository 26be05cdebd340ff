import { PasskeyService } from '@hubbub/protocol';
import { renamePasskey } from '../../store/passkey-store.ts';
import type { DeviceOperation } from '../operation.ts';
import { readName } from './name.ts';

export const rename: DeviceOperation<typeof PasskeyService.method.rename> = {
  method: PasskeyService.method.rename,
  who: 'device',
  cost: 1,
  idempotency: 'natural',
  async run(call) {
    const { passkey } = call.args;
    const name = readName(call.args.name);
    await call.write(renamePasskey, { user: call.caller.user, passkey, name });
    return { result: {} };
  },
};
