import { enableWhenOver, type EnableLater } from '../../store/disabled-store.ts';
import type { Effect } from '../effect.ts';

/** A ban for a time ends. */
export const enableLater: Effect = async ({ write }, app, payload) => {
  await write(app, enableWhenOver, payload as EnableLater);
};
