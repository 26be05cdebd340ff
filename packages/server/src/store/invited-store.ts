// Coming in by a link: looking, entering, asking to, and what owner and admins answer.
import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  ApplicantSchema,
  formatId,
  InviteLookResponseSchema,
  Notice_Kind,
  Reason_Code,
  type Applicant,
  type ConversationId,
  type InviteLookResponse,
  type User,
  type UserId,
} from '@hubbub/protocol';
import { requireAct } from '../rules/conversation.ts';
import { refuseBanned } from './ban-store.ts';
import { lockPlace, readPlace } from './conversation-store.ts';
import { comeIn } from './enter-store.ts';
import { mustFind, needsApproval, requireGood, useInvite } from './invite-store.ts';
import { readUsers } from './named-store.ts';
import { repeatOpening, type Changed, type Opened } from './opening-store.ts';
import { ask, decline, requireWaiting } from './request-store.ts';
import { all, statement, type Read, type Write } from './statement.ts';
import { readReset } from './sync-store.ts';
import { requireLiving } from './user-store.ts';

/** Nothing of the group but what is on its cover. */
export const lookAtInvite: Read<{ hash: string }, InviteLookResponse> = {
  name: 'lookAtInvite',
  *run(tx, { hash }) {
    const row = yield* mustFind(hash);
    yield* requireGood(row, tx.now);
    const { head } = yield* readPlace(formatId('cnv', row.conversation), formatId('usr', 0));
    const { title, picture, member_count: memberCount } = head;
    const approval = row.approval === 1;
    return create(InviteLookResponseSchema, { title, picture, memberCount, approval });
  },
};

interface Entering {
  readonly conversation: ConversationId;
  readonly hash: string;
  readonly user: UserId;
  readonly text: string;
  readonly mostMembers: number;
}

export type Entered = Omit<Opened, 'conversation'> &
  Partial<Pick<Opened, 'conversation'>> & {
    /** Owner and admins decide. */
    readonly requested: boolean;
  };

/** Who is in it already uses nothing up. */
export const enterByInvite: Write<Entering, Entered> = {
  name: 'enterByInvite',
  locks: ({ conversation, user }) => ({ conversations: [conversation], users: [user] }),
  *run(tx, { conversation, hash, user, text, mostMembers }) {
    const place = yield* lockPlace(conversation, user);
    const row = yield* mustFind(hash);
    if (place.role !== undefined)
      return { ...(yield* repeatOpening(conversation, user)), requested: false };
    yield* requireGood(row, tx.now);
    if (needsApproval(row, place)) {
      yield* refuseBanned(place.head, [user], tx.now);
      const asked = yield* ask(place.head, { user, text, now: tx.now });
      if (asked !== undefined) yield* useInvite(row);
      const repeated = asked === undefined;
      return { change: undefined, repeated, requested: true, streams: asked ?? [] };
    }
    yield* useInvite(row);
    const coming = { users: [user], actor: user, kind: Notice_Kind.JOINED as const };
    const streams = yield* comeIn(place.head, { ...coming, mostMembers, now: tx.now });
    const reset = yield* readReset(tx, { conversation, user });
    return { ...reset, repeated: false, requested: false, streams };
  },
};

interface Decision {
  readonly conversation: ConversationId;
  readonly actor: UserId;
  readonly user: UserId;
  readonly approve: boolean;
  readonly mostMembers: number;
}

/** UNKNOWN for who does not wait: was answered already, or came in otherwise. */
export const decideRequest: Write<Decision, Changed> = {
  name: 'decideRequest',
  locks: ({ conversation, user }) => ({ conversations: [conversation], users: [user] }),
  *run(tx, { conversation, actor, user, approve, mostMembers }) {
    const { head, ...place } = yield* lockPlace(conversation, actor);
    requireAct('decide', place);
    yield* requireWaiting(head, user);
    if (!approve) return { streams: yield* decline(head, { user, now: tx.now }) };
    yield* requireLiving(tx, [user]);
    const coming = { users: [user], actor, kind: Notice_Kind.ADDED as const };
    return { streams: yield* comeIn(head, { ...coming, mostMembers, now: tx.now }) };
  },
};

interface ApplicantRow {
  readonly user: number;
  readonly text: string;
  readonly asked_at: number;
  readonly left_reason: number | null;
}

type Page = { conversation: number; askedAt: number; user: number; limit: number };

const selectApplicants = statement<Page, ApplicantRow>((db, p) =>
  db
    .selectFrom('join_request as r')
    .leftJoin('member as m', (join) =>
      join
        .onRef('m.app', '=', 'r.app')
        .onRef('m.conversation', '=', 'r.conversation')
        .onRef('m.user', '=', 'r.user'),
    )
    .where('r.app', '=', p.app)
    .where('r.conversation', '=', p.conversation)
    .where('r.declined_at', '=', 0)
    .where((e) =>
      e.or([
        e('r.asked_at', '>', p.askedAt),
        e.and([e('r.asked_at', '=', p.askedAt), e('r.user', '>', p.user)]),
      ]),
    )
    .select(['r.user', 'r.text', 'r.asked_at', 'm.left_reason'])
    .orderBy('r.asked_at')
    .orderBy('r.user')
    .limit(p.limit),
);

interface Place {
  readonly askedAt: number;
  readonly user: number;
}

interface Asked {
  readonly conversation: ConversationId;
  readonly user: UserId;
  readonly after: Place;
  readonly limit: number;
}

interface ApplicantPage {
  readonly applicants: readonly Applicant[];
  readonly users: readonly User[];
  /** Undefined on the last page. */
  readonly next: Place | undefined;
}

/** Who waits, the first who asked first. */
export const readApplicants: Read<Asked, ApplicantPage> = {
  name: 'readApplicants',
  *run(tx, { conversation, user, after, limit }) {
    const { head, ...place } = yield* readPlace(conversation, user);
    requireAct('decide', place);
    const page = { conversation: head.id, ...after, limit: limit + 1 };
    const rows = yield* all(selectApplicants, page);
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      applicants: shown.map(toApplicant),
      users: yield* readUsers(
        tx,
        shown.map((row) => formatId('usr', row.user)),
      ),
      next: last && { askedAt: last.asked_at, user: last.user },
    };
  },
};

function toApplicant(row: ApplicantRow): Applicant {
  const { KICKED } = Reason_Code;
  return create(ApplicantSchema, {
    user: formatId('usr', row.user),
    text: row.text,
    askedAt: timestampFromMs(row.asked_at),
    wasRemoved: row.left_reason === KICKED,
  });
}
