// Notifications over push services, put together: the server's key, who is owed what, and telling it.
import { readFile } from 'node:fs/promises';
import type { AppId } from '@hubbub/protocol';
import type { Config } from '../config/table.ts';
import { Deliveries, type Attended, type PushOutcome } from '../features/push/deliveries.ts';
import type { PushNeeds } from '../features/push/needs.ts';
import { Owing } from '../features/push/owing.ts';
import { createPost } from '../features/push/post.ts';
import { newPushKey, Vapid } from '../features/push/vapid.ts';
import type { StreamEmission } from '../ports/bus.ts';
import type { Clock } from '../ports/clock.ts';
import { StartupError } from '../store/failures.ts';
import { keepSecret } from '../store/push-store.ts';
import type { Store } from '../store/store.ts';

interface PushingParts {
  readonly config: Config;
  readonly store: Store;
  readonly clock: Clock;
  readonly report: (problem: string, cause: unknown) => void;
  readonly count: (outcome: PushOutcome) => void;
  readonly attended: (users: readonly Attended[]) => Promise<ReadonlySet<string>>;
}

export interface Pushing {
  readonly needs: PushNeeds;
  receive(emission: StreamEmission): void;
  start(): void;
  close(): Promise<void>;
}

const nothing: Pushing = {
  needs: { push: () => undefined },
  receive: () => undefined,
  start: () => undefined,
  close: () => Promise.resolve(),
};

/** Throws StartupError. */
export async function createPushing(parts: PushingParts): Promise<Pushing> {
  const { config, store, clock, report } = parts;
  if (!config.push) return nothing;
  const vapid = openVapid(await keyOf(config, store), contactOf(config));
  const { pushHosts: ownHosts } = config;
  const ca = config.pushCa === '' ? '' : await read(config.pushCa);
  const post = createPost({ vapid, ownHosts, ca, now: () => clock.now() });
  const owing = new Owing({ store, clock, report });
  const deliveries = new Deliveries({ ...parts, post });
  const offered = {
    applicationKey: vapid.applicationKey,
    hosts: ownHosts,
    subscribed: (app: AppId) => owing.subscribed(app),
  };
  return {
    needs: { push: () => offered },
    receive: (emission) => owing.receive(emission),
    start() {
      owing.start();
      deliveries.start();
    },
    async close() {
      await owing.close();
      await deliveries.close();
    },
  };
}

/** In the database, so that all nodes have the same, and a backup too: with another key every subscription is worthless. */
async function keyOf({ pushKey }: Config, store: Store): Promise<string> {
  if (pushKey !== '') return pushKey;
  return await store.systemWrite(keepSecret, { name: 'push.key', value: newPushKey() });
}

function openVapid(key: string, contact: string): Vapid {
  try {
    return new Vapid(key, contact);
  } catch {
    throw new StartupError('--push-key: this is no private VAPID key of 32 bytes in base64url.');
  }
}

function contactOf({ pushContact, mailFrom, origins }: Config): string {
  if (pushContact !== '') return pushContact;
  const address = mailFrom.split(/[\s<>]/).find((word) => /^[^@]+@./.test(word));
  return address === undefined
    ? (origins.find((origin) => origin.startsWith('https:')) ?? '')
    : `mailto:${address}`;
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    throw new StartupError(`--push-ca: ${path} cannot be read.`);
  }
}
