// A backend with nothing but fetch: makes users in bulk, logs one in, and sends them all a message.
//   bun examples/backend-http/main.ts URL, with the app key's secret in HUBBUB_KEY
const [url = ''] = process.argv.slice(2);
const key = process.env['HUBBUB_KEY'] ?? '';

interface User {
  readonly id: string;
  readonly displayName: string;
}

const people = ['Ann', 'Ben', 'Cleo'];
const described = people.map((name, i) => ({ externalId: `customer-${i + 1}`, displayName: name }));
const shop = { externalId: 'shop', displayName: 'The shop', system: true };

const { outcomes } = await call<{ outcomes: { status: string; user: User }[] }>(
  'UserService/Upsert',
  {
    users: [...described, shop],
  },
);
const users = outcomes.map(({ user }) => user);
for (const { status, user } of outcomes)
  console.log(`${user.displayName}: ${status.toLowerCase()}`);
const [ann] = users;
const sender = users.at(-1);
if (ann === undefined || sender === undefined) throw new Error('nobody is there');

// What the business's own login hands to the browser: the socket opens with it.
const login = await call<{ token: string }>('AccountService/MintToken', {
  user: ann.id,
  device: { key: 'phone', name: 'Ann’s phone' },
  lifeSeconds: 3600,
});
console.log(`Ann is logged in with a token of ${login.token.length} characters`);

// The key makes it one message for each, however often this runs.
const sent = await call<{ queued: number; repeated?: boolean }>('MessageService/Broadcast', {
  sender: sender.id,
  users: users.slice(0, -1).map(({ id }) => id),
  clientKey: 'welcome',
  text: 'Welcome!',
});
console.log(
  `${sent.queued} messages ${sent.repeated === true ? 'were sent before' : 'are on their way'}`,
);

async function call<T>(rpc: string, args: object): Promise<T> {
  const response = await fetch(`${url}/hubbub.v1.${rpc}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify(args),
  });
  if (!response.ok) throw new Error(`${rpc}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
