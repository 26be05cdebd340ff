// An upload that outlives a lost connection: it begins again until it is there, is refused, or nobody wants it any more.
import type { Client } from '@hubbub/client';
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
  const options = { name: file.name || 'file', signal, fetch: tellingFetch(progress) };
  for (let attempt = 0; ; attempt += 1)
    try {
      return await client.upload(file, options);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof OperationError) || !error.retryable) throw error;
      const waitMs = error.retryAfterMs ?? waits[Math.min(attempt, waits.length - 1)] ?? 0;
      progress(0);
      await untilWorthTrying(waitMs, signal);
    }
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
