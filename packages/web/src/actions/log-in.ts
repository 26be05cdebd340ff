import type { AppState } from '../state/app-state.ts';
import { Told } from './failure.ts';
import { isLoggedOut, refusalText } from './refusal.ts';

/** Logs in by one of the ways of `client.enter`; the page goes on from there. */
export type Enter = (way: () => Promise<unknown>) => Promise<void>;

/** Over HTTP, which sets the cookie; then the socket is opened with it. */
export async function enterBy(
  { client, session }: AppState,
  way: () => Promise<unknown>,
): Promise<void> {
  await way();
  try {
    session.getState().enter(await client.connect());
  } catch (error) {
    // The login was right, but this page is one too many, or the like.
    const { refusal } = client;
    if (refusal === undefined || isLoggedOut(refusal)) throw error;
    throw new Told(refusalText(refusal));
  }
}
