// What an entry of the record says. Details are JSON of the operation's own (docs/moderation.md).
import type { AuditEntry } from '@hubbub/protocol';
import { toDate } from '../format/time.ts';
import type { StringKey } from '../strings.ts';

export interface ReadEntry {
  readonly did: StringKey;
  readonly reason: string;
  /** Of what ends by itself. */
  readonly until: Date | undefined;
}

const texts: Readonly<Record<string, StringKey>> = {
  'conversation.remove': 'moderation.didRemove',
  'conversation.ban': 'moderation.didBan',
  'conversation.unban': 'moderation.didUnban',
  'conversation.mute': 'moderation.didMute',
  'message.hide': 'moderation.didHide',
};

export function readEntry({ action, details, at }: AuditEntry): ReadEntry {
  const { seconds = 0, reason = '' } = JSON.parse(details) as { seconds?: number; reason?: string };
  const isEnd = action === 'conversation.mute' && seconds === 0;
  const did = isEnd ? 'moderation.didUnmute' : (texts[action] ?? 'moderation.didOther');
  const from = at && toDate(at).getTime();
  const until = from && seconds > 0 ? new Date(from + seconds * 1000) : undefined;
  return { did, reason, until };
}
