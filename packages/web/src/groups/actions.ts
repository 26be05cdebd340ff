// What a user does with a group or room as a whole. Each ends when the server has answered.
import type { Client } from '@hubbub/client';
import type { Invite } from '@hubbub/protocol';

interface Profile {
  readonly title?: string;
  readonly about?: string;
  /** The id of an uploaded picture; '' for none. */
  readonly picture?: string;
}

export async function updateConversation(
  client: Client,
  conversation: string,
  profile: Profile,
): Promise<void> {
  await client.call('conversation.update', { conversation, ...profile });
}

export async function announce(client: Client, conversation: string, text: string): Promise<void> {
  await client.call('conversation.announce', { conversation, text });
}

interface OfMember {
  readonly conversation: string;
  readonly user: string;
}

/** @param seconds 0 ends it */
export async function mute(client: Client, member: OfMember, seconds: number): Promise<void> {
  await client.call('conversation.mute', { ...member, seconds });
}

interface NewInvite {
  readonly seconds: number;
  readonly mostUses: number;
  readonly approval: boolean;
}

export interface MadeInvite {
  readonly invite: Invite;
  /** The whole address; it is shown this once. */
  readonly address: string;
}

export async function createInvite(
  client: Client,
  conversation: string,
  wanted: NewInvite,
): Promise<MadeInvite> {
  const { invite, code } = await client.call('invite.create', { conversation, ...wanted });
  return { invite: invite as Invite, address: `${location.origin}/join/${code}` };
}

export async function listInvites(client: Client, conversation: string): Promise<Invite[]> {
  return (await client.call('invite.list', { conversation })).invites;
}

export async function revokeInvite(client: Client, invite: Invite): Promise<void> {
  const { conversation, id } = invite;
  await client.call('invite.revoke', { conversation, invite: id });
}

export async function decide(client: Client, member: OfMember, approve: boolean): Promise<void> {
  await client.call('invite.decide', { ...member, approve });
}
