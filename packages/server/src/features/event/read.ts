import {
  AppKey_Scope,
  EventService,
  OperationError,
  type AppId,
  type AppSettings,
  type EventReadRequest,
} from '@hubbub/protocol';
import { readLog, type Page } from '../../store/log-store.ts';
import type { Call, StreamOperation } from '../operation.ts';
import type { EventLog } from './log.ts';

export interface EventNeeds {
  readonly eventLog: Pick<EventLog, 'more'>;
  readonly settingsOf: (app: AppId) => AppSettings | undefined;
}

type Read = StreamOperation<typeof EventService.method.read>;

const usualLimit = 100;
/** Without anything new a reader hears this often that it still is one. */
const heartbeatMs = 25_000;

/** The first page comes even when it is empty: it says where the reader stands. */
export function read(needs: EventNeeds): Read {
  return {
    method: EventService.method.read,
    who: 'service',
    scope: AppKey_Scope.EVENTS,
    cost: 1,
    idempotency: 'natural',
    doors: ['http', 'grpc'],
    async run(call) {
      if (needs.settingsOf(call.app)?.eventLog?.enabled !== true)
        throw new OperationError('NO_LOG');
      const after = call.args.latest ? undefined : positionIn(call.args.after);
      return { stream: pages(needs, call, await readPage(call, after)) };
    },
  };
}

async function* pages({ eventLog }: EventNeeds, call: Call<EventReadRequest>, first: Page) {
  const { app, args, signal } = call;
  let page = first;
  for (;;) {
    yield { events: [...page.events], position: String(page.position) };
    const isEnd = page.events.length < limitOf(args);
    if ((isEnd && !args.follow) || signal.aborted) return;
    if (isEnd) await eventLog.more(app, page.position, { signal, ms: heartbeatMs });
    if (signal.aborted) return;
    page = await readPage(call, page.position);
  }
}

function readPage(call: Call<EventReadRequest>, after: number | undefined): Promise<Page> {
  const { kinds } = call.args;
  return call.read(readLog, { after, kinds, limit: limitOf(call.args) });
}

function limitOf({ limit }: EventReadRequest): number {
  return limit || usualLimit;
}

function positionIn(text: string): number {
  if (text === '') return 0;
  if (!/^\d{1,15}$/.test(text)) throw new OperationError('FIELD', 'after: is no position');
  return Number(text);
}
