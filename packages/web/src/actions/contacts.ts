// What a user does with contacts. Each ends when the server has answered.
import type { Contact } from '@hubbub/protocol';
import type { AppState } from '../state/app-state.ts';

type Answer = Promise<{ readonly contact?: Contact | undefined }>;
type State = Pick<AppState, 'client' | 'contacts'>;

async function learn({ contacts }: State, answer: Answer): Promise<void> {
  contacts.learn((await answer).contact);
}

export async function request(state: State, user: string, text: string): Promise<void> {
  await learn(state, state.client.call('contact.request', { user, text }));
}

export async function accept(state: State, user: string): Promise<void> {
  await learn(state, state.client.call('contact.accept', { user }));
}

export async function decline(state: State, user: string): Promise<void> {
  await learn(state, state.client.call('contact.decline', { user }));
}

export async function remove(state: State, user: string): Promise<void> {
  await learn(state, state.client.call('contact.remove', { user }));
}

export async function block(state: State, user: string): Promise<void> {
  await learn(state, state.client.call('contact.block', { user }));
}

export async function unblock(state: State, user: string): Promise<void> {
  await learn(state, state.client.call('contact.unblock', { user }));
}

export async function setTags(state: State, user: string, tags: readonly string[]): Promise<void> {
  await learn(state, state.client.call('contact.tag', { user, tags: [...tags] }));
}

export interface FriendChanges {
  readonly alias?: string;
  readonly hideMine?: boolean;
  readonly hideTheirs?: boolean;
}

export async function update(state: State, user: string, changes: FriendChanges): Promise<void> {
  await learn(state, state.client.call('contact.update', { user, ...changes }));
}
