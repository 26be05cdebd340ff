// Pages that are newest first, and the text that says where the next one begins.
import { formatId, OperationError, parseId } from '@hubbub/protocol';
import type { Cursor } from '../../store/moment-store.ts';

const momentsPerPage = 10;

export function pageOf({ before, limit }: { readonly before: string; readonly limit: number }) {
  return { before: parseCursor(before), limit: limit === 0 ? momentsPerPage : limit };
}

export function formatCursor(cursor: Cursor | undefined): string {
  return cursor === undefined ? '' : `${cursor.createdAt}.${formatId('mom', cursor.id)}`;
}

function parseCursor(text: string): Cursor | undefined {
  if (text === '') return undefined;
  const [time = '', id = '', ...rest] = text.split('.');
  const key = parseId('mom', id);
  if (!/^\d{1,15}$/.test(time) || key === undefined || rest.length > 0)
    throw new OperationError('FIELD', 'before: must be `next` of a page');
  return { createdAt: Number(time), id: key };
}
