// Everything the switcher can go to, and what of it fits.
import type { InboxEntry } from '@hubbub/client';
import { Conversation_Kind, type Conversation } from '@hubbub/protocol';
import type { IconName } from '../components/icon.tsx';
import type { StringKey } from '../strings.ts';
import { fuzzy } from './fuzzy.ts';

export interface Candidate {
  readonly key: string;
  readonly title: string;
  /** Beside the title. */
  readonly detail: string;
  /** Also found by it. */
  readonly alias: string;
  readonly unread: number;
  readonly sign: { readonly avatar: string; readonly room: boolean } | { readonly icon: IconName };
  readonly open: () => string | Promise<string>;
}

/** A part of the app with an address of its own. */
export interface Place {
  readonly path: string;
  readonly label: StringKey;
  readonly icon: IconName;
}

const most = 30;

/**
 * What fits, the best first; of what fits equally well, what was before in the list.
 * @param all in the order in which somebody would look for it
 */
export function matching(all: readonly Candidate[], query: string): readonly Candidate[] {
  if (query.trim() === '') return all.slice(0, most);
  return all
    .map((candidate, at) => ({ candidate, at, score: scoreOf(candidate, query) }))
    .filter(({ score }) => score !== undefined)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || a.at - b.at)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

function scoreOf({ title, alias }: Candidate, query: string): number | undefined {
  const byTitle = fuzzy(query, title);
  const byAlias = alias === '' ? undefined : fuzzy(query.replace(/^@/, ''), alias);
  return byTitle === undefined ? byAlias : Math.max(byTitle, byAlias ?? 0);
}

/** What was looked at last first, then what was last written in; what is looked at now comes last of the visited. */
export function byVisit(
  inbox: readonly InboxEntry[],
  visited: readonly string[],
  current: string | undefined,
): readonly InboxEntry[] {
  const order = visited.filter((id) => id !== current);
  if (current !== undefined) order.push(current);
  const place = ({ conversation }: InboxEntry) => {
    const at = order.indexOf(conversation.id);
    return at < 0 ? order.length : at;
  };
  return inbox.toSorted((a, b) => place(a) - place(b));
}

export function isRoom({ kind }: Conversation): boolean {
  return kind === Conversation_Kind.ROOM;
}
