// An upload that outlives a lost connection: it goes on from where it was until it is there, is refused, or nobody wants it any
// more.
import type { Client } from '@hubbub/client';
import { resuming } from '@hubbub/client/upload';
import { OperationError, type Media } from '@hubbub/protocol';
import { tellingFetch } from './telling-fetch.ts';

const waits = [1_000, 2_000, 4_000, 8_000, 15_000];

interface Wanted {
  readonly signal: AbortSignal;
  /** Told from 0 to 1. */
  readonly progress?: (share: number) => void;
}

export async function uploadPatiently(
  client: Client,
  file: File,
  { signal, progress = () => undefined }: Wanted,
): Promise<Media> {
  const resumed = resuming({ progress, send: tellingFetch });
  const options = { name: file.name || 'file', signal, fetch: resumed };
  for (let attempt = 0; ; attempt += 1)
    try {
      return await client.upload(file, options);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof OperationError) || !isWorthTrying(error)) throw error;
      const waitMs = error.retryAfterMs ?? waits[Math.min(attempt, waits.length - 1)] ?? 0;
      await untilWorthTrying(waitMs, signal);
    }
}

/** OFFSET: what was last sent had arrived, or another tab sends the same. */
function isWorthTrying({ retryable, reason }: OperationError): boolean {
  return retryable || reason === 'OFFSET';
}

/** A while, or less when the device comes back to a network. */
function untilWorthTrying(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const once = new AbortController();
    const done = (): void => {
      once.abort();
      clearTimeout(timer);
      if (signal.aborted) reject(signal.reason as Error);
      else resolve();
    };
    const timer = setTimeout(done, waitMs);
    addEventListener('online', done, { signal: once.signal });
    signal.addEventListener('abort', done, { signal: once.signal });
  });
}
