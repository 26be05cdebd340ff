// A pool: whatever anyone says reaches everyone who is in it, with a line for each who comes or goes, and a live count.
//   bun examples/pool-chat/main.ts URL NAME PASSWORD [POOL]
// Each line typed is said; the end of the input leaves the pool.
import { createInterface } from 'node:readline';
import { Client, OperationError, textOf } from '@hubbub/client';

const [url = '', username = '', password = '', pool = 'pool'] = process.argv.slice(2);
const room = 3;
const client = new Client({ url });
await signUpOrLogIn();
await client.connect();
const id = await enter();
await client.open(id);

let printed = client.state.conversation(id)?.conversation.seq ?? 0;
let present = new Set(memberIds());
client.state.subscribe(`conversation:${id}`, show);
client.state.subscribe('users', show);
let here = 0;
client.watch({ conversation: id }, ({ count }) => {
  if (count !== here) console.log(`${count} here`);
  here = count;
});

for await (const line of createInterface({ input: process.stdin })) if (line) client.send(id, line);
await client.call('conversation.leave', { conversation: id });
client.close();

function show(): void {
  const members = memberIds();
  const changed = [
    ...members.filter((one) => !present.has(one)),
    ...[...present].filter((one) => !members.includes(one)),
  ];
  if (changed.some((one) => !client.state.user(one))) return; // comes again when the name is known
  for (const one of changed)
    console.log(`* ${nameOf(one)} ${present.has(one) ? 'left' : 'joined'}`);
  present = new Set(members);
  for (const message of client.state.conversation(id)?.messages ?? []) {
    const { seq = 0, sender } = message;
    if (seq <= printed) continue;
    if (!client.state.user(sender)) return;
    printed = seq;
    console.log(`${nameOf(sender)}: ${textOf(message)}`);
  }
}

function memberIds(): string[] {
  return (client.state.conversation(id)?.members ?? []).map(({ user }) => user);
}

function nameOf(user: string): string {
  return client.state.user(user)?.displayName ?? user;
}

/** Who comes first makes the pool. Where several came at once, each looks again and all go into the oldest one. */
async function enter(): Promise<string> {
  let made: string | undefined;
  if ((await oldest()) === undefined) {
    const created = await client.call('conversation.create', { kind: room, title: pool });
    made = created.conversation?.id;
  }
  const conversation = (await oldest()) ?? made ?? '';
  if (made !== undefined && made !== conversation)
    await client.call('conversation.delete', { conversation: made });
  await client.call('conversation.join', { conversation });
  return conversation;
}

async function oldest(): Promise<string | undefined> {
  const found: { id: string; at: number }[] = [];
  let after = '';
  do {
    const args = { kind: room, query: pool, after };
    const { conversations, next } = await client.call('conversation.list', args);
    for (const { id, title, createdAt } of conversations)
      if (title === pool && createdAt)
        found.push({ id, at: Number(createdAt.seconds) * 1000 + createdAt.nanos / 1e6 });
    after = next;
  } while (after !== '');
  found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return found[0]?.id;
}

async function signUpOrLogIn(): Promise<void> {
  try {
    await client.logIn({ username, password });
  } catch (error) {
    if (!(error instanceof OperationError) || error.reason !== 'CREDENTIALS') throw error;
    await client.signUp({ username, password });
  }
}
