// The index past the store.
import { parseId, type ConversationId } from '@hubbub/protocol';
import { eachOf } from '../../../packages/server/src/store/search-list.ts';
import { openTables, type Row } from '../../support/tables.ts';
import type { TestDatabase } from '../store/engines.ts';

/** The keys of a conversation in the index, and the seqs of the messages that stand under them. */
export async function keysIn(
  { address }: TestDatabase,
  conversation: ConversationId,
): Promise<{ key: string; seq: number }[]> {
  const tables = await openTables(address);
  const rows = (await tables.rows(1))['search_key'] ?? [];
  await tables.close();
  const isOfIt = (row: Row) => Number(row['conversation']) === parseId('cnv', conversation);
  const keys: { key: string; seq: number }[] = [];
  for (const { key, at, seq, rest } of rows.filter(isOfIt))
    eachOf({ at: Number(at), seq: Number(seq), rest: String(rest) }, (one) =>
      keys.push({ key: String(key), seq: one }),
    );
  return keys;
}
