// A relay of typed messages between users: connect, send, receive, close.
//   bun examples/direct-relay/main.ts URL NAME PASSWORD
// then lines of the form "to type text"; what others send is printed as "from type text".
import { createInterface } from 'node:readline';
import { Client, OperationError, textOf } from '@hubbub/client';

const [url = '', username = '', password = ''] = process.argv.slice(2);
const client = new Client({ url });
const direct = 1;
const printed = new Map<string, number>();

await signUpOrLogIn();
await client.connect();
// What came while nobody was connected was shown then, or is history: only what is new is printed.
for (const { conversation } of client.state.inbox())
  printed.set(conversation.id, conversation.seq ?? 0);
client.state.subscribe('inbox', receive);
client.state.subscribe('users', receive);
console.log(`connected as ${username}`);

for await (const line of createInterface({ input: process.stdin })) {
  const [to = '', type = '', ...words] = line.split(' ');
  try {
    await send(to, { type, body: words.join(' ') });
  } catch (error) {
    console.log(error instanceof OperationError ? `not sent: ${error.reason}` : error);
  }
}
client.close();

interface Typed {
  readonly type: string;
  readonly body: string;
}

async function send(to: string, message: Typed): Promise<void> {
  const { users } = await client.call('user.find', { username: to });
  const [user] = users;
  if (!user) throw new OperationError('UNKNOWN');
  const { conversation } = await client.call('conversation.direct', { user: user.id });
  const text = JSON.stringify(message);
  await client.call('message.send', {
    conversation: conversation?.id ?? '',
    clientMsgId: crypto.randomUUID(),
    content: { case: 'text', value: text },
  });
}

/** Prints what was not printed yet, in order, whichever way it came: as an event, or by the pull after a lost connection. */
function receive(): void {
  for (const { conversation } of client.state.inbox()) {
    if (conversation.kind !== direct) continue;
    for (const message of client.state.conversation(conversation.id)?.messages ?? []) {
      const { seq = 0, sender } = message;
      if (seq <= (printed.get(conversation.id) ?? 0)) continue;
      const from = client.state.user(sender);
      if (!from) break;
      printed.set(conversation.id, seq);
      if (sender === client.user?.id) continue;
      const { type, body } = JSON.parse(textOf(message) || '{}') as Typed;
      console.log(`${from.username} ${type} ${body}`);
    }
  }
}

async function signUpOrLogIn(): Promise<void> {
  try {
    await client.logIn({ username, password });
  } catch (error) {
    if (!(error instanceof OperationError) || error.reason !== 'CREDENTIALS') throw error;
    await client.signUp({ username, password });
  }
}
