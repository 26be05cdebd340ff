// What a user does with who is in a conversation. Each ends when the server has answered.
import type { Client } from '@hubbub/client';
import { Conversation_Kind, type Member_Role } from '@hubbub/protocol';
import { t } from '../strings.ts';
import { Told } from './failure.ts';
import { findUser } from './open-direct.ts';

/** The ids of the users with exactly these names, which commas or spaces part; says which one nobody has. */
export async function findUsers(client: Client, text: string): Promise<string[]> {
  const names = [...new Set(text.split(/[\s,;]+/).filter((name) => name !== ''))];
  const found = await Promise.all(names.map((name) => findUser(client, name)));
  const missing = names.find((_, at) => found[at] === undefined);
  if (missing !== undefined) throw new Told(t('group.nobody', { name: missing }));
  return found.filter((id) => id !== undefined);
}

interface NewGroup {
  readonly title: string;
  readonly users: string[];
}

/** @returns the id of the new group */
export async function createGroup(client: Client, group: NewGroup): Promise<string> {
  const args = { kind: Conversation_Kind.GROUP, ...group };
  const { conversation } = await client.call('conversation.create', args);
  return conversation?.id ?? '';
}

export async function addMembers(
  client: Client,
  conversation: string,
  users: string[],
): Promise<void> {
  await client.call('conversation.add', { conversation, users });
}

interface OfMember {
  readonly conversation: string;
  readonly user: string;
}

export async function removeMember(client: Client, member: OfMember): Promise<void> {
  await client.call('conversation.remove', member);
}

export async function setRole(
  client: Client,
  member: OfMember & { readonly role: Member_Role },
): Promise<void> {
  await client.call('conversation.setRole', member);
}

export async function transferTo(client: Client, member: OfMember): Promise<void> {
  await client.call('conversation.transfer', member);
}

/** @returns the whisper with these members of the room */
export async function openWhisper(client: Client, room: string, users: string[]): Promise<string> {
  const { conversation } = await client.call('conversation.whisper', { room, users });
  return conversation?.id ?? '';
}
