// Pictures and files in messages, through every door: who sees them, how long they stay.
import { expect } from 'bun:test';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestServer } from '../../support/server.ts';
import { photo } from '../../support/picture.ts';
import { until } from '../../support/until.ts';
import { makeGroup, makeRoom, refused, say, stories, type Person } from '../stories.ts';

const tell = stories(async () => ({ mediaSweepMs: 3_600_000 }));

async function upload(
  server: TestServer,
  { token }: Person,
  { name, bytes }: { name: string; bytes: Uint8Array },
): Promise<string> {
  const response = await fetch(`${server.url}/v1/media?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: Buffer.from(bytes),
    headers: { authorization: `Bearer ${token}` },
  });
  const { media } = (await response.json()) as { media?: { id: string } };
  if (!media) throw new Error(`the upload was answered ${response.status}`);
  return media.id;
}

async function seen(server: TestServer, { token }: Person, media: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${server.url}/v1/media/${media}`, { headers })).status;
}

const holding = (...ids: string[]) => ({
  case: 'media' as const,
  value: { items: ids.map((id) => ({ media: { id } })), text: '' },
});

function filesOf(server: TestServer): number {
  const found = readdirSync(join(server.data, 'media'), { recursive: true, withFileTypes: true });
  return found.filter((one) => one.isFile()).length;
}

let keys = 0;
const send = (who: Person, conversation: string, content: ReturnType<typeof holding>) =>
  who.call('message.send', { conversation, clientMsgId: `m${(keys += 1)}`, content });

tell('a picture and a file are seen by who sees the message, and by nobody else', async (scene) => {
  const { meet, server } = scene;
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const group = await makeGroup(alice, [bob.id]);
  const image = await upload(server, alice, { name: 'beach.jpg', bytes: await photo(640, 480) });
  const plan = await upload(server, alice, { name: 'plan.pdf', bytes: Buffer.from('%PDF-1.7') });
  expect(await Promise.all([alice, bob].map((one) => seen(server, one, image)))).toEqual([
    200, 404,
  ]);
  const content = holding(image);
  const sent = await send(alice, group, { ...content, value: { ...content.value, text: 'look' } });
  expect(sent.message?.content.value).toMatchObject({
    text: 'look',
    items: [{ media: { id: image, name: 'beach.jpg', width: 640, height: 480 } }],
  });
  await send(alice, group, holding(plan));
  const told = await bob.untilChange(
    ({ messages }) => messages.some((row) => row.content.case === 'media'),
    'the picture',
  );
  expect(told.messages).toEqual([sent.message!]);
  const all = [alice, bob, charlie];
  expect(await Promise.all(all.map((one) => seen(server, one, image)))).toEqual([200, 200, 404]);
  expect(await Promise.all(all.map((one) => seen(server, one, plan)))).toEqual([200, 200, 404]);
  await charlie.settle();
  expect(charlie.changes()).toEqual([]);
  // Whoever came later, or has left, sees nothing of it.
  await alice.call('conversation.add', { conversation: group, users: [charlie.id] });
  expect(await seen(server, charlie, image)).toBe(404);
  await bob.call('conversation.leave', { conversation: group });
  expect(await seen(server, bob, image)).toBe(404);
});

