import { AccountService, OperationError } from '@hubbub/protocol';
import type { Blobs } from '../../ports/blob.ts';
import { findPart } from '../../store/export-store.ts';
import type { DeviceOperation } from '../operation.ts';

type ExportPart = DeviceOperation<typeof AccountService.method.exportPart>;

export function exportPart({ blobs }: { readonly blobs: Blobs }): ExportPart {
  return {
    method: AccountService.method.exportPart,
    who: 'device',
    guests: true,
    cost: 1,
    idempotency: 'natural',
    async run(call) {
      const { user } = call.caller;
      const { blob, more } = await call.read(findPart, { user, ...call.args });
      const content = await blobs.get(blob);
      if (content === undefined) throw new OperationError('UNKNOWN');
      return { result: { content: Uint8Array.from(content), more } };
    },
  };
}
