// Browsers share few cores with everything else that runs: what is awaited comes, but may take its time.
import { until as untilSoon } from '../support/until.ts';

export const slowMs = 60_000;

export const until: typeof untilSoon = (condition, options) =>
  untilSoon(condition, { timeoutMs: slowMs, ...options });
