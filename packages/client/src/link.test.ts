import { afterEach, beforeEach, expect, jest, test } from 'bun:test';
import { jsonCodec } from '@hubbub/protocol';
import { readContract } from './contract.ts';
import { Link } from './link.ts';
import { defaultTimings } from './options.ts';

class Socket {
  onclose: ((event: { code: number }) => void) | undefined;
  close(): void {}
}

let sockets: Socket[];
let link: Link;

beforeEach(() => {
  jest.useFakeTimers();
  sockets = [];
  const events = { opened() {}, frames() {}, lost() {}, status() {}, refused() {}, quiet() {} };
  const WebSocket = function () {
    const socket = new Socket();
    sockets.push(socket);
    return socket;
  };
  const codec = jsonCodec(readContract().frames, false);
  const options = { address: 'ws://x', codec, random: () => 0.5, timings: defaultTimings };
  link = new Link({ ...options, WebSocket: WebSocket as never }, events);
  link.start();
  link.settled(25_000);
});
afterEach(() => {
  link.stop();
  jest.useRealTimers();
});

test('the first retry has jitter too, so that not all come back in one instant', () => {
  sockets[0]?.onclose?.({ code: 1006 });
  jest.advanceTimersByTime(499);
  expect(sockets).toHaveLength(1);
  jest.advanceTimersByTime(2);
  expect(sockets).toHaveLength(2);
});

test('a network that came back is used at once', () => {
  sockets[0]?.onclose?.({ code: 1006 });
  link.hurry();
  expect(sockets).toHaveLength(2);
});
