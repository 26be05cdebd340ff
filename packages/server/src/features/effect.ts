// What the outbox does, as features see it: outbox.ts lists them all.
import type { AppId } from '@hubbub/protocol';
import type { Emission } from '../ports/bus.ts';
import type { Store } from '../store/store.ts';

export type OutboxStore = Pick<Store, 'write' | 'systemRead' | 'systemWrite'>;

export interface EffectTools extends OutboxStore {
  /** Tells the streams what it has committed. */
  publish(emission: Emission): void;
}

/** Does one effect; it may have been done before, in part or whole. */
export type Effect = (tools: EffectTools, app: AppId, payload: unknown) => Promise<void>;
