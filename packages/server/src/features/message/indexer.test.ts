// When the indexer comes, and what it brings along; what comes of it in the store: test/contract/search.
import { expect, test } from 'bun:test';
import { create } from '@bufbuild/protobuf';
import { ChangeSchema, MessageSchema, type AppId, type ConversationId } from '@hubbub/protocol';
import type { StreamEmission } from '../../ports/bus.ts';
import { soon } from '../../../../../test/support/clock.ts';
import type { Stretch } from '../../store/search-index-store.ts';
import type { Store } from '../../store/store.ts';
import { mostRemembered } from '../follower.ts';
import { Indexer } from './indexer.ts';

interface Write {
  readonly held: readonly Stretch[];
}

function indexing(outcome: () => { isDone: boolean; seq: number }, clock = soon) {
  let opened: Promise<void> | undefined;
  const writes: Write[] = [];
  const walks: unknown[] = [];
  const systemRead = async (query: unknown) => {
    walks.push(query);
    await opened;
    return { behind: [], next: undefined };
  };
  const troubles: unknown[] = [];
  const write = async (_app: AppId, _slice: unknown, { held }: Write) => {
    writes.push({ held: [...held] });
    return outcome();
  };
  const store = { write, systemRead } as unknown as Store;
  const report = (_: string, cause: unknown) => void troubles.push(cause);
  const indexer = new Indexer({ store, clock, report });
  const hold = (until: Promise<void>) => void (opened = until);
  return { indexer, writes, walks, troubles, hold };
}

const said = (seq: number, text = 'tea', conversation = 'cnv_1'): StreamEmission => ({
  type: 'stream',
  app: 'main' as AppId,
  conversation: conversation as ConversationId,
  kind: 2,
  change: create(ChangeSchema, {
    messages: [{ seq, version: seq, content: { case: 'text', value: text } }].map((message) =>
      create(MessageSchema, message as never),
    ),
  }),
  audience: [],
  joined: [],
  left: [],
});

test('when much is held it does not wait for its time', async () => {
  const { indexer, writes } = indexing(() => ({ isDone: true, seq: 1_000 }));
  const long = 'x'.repeat(100_000);
  for (let seq = 1; seq <= 160; seq += 1) indexer.receive(said(seq, long));
  await indexer.work();
  writes.length = 0;
  for (let seq = 161; seq <= 340; seq += 1) indexer.receive(said(seq, long));
  await Bun.sleep(10);
  expect(writes.length).toBe(1);
  await indexer.close();
});

test('what was said before the database was put back is let go', async () => {
  const { indexer, writes } = indexing(() => ({ isDone: true, seq: 1 }));
  indexer.receive(said(1));
  indexer.forget();
  await indexer.work();
  expect(writes).toEqual([{ held: [] }]);
  await indexer.close();
});

test('what could not be written is read the next time', async () => {
  let isFailing = true;
  const { indexer, writes } = indexing(() => {
    if (isFailing) throw new Error('no disk');
    return { isDone: true, seq: 2 };
  });
  indexer.receive(said(1));
  expect(await indexer.work().catch(String)).toBe('Error: no disk');
  isFailing = false;
  indexer.receive(said(2));
  await indexer.work();
  expect(writes.map(({ held }) => held.map(({ from, to }) => [from, to]))).toEqual([
    [[1, 1]],
    [[2, 2]],
  ]);
  await indexer.close();
});

test('what was too much to be remembered is looked for the next time, by one walk at a time', async () => {
  const due: (() => void)[] = [];
  const every = (ms: number, task: () => void) => {
    if (ms < 60_000) due.push(task);
    return () => undefined;
  };
  const outcome = () => ({ isDone: true, seq: 1 });
  const { indexer, walks, hold } = indexing(outcome, { ...soon, every });
  indexer.start();
  await Bun.sleep(1);
  const sayTo = (conversations: number) => {
    for (let i = 0; i < conversations; i += 1) indexer.receive(said(1, 'tea', `cnv_${i}`));
  };
  const walksOf = async () => {
    walks.length = 0;
    for (const task of due) task();
    await Bun.sleep(1);
    return walks.length;
  };
  sayTo(mostRemembered);
  expect(await walksOf()).toBe(0);
  const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
  hold(isOver);
  sayTo(mostRemembered + 1);
  expect(await walksOf()).toBe(1);
  sayTo(mostRemembered + 1);
  expect(await walksOf()).toBe(0);
  end();
  await indexer.walk();
  expect(await walksOf()).toBe(1);
  await indexer.walk();
  expect(await walksOf()).toBe(0);
  await indexer.close();
});
