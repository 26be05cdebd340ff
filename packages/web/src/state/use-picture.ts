import { useStore } from 'zustand';
import { useAppState } from './app-state.ts';
import { useSession } from './use-session.ts';

/** Address of a user's picture; undefined without one. Of a backend's own pictures elsewhere our policy allows none. */
export function usePicture(id: string): string | undefined {
  const { client, usersVersion } = useAppState();
  const { user: me } = useSession();
  // Draws again when a user that was asked for is there.
  useStore(usersVersion);
  if (!id.startsWith('usr_')) return undefined;
  const picture = (id === me?.id ? me : client.state.user(id))?.picture ?? '';
  return picture.startsWith('med_') ? client.mediaAddress(picture) : undefined;
}
