// The way of a player to a game of another node, where the two ends are slow or lose something: what arrives there, in which order.
import { expect, test } from 'bun:test';
import type { AppId, DeviceId, UserId } from '@hubbub/protocol';
import type { GameRef, Sitter } from '../ports/placement.ts';
import { ClusterPlacement } from './cluster-placement.ts';
import type { HostedGames } from './hosted.ts';

const app = 'main' as AppId;
const ref: GameRef = { app, id: 'gam_1' };
const bob: Sitter = { user: 'usr_b' as UserId, device: 'dev_b' as DeviceId };
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Bob is at the node `near`; what reaches the games of `owner` is kept in order. */
function setUp() {
  const reached: string[] = [];
  const running = new Set([ref.id]);
  const hosted = {
    has: ({ id }: GameRef) => running.has(id),
    enter: async (_: GameRef, { node }: Sitter, isConnected: () => boolean) =>
      reached.push(`enter ${node} ${isConnected()}`),
    away: (_: AppId, { node }: Sitter) => reached.push(`away ${node}`),
    sittersOf: () => [],
  };
  const none = { has: () => false, away: () => undefined, sittersOf: () => [] };
  const rows = { read: () => Promise.resolve() };
  const beats = new Map<string, () => void>();
  const said: string[] = [];
  const nodes = new Map<string, ClusterPlacement>();
  for (const [node, games] of Object.entries({ owner: hosted, near: none }))
    nodes.set(
      node,
      new ClusterPlacement({
        node,
        hosted: games as unknown as HostedGames,
        clock: {
          now: () => 0,
          elapsed: () => 0,
          after: () => () => undefined,
          every: (_, task) => {
            beats.set(node, task);
            return () => undefined;
          },
        },
        say: (to, body) => {
          said.push(`${node}: ${body}`);
          for (const [other, placement] of nodes)
            if (other !== node && (to === '' || to === other)) placement.hear(node, body);
        },
        locate: async () => {
          await rows.read();
          return 'owner';
        },
      }),
    );
  const near = nodes.get('near') as ClusterPlacement;
  return { near, reached, running, rows, said, beat: () => beats.get('near')?.() };
}

test('who loses the connection on the way into a game is not brought back by it', async () => {
  for (const closesAfterReads of [0, 1, 2]) {
    const { near, reached, rows } = setUp();
    await near.enter(ref, bob, () => true);
    // Once more; the connection is lost while the row is read, or when that is done.
    let isConnected = true;
    let reads = 0;
    const close = () => {
      isConnected = false;
      near.away(app, bob);
    };
    rows.read = async () => {
      await turn();
      if (reads++ === closesAfterReads) close();
    };
    await near.enter(ref, bob, () => isConnected);
    if (isConnected) close();
    await turn();
    const last = reached.findLastIndex((one) => one === 'enter near true');
    expect(reached.slice(last + 1)).toContain('away near');
  }
});

test('a game that is over on the other node is not said to be sat in for ever', async () => {
  const { near, running, said, beat } = setUp();
  await near.enter(ref, bob, () => true);
  said.length = 0;
  beat();
  expect(said).toEqual(['near: {"beat":[["main","gam_1","usr_b","owner"]]}']);
  running.clear();
  beat();
  said.length = 0;
  beat();
  expect(said).toEqual(['near: {"beat":[]}']);
});
