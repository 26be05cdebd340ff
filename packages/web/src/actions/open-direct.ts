import type { Client } from '@hubbub/client';

/** @returns the conversation with this user */
export async function openDirect(client: Client, user: string): Promise<string> {
  const { conversation } = await client.call('conversation.direct', { user });
  return conversation?.id ?? '';
}

/** @returns the id of the user with exactly this name, if there is one */
export async function findUser(client: Client, username: string): Promise<string | undefined> {
  const { users } = await client.call('user.find', { username });
  return users[0]?.id;
}
