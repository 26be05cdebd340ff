// What the server owes and does later (outbox.ts), and what it is done with.
import type { AppId } from '@hubbub/protocol';
import type { Blobs } from '../ports/blob.ts';
import type { Bus } from '../ports/bus.ts';
import type { Store } from '../store/store.ts';

export type OutboxStore = Pick<Store, 'read' | 'write' | 'systemRead' | 'systemWrite' | 'scrub'>;

/** What effects work with. */
export interface Tools extends OutboxStore, Pick<Bus, 'publish'> {
  readonly blobs: Blobs;
}

/** Does one effect; it may have been done before, in part or whole. */
export type Effect = (tools: Tools, app: AppId, payload: unknown) => Promise<void>;
