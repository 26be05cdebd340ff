import type { AppState } from '../state/app-state.ts';
import { Told } from './failure.ts';
import { isLoggedOut, refusalText } from './refusal.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly displayName?: string;
}

/** Logs in over HTTP, which sets the cookie, then opens the socket with it. */
export async function logIn(state: AppState, who: Credentials): Promise<void> {
  const { client } = state;
  await client.logIn({ username: who.username, password: who.password });
  await enter(state);
}

export async function signUp(state: AppState, who: Credentials): Promise<void> {
  const { client } = state;
  const { username, password, displayName } = who;
  await client.signUp({ username, password, ...(displayName && { displayName }) });
  await enter(state);
}

async function enter({ client, session }: AppState): Promise<void> {
  try {
    session.getState().enter(await client.connect());
  } catch (error) {
    // The login was right, but this page is one too many, or the like.
    const { refusal } = client;
    if (refusal === undefined || isLoggedOut(refusal)) throw error;
    throw new Told(refusalText(refusal));
  }
}
