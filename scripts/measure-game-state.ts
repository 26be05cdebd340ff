// What telling a game's state costs: our tree of plain data beside @colyseus/schema, on the bench's own load (40 things of four
// numbers, a twentieth of them changes each tick) and on one where nothing is alike. `bun scripts/measure-game-state.ts`
import { type ArraySchema, Decoder, Encoder, schema, t } from '@colyseus/schema';
import { TreeReader, TreeWriter } from '@hubbub/protocol';
import { eventFrame } from '../packages/server/src/games/frame.ts';

const entities = 40;
const changing = 4;
const rounds = 100_000;

interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly writeUs: number;
  readonly readUs: number;
}

function ours(): Row {
  const state = {
    entities: Array.from({ length: entities }, (_, i) => ({ x: 0, y: 0, hp: 100, kind: i % 4 })),
  };
  const writer = new TreeWriter();
  const reader = new TreeReader();
  reader.patch(writer.patch(state) as Uint8Array);
  const patches: Uint8Array[] = [];
  let bytes = 0;
  const writeUs = timed(rounds, (tick) => {
    move(state.entities, tick);
    const patch = writer.patch(state) as Uint8Array;
    bytes += patch.length;
    patches.push(patch);
  });
  const readUs = timed(rounds, (tick) => void reader.patch(patches[tick - 1] as Uint8Array));
  return { name: 'tree of plain data', bytes: bytes / rounds, writeUs, readUs };
}

function theirs(): Row {
  const Entity = schema(
    { x: t.float32(), y: t.float32(), hp: t.uint8(), kind: t.uint8() },
    'Entity',
  );
  const State = schema({ entities: t.array(Entity) }, 'State');
  const state = new State();
  const list = state.entities as unknown as ArraySchema<{ x: number; y: number }>;
  for (let i = 0; i < entities; i += 1)
    list.push(Object.assign(new Entity(), { x: 0, y: 0, hp: 100, kind: i % 4 }));
  const encoder = new Encoder(state);
  const decoder = new Decoder(new State());
  decoder.decode(Buffer.from(encoder.encodeAll()));
  encoder.discardChanges();
  const patches: Buffer[] = [];
  let bytes = 0;
  const writeUs = timed(rounds, (tick) => {
    move(list as never, tick);
    const patch = Buffer.from(encoder.encode());
    encoder.discardChanges();
    bytes += patch.length;
    patches.push(patch);
  });
  const readUs = timed(rounds, (tick) => void decoder.decode(patches[tick - 1] as Buffer));
  return { name: '@colyseus/schema', bytes: bytes / rounds, writeUs, readUs };
}

function json(): Row {
  const state = {
    entities: Array.from({ length: entities }, (_, i) => ({ x: 0, y: 0, hp: 100, kind: i % 4 })),
  };
  let bytes = 0;
  let text = '';
  const writeUs = timed(rounds, (tick) => {
    move(state.entities, tick);
    text = JSON.stringify(state);
    bytes += text.length;
  });
  const readUs = timed(rounds / 10, () => void JSON.parse(text));
  return { name: 'all of it, as JSON', bytes: bytes / rounds, writeUs, readUs };
}

function frame(): Row {
  const data = new Uint8Array(53);
  let bytes = 0;
  const writeUs = timed(rounds, (tick) => {
    const value = { own: false, number: tick, tick, data };
    bytes += eventFrame('gam_5352xrvv3x0', { case: 'patch', value }).length;
  });
  return {
    name: '(the frame around a patch)',
    bytes: bytes / rounds - data.length,
    writeUs,
    readUs: 0,
  };
}

function move(list: { x: number; y: number }[], tick: number): void {
  for (let i = 0; i < changing; i += 1) {
    const entity = list[(tick * changing + i) % entities];
    if (entity === undefined) continue;
    entity.x = (tick % 4096) / 4;
    entity.y = (tick % 4096) / 2;
  }
}

/** Microseconds each, the fastest third of it: the machine may be busy. */
function timed(count: number, task: (tick: number) => void): number {
  const slices: number[] = [];
  const size = Math.floor(count / 20);
  for (let slice = 0; slice < 20; slice += 1) {
    const from = performance.now();
    for (let i = 1; i <= size; i += 1) task(slice * size + i);
    slices.push(((performance.now() - from) * 1000) / size);
  }
  const fast = slices.toSorted((a, b) => a - b).slice(0, 7);
  return fast.reduce((sum, one) => sum + one, 0) / fast.length;
}

for (const { name, bytes, writeUs, readUs } of [ours(), theirs(), json(), frame()])
  console.log(
    `${name.padEnd(28)} ${bytes.toFixed(0).padStart(5)} bytes  write ${writeUs.toFixed(2)} us  read ${readUs.toFixed(2)} us`,
  );
