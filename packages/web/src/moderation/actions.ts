// What a user does to keep order. Each ends when the server has answered.
import type { Client } from '@hubbub/client';
import type { AuditEntry, Ban, Message, Report_Reason } from '@hubbub/protocol';

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

export async function hide(
  client: Client,
  { conversation, seq = 0 }: Message,
  reason: string,
): Promise<void> {
  await client.call('message.hide', { conversation, seq, reason });
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  /** '' on the last page. */
  readonly next: string;
}

export function listAudit(client: Client, conversation: string, after: string): Promise<AuditPage> {
  return client.call('conversation.audit', { conversation, after });
}

/** One thing: a user, a moment, a conversation or a message in it. */
export type Reported =
  | { readonly user: string }
  | { readonly moment: string }
  | { readonly conversation: string; readonly seq?: number };

interface Complaint {
  readonly reason: Report_Reason;
  readonly text: string;
}

export async function report(client: Client, what: Reported, why: Complaint): Promise<void> {
  await client.call('report.create', { ...what, ...why });
}
