import { AccountService, randomKey } from '@hubbub/protocol';
import { findExport, startExport } from '../../store/export-store.ts';
import { firstStage } from '../export/stages.ts';
import type { DeviceOperation } from '../operation.ts';
import { requireFresh } from './fresh.ts';

/** The file is written by the outbox, part by part (features/export). */
const exportAccount: DeviceOperation<typeof AccountService.method.export> = {
  method: AccountService.method.export,
  who: 'device',
  guests: true,
  cost: 5,
  idempotency: 'natural',
  async run(call) {
    const { user } = call.caller;
    const held = await call.read(findExport, { user });
    if (held !== undefined) return { result: { export: held } };
    await requireFresh(call);
    const outboxIds = [randomKey(), randomKey()] as const;
    const made = { user, id: randomKey(), outboxIds, cursor: firstStage };
    return { result: { export: await call.write(startExport, made) }, owes: true };
  },
};

export { exportAccount as export };
