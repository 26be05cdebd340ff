// Alice, bob and charlie at the door: accounts made the way anybody makes one, over HTTP.
import type { User } from '@hubbub/protocol';

export interface Person {
  readonly user: User;
  readonly token: string;
  readonly device: string;
}

export const password = 'correct horse battery';

export async function signUp(url: string, username: string, more: object = {}): Promise<Person> {
  const response = await fetch(`${url}/hubbub.v1.AccountService/SignUp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password, ...more }),
  });
  if (!response.ok) throw new Error(`${username} could not sign up: ${await response.text()}`);
  return (await response.json()) as Person;
}
