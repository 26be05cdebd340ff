// What rooms and groups say of themselves and decide for themselves: title, picture, description, announcement, rights. All of
// it stands in the head; each change is a line for everybody.
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  ConversationSchema,
  formatId,
  Notice_Kind,
  type ConversationId,
  type OwnRights,
  type UserId,
} from '@hubbub/protocol';
import {
  decideRights,
  packRights,
  requireAct,
  requireVoice,
  type Act,
} from '../rules/conversation.ts';
import { bumpWith, lockPlace, type Changeable, type Place } from './conversation-store.ts';
import { readDetails, type Head } from './head.ts';
import { exchangePicture } from './media-store.ts';
import { readMembership, toOwnConversation } from './membership-store.ts';
import { addNotices, writeNotice, type NewNotice } from './notice-store.ts';
import type { Changed } from './opening-store.ts';
import type { Steps, Transaction, Write } from './statement.ts';
import { topicChange } from './stream.ts';

interface Setting {
  readonly conversation: ConversationId;
  readonly user: UserId;
}

interface Update extends Setting {
  /** Undefined stays as it is; so do the others. */
  readonly title: string | undefined;
  /** A picture's id, '' for none. */
  readonly picture: string | undefined;
  readonly about: string | undefined;
  readonly outboxId: number;
}

/** Each of them that is new, and a line that tells of each. */
export const updateConversation: Write<Update, Changed> = {
  name: 'updateConversation',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, update) {
    const { user, outboxId } = update;
    const { head, ...place } = yield* begin(tx, 'update', update);
    const { about: aboutNow = '' } = readDetails(head) ?? {};
    const { title = head.title, picture = head.picture, about = aboutNow } = update;
    const told: Omit<NewNotice, 'actor' | 'now'>[] = [];
    if (title !== head.title) told.push({ kind: Notice_Kind.RENAMED, text: title });
    if (picture !== head.picture) {
      const exchange = { owner: user, before: head.picture, after: picture, outboxId };
      yield* exchangePicture({ ...exchange, now: tx.now });
      told.push({ kind: Notice_Kind.PICTURE });
    }
    if (about !== aboutNow) told.push({ kind: Notice_Kind.ABOUT });
    const details = about === aboutNow ? head.details : withDetails(head, { about });
    return yield* settle(tx, { head, ...place }, { user, told, set: { title, picture, details } });
  },
};

interface Decision extends Setting {
  readonly rights: Partial<OwnRights>;
  readonly showsPast: boolean | undefined;
}

/** ROLE where a right above the member's own role is touched. */
export const setRights: Write<Decision, Changed> = {
  name: 'setRights',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, decision) {
    const place = yield* begin(tx, 'setRights', decision);
    const { head, rights: before } = place;
    const decided = decideRights(place, decision.rights);
    const rights = packRights(decided);
    const past = decision.showsPast ?? head.shows_past === 1;
    const shows_past = past ? 1 : 0;
    const isSame = rights === head.rights && shows_past === head.shows_past;
    const post = decided.post === (before?.post ?? 0) ? {} : { args: { role: decided.post } };
    const told = isSame ? [] : [{ kind: Notice_Kind.RIGHTS, ...post }];
    return yield* settle(tx, place, { user: decision.user, told, set: { rights, shows_past } });
  },
};

/** Who said it last, and when, stands beside it; saying the same again changes nothing. */
export const announce: Write<Setting & { readonly text: string }, Changed> = {
  name: 'announce',
  locks: ({ conversation }) => ({ conversations: [conversation] }),
  *run(tx, { text, ...setting }) {
    const place = yield* begin(tx, 'announce', setting);
    const { user } = setting;
    if (text === (readDetails(place.head)?.announcement?.text ?? ''))
      return yield* settle(tx, place, { user, told: [], set: {} });
    const announcement = { text, author: user, createdAt: timestampFromMs(tx.now) };
    const details = withDetails(place.head, {
      announcement: text === '' ? undefined : announcement,
    });
    const told = text === '' ? [] : [{ kind: Notice_Kind.ANNOUNCED, text }];
    return yield* settle(tx, place, { user, told, set: { details }, isNew: true });
  },
};

function* begin(tx: Transaction, act: Act, { conversation, user }: Setting): Steps<Place> {
  const place = yield* lockPlace(conversation, user);
  requireAct(act, place);
  requireVoice(place, tx.now);
  return place;
}

interface Settled {
  readonly user: UserId;
  readonly told: readonly Omit<NewNotice, 'actor' | 'now'>[];
  readonly set: Changeable;
  /** Something was changed that nothing is told of. */
  readonly isNew?: true;
}

/** The first line shares the version of what it tells of. */
function* settle(
  { now }: Transaction,
  { head: before }: Place,
  { user, told, set, isNew }: Settled,
): Steps<Changed> {
  const isChanged = told.length > 0 || isNew === true;
  const changed = isChanged ? yield* bumpWith(before, set) : before;
  const [news, ...more] = told.map((one) => ({ ...one, actor: user, now }));
  const notices = news === undefined ? [] : [yield* writeNotice(changed, news)];
  const last = yield* addNotices(changed, more);
  notices.push(...last.notices);
  const row = yield* readMembership(formatId('cnv', before.id), user);
  if (row === undefined) throw new Error('a member without a membership');
  const conversation = toOwnConversation(row);
  if (!isChanged) return { conversation, streams: [] };
  return { conversation, streams: [topicChange(last.head, before.version, { notices })] };
}

type Details = Pick<MessageInitShape<typeof ConversationSchema>, 'about' | 'announcement'>;

function withDetails(head: Head, change: Details): Uint8Array | null {
  const { about = '', announcement } = { ...readDetails(head), ...change };
  if (about === '' && announcement === undefined) return null;
  return toBinary(
    ConversationSchema,
    create(ConversationSchema, { about, ...(announcement && { announcement }) }),
  );
}
