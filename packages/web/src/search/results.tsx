import { Conversation_Kind, type Conversation, type MessageHit } from '@hubbub/protocol';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { joinRoom } from '../actions/rooms.ts';
import { Avatar } from '../components/avatar.tsx';
import { Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { formatBrief, toDate } from '../format/time.ts';
import { useClient } from '../state/app-state.ts';
import { useFace } from '../state/conversation-title.ts';
import { nameOf, useNames } from '../state/use-client-state.ts';
import { t } from '../strings.ts';
import { Found } from './found.tsx';
import { textIn, useTitle } from './hit.ts';
import type { useSearch } from './use-search.ts';

interface ResultsProps {
  readonly found: ReturnType<typeof useSearch>;
  readonly chosen: MessageHit | undefined;
  readonly choose: (hit: MessageHit) => void;
}

/** People, chats, rooms and messages, each as a group of its own. */
export function Results({ found, chosen, choose }: ResultsProps) {
  const face = useFace();
  const { name } = useNames();
  const client = useClient();
  const [, navigate] = useLocation();
  const task = useTask();
  const join = (room: Conversation) =>
    task.run(async () => {
      await joinRoom(client, room.id);
      navigate(`/c/${room.id}`);
    });
  return (
    <div className="search-results">
      <Problem text={found.problem || task.problem} />
      <Group title={t('search.people')} count={found.people.length}>
        {found.people.map((user) => (
          <Row key={user.id} open={() => navigate(`/contacts/${user.id}`)}>
            <Avatar id={user.id} name={nameOf(user)} />
            <span className="search-text">
              <bdi>{name(user.id) || nameOf(user)}</bdi>
              {user.username && <bdi className="quiet">@{user.username}</bdi>}
            </span>
          </Row>
        ))}
      </Group>
      <Group title={t('search.chats')} count={found.conversations.length}>
        {found.conversations.map((conversation) => {
          const { id, title } = face(conversation);
          const isRoom = conversation.kind === Conversation_Kind.ROOM;
          return (
            <Row key={conversation.id} open={() => navigate(`/c/${conversation.id}`)}>
              <Avatar id={id} name={title} room={isRoom} />
              <span className="search-text">
                <bdi>{title}</bdi>
                <span className="quiet">
                  {t('conversation.members', { count: conversation.memberCount ?? 0 })}
                </span>
              </span>
            </Row>
          );
        })}
      </Group>
      <Group title={t('search.rooms')} count={found.rooms.length}>
        {found.rooms.map((room) => (
          <Row key={room.id} open={() => join(room)}>
            <Avatar id={room.id} name={room.title} room />
            <span className="search-text">
              <bdi>{room.title}</bdi>
              <span className="quiet">
                {t('conversation.members', { count: room.memberCount ?? 0 })}
              </span>
            </span>
          </Row>
        ))}
      </Group>
      <Group title={t('search.messages')} count={found.messages.length}>
        {found.messages.map((hit) => (
          <HitRow
            key={`${hit.message?.conversation}/${hit.message?.seq}`}
            hit={hit}
            isChosen={hit === chosen}
            choose={() => choose(hit)}
          />
        ))}
      </Group>
      {found.next !== '' && (
        <button
          type="button"
          className="button search-more"
          disabled={task.busy}
          onClick={() => task.run(found.more)}
        >
          {t('search.more')}
        </button>
      )}
    </div>
  );
}

interface GroupProps {
  readonly title: string;
  readonly count: number;
  readonly children: ReactNode;
}

function Group({ title, count, children }: GroupProps) {
  if (count === 0) return null;
  return (
    <section aria-label={title}>
      <h2 className="entries-letter">{title}</h2>
      <ul>{children}</ul>
    </section>
  );
}

interface RowProps {
  readonly open: () => void;
  readonly isChosen?: boolean;
  readonly children: ReactNode;
}

function Row({ open, isChosen = false, children }: RowProps) {
  return (
    <li>
      <button type="button" className="entry search-row" aria-current={isChosen} onClick={open}>
        {children}
      </button>
    </li>
  );
}

interface HitRowProps {
  readonly hit: MessageHit;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

const shownCharacters = 140;

function HitRow({ hit: { message, ranges }, isChosen, choose }: HitRowProps) {
  const { name } = useNames();
  const title = useTitle(message?.conversation ?? '');
  if (!message) return null;
  const sender = name(message.sender);
  return (
    <Row open={choose} isChosen={isChosen}>
      <Avatar id={message.sender} name={sender} />
      <span className="search-text">
        <span className="search-top">
          <bdi className="search-name">{sender}</bdi>
          <bdi className="quiet search-place">{title}</bdi>
          {message.createdAt && (
            <time className="quiet">{formatBrief(toDate(message.createdAt))}</time>
          )}
        </span>
        <span className="search-snippet">
          <Found text={textIn(message)} ranges={ranges} most={shownCharacters} />
        </span>
      </span>
    </Row>
  );
}
