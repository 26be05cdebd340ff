interface UntilOptions {
  timeoutMs?: number;
  /** What is awaited, for the message of the failure. */
  what?: string;
}

type Answer<T> = T | Promise<T>;

/**
 * Resolves with the first truthy answer of `condition`, asked again and again, or rejects when the
 * time is up. Tests wait with this and never for a fixed time.
 */
export async function until<T>(
  condition: () => Answer<T>,
  { timeoutMs = 5000, what = 'the condition' }: UntilOptions = {},
): Promise<Exclude<T, false | 0 | '' | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  let pauseMs = 1;
  for (;;) {
    const answer = await condition();
    if (answer) return answer as Exclude<T, false | 0 | '' | null | undefined>;
    if (performance.now() >= deadline) {
      throw new Error(`waited ${timeoutMs} ms for ${what}, in vain`);
    }
    await Bun.sleep(pauseMs);
    pauseMs = Math.min(pauseMs * 2, 25);
  }
}
