// What a user does to keep order. Each ends when the server has answered.
import type { Client } from '@hubbub/client';
import type { Ban } from '@hubbub/protocol';

interface OfUser {
  readonly conversation: string;
  readonly user: string;
}

interface Term {
  /** 0: until somebody ends it. */
  readonly seconds: number;
  readonly reason: string;
}

export async function ban(client: Client, whom: OfUser, term: Term): Promise<void> {
  await client.call('conversation.ban', { ...whom, ...term });
}

export async function unban(client: Client, whom: OfUser): Promise<void> {
  await client.call('conversation.unban', whom);
}

export interface BanPage {
  readonly bans: readonly Ban[];
  /** '' on the last page. */
  readonly next: string;
}

export function listBans(client: Client, conversation: string, after: string): Promise<BanPage> {
  return client.call('conversation.bans', { conversation, after });
}
