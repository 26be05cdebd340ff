// A list of moments, page by page. What the user does to one is shown at once and corrected by the server's answer; what
// others do comes with a notice, and that moment is read again.
import type { Moment } from '@hubbub/protocol';
import { Item_Kind } from '@hubbub/protocol';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { failureText } from '../actions/failure.ts';
import { useClient } from '../state/app-state.ts';
import { useSession } from '../state/use-session.ts';

export interface Page {
  readonly moments: readonly Moment[];
  readonly next: string;
}

export type ReadPage = (before: string) => Promise<Page>;

interface Held {
  readonly moments: readonly Moment[];
  readonly next: string;
  readonly isLoading: boolean;
  readonly problem: string;
}

export interface MomentList extends Held {
  readonly more: () => void;
  readonly reload: () => void;
  readonly change: ChangeMoment;
}

/** Puts something new in the place of the moment with this id; undefined takes it away. */
export type ChangeMoment = (id: string, change: (old: Moment) => Moment | undefined) => void;

const nothing: Held = { moments: [], next: '', isLoading: true, problem: '' };

/** @param read must stay the same function for the same list */
export function useMoments(read: ReadPage): MomentList {
  const { status } = useSession();
  const [held, setHeld] = useState(nothing);
  const change = useCallback<ChangeMoment>(
    (id, how) =>
      setHeld((old) => ({
        ...old,
        moments: old.moments.flatMap((one) => (one.id === id ? (how(one) ?? []) : one)),
      })),
    [],
  );
  const load = useCallback(
    (before: string) => {
      read(before).then(
        ({ moments, next }) =>
          setHeld((old) => ({
            moments: before ? appended(old.moments, moments) : moments,
            next,
            isLoading: false,
            problem: '',
          })),
        (error: unknown) =>
          setHeld((old) => ({ ...old, isLoading: false, problem: failureText(error) })),
      );
    },
    [read],
  );
  useEffect(() => {
    if (status === 'online') load('');
  }, [load, status]);
  useRefreshed(change);
  const ask = useCallback(
    (before: string) => {
      setHeld((old) => ({ ...old, isLoading: true, problem: '' }));
      load(before);
    },
    [load],
  );
  return useMemo(
    () => ({ ...held, change, more: () => ask(held.next), reload: () => ask('') }),
    [held, change, ask],
  );
}

/** A notice says that something happened to one moment: that one is read again. */
function useRefreshed(change: ChangeMoment): void {
  const client = useClient();
  useEffect(
    () =>
      client.on('change', ({ items }) => {
        const touched = items.filter(
          ({ kind, moment }) => kind === Item_Kind.MOMENT_NOTICE && moment,
        );
        for (const id of new Set(touched.map(({ moment }) => moment))) {
          client.call('moment.get', { moment: id }).then(
            ({ moment }) => change(id, (old) => moment ?? old),
            // Gone by now, or not for the user any more.
            () => change(id, () => undefined),
          );
        }
      }),
    [client, change],
  );
}

function appended(old: readonly Moment[], page: readonly Moment[]): readonly Moment[] {
  return [...new Map([...old, ...page].map((moment) => [moment.id, moment])).values()];
}
