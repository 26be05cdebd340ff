// Traces at a real collector: what a message leaves there, how a caller's own trace goes on, and that none are made unasked.
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { startCollector, type Collector, type Span } from '../support/collector.ts';
import { signUp } from '../support/people.ts';
import { openSocket, startServer, type TestServer } from '../support/server.ts';
import { until } from '../support/until.ts';

let collector: Collector;
let server: TestServer;
beforeAll(async () => {
  collector = startCollector();
  server = await startServer({ otlp: collector.url });
});
afterAll(async () => {
  await server.stop();
  await collector.stop();
});

function find(name: string, fits: (span: Span) => boolean = () => true): Span | undefined {
  return collector.spans.find((span) => span.name === name && fits(span));
}

test('an operation: its reads and writes, its publishing, and the commit', async () => {
  const alice = await signUp(server.url, 'alice');
  const socket = await openSocket(server.socketUrl);
  await socket.call('session.open', { token: alice.token });
  const { conversation } = await socket.call('conversation.create', {
    kind: 3,
    title: 'a title of people',
    clientKey: 'k',
  });
  const content = { case: 'text', value: 'a text of people' } as const;
  await socket.call('message.send', {
    conversation: conversation?.id ?? '',
    clientMsgId: '1',
    content,
  });
  socket.close();
  const sent = await until(() => find('message.send'), { timeoutMs: 10_000, what: 'the span' });
  expect(sent.attributes).toEqual({ 'hubbub.door': 'socket', 'hubbub.outcome': 'OK' });
  const parts = collector.spans.filter(({ parentSpanId }) => parentSpanId === sent.spanId);
  expect(parts.map(({ name }) => name).toSorted()).toEqual(['publish', 'write sendMessage']);
  for (const part of parts) {
    expect(part.traceId).toBe(sent.traceId);
    expect(part.seconds).toBeLessThanOrEqual(sent.seconds);
  }
  expect(find('commit', ({ attributes }) => Number(attributes['hubbub.writes']) > 0)).toBeDefined();
  expect(collector.raw.join()).not.toContain('of people');
  expect(collector.raw.join()).not.toContain(alice.token);
});

test('the trace of a caller goes on here', async () => {
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const parentSpanId = 'b7ad6b7169203331';
  await fetch(`${server.url}/hubbub.v1.DeviceService/List`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      traceparent: `00-${traceId}-${parentSpanId}-01`,
    },
    body: '{}',
  });
  const span = await until(() => find('device.list'), { timeoutMs: 10_000, what: 'the span' });
  expect(span).toMatchObject({ traceId, parentSpanId });
  expect(span.attributes['hubbub.outcome']).toBe('NOT_LOGGED_IN');
});

test('what waits is sent when the server stops; a collector that is away stops nothing', async () => {
  const other = startCollector();
  const short = await startServer({ otlp: other.url });
  await signUp(short.url, 'alice');
  await short.stop();
  expect(other.spans.map(({ name }) => name)).toContain('account.signUp');
  await other.stop();
  const alone = await startServer({ otlp: other.url });
  expect((await signUp(alone.url, 'alice')).token).not.toBe('');
  await alone.stop();
}, 20_000);
