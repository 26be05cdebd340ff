// The event log over several nodes: any node is read, whoever of them gives the positions, whatever the bus loses.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test';
import { client, keyOf, linesOf, operatorOf, request, usersOf } from '../support/backend.ts';
import { until } from '../support/until.ts';
import { joints, startCluster, type Cluster } from './nodes.ts';

setDefaultTimeout(60_000);

let cluster: Cluster | undefined;
afterEach(() => cluster?.stop());

test.each([...joints, 'a bus that loses all'] as const)('joined by %s', async (joint) => {
  cluster = await startCluster(joint, 2, { keyRate: 0 });
  const [one, two] = cluster.nodes;
  if (one === undefined || two === undefined) throw new Error('two nodes were asked for');
  const operator = operatorOf(one);
  await operator('app.update', { name: 'main', eventLog: { enabled: true } });
  const token = await keyOf(operator, 'main');
  // The other node has heard of it within a second, whatever the bus did.
  const other = client(two.url, { token });
  await until(
    () =>
      other('event.read').then(
        () => true,
        () => false,
      ),
    { what: 'the other node to know' },
  );
  const [alice = ''] = await usersOf(other, 'alice');
  const room = { kind: 'ROOM', title: 'r', clientKey: 'r' };
  const made = await client(one.url, { token, user: alice })('conversation.create', room);
  const conversation = (made['conversation'] as { id: string }).id;
  const heard: string[][] = [];
  const stop = new AbortController();
  for (const { url } of [one, two]) {
    const seqs: string[] = [];
    heard.push(seqs);
    const args = { follow: true, kinds: ['MESSAGE_SENT'] };
    const pages = linesOf(await request(url, 'event.read', { args, token, signal: stop.signal }));
    void (async () => {
      for await (const page of pages)
        for (const { message } of (page['events'] ?? []) as { message: { text: string } }[])
          seqs.push(message.text);
    })().catch(() => undefined);
  }
  const texts = Array.from({ length: 20 }, (_, i) => `text ${i}`);
  for (const [i, text] of texts.entries())
    await client(i % 2 ? one.url : two.url, { token, user: alice })('message.send', {
      conversation,
      clientMsgId: text,
      text,
    });
  await until(() => heard.every((seqs) => seqs.length >= texts.length), {
    what: 'both to hear all',
    timeoutMs: 20_000,
  });
  expect(heard).toEqual([texts, texts]);
  // Suspended on one node: refused by the other within a second or so.
  await operator('app.suspend', { name: 'main' });
  const since = performance.now();
  await until(
    () =>
      other('event.read').then(
        () => false,
        ({ reason }: { reason: string }) => reason === 'SUSPENDED',
      ),
    { what: 'the other node to refuse' },
  );
  expect(performance.now() - since).toBeLessThan(5_000);
  stop.abort();
});
