// An upload that outlives a lost connection: it begins again until it is there, is refused, or nobody wants it any more.
import type { Client, UploadOptions } from '@hubbub/client';
import { OperationError, type Media } from '@hubbub/protocol';

const waits = [1_000, 2_000, 4_000, 8_000, 15_000];

export async function uploadPatiently(
  client: Client,
  file: File,
  options: UploadOptions & { readonly signal: AbortSignal },
): Promise<Media> {
  for (let attempt = 0; ; attempt += 1)
    try {
      return await client.upload(file, options);
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof OperationError) || !error.retryable) throw error;
      const waitMs = error.retryAfterMs ?? waits[Math.min(attempt, waits.length - 1)] ?? 0;
      options.progress?.(0);
      await untilWorthTrying(waitMs, options.signal);
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
