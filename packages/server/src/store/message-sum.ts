// A message's row carries a sum of what must not change behind the server's back: a disk that flips a bit is found out when the
// row is read, and nobody is shown what nobody said (docs/adr/0047). It stands behind the content, as a field of protobuf that
// no Message has, so that it needs no column, and rows from before it are read as they are.
import { crc32 } from 'node:zlib';
import { formatId } from '@hubbub/protocol';

export interface SummedRow {
  readonly conversation: number;
  readonly seq: number;
  readonly sender: number;
  readonly client_msg_id: string;
  readonly recalled: number;
}

/** What a sum proves, besides the content. */
export const summedColumns: readonly string[] = [
  'conversation',
  'seq',
  'sender',
  'client_msg_id',
  'recalled',
] satisfies (keyof SummedRow)[];

/** Field 1001, four bytes. */
const tag = [0xcd, 0x3e] as const;
const size = tag.length + 4;

export function withSum(body: Uint8Array, row: SummedRow): Uint8Array {
  const content = new Uint8Array(body.length + size);
  content.set(body);
  content.set(tag, body.length);
  // By hand: a DataView costs as much as the sum.
  const sum = sumOf(body, row);
  for (let i = 0; i < 4; i += 1) content[body.length + tag.length + i] = sum >>> (8 * i);
  return content;
}

/** The content without its sum. Throws where the row is not what was written. */
export function checked(content: Uint8Array, row: SummedRow): Uint8Array {
  const end = content.length - size;
  if (end < 0) return content;
  if (content[end] !== tag[0] || content[end + 1] !== tag[1]) {
    // The end of a file that is cut off reads as zeros; no row ends with so many.
    if (content.subarray(end).every((byte) => byte === 0)) throw new DamagedRow(row);
    return content;
  }
  const body = content.subarray(0, end);
  let sum = 0;
  for (let i = 3; i >= 0; i -= 1) sum = (sum << 8) | (content[end + tag.length + i] ?? 0);
  if (sum >>> 0 !== sumOf(body, row)) throw new DamagedRow(row);
  return body;
}

export class DamagedRow extends Error {
  constructor({ conversation, seq }: SummedRow) {
    super(`message ${seq} of ${formatId('cnv', conversation)} is damaged on the disk`);
    this.name = 'DamagedRow';
  }
}

// The words by CRC-32, in native code; what stands beside them is put to it by steps of FNV-1a, each of which can be undone. So two
// rows that differ in one place never have the same sum.
const prime = 0x01000193;
const word = 0x1_0000_0000;

function sumOf(body: Uint8Array, row: SummedRow): number {
  let sum = crc32(body);
  const { client_msg_id: key } = row;
  for (let i = 0; i < key.length; i += 1) sum = Math.imul(sum ^ key.charCodeAt(i), prime);
  for (const number of [row.conversation, row.seq, row.sender, row.recalled]) {
    sum = Math.imul(sum ^ Math.floor(number / word), prime);
    sum = Math.imul(sum ^ (number % word), prime);
  }
  return sum >>> 0;
}
