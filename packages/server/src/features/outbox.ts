// The worker that does what the server owes: it leases one stored effect after the other, does it under its app and crosses
// it off. An effect that fails is tried again later, for ever longer pauses; one whose worker died is taken up by another.
import type { AppId } from '@hubbub/protocol';
import type { Blobs } from '../ports/blob.ts';
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
import { broadcastSlice } from './message/broadcast-slice.ts';
import { closeGameChat } from './game/close-chat.ts';
import type { Effect, OutboxStore, Tools } from './effect.ts';
import { emailEffects } from './email/effects.ts';
import type { Mailer } from './email/mailer.ts';
import { sweepExport, writeExport } from './export/effects.ts';
import { enableLater } from './user/enable-later.ts';
import { sweepMedia, sweepUpload } from './media/sweep.ts';
import { fillTimelines } from './moment/fill.ts';
import { purgeMoment } from './moment/purge.ts';
import { retract } from './moment/retract.ts';
import { tell } from './moment/tell.ts';

/** Everything the server may owe; without a mailer mails are dropped. */
export function allEffects(mailer?: Mailer): Readonly<Record<string, Effect>> {
  return {
    'conversation.purge': purgeConversation,
    'message.broadcast': broadcastSlice,
    'media.sweep': sweepMedia,
    'media.sweepUpload': sweepUpload,
    'moment.fill': fillTimelines,
    'moment.tell': tell,
    'moment.retract': retract,
    'moment.purge': purgeMoment,
    'game.closeChat': closeGameChat,
    'account.erase': eraseAccountRest,
    'account.export': writeExport,
    'account.exportSweep': sweepExport,
    'user.enable': enableLater,
    ...emailEffects(mailer),
  };
}

interface OutboxOptions {
  readonly clock: Clock;
  /** Told of effects that failed. */
  readonly onTrouble: (what: string, cause: unknown) => void;
  /** What effects tell live. */
  readonly bus: Pick<Bus, 'publish'>;
  readonly blobs: Blobs;
  /** What there is to do, by kind; the server's own unless given. */
  readonly effects?: Readonly<Record<string, Effect>>;
  /** A worker that died gives an entry back after this long; one that lives renews its lease. */
  readonly leaseMs?: number;
}

export interface Outbox {
  /** Does all that is due; resolves when nothing is. */
  drain(): Promise<void>;
  /** Something was just owed: do it now and not at the next look. */
  wake(): void;
  /** Takes nothing more; resolves when what is being done is done. */
  close(): Promise<void>;
}

const pollMs = 1_000;
const longestDelayMs = 3_600_000;

export function startOutbox(store: OutboxStore, options: OutboxOptions): Outbox {
  const tools = toolsOf(store, options);
  const { clock, onTrouble, effects = allEffects(), leaseMs = 60_000 } = options;
  const token = crypto.randomUUID();
  let isClosed = false;
  let draining: Promise<void> | undefined;
  const stopPolling = clock.every(pollMs, () => {
    drain().catch((cause: unknown) => onTrouble('outbox', cause));
  });
  return { drain, wake, close };

  function drain(): Promise<void> {
    draining ??= doAll().finally(() => {
      draining = undefined;
    });
    return draining;
  }

  function wake(): void {
    // A look that is under way may have been too early.
    drain()
      .then(drain)
      .catch((cause: unknown) => onTrouble('outbox', cause));
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

function toolsOf(store: OutboxStore, { bus, blobs }: OutboxOptions): Tools {
  return {
    read: (app, read, args) => store.read(app, read, args),
    write: (app, write, args) => store.write(app, write, args),
    systemRead: (read, args) => store.systemRead(read, args),
    systemWrite: (write, args) => store.systemWrite(write, args),
    scrub: () => store.scrub(),
    publish: (emission) => bus.publish(emission),
    blobs,
  };
}
