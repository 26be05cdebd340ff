import { expect } from 'bun:test';
import { stories } from '../stories.ts';

const tell = stories();

tell('device.list shows the caller’s own devices and which one calls', async ({ meet }) => {
  const alice = await meet('alice');
  await meet('bob');
  const { devices } = await alice.call('device.list', {});
  expect(devices).toHaveLength(1);
  expect(devices[0]).toMatchObject({ current: true, name: '' });
  const shown = Object.keys(devices[0] ?? {}).filter((key) => !key.startsWith('$'));
  expect(shown.toSorted()).toEqual(['class', 'createdAt', 'current', 'id', 'lastSeenAt', 'name']);
});
