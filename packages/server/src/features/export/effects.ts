// Writing an export: one part at a time, each an effect of its own, so that others get their turn in between.
import { gzipSync } from 'node:zlib';
import { OperationError, randomKey, type AppId, type UserId } from '@hubbub/protocol';
import { newBlobKey } from '../../ports/blob.ts';
import {
  announcePart,
  forgetExport,
  keepPart,
  takeExport,
  type Cursor,
} from '../../store/export-store.ts';
import type { Tools } from '../effect.ts';
import { readLines } from './stages.ts';

/** A part is at least this long before compression, unless it is the last. */
const partBytes = 256 * 1024;
/** And holds at most so many pages, so that other effects need not wait long. */
const pagesPerPart = 50;

interface Step {
  readonly export: number;
  readonly user: UserId;
  readonly no: number;
  readonly cursor: Cursor;
}

export async function writeExport(tools: Tools, app: AppId, payload: unknown): Promise<void> {
  const { export: id, user, no, cursor } = payload as Step;
  const blob = newBlobKey();
  const announced = await tools.write(app, announcePart, { export: id, no, blob });
  // Erased meanwhile.
  if (announced === undefined) return;
  if (announced.before !== '') await tools.blobs.delete(announced.before);
  const part = await readPart({ tools, app, user }, cursor);
  // Erased while it was read; sweepExport takes what was announced.
  if (part === undefined) return;
  const { text, next } = part;
  // Members of one gzip file: put together they are one.
  const bytes = gzipSync(text);
  await tools.blobs.put(blob, bytes);
  const size = bytes.length;
  await tools.write(app, keepPart, { export: id, user, no, size, next, outboxId: randomKey() });
}

/** Undefined when its user is gone. */
async function readPart(
  of: Parameters<typeof readLines>[0],
  cursor: Cursor,
): Promise<{ readonly text: string; readonly next: Cursor | undefined } | undefined> {
  let text = '';
  let next: Cursor | undefined = cursor;
  try {
    for (let i = 0; i < pagesPerPart && next !== undefined && text.length < partBytes; i += 1) {
      const read: Awaited<ReturnType<typeof readLines>> = await readLines(of, next);
      for (const line of read.lines) text += `${JSON.stringify(line)}\n`;
      ({ next } = read);
    }
    return { text, next };
  } catch (error) {
    if (error instanceof OperationError && error.reason === 'UNKNOWN') return undefined;
    throw error;
  }
}

/** Its time is over, or its user is gone. */
export async function sweepExport(
  tools: Pick<Tools, 'write' | 'blobs'>,
  app: AppId,
  payload: unknown,
): Promise<void> {
  const { export: id } = payload as { readonly export: number };
  for (const blob of await tools.write(app, takeExport, { export: id }))
    await tools.blobs.delete(blob);
  await tools.write(app, forgetExport, { export: id });
}
