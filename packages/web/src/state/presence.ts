// Who is here now, and when others were. The SDK asks again after each reconnect (docs/sync.md 13).
import type { Here } from '@hubbub/client';
import { useEffect, useState } from 'react';
import { formatBrief, toDate } from '../format/time.ts';
import { t } from '../strings.ts';
import { useClient } from './app-state.ts';

const nobody: Here = { present: new Set(), count: 0 };

export function useHere(conversation: string): Here {
  const client = useClient();
  const [here, setHere] = useState(nobody);
  useEffect(() => client.watch({ conversation }, setHere), [client, conversation]);
  return here;
}

/** Whether this user is here; of nobody, no. */
export function useOnline(user: string | undefined): boolean {
  const here = useUser(user);
  return user !== undefined && here.present.has(user);
}

/** A line that says whether a user is here, or when it was last; undefined where that is not known. */
export function useLastSeen(user: string | undefined): string | undefined {
  const { present, seen } = useUser(user);
  if (user === undefined) return undefined;
  if (present.has(user)) return t('conversation.online');
  const at = seen?.get(user);
  return at && t('presence.seen', { when: formatBrief(toDate(at)) });
}

function useUser(user: string | undefined): Here {
  const client = useClient();
  const [here, setHere] = useState(nobody);
  useEffect(
    () => (user === undefined ? undefined : client.watch({ users: [user] }, setHere)),
    [client, user],
  );
  return here;
}
