// Who sees which moment, and which likes and comments under it (docs/moments.md). The one answer for timeline, album, single
// moments, likes, comments, notices, counts and pictures: whoever shows any of these asks here, when it is read.
import {
  Audience_Kind as AudienceKind,
  OperationError,
  Window_Span as Span,
} from '@hubbub/protocol';
import { areFriends, know, type Side } from './contact.ts';
import { isReadable } from './text.ts';

export interface Audience {
  readonly kind: AudienceKind;
  readonly users: readonly string[];
  readonly tags: readonly string[];
}

/** A moment, and how its author and the viewer stand to each other now. */
export interface Sight {
  readonly author: string;
  readonly viewer: string;
  readonly audience: Audience;
  /** Milliseconds. */
  readonly createdAt: number;
  readonly now: number;
  /** How far back others may see the author's moments. */
  readonly window: Span;
  readonly authorSide: Side;
  readonly viewerSide: Side;
  /** The author's tags of the viewer, as they are now. */
  readonly tags: readonly string[];
}

/** A like or comment, and how the viewer stands to whose it is and, of a reply, to whom it answers. */
export interface Said {
  readonly author: string;
  readonly viewer: string;
  readonly mine: Side;
  readonly theirs: Side;
  readonly replyTo:
    { readonly user: string; readonly mine: Side; readonly theirs: Side } | undefined;
}

const dayMs = 24 * 3_600_000;
/** A month is 30 days, so that a window never depends on the calendar. */
const spans: Readonly<Record<Span, number>> = {
  [Span.UNSPECIFIED]: Infinity,
  [Span.ALL]: Infinity,
  [Span.MONTHS_6]: 180 * dayMs,
  [Span.MONTH_1]: 30 * dayMs,
  [Span.DAYS_3]: 3 * dayMs,
};

export function seesMoment(sight: Sight): boolean {
  if (sight.viewer === sight.author) return true;
  return seesAnyOf(sight) && admits(sight) && sight.now - sight.createdAt <= spans[sight.window];
}

/** Whether there can be moments of the author that the viewer sees: what does not depend on the moment. */
export function seesAnyOf({
  author,
  viewer,
  authorSide,
  viewerSide,
}: Pick<Sight, 'author' | 'viewer' | 'authorSide' | 'viewerSide'>): boolean {
  if (viewer === author) return true;
  return areFriends(authorSide, viewerSide) && !authorSide.hidesMine && !viewerSide.hidesTheirs;
}

function admits({ audience: { kind, users, tags }, viewer, tags: given }: Sight): boolean {
  const isNamed = users.includes(viewer) || tags.some((tag) => given.includes(tag));
  if (kind === AudienceKind.ONLY) return isNamed;
  if (kind === AudienceKind.EXCEPT) return !isNamed;
  return kind === AudienceKind.FRIENDS;
}

/** Of a moment that the viewer sees: whether this like or comment is among what is shown and counted. */
export function seesSaid({ author, viewer, mine, theirs, replyTo }: Said): boolean {
  if (author === viewer) return true;
  if (!know(mine, theirs)) return false;
  return replyTo === undefined || replyTo.user === viewer || know(replyTo.mine, replyTo.theirs);
}

/** Throws when there is nothing in it. */
export function requireSomething(text: string, pictures: number): void {
  if (text !== '' ? !isReadable(text) : pictures === 0)
    throw new OperationError(
      'FIELD',
      'text: must hold something to read, or be empty beside pictures',
    );
}

/** Throws for an audience that contradicts itself. */
export function requireAudience({ kind, users, tags }: Audience): void {
  const names = users.length + tags.length;
  const isList = kind === AudienceKind.ONLY || kind === AudienceKind.EXCEPT;
  if (isList && names === 0) throw new OperationError('FIELD', 'audience: must name users or tags');
  if (!isList && names > 0)
    throw new OperationError('FIELD', 'audience: names users or tags for ONLY and EXCEPT alone');
}
