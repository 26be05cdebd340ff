import type { AppState } from '../state/app-state.ts';

/** Ends this device's login on the server. Where that fails the user is still logged in, and the page goes on. */
export async function logOut({ client, session }: AppState): Promise<void> {
  try {
    await client.logOut();
  } catch (error) {
    client.connect().catch(() => undefined);
    throw error;
  }
  session.getState().leave();
}
