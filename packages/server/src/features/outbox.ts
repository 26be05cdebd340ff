// The worker that does what the server owes: it leases one stored effect after the other, does it under its app and crosses
// it off. An effect that fails is tried again later, for ever longer pauses; one whose worker died is taken up by another.
import type { AppId } from '@hubbub/protocol';
import type { Bus } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import {
  claimEffect,
  delayEffect,
  finishEffect,
  hasDueEffect,
  type OwedEffect,
} from '../store/outbox-store.ts';
import { eraseAccountRest } from './account/erase.ts';
import { purgeConversation } from './conversation/purge.ts';
import type { Effect, EffectTools, OutboxStore } from './effect.ts';
import { emailEffects } from './email/effects.ts';
import type { Mailer } from './email/mailer.ts';

export type { Effect, OutboxStore } from './effect.ts';

/** Everything the server may owe; without a mailer mails are dropped. */
export function allEffects(mailer?: Mailer): Readonly<Record<string, Effect>> {
  return {
    'conversation.purge': purgeConversation,
    'account.erase': eraseAccountRest,
    ...emailEffects(mailer),
  };
}

interface OutboxOptions {
  readonly clock: Clock;
  /** Told of effects that failed. */
  readonly onTrouble: (what: string, cause: unknown) => void;
  /** What there is to do, by kind; the server's own unless given. */
  readonly effects?: Readonly<Record<string, Effect>>;
  /** Takes what an effect has to tell at once; without a bus nobody is told before the hubs compare heads. */
  readonly publish?: Bus['publish'];
  /** A worker that died gives an entry back after this long; one that lives renews its lease. */
  readonly leaseMs?: number;
}

export interface Outbox {
  /** Does all that is due; resolves when nothing is. */
  drain(): Promise<void>;
  /** Takes nothing more; resolves when what is being done is done. */
  close(): Promise<void>;
}

const pollMs = 1_000;
const longestDelayMs = 3_600_000;

export function startOutbox(store: OutboxStore, options: OutboxOptions): Outbox {
  const { clock, onTrouble, effects = allEffects(), leaseMs = 60_000 } = options;
  const tools: EffectTools = { ...store, publish: options.publish ?? (() => undefined) };
  const token = crypto.randomUUID();
  let isClosed = false;
  let draining: Promise<void> | undefined;
  const stopPolling = clock.every(pollMs, () => {
    drain().catch((cause: unknown) => onTrouble('outbox', cause));
  });
  return { drain, close };

  function drain(): Promise<void> {
    draining ??= doAll().finally(() => {
      draining = undefined;
    });
    return draining;
  }

  async function doAll(): Promise<void> {
    while (!isClosed && (await store.systemRead(hasDueEffect, {}))) {
      const owed = await store.systemWrite(claimEffect, { token, leaseMs });
      if (owed === undefined) return;
      await settle(owed);
    }
  }

  async function settle(owed: OwedEffect): Promise<void> {
    const { id, kind, payload, attempts } = owed;
    // An effect that takes longer than its lease must not be done by another node meanwhile.
    const stopRenewing = clock.every(leaseMs / 3, () => {
      store
        .systemWrite(delayEffect, { id, token, delayMs: leaseMs })
        .catch((cause: unknown) => onTrouble(`outbox: lease of ${kind}`, cause));
    });
    try {
      const effect = effects[kind];
      if (effect === undefined) throw new Error(`nobody knows the effect ${kind}`);
      await effect(tools, owed.app as AppId, payload);
      stopRenewing();
      await store.systemWrite(finishEffect, { id, token });
    } catch (cause) {
      stopRenewing();
      // Owed effects wait out any failure: the row stays until it is done.
      onTrouble(`outbox: ${kind}`, cause);
      const delayMs = Math.min(longestDelayMs, 1_000 * 2 ** attempts);
      await store.systemWrite(delayEffect, { id, token, delayMs });
    }
  }

  async function close(): Promise<void> {
    isClosed = true;
    stopPolling();
    await draining;
  }
}
