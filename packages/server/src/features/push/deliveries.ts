// Tells devices what they are owed: leases it, looks again whether it still is to be told and whether the user looks at the
// app now, and hands it to the push service. What a service cannot take now waits, ever longer; it stays owed until it was
// told, or is too old.
import type { AppId, UserId } from '@hubbub/protocol';
import type { Clock } from '../../ports/clock.ts';
import {
  claimPush,
  delayPush,
  finishPush,
  hasDuePush,
  type OwedPush,
} from '../../store/push-due-store.ts';
import { lifeMs, readPushNews } from '../../store/push-news-store.ts';
import { endPush, sweepPush } from '../../store/push-store.ts';
import type { Store } from '../../store/store.ts';
import { Background } from '../background.ts';
import type { Post } from './post.ts';
import { encodePush, pushText } from './text.ts';

export interface Attended {
  readonly app: AppId;
  readonly user: UserId;
}

/** How one ended: sent; nobody wants it any more; the user looks; the address is no good; refused; for later. */
export type PushOutcome = 'sent' | 'dropped' | 'attended' | 'gone' | 'refused' | 'later';

interface DeliveryParts {
  readonly store: Pick<Store, 'read' | 'write' | 'systemRead' | 'systemWrite'>;
  readonly clock: Clock;
  readonly post: Post;
  /** Those of these who look at the app, at whatever node. */
  readonly attended: (users: readonly Attended[]) => Promise<ReadonlySet<string>>;
  readonly count: (outcome: PushOutcome) => void;
  readonly report: (problem: string, cause: unknown) => void;
}

const lookMs = 250;
const sweepMs = 3_600_000;
/** Longer than a service may take to answer, tenfold. */
const leaseMs = 120_000;
const atOnce = 16;
const longestDelayMs = 3_600_000;

export class Deliveries {
  readonly #parts: DeliveryParts;
  readonly #token = crypto.randomUUID();
  readonly #background: Background;

  constructor(parts: DeliveryParts) {
    const { clock, report } = parts;
    this.#parts = parts;
    this.#background = new Background({
      clock,
      work: () => this.#workAll(),
      report: (cause) => report('push', cause),
    });
  }

  start(): void {
    const { store } = this.#parts;
    this.#background.every(lookMs, () => this.work());
    this.#background.every(sweepMs, () => store.systemWrite(sweepPush, {}));
  }

  /** Does all that is due. */
  work(): Promise<void> {
    return this.#background.work();
  }

  close(): Promise<void> {
    return this.#background.close();
  }

  async #workAll(): Promise<void> {
    const { store, attended } = this.#parts;
    while (!this.#background.isClosed && (await store.systemRead(hasDuePush, {}))) {
      const claim = { token: this.#token, leaseMs, limit: atOnce };
      const owed = await store.systemWrite(claimPush, claim);
      if (owed.length === 0) return;
      const looking = await attended(owed);
      await Promise.all(
        owed.map((one) => this.#settle(one, looking.has(`${one.app}/${one.user}`))),
      );
    }
  }

  async #settle(owed: OwedPush, isAttended: boolean): Promise<void> {
    const { count, report } = this.#parts;
    try {
      const outcome = isAttended ? 'attended' : await this.#tell(owed);
      if (outcome !== 'later') await this.#finish(owed);
      count(outcome);
    } catch (cause) {
      // Not whose, nor where: the address alone lets anybody write to the device.
      report('push: could not be told', cause);
      await this.#delay(owed, 0);
      count('later');
    }
  }

  async #tell(owed: OwedPush): Promise<PushOutcome> {
    const { store, post, report } = this.#parts;
    const telling = await store.read(owed.app, readPushNews, owed);
    if (telling === undefined) return 'dropped';
    const { subscription, news } = telling;
    const taken = await post(subscription, {
      text: encodePush(pushText(telling)),
      topic: news.about === 'message' ? owed.stream : news.about,
      isUrgent: news.about === 'message' && news.isUrgent,
      lifeMs,
    });
    if (taken.how === 'gone')
      await store.write(owed.app, endPush, { endpoint: subscription.endpoint });
    if (taken.how === 'refused') report(`push: a service answered ${taken.status}`, undefined);
    if (taken.how === 'later') await this.#delay(owed, taken.afterMs);
    return taken.how;
  }

  async #finish(owed: OwedPush): Promise<void> {
    await this.#parts.store.write(owed.app, finishPush, { owed, token: this.#token });
  }

  async #delay(owed: OwedPush, leastMs: number): Promise<void> {
    const ownMs = Math.min(longestDelayMs, 1_000 * 2 ** owed.attempts);
    const delayMs = Math.max(leastMs, ownMs);
    await this.#parts.store.write(owed.app, delayPush, { owed, token: this.#token, delayMs });
  }
}
