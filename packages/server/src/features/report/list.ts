import { AppKey_Scope, OperationError, ReportService } from '@hubbub/protocol';
import { listReports } from '../../store/report-store.ts';
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
    const page = await call.read(listReports, {
      resolved,
      after: parsePlace(after),
      limit: limit || usualLimit,
    });
    const { reports, users, next } = page;
    return { result: { reports, users, next: next ? `${next.at}.${next.id}` : '' } };
  },
};

function parsePlace(text: string): { at: number; id: number } | undefined {
  if (text === '') return undefined;
  const [at = 0, id = 0] = text.split('.').map(Number);
  if (!/^\d{1,16}\.\d{1,16}$/.test(text) || !Number.isSafeInteger(at + id))
    throw new OperationError('FIELD', 'after: must be the `next` of a page');
  return { at, id };
}
