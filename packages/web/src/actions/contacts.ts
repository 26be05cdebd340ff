// What a user does with contacts. Each ends when the server has answered; the state follows on the user's own stream.
import type { Client } from '@hubbub/client';

export async function request(client: Client, user: string, text: string): Promise<void> {
  await client.call('contact.request', { user, text });
}

export async function accept(client: Client, user: string): Promise<void> {
  await client.call('contact.accept', { user });
}

export async function decline(client: Client, user: string): Promise<void> {
  await client.call('contact.decline', { user });
}

export async function remove(client: Client, user: string): Promise<void> {
  await client.call('contact.remove', { user });
}

export async function block(client: Client, user: string): Promise<void> {
  await client.call('contact.block', { user });
}

export async function unblock(client: Client, user: string): Promise<void> {
  await client.call('contact.unblock', { user });
}

export async function setTags(
  client: Client,
  user: string,
  tags: readonly string[],
): Promise<void> {
  await client.call('contact.tag', { user, tags: [...tags] });
}

export interface FriendChanges {
  readonly alias?: string;
  readonly hideMine?: boolean;
  readonly hideTheirs?: boolean;
}

export async function update(client: Client, user: string, changes: FriendChanges): Promise<void> {
  await client.call('contact.update', { user, ...changes });
}
