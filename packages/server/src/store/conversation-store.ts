// Heads: the one row of a conversation that every change of its stream goes through. A write locks the head, takes the next
// version (and seqs) from it and writes it back; nothing else gives out versions (docs/sync.md 2).
import {
  Conversation_Kind as Kind,
  formatId,
  OperationError,
  Reason_Code,
  type ConversationId,
  type OwnRights,
  type UserId,
} from '@hubbub/protocol';
import { foldTitle, requireVoice, unpackRights } from '../rules/conversation.ts';
import { headColumns, type Head } from './head.ts';
import { ask, first, run, statement, type Answer, type Steps } from './statement.ts';
import { conversationKey, userKey } from './stream.ts';

/** A user's membership of the conversation; the fields are null for who was never in it. */
interface MemberColumns {
  readonly role: number | null;
  readonly join_seq: number | null;
  readonly join_version: number | null;
  readonly left_version: number | null;
  readonly left_reason: number | null;
  readonly sent_floor: number | null;
  readonly cleared: number | null;
  readonly muted_until: number | null;
}

/** A conversation as one user stands to it. */
export interface Place {
  readonly head: Head;
  readonly kind: Kind;
  /** Undefined unless a present member. */
  readonly role: number | undefined;
  readonly joinSeq: number | undefined;
  readonly joinVersion: number | undefined;
  /** Up to here the user has cleared it. */
  readonly cleared: number;
  /** What the conversation has decided for itself; undefined: nothing. */
  readonly rights: OwnRights | undefined;
  /** Until then it may only read; also for who has left and may come back. */
  readonly mutedUntil: number;
  /** From here on its newest message is to be found (member-store.ts). */
  readonly sentFloor: number;
  /** Was a member once. */
  readonly hasLeft: boolean;
  /** Left by its own will: hears nothing else of a group by asking again. */
  readonly hasGone: boolean;
  /** Others took it out. */
  readonly wasRemoved: boolean;
}

interface PlaceParams {
  id: number;
  user: number;
}

const selectHead = statement<{ id: number }, Head>((db, p, engine) => {
  const query = db
    .selectFrom('conversation as c')
    .where('c.app', '=', p.app)
    .where('c.id', '=', p.id)
    .select(headColumns);
  return engine === 'postgres' ? query.forUpdate() : query;
});

const selectPlace = placeStatement(false);
const selectPlaceLocked = placeStatement(true);

function placeStatement(locked: boolean) {
  return statement<PlaceParams, Head & MemberColumns>((db, p, engine) => {
    const query = db
      .selectFrom('conversation as c')
      .leftJoin('member as m', (join) =>
        join
          .onRef('m.app', '=', 'c.app')
          .onRef('m.conversation', '=', 'c.id')
          .on('m.user', '=', p.user),
      )
      .where('c.app', '=', p.app)
      .where('c.id', '=', p.id)
      .select(headColumns)
      .select([
        'm.role',
        'm.join_seq',
        'm.join_version',
        'm.left_version',
        'm.left_reason',
        'm.sent_floor',
        'm.cleared',
        'm.muted_until',
      ]);
    return locked && engine === 'postgres' ? query.forUpdate('c') : query;
  });
}

