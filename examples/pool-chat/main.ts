// A pool: whatever anyone says reaches everyone who is in it, with a line for each who comes or goes, and a live count.
//   bun examples/pool-chat/main.ts URL NAME PASSWORD [POOL]
// Each line typed is said; the end of the input leaves the pool.
import { createInterface } from 'node:readline';
import { Client, OperationError } from '@hubbub/client';

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
client.on('count', ({ conversation, count = 0 }) => {
  if (conversation === id) console.log(`${count} here`);
});
// A new socket knows nothing of what the old one watched.
client.on('status', (status) => void (status === 'online' && watch()));
await watch();

for await (const line of createInterface({ input: process.stdin })) if (line) client.send(id, line);
await client.call('conversation.leave', { conversation: id });
client.close();

async function watch(): Promise<void> {
  const { count = 0 } = await client.call('presence.subscribe', { conversation: id });
  console.log(`${count} here`);
}

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
  for (const { seq = 0, sender, content } of client.state.conversation(id)?.messages ?? []) {
    if (seq <= printed) continue;
    if (!client.state.user(sender)) return;
    printed = seq;
    console.log(`${nameOf(sender)}: ${content.value}`);
  }
}

function memberIds(): string[] {
  return (client.state.conversation(id)?.members ?? []).map(({ user }) => user);
}

function nameOf(user: string): string {
  return client.state.user(user)?.displayName ?? user;
}

async function enter(): Promise<string> {
  const { conversations } = await client.call('conversation.list', { kind: room, query: pool });
  const found = conversations.find(({ title }) => title === pool);
  const { conversation } = found
    ? await client.call('conversation.join', { conversation: found.id })
    : await client.call('conversation.create', { kind: room, title: pool });
  return conversation?.id ?? '';
}

async function signUpOrLogIn(): Promise<void> {
  try {
    await client.logIn({ username, password });
  } catch (error) {
    if (!(error instanceof OperationError) || error.reason !== 'CREDENTIALS') throw error;
    await client.signUp({ username, password });
  }
}
