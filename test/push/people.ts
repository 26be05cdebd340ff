// People with devices that are subscribed at a push service.
import { Conversation_Kind as Kind } from '@hubbub/protocol';
import { signUp } from '../support/people.ts';
import type { PushDevice, PushService } from '../support/push-service.ts';
import { openSocket, type TestServer } from '../support/server.ts';
import type { RawSocket } from '../support/socket.ts';

export interface Somebody {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  readonly device: string;
  readonly call: RawSocket['call'];
  readonly socket: RawSocket;
}

/** Somebody new, with a socket that does not say that anybody looks. */
export async function meet(server: TestServer, name: string): Promise<Somebody> {
  const username = `${name}-${crypto.randomUUID().slice(0, 8)}`;
  const { user, token } = await signUp(server.url, username, { displayName: name });
  const socket = await openSocket(server.socketUrl);
  const opened = await socket.call('session.open', { token });
  return {
    id: user.id,
    name,
    token,
    device: opened.device?.id ?? '',
    call: (op, args) => socket.call(op, args),
    socket,
  };
}

export async function subscribed(
  { call }: Pick<Somebody, 'call'>,
  service: PushService,
  more: object = {},
): Promise<PushDevice> {
  const device = service.device();
  await call('push.subscribe', { subscription: { ...device.subscription, ...more } });
  return device;
}

export async function makeRoom(owner: Somebody, others: readonly Somebody[]): Promise<string> {
  const made = await owner.call('conversation.create', {
    kind: Kind.ROOM,
    title: 'lobby',
    clientKey: crypto.randomUUID(),
  });
  const conversation = made.conversation?.id ?? '';
  for (const { call } of others) await call('conversation.join', { conversation });
  return conversation;
}

export async function makeDirect(one: Somebody, other: Somebody): Promise<string> {
  const made = await one.call('conversation.direct', { user: other.id, clientKey: other.id });
  return made.conversation?.id ?? '';
}

interface Saying {
  readonly conversation: string;
  readonly text: string;
  readonly mentions?: readonly string[];
}

/** @returns its seq */
export async function say(
  { call }: Pick<Somebody, 'call'>,
  { conversation, text, mentions = [] }: Saying,
): Promise<number> {
  const { message } = await call('message.send', {
    conversation,
    clientMsgId: crypto.randomUUID(),
    content: { case: 'text', value: text },
    mentions: [...mentions],
  });
  return message?.seq ?? 0;
}
