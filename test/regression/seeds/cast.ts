// Who the seed tests play with: people with a socket each, and raw bytes to the port where no client would do.
import { connect } from 'node:net';
import type { Change, CodecName } from '@hubbub/protocol';
import { openSocket, type RawSocket, type TestServer } from '../../support/server.ts';
import { good, post, textIn } from '../../e2e/account/http.ts';

export { good, post } from '../../e2e/account/http.ts';
export { refused } from '../../e2e/stories.ts';

export interface Person {
  readonly id: string;
  readonly token: string;
  readonly device: string;
  readonly socket: RawSocket;
}

export async function enter(
  server: TestServer,
  username: string,
  codec: CodecName = 'json',
): Promise<Person> {
  const url = `${server.url}/hubbub.v1.AccountService/SignUp`;
  const { body } = await post(url, { username, password: good });
  const token = textIn(body, 'token');
  const socket = await openSocket(server.socketUrl, { codec });
  const { user } = await socket.call('session.open', { token });
  return { id: user?.id ?? '', token, device: textIn(body, 'device'), socket };
}

export async function makeRoom({ socket }: Person, title = 'lobby'): Promise<string> {
  const { conversation } = await socket.call('conversation.create', { kind: 3, title });
  return conversation?.id ?? '';
}

export function say({ socket }: Person, conversation: string, text: string) {
  const content = { case: 'text', value: text } as const;
  return socket.post('message.send', { conversation, clientMsgId: crypto.randomUUID(), content });
}

/** Texts of messages that a socket was told of unasked, in order. */
export function heard({ socket }: Person): string[] {
  const changes = socket.events.flatMap(({ event }): Change[] =>
    event.case === 'change' ? [event.value] : [],
  );
  return changes.flatMap(({ messages }) =>
    messages.map(({ content }) => (content.case === 'text' ? content.value : '')),
  );
}

/** Waits until what was sent to the person before has arrived: an answer comes after it. */
export async function settle({ socket, id }: Person): Promise<void> {
  await socket.call('user.get', { users: [id] });
}

/** One number of /metrics. */
export async function metric(server: TestServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

/** What the port answers to these bytes: the head of its answer, or whatever there is when the time is up. */
export function raw(server: TestServer, bytes: string, quietMs = 2000): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    const end = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(quietMs, end);
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
      if (answer.includes('\r\n\r\n')) end();
    });
    socket.on('close', end);
    socket.on('error', end);
  });
}
