import { useStore } from 'zustand';
import { useAppState } from './app-state.ts';
import { useSession } from './use-session.ts';

/** Address of a user's picture, or of the one that is named; undefined without one. Of a backend's own pictures elsewhere our policy allows none. */
export function usePicture(id: string, of = ''): string | undefined {
  const { client, usersVersion } = useAppState();
  const { user: me } = useSession();
  // Draws again when a user that was asked for is there.
  useStore(usersVersion);
  const isUser = id.startsWith('usr_');
  const picture = isUser ? ((id === me?.id ? me : client.state.user(id))?.picture ?? '') : of;
  return picture.startsWith('med_') ? client.mediaAddress(picture) : undefined;
}
