import { useAppState } from '../state/app-state.ts';

export interface ProfileChanges {
  readonly displayName?: string;
  readonly about?: string;
  /** Id of what was uploaded; '' for none. */
  readonly picture?: string;
}

export interface Profile {
  readonly update: (changes: ProfileChanges) => Promise<void>;
}

/** Changes it, and shows it at once; the user's other devices hear of it by themselves. */
export function useProfile(): Profile {
  const { client, session } = useAppState();
  return {
    async update(changes) {
      const { user } = await client.call('user.updateProfile', changes);
      if (user) session.getState().enter(user);
    },
  };
}
