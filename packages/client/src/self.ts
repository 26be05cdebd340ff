// What the items of SELF say, in a form to show: contacts, settings, and the red dots of Moments.
import {
  itemName,
  type Contact,
  type Item,
  type MomentHint,
  type Replica,
  type Settings,
} from '@hubbub/protocol';

/** What is known of the newest moment of the timeline. */
export type NewestMoment = Pick<MomentHint, 'author' | 'createdAt'>;

export interface MomentDots {
  /** Likes and comments that were not looked at on any device. */
  readonly notices: number;
  /** Version of the newest one: what `moment.seen` is told when they were looked at. */
  readonly newestNotice: number;
  /** Author of a moment that is newer than the timeline as it was looked at last; undefined when there is none. */
  readonly author: string | undefined;
}

const contactItem = 10;
const settingsItem = 11;
const noticeItem = 12;
const requestsItem = 31;
const seenItem = 13;

type Self = Pick<Replica, 'items'> | undefined;

/** In no particular order. Requests that are over are left out. */
export function contactsIn(self: Self, now: number): readonly Contact[] {
  return itemsIn(self, contactItem).flatMap(({ contact }): readonly Contact[] => {
    if (contact === undefined) return [];
    const isOver = contact.expiresAt !== undefined && msOf(contact.expiresAt) <= now;
    return isOver ? [{ ...contact, request: 0 }] : [contact];
  });
}

export function settingsIn(self: Self): Settings | undefined {
  return self?.items.get(itemName({ kind: settingsItem, key: '' }))?.settings;
}

/** @param hint the newest moment that was told of */
export function dotsIn(self: Self, hint: NewestMoment | undefined): MomentDots {
  const seen = self?.items.get(itemName({ kind: seenItem, key: '' }));
  const versions = itemsIn(self, noticeItem).map(({ version = 0 }) => version);
  const isNew = hint?.createdAt && msOf(hint.createdAt) > msOf(seen?.seenMoments);
  return {
    notices: versions.filter((version) => version > (seen?.seenNotices ?? 0)).length,
    newestNotice: Math.max(0, ...versions),
    author: isNew ? hint.author : undefined,
  };
}

export function waitingIn(self: Self, conversation: string): number {
  const item = self?.items.get(itemName({ kind: requestsItem, key: conversation }));
  return item === undefined || item.removed ? 0 : item.waiting;
}

export function itemsIn(self: Self, kind: number): Item[] {
  return [...(self?.items.values() ?? [])].filter((item) => item.kind === kind && !item.removed);
}

function msOf(time: { seconds: bigint; nanos: number } | undefined): number {
  return time === undefined ? 0 : Number(time.seconds) * 1000 + time.nanos / 1e6;
}
