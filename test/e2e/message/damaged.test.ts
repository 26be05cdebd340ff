// A message whose row is not what was written: its place is shown and nothing of what stands in it, all around it goes on, and it can
// be taken back.
import { describe, expect, setDefaultTimeout } from 'bun:test';
import { operatorOf } from '../../support/backend.ts';
import { damage } from '../../support/damage.ts';
import { createDatabase } from '../../support/postgres.ts';
import { until } from '../../support/until.ts';
import { makeRoom, refused, say, stories, textOf, type Person } from '../stories.ts';

setDefaultTimeout(60_000);

/** A word that stands in one message alone; one bit of it makes the other one. */
const words = (): readonly [string, string] => {
  const tag = crypto.randomUUID().replaceAll('-', '');
  return [`x${tag}`, `y${tag}`];
};

async function pulled({ call }: Person, conversation: string) {
  const { changes } = await call('sync.pull', { only: [conversation] });
  return changes.flatMap(({ messages }) => messages);
}

for (const engine of ['SQLite', 'PostgreSQL'])
  describe(engine, () => {
    let database = '';
    const tell = stories(async () => {
      if (engine === 'PostgreSQL')
        database = await createDatabase({ fsync: false, isMigrated: true });
      return { database, logLevel: 'silent' };
    });

    tell('a damaged message is a stub in its place', async ({ meet, server }) => {
      const [alice, bob] = [await meet('alice'), await meet('bob')];
      const conversation = await makeRoom(alice);
      await bob.call('conversation.join', { conversation });
      const [word, other] = words();
      await say(alice, conversation, 'before');
      const seq = await say(alice, conversation, `pay ${word}`);
      await alice.call('message.pin', { conversation, seq });
      await damage(database || server.data, conversation, [word, other]);
      await say(alice, conversation, 'after');

      const place = { conversation };
      const { messages: page } = await bob.call('message.history', place);
      const { messages: got } = await bob.call('message.get', { conversation, seqs: [1, 2, 3] });
      const { messages: pins } = await bob.call('message.pins', place);
      for (const messages of [page, got, await pulled(bob, conversation)]) {
        expect(messages.map((one) => [one.seq, one.damaged, textOf(one)])).toEqual([
          [1, false, 'before'],
          [2, true, ''],
          [3, false, 'after'],
        ]);
        expect(messages[1]).toMatchObject({ sender: alice.id, recalled: false, content: {} });
      }
      expect(pins).toMatchObject([{ seq, damaged: true }]);
      const transcript = await operatorOf(server)('transcript.read', { id: conversation });
      const told = JSON.stringify([page, got, pins, transcript], (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      );
      expect(told).not.toContain(word.slice(1));

      // The index goes on after it.
      await until(async () => {
        const { hits } = await bob.call('message.search', { query: 'after', ...place });
        return hits.length === 1;
      });
      for (const query of [word, other])
        expect((await bob.call('message.search', { query, ...place })).hits).toEqual([]);

      const target = { conversation, seq };
      const content = { case: 'text', value: 'it said' } as const;
      const refusals = [
        alice.call('message.edit', { ...target, content }),
        alice.call('message.hide', target),
        bob.call('message.react', { ...target, emoji: '👍', on: true }),
        bob.call('message.forward', { ...place, seqs: [seq], to: [conversation], clientKey: 'k' }),
      ].map(refused);
      expect(new Set(await Promise.all(refusals))).toEqual(new Set(['DAMAGED']));
      expect(await refused(bob.call('message.recall', target))).toBe('SENDER');
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      expect(Number(/^hubbub_damaged_total (\d+)$/m.exec(metrics)?.[1])).toBeGreaterThan(3);

      const { message } = await alice.call('message.recall', target);
      expect(message).toMatchObject({ seq, damaged: false, recalled: true, sender: alice.id });
      const live = await bob.untilChange(
        ({ messages }) => messages.some((one) => one.recalled),
        'the stub',
      );
      expect(live.messages).toEqual([message!]);
      expect((await pulled(bob, conversation))[1]).toEqual(message!);
      expect((await bob.call('message.pins', place)).messages).toEqual([]);
    });
  });
