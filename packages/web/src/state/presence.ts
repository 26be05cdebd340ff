// Who is here now. The SDK asks again after each reconnect (docs/sync.md 13).
import type { Here } from '@hubbub/client';
import { useEffect, useState } from 'react';
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
  const client = useClient();
  const [here, setHere] = useState(nobody);
  useEffect(
    () => (user === undefined ? undefined : client.watch({ users: [user] }, setHere)),
    [client, user],
  );
  return user !== undefined && here.present.has(user);
}