const updateNumbers = statement<{ id: number; seq: number; version: number }, unknown>((db, p) =>
  db
    .updateTable('conversation')
    .set({ seq: p.seq, version: p.version })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

interface HeadParams {
  id: number;
  seq: number;
  version: number;
  title: string;
  titleFolded: string;
  picture: string;
  rights: number;
  showsPast: number;
  details: Uint8Array | null;
  memberCount: number;
  floor: number;
  deleted: number;
}

const updateHead = statement<HeadParams, unknown>((db, p) =>
  db
    .updateTable('conversation')
    .set({
      seq: p.seq,
      version: p.version,
      title: p.title,
      title_folded: p.titleFolded,
      picture: p.picture,
      rights: p.rights,
      shows_past: p.showsPast,
      details: p.details,
      member_count: p.memberCount,
      floor: p.floor,
      deleted: p.deleted,
    })
    .where('app', '=', p.app)
    .where('id', '=', p.id),
);

interface NewHead extends HeadParams {
  kind: number;
  parent: number;
  directKey: string | null;
  now: number;
}

const insertHead = statement<NewHead, unknown>((db, p) =>
  db
    .insertInto('conversation')
    .values({
      app: p.app,
      id: p.id,
      kind: p.kind,
      parent: p.parent,
      direct_key: p.directKey,
      title: p.title,
      title_folded: p.titleFolded,
      picture: p.picture,
      rights: p.rights,
      shows_past: p.showsPast,
      details: p.details,
      seq: p.seq,
      version: p.version,
      member_count: p.memberCount,
      floor: p.floor,
      deleted: p.deleted,
      created_at: p.now,
    })
    .onConflict((conflict) => conflict.columns(['app', 'direct_key']).doNothing()),
);

/** Locks a stream for this transaction and reads where it stands. UNKNOWN for one that is not there or was deleted. */
export function* lockHead(conversation: ConversationId): Steps<Head> {
  return mustLive(yield* first(selectHead, { id: conversationKey(conversation) }));
}

/** Like lockHead, with the user's membership. */
export function lockPlace(conversation: ConversationId, user: UserId): Steps<Place> {
  return ask(selectPlaceLocked, placeParams(conversation, user), placeIn);
}

/** Where the user stands, without a lock. */
export function readPlace(conversation: ConversationId, user: UserId): Steps<Place> {
  return ask(selectPlace, placeParams(conversation, user), placeIn);
}

function placeIn({ rows }: Answer): Place {
  return toPlace(rows[0] as (Head & MemberColumns) | undefined);
}

/** MUTED for who may only read where it stands; of a whisper, what its room says counts. */
export function* requireVoiceAt(place: Place, user: UserId, now: number): Steps<void> {
  const isWhisper = place.kind === Kind.WHISPER;
  const room = isWhisper ? yield* readPlace(formatId('cnv', place.head.parent), user) : place;
  requireVoice(room, now);
}

/** Takes the next version of a head that this transaction holds. */
export function bump(head: Head): Steps<Head> {
  const { id, seq } = head;
  const version = head.version + 1;
  return ask(updateNumbers, { id, seq, version }, () => ({ ...head, version }));
}

type Numbers = Pick<Head, 'id' | 'seq' | 'version'>;

/** Where a message stands that comes next. */
export function nextOf({ id, seq, version }: Head): Numbers {
  return { id, seq: seq + 1, version: version + 1 };
}

/** The head that this transaction holds goes on to there. */
export function goOnTo(next: Numbers): Steps<number> {
  return run(updateNumbers, next);
}

export type Changeable = Partial<
  Pick<
    Head,
    'title' | 'picture' | 'member_count' | 'floor' | 'deleted' | 'rights' | 'shows_past' | 'details'
  >
>;

/** Like bump, and changes the head itself. */
export function* bumpWith(head: Head, changed: Changeable & { messages?: number }): Steps<Head> {
  const { messages = 0, ...columns } = changed;
  const next = { ...head, ...columns, seq: head.seq + messages, version: head.version + 1 };
  yield* run(updateHead, headParams(next));
  return next;
}

interface Opening {
  readonly id: ConversationId;
  readonly kind: Kind;
  readonly title?: string;
  readonly members?: number;
  /** The game of a game's group. */
  readonly parent?: number;
  readonly now: number;
}

/** A new conversation at version 1 whose members see everything; one member unless said otherwise. */
export function* openHead(of: Opening): Steps<Head> {
  const head = newHead({ parent: 0, ...of, key: null });
  if (!(yield* insert(head))) throw new Error('a new conversation was there already');
  return head;
}

interface KeyedOpening extends Pick<Opening, 'id' | 'kind' | 'now'> {
  /** The room of a whisper. */
  readonly parent?: number;
  /** Whom it is between (head.ts). */
  readonly key: string;
}

/** The conversation of a pair, or a whisper, likewise; undefined when another writer has just made it. */
export function* openKeyedHead(of: KeyedOpening): Steps<Head | undefined> {
  const head = newHead({ parent: 0, ...of });
  return (yield* insert(head)) ? head : undefined;
}

function newHead(of: Opening & { readonly parent: number; readonly key: string | null }): Head {
  return {
    id: conversationKey(of.id),
    kind: of.kind,
    parent: of.parent,
    direct_key: of.key,
    title: of.title ?? '',
    picture: '',
    rights: 0,
    shows_past: 0,
    details: null,
    seq: 0,
    version: 1,
    member_count: of.members ?? 1,
    floor: 1,
    deleted: 0,
    created_at: of.now,
  };
}

function* insert(head: Head): Steps<boolean> {
  const { kind, parent, direct_key: directKey, created_at: now } = head;
  return (yield* run(insertHead, { ...headParams(head), kind, parent, directKey, now })) > 0;
}

function toPlace(row: (Head & MemberColumns) | undefined): Place {
  const head = mustLive(row);
  const { role, join_seq, join_version, left_version, left_reason } = head;
  const isPresent = left_version === 0;
  return {
    head,
    kind: head.kind,
    role: isPresent ? (role ?? undefined) : undefined,
    joinSeq: isPresent ? (join_seq ?? undefined) : undefined,
    joinVersion: isPresent ? (join_version ?? undefined) : undefined,
    cleared: head.cleared ?? 0,
    rights: unpackRights(head.rights),
    mutedUntil: head.muted_until ?? 0,
    sentFloor: head.sent_floor ?? 0,
    hasLeft: left_version !== null && !isPresent,
    hasGone: !isPresent && left_reason === Reason_Code.LEFT,
    wasRemoved: !isPresent && left_reason === Reason_Code.KICKED,
  };
}

function mustLive<H extends Head>(head: H | undefined): H {
  if (head === undefined || head.deleted === 1) throw new OperationError('UNKNOWN');
  return head;
}

function placeParams(conversation: ConversationId, user: UserId): PlaceParams {
  return { id: conversationKey(conversation), user: userKey(user) };
}

function headParams(head: Head): HeadParams {
  return {
    id: head.id,
    seq: head.seq,
    version: head.version,
    title: head.title,
    titleFolded: foldTitle(head.title),
    picture: head.picture,
    rights: head.rights,
    showsPast: head.shows_past,
    details: head.details,
    memberCount: head.member_count,
    floor: head.floor,
    deleted: head.deleted,
  };
}
