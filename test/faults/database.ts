// Past the server: the rows themselves, from either engine.
import { fromBinary } from '@bufbuild/protobuf';
import { Conversation_Kind, formatId, Item_Kind, MessageSchema } from '@hubbub/protocol';
import type { History, Stored } from '../support/checker.ts';
import { openTables, type Row, type Rows } from '../support/tables.ts';
import type { Standing } from './standing.ts';

const main = 1;

export async function readDatabase(
  address: string,
): Promise<Pick<History, 'stored' | 'heads'> & Standing> {
  const tables = await openTables(address);
  const rows = await tables.rows(main);
  await tables.close();
  return {
    stored: (rows['message'] ?? []).map(toStored),
    ...readHeads(rows),
    ...readStanding(rows),
  };
}

function readHeads({ conversation = [] }: Rows) {
  const heads = conversation
    .filter(({ kind }) => Number(kind) !== Conversation_Kind.SELF)
    .map(({ id, seq }) => ({ conversation: formatId('cnv', Number(id)), seq: Number(seq) }));
  return { heads };
}

function readStanding({ member = [], item = [], conversation = [] }: Rows): Standing {
  const present = member.filter((row) => Number(row['left_version']) === 0);
  return {
    members: new Set(present.map((row) => `${user(row)}/${place(row['conversation'])}`)),
    marked: new Map(
      item
        .filter(({ kind }) => Number(kind) === Item_Kind.MARK)
        .map((row) => [`${user(row)}/${place(row['target'])}`, Number(row['read_seq'])]),
    ),
    miscounted: conversation
      .filter(
        ({ id, kind, member_count: count }) =>
          Number(kind) === Conversation_Kind.ROOM &&
          Number(count) !==
            present.filter((row) => String(row['conversation']) === String(id)).length,
      )
      .map(({ id }) => place(id)),
  };
}

function user(row: Row): string {
  return formatId('usr', Number(row['user']));
}

function place(id: Row[string] | undefined): string {
  return formatId('cnv', Number(id));
}

function toStored(row: Row): Stored {
  const decoded = fromBinary(MessageSchema, row['content'] as Uint8Array).content;
  const text = decoded.case === 'text' ? decoded.value : '';
  return {
    conversation: place(row['conversation']),
    seq: Number(row['seq']),
    sender: formatId('usr', Number(row['sender'])),
    clientMsgId: String(row['client_msg_id']),
    text,
  };
}
