// Who is there before it begins: users in groups and rooms of five, neighbours with a direct conversation.
const size = 5;

export interface Person {
  readonly user: string;
  readonly token: string;
}

interface Reply {
  readonly user?: { readonly id: string };
  readonly token?: string;
  readonly conversation?: { readonly id: string };
}

export async function gather(url: string, count: number): Promise<readonly Person[]> {
  const names = Array.from({ length: count }, (_, i) => `person${i}`);
  const people: Person[] = [];
  // A circle at a time: passwords are hashed in a queue that is not to be flooded.
  for (let first = 0; first < count; first += size) {
    const circle = names.slice(first, first + size).map((username) => signUp(url, username));
    people.push(...(await Promise.all(circle)));
    await settle(url, people.slice(first));
  }
  return people;
}

export async function signUp(url: string, username: string): Promise<Person> {
  const password = 'correct horse battery staple';
  const { user, token } = await call(`${url}/hubbub.v1.AccountService/SignUp`, {
    args: { username, password },
  });
  if (!user || token === undefined) throw new Error(`nobody is ${username}`);
  return { user: user.id, token };
}

async function settle(url: string, circle: readonly Person[]): Promise<void> {
  const [first, ...others] = circle;
  if (!first) return;
  const at = `${url}/hubbub.v1.ConversationService`;
  const { token } = first;
  const users = others.map(({ user }) => user);
  const group = { kind: 'GROUP', title: 'group', clientKey: 'group', users };
  await call(`${at}/Create`, { token, args: group });
  const room = { kind: 'ROOM', title: 'room', clientKey: 'room' };
  const { conversation } = await call(`${at}/Create`, { token, args: room });
  for (const one of others)
    await call(`${at}/Join`, { token: one.token, args: { conversation: conversation?.id } });
  for (const { user } of others.slice(0, 2)) await call(`${at}/Direct`, { token, args: { user } });
}

/** @returns the room's id, with all of them in it */
export async function openRoom(
  url: string,
  [first, ...others]: readonly Person[],
): Promise<string> {
  const at = `${url}/hubbub.v1.ConversationService`;
  const room = { kind: 'ROOM', title: 'hall', clientKey: 'hall' };
  const { conversation } = await call(`${at}/Create`, { token: first?.token ?? '', args: room });
  const id = conversation?.id ?? '';
  for (const { token } of others) await call(`${at}/Join`, { token, args: { conversation: id } });
  return id;
}

interface Call {
  readonly token?: string;
  readonly args: object;
}

async function call(url: string, { token, args }: Call): Promise<Reply> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', ...authorization };
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify(args),
    // Nothing of it stays open.
    keepalive: false,
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Reply;
}
