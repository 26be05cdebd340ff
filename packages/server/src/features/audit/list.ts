import { timestampMs } from '@bufbuild/protobuf/wkt';
import { AuditService } from '@hubbub/protocol';
import { listAudit } from '../../store/audit-store.ts';
import { operatorDoors, type AppNeeds } from '../app/needs.ts';
import type { OperatorOperation } from '../operation.ts';

const usualLimit = 100;

export function list({ apps }: AppNeeds): OperatorOperation<typeof AuditService.method.list> {
  return {
    method: AuditService.method.list,
    who: 'operator',
    cost: 1,
    idempotency: 'natural',
    doors: operatorDoors,
    async run({ args: { app, action, actor, target, since, until, after, limit } }) {
      const page = await apps.systemRead(listAudit, {
        app,
        action,
        actor,
        target,
        after,
        since: since && timestampMs(since),
        until: until && timestampMs(until),
        limit: limit || usualLimit,
      });
      return { result: page };
    },
  };
}
