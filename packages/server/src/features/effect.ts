// The shape of what the outbox does: a table of these stands in outbox.ts.
import type { AppId } from '@hubbub/protocol';
import type { Bus } from '../ports/bus.ts';
import type { Store } from '../store/store.ts';

export type OutboxStore = Pick<Store, 'read' | 'write' | 'systemRead' | 'systemWrite' | 'scrub'>;

/** What an effect works with. What it changes for those who are connected it publishes, after it is committed. */
export type EffectTools = OutboxStore & Pick<Bus, 'publish'>;

/** Does one effect; it may have been done before, in part or whole. */
export type Effect = (tools: EffectTools, app: AppId, payload: unknown) => Promise<void>;
