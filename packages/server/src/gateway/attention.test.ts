// Who looks at the app, on one node and over several.
import { expect, test } from 'bun:test';
import { userId, type AppId } from '@hubbub/protocol';
import { systemClock } from '../ports/clock.ts';
import type { AttentionEmission } from '../ports/bus.ts';
import { Attention } from './attention.ts';

const app = 'main' as AppId;
const [alice, bob, charlie] = ['usr_a', 'usr_b', 'usr_c'].map(userId);
if (!alice || !bob || !charlie) throw new Error('somebody is missing');
const socketOf = (id: typeof alice) => ({ user: { app, id } });
const asked = [alice, bob, charlie].map((user) => ({ app, user }));

test('as long as one of their sockets says so', async () => {
  const attention = new Attention({ clock: systemClock });
  const [one, two] = [socketOf(alice), socketOf(alice)];
  attention.attend(one, true);
  attention.attend(one, true);
  attention.attend(two, true);
  attention.attend({ user: undefined }, true);
  expect([...(await attention.who(asked))]).toEqual(['main/usr_a']);
  attention.attend(one, false);
  expect([...(await attention.who(asked))]).toEqual(['main/usr_a']);
  attention.forget(two);
  attention.forget(two);
  expect([...(await attention.who(asked))]).toEqual([]);
  expect([...(await attention.who([{ app: 'other' as AppId, user: alice }]))]).toEqual([]);
});

test('on any node; one that does not answer has nobody', async () => {
  const nodes: Attention[] = [];
  let isLost = false;
  const told: AttentionEmission[] = [];
  const publish = (emission: AttentionEmission) => {
    told.push(emission);
    if (!isLost) for (const node of nodes) node.receive(emission);
  };
  for (let i = 0; i < 3; i += 1) nodes.push(new Attention({ clock: systemClock, publish }));
  nodes[1]?.attend(socketOf(bob), true);
  nodes[2]?.attend(socketOf(charlie), true);
  const found = await nodes[0]?.who(asked);
  expect([...(found ?? [])].toSorted()).toEqual(['main/usr_b', 'main/usr_c']);
  // Whoever is known to look is asked of nobody, and those who have nobody are silent.
  expect(told).toHaveLength(3);
  isLost = true;
  expect([...((await nodes[1]?.who(asked)) ?? [])]).toEqual(['main/usr_b']);
  expect(told.at(-1)?.subjects).not.toContain('main/usr_b');
});
