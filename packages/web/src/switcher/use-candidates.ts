import { Conversation_Kind, type Conversation } from '@hubbub/protocol';
import { useLocation } from 'wouter';
import { openDirect } from '../actions/open-direct.ts';
import { joinRoom } from '../actions/rooms.ts';
import { useAppState } from '../state/app-state.ts';
import { otherOf, useFace } from '../state/conversation-title.ts';
import { unreadIn } from '../state/unread.ts';
import { useChats, useNames } from '../state/use-client-state.ts';
import { useRelations } from '../state/use-contacts.ts';
import { useMe } from '../state/use-session.ts';
import { t } from '../strings.ts';
import { byVisit, isRoom, type Candidate, type Place } from './candidates.ts';

/** @param rooms what the server has found */
export function useCandidates(
  rooms: readonly Conversation[],
  places: readonly Place[],
): readonly Candidate[] {
  return [...useConversations(), ...usePeople(), ...useRoomsToJoin(rooms), ...placesOf(places)];
}

function useConversations(): readonly Candidate[] {
  const { trail } = useAppState();
  const me = useMe();
  const face = useFace();
  const { user } = useNames();
  const [path] = useLocation();
  const visited = trail.visited().flatMap((one) => idIn(one) ?? []);
  return byVisit(useChats(), visited, idIn(path)).map((entry): Candidate => {
    const { conversation } = entry;
    const { id, title } = face(conversation);
    const other = otherOf(conversation, me.id);
    const username = (other && user(other)?.username) ?? '';
    return {
      key: conversation.id,
      title,
      detail: other ? username && `@${username}` : kindOf(conversation),
      alias: username,
      unread: unreadIn(entry),
      sign: { avatar: id, room: isRoom(conversation) },
      open: () => `/c/${conversation.id}`,
    };
  });
}

/** Friends with whom nothing was written yet; the others are conversations. */
function usePeople(): readonly Candidate[] {
  const { client } = useAppState();
  const me = useMe();
  const { user, name } = useNames();
  const written = new Set(useChats().map(({ conversation }) => otherOf(conversation, me.id)));
  return useRelations()
    .friends.filter((friend) => !written.has(friend.user))
    .map(({ user: id }): Candidate => {
      const username = user(id)?.username ?? '';
      return {
        key: id,
        title: name(id),
        detail: username && `@${username}`,
        alias: username,
        unread: 0,
        sign: { avatar: id, room: false },
        open: async () => `/c/${await openDirect(client, id)}`,
      };
    });
}

function useRoomsToJoin(rooms: readonly Conversation[]): readonly Candidate[] {
  const { client } = useAppState();
  const mine = new Set(useChats().map(({ conversation }) => conversation.id));
  return rooms
    .filter(({ id }) => !mine.has(id))
    .map(({ id, title }) => ({
      key: id,
      title,
      detail: t('switcher.roomToJoin'),
      alias: '',
      unread: 0,
      sign: { avatar: id, room: true },
      open: async () => {
        await joinRoom(client, id);
        return `/c/${id}`;
      },
    }));
}

function placesOf(places: readonly Place[]): readonly Candidate[] {
  return places.map(({ path, label, icon }) => ({
    key: path,
    title: t(label),
    detail: t('switcher.place'),
    alias: '',
    unread: 0,
    sign: { icon },
    open: () => path,
  }));
}

function kindOf({ kind }: Conversation): string {
  if (kind === Conversation_Kind.ROOM) return t('switcher.room');
  return kind === Conversation_Kind.SELF ? t('switcher.self') : t('switcher.group');
}

function idIn(path: string): string | undefined {
  return /^\/c\/([^/]+)$/.exec(path)?.[1];
}
