import { expect, test } from 'bun:test';
import { binaryCodec, jsonCodec, OperationError, type FrameData, type Row } from '@hubbub/protocol';
import { readContract } from './contract.ts';
import { defaultTimings } from './options.ts';
import { Requests } from './requests.ts';

const contract = readContract();

for (const makeCodec of [jsonCodec, binaryCodec]) {
  const codec = makeCodec(contract.frames, false);

  function begin() {
    const sent: FrameData[] = [];
    let isOnline = false;
    const owner = {
      send: (frames: readonly FrameData[]) => void sent.push(...frames),
      isReady: () => isOnline,
    };
    const requests = new Requests({ contract, codec, owner, timings: defaultTimings });
    const connect = () => {
      isOnline = true;
      requests.flush();
    };
    return { requests, sent, connect };
  }

  test(`${codec.name}: what cannot be written is refused at once, offline too, and holds up nothing else`, async () => {
    const { requests, sent, connect } = begin();
    const args = { conversation: 'c', content: { case: 'card', value: null } };
    const refused = requests.request('message.send', args, { timeoutMs: Infinity });
    const other = requests.request('message.send', { conversation: 'c', text: 'hello' });
    const error = (await refused.catch((reason: unknown) => reason)) as OperationError;
    expect(error).toBeInstanceOf(OperationError);
    expect(error).toMatchObject({ code: 'INVALID', reason: 'FIELD', retryable: false });
    connect();
    expect(sent.length).toBe(1);
    requests.answer(2, {});
    expect(await other).toEqual({});
  });
}

test.each(['a word', Number.NaN, {}] as const)(
  'json: %p for a number leaves a frame that can be read',
  (replyTo) => {
    const codec = jsonCodec(contract.frames, true);
    const { input } = contract.operation('message.send');
    const args: Row = { conversation: 'c', replyTo };
    const frame = codec.writeRequest(input, { id: 1, op: 'message.send', args });
    const [request] = codec.readRequests(codec.join([frame]) as string);
    expect(request).toMatchObject({ id: 1, op: 'message.send' });
    expect(() => codec.readBody(input, request?.args)).toThrow('replyTo');
  },
);
