import { expect, test } from 'bun:test';
import { OperationError } from '@hubbub/protocol';
import { until } from '../../../test/support/until.ts';
import { Sending, type PendingMessage } from './sending.ts';

const room = 'cnv_room';

test('what was refused for its key is tried again under another one', async () => {
  const delivered: PendingMessage[] = [];
  const owner = {
    async deliver(message: PendingMessage) {
      delivered.push(message);
      if (delivered.length === 1) throw new OperationError('KEY_REUSED');
    },
    changed: () => undefined,
  };
  const sending = new Sending(owner, undefined);
  const { clientMsgId } = sending.send(room, 'hello');
  await until(() => sending.of(room)[0]?.status === 'failed');
  sending.retry(room, clientMsgId);
  await until(() => sending.of(room).length === 0);
  expect(delivered.map(({ text }) => text)).toEqual(['hello', 'hello']);
  expect(delivered[1]?.clientMsgId).not.toBe(clientMsgId);
});