tell(
  'nothing is sent that is not the sender’s, whole, and fit for it',
  async ({ meet, server }) => {
    const [alice, bob] = [await meet('alice'), await meet('bob')];
    const room = await makeRoom(alice);
    await bob.call('conversation.join', { conversation: room });
    const image = await upload(server, alice, { name: 'a.png', bytes: await photo(40, 30) });
    const file = await upload(server, alice, { name: 'a.txt', bytes: Buffer.from('hello') });
    const refusals = [
      [bob, holding(image), 'UNKNOWN'],
      [alice, holding('med_00000000000'), 'UNKNOWN'],
      [alice, holding(image, file), 'FIELD'],
      [alice, holding(image, image), 'FIELD'],
      [alice, holding(), 'FIELD'],
      [alice, holding(...Array<string>(10).fill(image)), 'FIELD'],
    ] as const;
    for (const [who, content, reason] of refusals)
      expect(await refused(send(who, room, content))).toBe(reason);
    const voice = { durationMs: 900, loudness: Uint8Array.of(1, 2) };
    const spoken = { case: 'media' as const, value: { items: [{ media: { id: file }, voice }] } };
    const call = alice.call('message.send', {
      conversation: room,
      clientMsgId: 'v',
      content: spoken,
    });
    expect(await refused(call)).toBe('FIELD');
    // What a moment shows is the moment's.
    await alice.call('moment.post', { text: 'x', media: [image] });
    expect(await refused(send(alice, room, holding(image)))).toBe('UNKNOWN');
    await bob.settle();
    expect(bob.changes(room).flatMap(({ messages }) => messages)).toEqual([]);
  },
);

tell('it stays while a message holds it, and goes with the last', async ({ meet, server }) => {
  const [alice, bob, charlie] = [await meet('alice'), await meet('bob'), await meet('charlie')];
  const [here, there] = [await makeRoom(alice), await makeGroup(bob, [charlie.id])];
  await bob.call('conversation.join', { conversation: here });
  const before = filesOf(server);
  const image = await upload(server, alice, { name: 'x.jpg', bytes: await photo(1400, 20) });
  // With its two smaller ones.
  expect(filesOf(server)).toBe(before + 3);
  const { message } = await send(alice, here, holding(image));
  const seq = message?.seq ?? 0;
  const again = { conversation: here, seqs: [seq], to: [there] };
  const copy = (await bob.call('message.forward', again)).messages[0]!;
  expect(copy.content).toEqual(message!.content);
  await alice.call('message.recall', { conversation: here, seq });
  await say(alice, here, 'later');
  expect(await seen(server, charlie, image)).toBe(200);
  expect(await seen(server, alice, image)).toBe(404);
  await bob.call('message.recall', { conversation: there, seq: copy.seq ?? 0 });
  await until(() => filesOf(server) === before, { what: 'no bytes left' });
  expect(await seen(server, bob, image)).toBe(404);
});

tell('what is hidden is shown to nobody, and kept', async ({ meet, server }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const room = await makeRoom(alice);
  await bob.call('conversation.join', { conversation: room });
  const before = filesOf(server);
  const image = await upload(server, bob, { name: 'x.bin', bytes: Buffer.from('x') });
  const { message } = await send(bob, room, holding(image));
  expect(await seen(server, alice, image)).toBe(200);
  await alice.call('message.hide', { conversation: room, seq: message?.seq ?? 0 });
  for (const one of [alice, bob]) expect(await seen(server, one, image)).toBe(404);
  expect(filesOf(server)).toBe(before + 1);
  await alice.call('conversation.delete', { conversation: room });
  await until(() => filesOf(server) === before, { what: 'no bytes left' });
});

tell('a deleted room takes along what only it held', async ({ meet, server }) => {
  const [alice, bob] = [await meet('alice'), await meet('bob')];
  const [room, other] = [await makeRoom(alice), await makeRoom(alice)];
  await bob.call('conversation.join', { conversation: room });
  const before = filesOf(server);
  const file = { name: 'x.bin', bytes: Buffer.from('x') };
  const [gone, kept] = [await upload(server, alice, file), await upload(server, alice, file)];
  await send(alice, room, holding(gone));
  await send(alice, room, holding(kept));
  await send(alice, other, holding(kept));
  await alice.call('conversation.delete', { conversation: room });
  await until(() => filesOf(server) === before + 1, { what: 'the bytes of the room' });
  expect(await Promise.all([gone, kept].map((one) => seen(server, alice, one)))).toEqual([
    404, 200,
  ]);
  expect(await seen(server, bob, kept)).toBe(404);
});
