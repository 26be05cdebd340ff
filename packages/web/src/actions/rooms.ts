// What a user does with rooms. Each ends when the server has answered; the state follows by the answer's Change.
import type { Client } from '@hubbub/client';
import {
  Conversation_Kind,
  type Conversation,
  type ConversationListResponse,
} from '@hubbub/protocol';

/** @returns the id of the new room */
export async function createRoom(client: Client, title: string): Promise<string> {
  const args = { kind: Conversation_Kind.ROOM, title };
  const { conversation } = await client.call('conversation.create', args);
  return conversation?.id ?? '';
}

interface RoomQuery {
  readonly query: string;
  readonly after: string;
}

export async function findRooms(
  client: Client,
  page: RoomQuery,
): Promise<ConversationListResponse> {
  return await client.call('conversation.list', {
    kind: Conversation_Kind.ROOM,
    limit: 30,
    ...page,
  });
}

export async function getConversation(
  client: Client,
  id: string,
): Promise<Conversation | undefined> {
  return (await client.call('conversation.get', { conversation: id })).conversation;
}

export async function joinRoom(client: Client, conversation: string): Promise<void> {
  await client.call('conversation.join', { conversation });
}

export async function leaveRoom(client: Client, conversation: string): Promise<void> {
  await client.call('conversation.leave', { conversation });
}

export async function deleteRoom(client: Client, conversation: string): Promise<void> {
  await client.call('conversation.delete', { conversation });
}
