import { expect } from 'bun:test';
import { refused, stories } from '../stories.ts';

const tell = stories();

tell('device.rename names one of the caller’s own devices', async ({ meet }) => {
  const alice = await meet('alice');
  const bob = await meet('bob');
  const [device] = (await alice.call('device.list', {})).devices;
  const id = device?.id ?? '';
  await alice.call('device.rename', { device: id, name: ' kitchen ' });
  expect((await alice.call('device.list', {})).devices[0]?.name).toBe('kitchen');
  expect(await refused(bob.call('device.rename', { device: id, name: 'mine' }))).toBe('UNKNOWN');
  for (const name of ['', ' ', 'a\u202eb', 'x'.repeat(65)])
    expect(await refused(alice.call('device.rename', { device: id, name }))).toBe('FIELD');
  expect((await alice.call('device.list', {})).devices[0]?.name).toBe('kitchen');
});
