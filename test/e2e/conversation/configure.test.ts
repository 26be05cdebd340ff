import { expect } from 'bun:test';
import { Configuration_Level as Level, Item_Kind, type OperationInput } from '@hubbub/protocol';
import { makeRoom, refused, say, stories, type Person } from '../stories.ts';

const tell = stories();

type Asked = Partial<OperationInput<'conversation.configure'>>;

async function configure(person: Person, conversation: string, asked: Asked) {
  const args = { conversation, level: Level.UNSPECIFIED, ...asked };
  return (await person.call('conversation.configure', args)).configuration;
}

function items({ events }: Person) {
  return events.flatMap(({ event }) =>
    event.case === 'change'
      ? event.value.items.filter(({ kind }) => kind === Item_Kind.CONFIGURATION)
      : [],
  );
}

tell(
  'what is set stays until it is set otherwise, on all devices and for nobody else',
  async ({ meet }) => {
    const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
    const conversation = await makeRoom(alice);
    await bob.call('conversation.join', { conversation });
    const first = await configure(bob, conversation, { level: Level.MENTIONS, pinned: true });
    expect(first).toMatchObject({ level: Level.MENTIONS, archived: false });
    expect(first?.pinned).toBeGreaterThan(0);
    const second = await configure(bob, conversation, { muteSeconds: 3600 });
    expect(second).toMatchObject({ level: Level.MENTIONS, pinned: first!.pinned });
    const untilMs = Number(second?.mutedUntil?.seconds) * 1000;
    expect(Math.abs(untilMs - Date.now() - 3_600_000)).toBeLessThan(60_000);
    expect((await configure(bob, conversation, { muteSeconds: 0 }))?.mutedUntil).toBeUndefined();
    await bob.socket.until(() => items(bob).length === 3, 'the items');
    expect(items(bob).at(-1)).toMatchObject({
      key: conversation,
      configuration: { level: Level.MENTIONS, pinned: first!.pinned },
    });
    // Set as it stands nothing changes, so nobody is told.
    await configure(bob, conversation, { level: Level.MENTIONS });
    for (const one of [alice, bob, charlie]) await one.settle();
    expect(items(bob)).toHaveLength(3);
    expect([...items(alice), ...items(charlie)]).toEqual([]);
    // A device that was away has it too.
    const pulled = await bob.call('sync.pull', { epoch: '', known: [], only: [], limit: 0 });
    const own = pulled.changes.flatMap((change) => change.items);
    expect(own.find(({ kind }) => kind === Item_Kind.CONFIGURATION)?.key).toBe(conversation);
  },
);

tell('what is pinned last stands highest', async ({ meet }) => {
  const alice = await meet('alice');
  const [one, two] = [await makeRoom(alice), await makeRoom(alice)];
  const first = await configure(alice, one, { pinned: true });
  const second = await configure(alice, two, { pinned: true });
  expect(second!.pinned).toBeGreaterThan(first!.pinned);
  expect((await configure(alice, one, { pinned: false }))?.pinned).toBe(0);
});

tell(
  'what a message has brought back from the archive stays when it is muted',
  async ({ meet }) => {
    const alice = await meet('alice');
    const conversation = await makeRoom(alice);
    await say(alice, conversation, 'one');
    const put = await configure(alice, conversation, { archived: true });
    expect(put).toMatchObject({ archived: true, archivedSeq: 1 });
    expect(await configure(alice, conversation, { pinned: false })).toMatchObject(put!);
    await say(alice, conversation, 'two');
    expect(await configure(alice, conversation, { muteSeconds: 60 })).toMatchObject({
      archived: false,
    });
  },
);

tell('only members may', async ({ meet }) => {
  const [alice, charlie] = [await meet('alice'), await meet('charlie')];
  const conversation = await makeRoom(alice);
  expect(await refused(configure(charlie, conversation, { pinned: true }))).toBe('NOT_A_MEMBER');
  const tooLong = configure(alice, conversation, { muteSeconds: 315_360_001 });
  expect(await refused(tooLong)).toBe('FIELD');
});
