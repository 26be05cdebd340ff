import {
  AppKey_Scope,
  ReportResolution_Code,
  ReportService,
  type ReportId,
} from '@hubbub/protocol';
import { cleanLines } from '../../rules/conversation.ts';
import { resolveReport } from '../../store/report-store.ts';
import { auditOf, noted } from '../audit/note.ts';
import type { ServiceOperation } from '../operation.ts';

export const resolve: ServiceOperation<typeof ReportService.method.resolve> = {
  method: ReportService.method.resolve,
  who: 'service',
  scope: AppKey_Scope.MODERATE,
  operator: true,
  cost: 1,
  idempotency: 'natural',
  doors: ['http', 'grpc'],
  async run(call) {
    const { report, resolution } = call.args;
    const note = cleanLines('note', call.args.note);
    const details = { resolution: ReportResolution_Code[resolution], note };
    const entry = { action: 'report.resolve', target: report, details };
    const resolved = await call.write(noted(call, resolveReport, entry), {
      report: report as ReportId,
      resolution,
      by: auditOf(call, entry).actor,
      note,
    });
    return { result: { report: resolved } };
  },
};
