import type { AppState } from '../state/app-state.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly displayName?: string;
}

/** Logs in over HTTP, which sets the cookie, then opens the socket with it. */
export async function logIn({ client, session }: AppState, who: Credentials): Promise<void> {
  await client.logIn({ username: who.username, password: who.password });
  session.getState().enter(await client.connect());
}

export async function signUp({ client, session }: AppState, who: Credentials): Promise<void> {
  const { username, password, displayName } = who;
  await client.signUp({ username, password, ...(displayName && { displayName }) });
  session.getState().enter(await client.connect());
}
