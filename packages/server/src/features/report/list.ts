import { AppKey_Scope, ReportService } from '@hubbub/protocol';
import { listReports } from '../../store/report-store.ts';
import { readAfter, toNext } from '../after.ts';
import type { ServiceOperation } from '../operation.ts';

const usualLimit = 50;

export const list: ServiceOperation<typeof ReportService.method.list> = {
  method: ReportService.method.list,
  who: 'service',
  scope: AppKey_Scope.MODERATE,
  operator: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['http', 'grpc'],
  async run(call) {
    const { resolved, after, limit } = call.args;
    const place = readAfter(after);
    const page = await call.read(listReports, {
      resolved,
      after: place && { at: place[0], id: place[1] },
      limit: limit || usualLimit,
    });
    const { reports, users, next } = page;
    return { result: { reports, users, next: toNext(next && [next.at, next.id]) } };
  },
};
